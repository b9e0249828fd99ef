package runtime

import (
	"context"
	"errors"
	"fmt"

	"github.com/luagen/luagen/runtime/core"
	"github.com/redis/go-redis/v9"
)

// Command is a call of any result type, or what Do returns, for Pipeline and Tx. Nothing
// else implements it.
type Command interface {
	arguments() *Args
}

// claimAll makes the calls of a batch ready to be sent, all or, when one cannot
// be sent, none.
func claimAll(calls chain) error {
	for i, call := range calls {
		var args *Args
		if !isAbsent(call) {
			args = call.arguments()
		}
		var err error
		if args == nil {
			err = fmt.Errorf("calls[%d] is nil; pass what the generated Call functions return", i)
		} else if err = args.claim(); err != nil {
			if _, ok := plainly(call); ok && args.first.call.Load() != callRefused {
				err = args.errorf("the command was sent before; make a new one for each time")
			}
			err = repeated(calls[:i], call, args, err)
		}
		if err != nil {
			release(calls[:i])
			return err
		}
		args.first.call.Store(callClaimed + int32(i))
	}
	return nil
}

// repeated explains a call that could not be claimed because the batch holds it
// twice.
func repeated(before chain, call Command, args *Args, err error) error {
	for i, earlier := range before {
		if earlier == call {
			return args.errorf("calls[%d] and calls[%d] are one call; make a new call for each time the script is to run", i, len(before))
		}
	}
	return err
}

// release takes back claims of calls that were not sent.
func release(calls chain) {
	for _, call := range calls {
		call.arguments().first.call.Store(callIdle)
	}
}

// firstFailure is the error of the first call that failed, or else the first declared error.
func firstFailure(calls chain) error {
	var declared error
	for _, call := range calls {
		switch err := call.arguments().req().Err; {
		case err == nil:
		case !isDeclared(err):
			return err
		case declared == nil:
			declared = err
		}
	}
	return declared
}

// checkBatchClient refuses what cannot send a batch.
func checkBatchClient(client Client, function string) error {
	if isNil(client) {
		return fmt.Errorf("runtime.%s: %w", function, errNilClient)
	}
	if answersLater(client) {
		return fmt.Errorf("runtime.%s: the client is a redis.Pipeliner, which answers only when it is executed; pass the client that it was made from", function)
	}
	return nil
}

// finish settles a call from its attempt. It returns false, and leaves the reason in
// the call, when the call has perhaps not run: it was answered with NOSCRIPT, or refused
// in words that could be the script's own.
func (s *settler) finish(call Command, batchErr error) bool {
	if p, ok := plainly(call); ok {
		p.finish()
		return true
	}
	a := call.arguments()
	cmd := a.latest()
	err := cmd.Err()
	if isOpen(err) && len(cmd.reply.bytes()) > 0 {
		err = nil // it was answered before
	}
	if err == nil && len(cmd.reply.bytes()) == 0 {
		err = batchErr
		if err == nil {
			err = errNoReply
		}
	}
	if err != nil {
		if isMiss(err) || isDoubtful(err) {
			a.req().Err = err
			return false
		}
		a.abandon(err)
		return true
	}
	s.settle(call, cmd.reply.bytes(), cmd.reply.ints)
	return true
}

// hasNotRun reports whether a call that was not settled has not run, so that it may be
// sent again. It was sent after the moment sent.
func (a *Args) hasNotRun(ctx context.Context, client Client, sent core.Moment) bool {
	switch {
	case isDoubtful(a.req().Err):
		return a.isRefused(ctx, client, a.req().Err)
	case isMiss(a.req().Err):
		return a.lacks(ctx, client, a.req().Err, sent)
	}
	return true // its transaction has not run
}

// abandonAll gives the calls one common error.
func abandonAll(calls chain, err error) {
	for _, call := range calls {
		abandon(call, err)
	}
}

// abandonEach gives each call the reason that was left in it.
func abandonEach(calls chain) {
	for _, call := range calls {
		abandon(call, call.arguments().req().Err)
	}
}

// Attempts by SHA before a batch sends bodies. Each is preceded by SCRIPT LOAD
// of what was missing; more than one is needed only while somebody flushes.
const shaRounds = 4

// ensureAllLoaded has the scripts of calls that met NOSCRIPT loaded, each once
// per server. The calls were sent after the moment sent.
func ensureAllLoaded(ctx context.Context, client Client, missed chain, sent core.Moment) error {
	type place struct {
		script *Script
		server any
	}
	seen := make(map[place]bool)
	for _, call := range missed {
		a := call.arguments()
		if !isMiss(a.req().Err) {
			continue
		}
		key := a.routingKey()
		at := place{a.script(), serverOf(ctx, client, key)}
		if seen[at] {
			continue
		}
		seen[at] = true
		if _, err := ensureLoaded(ctx, client, a.script(), key, sent); err != nil {
			return err
		}
	}
	return nil
}

// formAfter is how to name the scripts in the next round after some were
// missing, or the error that ends the batch. The round was sent after the moment
// sent.
func formAfter(ctx context.Context, client Client, round int, missed chain, sent core.Moment) (core.Form, error) {
	if err := ctx.Err(); err != nil {
		return core.BySHA, err
	}
	if round >= shaRounds {
		return core.ByBody, nil
	}
	err := ensureAllLoaded(ctx, client, missed, sent)
	if _, ok := asType[*ScriptError](err); ok || errors.Is(err, errLoadRefused) {
		// One script does not compile, or none may be loaded: EVAL tells each
		// call its own story.
		return core.ByBody, nil
	}
	return core.BySHA, err
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
