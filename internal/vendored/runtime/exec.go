// Code generated from runtime/exec.go. DO NOT EDIT.

package runtime

import (
	"context"
	"fmt"
	"strings"

	"github.com/redis/go-redis/v9"
)

// execCommand is the EXEC of a transaction inside a pipeline. Its reply holds those of
// the calls, which themselves were answered QUEUED.
type execCommand struct {
	command
	opened bool // its MULTI was sent before the pipeline that it is in
}

func newExec(ctx context.Context, key string) *execCommand {
	e := new(execCommand)
	e.reply.standing = closing
	e.route(ctx, key, []any{"exec"})
	return e
}

// NoRetry keeps go-redis from sending a pipeline again whose MULTI would be missing.
func (e *execCommand) NoRetry() bool { return e.opened || e.command.NoRetry() }

// isAnswered reports whether there was an answer, be it an error.
func (e *execCommand) isAnswered() bool {
	if err := e.Err(); err != nil {
		return isReply(err)
	}
	return len(e.reply.bytes()) > 0
}

// open returns where in the raw reply the first of n elements is, or why there
// are none.
func (e *execCommand) open(n int) (at int, err error) {
	if err := e.Err(); err != nil {
		return 0, abortCause(err)
	}
	raw := e.reply.bytes()
	v := valueAt(raw, 0)
	switch {
	case len(raw) == 0:
		return 0, errNoReply
	case v.kind == kindNil:
		return 0, redis.TxFailedErr
	case v.kind == kindError:
		return 0, replyError(string(v.text))
	case v.kind != kindArray || v.size != n:
		return 0, fmt.Errorf("EXEC of %d calls was answered with %s; what has run is unknown", n, v.describe())
	}
	return v.next, nil
}

// abortCause is why a server did not take EXEC, where it says so.
func abortCause(err error) error {
	if reply, ok := replyIn(err); ok {
		if cause, ok := strings.CutPrefix(reply.Error(), "EXECABORT Transaction discarded because of: "); ok {
			return replyError(cause)
		}
	}
	return err
}

// ElementErrors are the error replies of the commands of the transaction, in
// order, nil for each that has none. A redis.Hook that looks at a pipeline finds
// in them what the commands themselves do not say.
func (e *execCommand) ElementErrors() []error {
	v := valueAt(e.reply.bytes(), 0)
	if v.kind != kindArray {
		return nil
	}
	errs := make([]error, v.size)
	at := v.next
	for i := range errs {
		if element := valueAt(e.reply.bytes(), at); element.kind == kindError {
			errs[i] = replyError(string(element.text))
		}
		at = skip(e.reply.bytes(), at, 1)
	}
	return errs
}
