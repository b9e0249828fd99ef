package runtime

import (
	"context"
	"errors"
	"fmt"

	"github.com/redis/go-redis/v9"
)

// Command is a call of any result type, for Pipeline and Tx. Only Call
// implements it.
type Command interface {
	arguments() *Args
	settle(raw []byte, err error)
	outcome() error
}

// entry is one call of a batch and the attempt that is under way for it.
type entry struct {
	call  Command
	args  *Args
	place int // in the batch
	cmd   *command
}

// claimAll makes the calls of a batch ready to be sent, all or, when one cannot
// be sent, none.
func claimAll(calls []Command) (chain, error) {
	entries := make([]entry, len(calls))
	c := make(chain, len(calls))
	for i, call := range calls {
		var args *Args
		if call != nil {
			args = call.arguments()
		}
		var err error
		if args == nil {
			err = fmt.Errorf("calls[%d] is nil; pass what the generated Call functions return", i)
		} else if err = args.claim(); err != nil {
			err = repeated(calls[:i], call, args, err)
		}
		if err != nil {
			release(c[:i])
			return nil, err
		}
		entries[i] = entry{call: call, args: args, place: i}
		c[i] = &entries[i]
	}
	return c, nil
}

// repeated explains a call that could not be claimed because the batch holds it
// twice.
func repeated(before []Command, call Command, args *Args, err error) error {
	for i, earlier := range before {
		if earlier == call {
			return args.script.errorf("calls[%d] and calls[%d] are one call; make a new call for each time the script is to run", i, len(before))
		}
	}
	return err
}

// release takes back claims of calls that were not sent.
func release(entries chain) {
	for _, e := range entries {
		e.args.state.Store(callIdle)
	}
}

// firstFailure is the error of the first call that failed.
func firstFailure(entries chain) error {
	for _, e := range entries {
		if err := e.call.outcome(); err != nil {
			return err
		}
	}
	return nil
}

// checkBatchClient refuses what cannot send a batch.
func checkBatchClient(client Client, function string) error {
	if isNil(client) {
		return fmt.Errorf("runtime.%s: %w", function, errNilClient)
	}
	if _, ok := client.(redis.Pipeliner); ok {
		return fmt.Errorf("runtime.%s: the client is a redis.Pipeliner, which answers only when it is executed; pass the client that it was made from", function)
	}
	return nil
}

// A form is how a script is named in one attempt.
type form bool

const (
	bySHA  form = false // EVALSHA
	byBody form = true  // EVAL
)

// begin makes the entry's next attempt.
func (e *entry) begin(ctx context.Context, f form) *command {
	w := &e.args.script.wire
	name, script := w.evalsha, w.sha
	if f == byBody {
		name, script = w.eval, w.source
	}
	if e.cmd == nil {
		e.cmd = &e.args.first
		e.args.prepare(ctx, e.cmd, name, script)
	} else {
		e.cmd = e.args.attempt(ctx, name, script)
	}
	return e.cmd
}

// execute sends the commands through a pipeline.
func execute(ctx context.Context, pipe redis.Pipeliner, cmds []redis.Cmder) error {
	if err := pipe.BatchProcess(ctx, cmds...); err != nil {
		return err
	}
	_, err := pipe.Exec(ctx)
	return err
}

// finish settles the entry from its attempt, unless that was answered with
// NOSCRIPT: then the call has not run, and finish returns false.
func (e *entry) finish(batchErr error) bool {
	err := e.cmd.Err()
	if err == nil && len(e.cmd.reply.bytes()) == 0 {
		err = batchErr
		if err == nil {
			err = errNoReply
		}
	}
	if err != nil {
		if e.missed(err) {
			return false
		}
		e.call.settle(nil, err)
		return true
	}
	e.call.settle(e.cmd.reply.bytes(), nil)
	e.cmd.reply.release()
	return true
}

// missed reports whether the error says that the server has not the script.
func (e *entry) missed(err error) bool {
	reply, ok := replyIn(err)
	return ok && isMissing(reply, e.args.script)
}

// settleAll gives the calls one common error.
func settleAll(entries chain, err error) {
	for _, e := range entries {
		e.call.settle(nil, err)
	}
}

// Attempts by SHA before a batch sends bodies. Each is preceded by SCRIPT LOAD
// of what was missing; more than one is needed only while somebody flushes.
const shaRounds = 4

// ensureAllLoaded has the scripts of calls that met NOSCRIPT loaded, each once
// per server.
func ensureAllLoaded(ctx context.Context, client Client, missed chain) error {
	type place struct {
		script *Script
		server any
	}
	seen := make(map[place]bool)
	for _, e := range missed {
		key := e.args.routingKey()
		at := place{e.args.script, serverOf(ctx, client, key)}
		if seen[at] {
			continue
		}
		seen[at] = true
		if _, err := e.args.script.ensureLoaded(ctx, client, key); err != nil {
			return err
		}
	}
	return nil
}

// formAfter is how to name the scripts in the next round after some were
// missing, or the error that ends the batch.
func formAfter(ctx context.Context, client Client, round int, missed chain) (form, error) {
	if err := ctx.Err(); err != nil {
		return bySHA, err
	}
	if round >= shaRounds {
		return byBody, nil
	}
	err := ensureAllLoaded(ctx, client, missed)
	if _, ok := errors.AsType[*ScriptError](err); ok || errors.Is(err, errLoadRefused) {
		// One script does not compile, or none may be loaded: EVAL tells each
		// call its own story.
		return byBody, nil
	}
	return bySHA, err
}

// holdsState reports a client that is one connection, on which the caller may
// have WATCH in force: an EXEC would end it.
func holdsState(client Client) bool {
	switch client.(type) {
	case *redis.Conn, *redis.Tx:
		return true
	}
	return false
}
