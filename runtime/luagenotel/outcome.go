package luagenotel

import (
	"context"
	"errors"
	"net"
	"strings"

	"github.com/luagen/luagen/runtime/internal/raised"
	"github.com/redis/go-redis/v9"
	semconv "go.opentelemetry.io/otel/semconv/v1.39.0"
)

// outcome is how a command ended.
type outcome struct {
	err  error  // what failed; nil after success, nil replies and NOSCRIPT
	kind string // error.type; empty when err is nil
	code string // db.response.status_code: the error reply's code; empty without one
}

// noScript is the code of a server that does not have the script yet. The runtime
// recovers from it, so it is a cache miss and not an error of the call.
const noScript = "NOSCRIPT"

// missed reports that the server did not have the script: the command has run
// nothing, and the call is completed by another one.
func (o outcome) missed() bool { return o.code == noScript }

// attributes describe the outcome; none after success.
func (o outcome) attributes() attributes {
	var list attributes
	if o.code != "" {
		list = append(list, semconv.DBResponseStatusCode(o.code))
	}
	if o.err != nil {
		list = append(list, semconv.ErrorTypeKey.String(o.kind))
	}
	return list
}

// outcomeOf classifies the error of a command.
func outcomeOf(err error) outcome {
	if err == nil || errors.Is(err, redis.Nil) {
		return outcome{}
	}
	var reply redis.Error
	if errors.As(err, &reply) {
		code := errorCode(raised.Parse(reply.Error()))
		if code == noScript {
			return outcome{code: code}
		}
		if code == "" {
			return outcome{err: err, kind: semconv.ErrorTypeOther.Value.AsString()}
		}
		return outcome{err: err, kind: code, code: code}
	}
	return outcome{err: err, kind: clientErrorType(err)}
}

// wholeOutcome is how a batch ended: with the error of the first call that failed
// or else, when there is any, of another command, or with a miss.
func wholeOutcome(err error, calls []outcome) outcome {
	whole := outcomeOf(err)
	for _, o := range calls {
		if o.err != nil {
			return o
		}
		if o.missed() && whole == (outcome{}) {
			whole = o
		}
	}
	return whole
}

// codeLength bounds what is taken for an error code.
const codeLength = 32

// errorCode returns the code of an error reply, as in "WRONGTYPE Operation against …".
// A first word that is too long for one is what the script made up.
func errorCode(reply raised.Error) string {
	if reply.Code == "ERR" && strings.HasPrefix(reply.Message, noScript) {
		return noScript // as some servers put it
	}
	if len(reply.Code) > codeLength {
		return ""
	}
	return reply.Code
}

// clientErrorType names an error that did not come from the server: "timeout",
// "canceled", or its Go type.
func clientErrorType(err error) string {
	var netErr net.Error
	switch {
	case errors.Is(err, context.Canceled):
		return "canceled"
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &netErr) && netErr.Timeout():
		return "timeout"
	default:
		return semconv.ErrorType(err).Value.AsString()
	}
}
