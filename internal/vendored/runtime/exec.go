// Code generated from runtime/exec.go. DO NOT EDIT.

package runtime

import (
	"context"
	"fmt"
	"strings"

	"github.com/luagen/luagen/internal/vendored/runtime/internal/wire"
	"github.com/redis/go-redis/v9"
)

// execCommand is the EXEC of a transaction inside a pipeline. Its reply holds those of
// the calls, which themselves were answered QUEUED.
type execCommand struct {
	command
	opened bool // its MULTI was sent before the pipeline that it is in
}

func newExec(ctx context.Context, key string) *execCommand {
	e := &execCommand{command: command{reply: newReply()}}
	e.count.stand(closing)
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
	v := wire.At(raw, 0)
	switch {
	case len(raw) == 0:
		return 0, errNoReply
	case v.Kind == wire.Nil:
		return 0, redis.TxFailedErr
	case v.Kind == wire.Error:
		return 0, replyError(string(v.Text))
	case v.Kind != wire.Array || v.Size != n:
		return 0, fmt.Errorf("EXEC of %d calls was answered with %s; what has run is unknown", n, v.Describe())
	}
	return v.Next, nil
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
	v := wire.At(e.reply.bytes(), 0)
	if v.Kind != wire.Array {
		return nil
	}
	errs := make([]error, v.Size)
	at := v.Next
	for i := range errs {
		if element := wire.At(e.reply.bytes(), at); element.Kind == wire.Error {
			errs[i] = replyError(string(element.Text))
		}
		at = wire.Skip(e.reply.bytes(), at, 1)
	}
	return errs
}
