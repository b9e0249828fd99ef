// Code generated from runtime/transaction.go. DO NOT EDIT.

package runtime

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/luagen/luagen/internal/vendored/runtime/internal/quote"
	"github.com/luagen/luagen/internal/vendored/runtime/internal/slot"
	"github.com/luagen/luagen/internal/vendored/runtime/internal/wire"
	"github.com/redis/go-redis/v9"
)

// transaction is MULTI and EXEC around the calls of a chain inside a pipeline.
// Each call's own command is answered QUEUED; the replies are in EXEC's.
type transaction struct {
	multi *command
	exec  *execCommand
}

func newTransaction(ctx context.Context, key string) *transaction {
	return &transaction{multi: newRouted(ctx, key, "multi"), exec: newExec(ctx, key)}
}

// A fate is what became of the calls of a transaction that are not settled.
type fate uint8

const (
	missing   fate = iota // they met NOSCRIPT
	postponed             // none has run, because their slot is moving
	aborted               // none has run, because the server refused one of them, MULTI or EXEC
	unwrapped             // MULTI was refused, and they were sent without it; what is left has not run
)

// finish settles the calls from the reply of EXEC and returns those that have not run,
// with the reason in each of them.
func (t *transaction) finish(c chain, batchErr error) (left chain, f fate) {
	if err := t.multi.Err(); isReply(err) && !isOpen(err) {
		return c.finishApart(batchErr), unwrapped
	}
	at, err := t.exec.open(len(c))
	if err != nil {
		if errors.Is(err, errNoReply) && batchErr != nil {
			err = batchErr
		}
		return c.refusedWith(err)
	}
	raw := t.exec.reply.bytes()
	s := newSettler()
	defer s.end()
	for _, call := range c {
		end := wire.Skip(raw, at, 1)
		if miss := missIn(raw[at:end]); miss != nil {
			call.arguments().req().Err = miss
			left = append(left, call)
		} else {
			s.settle(call, raw[at:end], nil)
		}
		at = end
	}
	t.exec.release()
	return left, missing
}

// refusedWith is what becomes of the calls of a transaction that EXEC was answered for with
// an error. A call that was refused when it was queued has the reason; the others have
// what EXEC said.
func (c chain) refusedWith(err error) (left chain, f fate) {
	reply, answered := replyIn(err)
	moving := answered && isPostponement(reply.Error())
	refused := false
	for _, call := range c {
		a := call.arguments()
		if a.req().Err = attemptError(call); a.req().Err == nil || isOpen(a.req().Err) {
			a.req().Err = err
		} else if own, ok := replyIn(a.req().Err); ok {
			moving = moving || isPostponement(own.Error())
			refused = refused || !isPostponement(own.Error()) && !strings.HasPrefix(own.Error(), "EXECABORT")
		}
	}
	switch {
	case !answered:
		abandonEach(c)
		return nil, aborted
	case moving && !refused:
		return c, postponed
	}
	return c, aborted
}

// missIn is the error of a call's reply inside EXEC when it says that the script is
// missing.
func missIn(raw []byte) error {
	if len(raw) == 0 || raw[0] != '-' {
		return nil
	}
	if reply := replyError(string(wire.At(raw, 0).Text)); saysMissing(reply) {
		return reply
	}
	return nil
}

// Tx sends calls of any scripts inside MULTI and EXEC: all of them run, with
// nothing in between, or none does. Each call then has its own Result; the error
// is that of the first call that failed, as Pipeline's, and when the server refused the
// transaction, that of the call that it refused. Redis does not roll back: a
// script that fails leaves what the others did.
//
// It takes two round trips: the calls are sent once MULTI was answered, because after a
// MULTI that is refused they would run one by one. Clients that do not say which
// connection they take (a cluster, a ring) are asked for an empty transaction first.
//
// Commands of Do may be among the calls. Then the first call of each script carries the body.
//
// A missing script never makes part of a transaction fail. Calls of one script
// that all met NOSCRIPT have not run and are sent again; with several scripts,
// and on a connection that may have WATCH in force, the first call of each
// carries the body.
//
// On a *redis.Tx inside Watch, redis.TxFailedErr means that a watched key
// changed and nothing has run. On a cluster all keys must lie in one slot; while that
// slot is moving, the transaction follows it.
func Tx(ctx context.Context, client Client, calls ...Command) error {
	client, first := bare(client)
	client = direct(client)
	if err := checkBatchClient(client, "Tx"); err != nil {
		return err
	}
	pipes, ok := pipesOf(client)
	if !ok {
		return fmt.Errorf("runtime.Tx: %T has no TxPipeline method; pass a go-redis client", client)
	}
	if err := claimAll(calls); err != nil || len(calls) == 0 {
		return err
	}
	if err := oneNode(client, calls); err != nil {
		if errors.Is(err, redis.ErrCrossSlot) {
			release(calls)
		} else {
			abandonAll(calls, err) // none of the servers is there
		}
		return err
	}
	shareRouting(calls)
	transact(ctx, client, pipes, calls, first)
	return txFailure(calls)
}

// txFailure is the error of a transaction: the first that is not merely the
// consequence of another call's.
func txFailure(calls chain) error {
	for _, call := range calls {
		err := call.arguments().req().Err
		reply, ok := replyIn(err)
		if err != nil && !isDeclared(err) && !(ok && strings.HasPrefix(reply.Error(), "EXECABORT")) {
			return err
		}
	}
	return firstFailure(calls)
}

// shareRouting lets calls without keys go where the others go.
func shareRouting(calls chain) {
	leader := calls.leader()
	for _, call := range calls {
		if a := call.arguments(); a.keys() == 0 && a != leader {
			a.more().peer = leader
		}
	}
}

// oneNode refuses a transaction whose keys lie in several slot.Count of a cluster or
// on several shards of a ring.
func oneNode(client Client, calls chain) error {
	if _, ok := client.(clusterNodes); ok {
		return oneSlot(calls)
	}
	ring, ok := client.(interface {
		GetShardClientForKey(key string) (*redis.Client, error)
	})
	if !ok {
		return nil
	}
	return eachKeyPair(calls, func(key string) (any, error) { return ring.GetShardClientForKey(key) }, "shard of the ring")
}

func oneSlot(calls chain) error {
	return eachKeyPair(calls, func(key string) (any, error) { return slot.Of(key), nil }, "hash slot")
}

// eachKeyPair compares the place of every key with that of the first.
func eachKeyPair(calls chain, placeOf func(key string) (any, error), name string) error {
	var (
		first string
		owner *Args
		place any
	)
	for _, call := range calls {
		a := call.arguments()
		if _, ok := plainly(call); ok {
			continue // of whose words some are no keys
		}
		for _, word := range a.keyWords() {
			key := word.(string)
			at, err := placeOf(key)
			if err != nil {
				return a.errorf("key %s: %w", quote.Text(key), err)
			}
			switch {
			case owner == nil:
				first, owner, place = key, a, at
			case at != place:
				return fmt.Errorf("runtime.Tx: key %s of %s and key %s of %s are not in one %s, and a transaction cannot span two; give the keys a common hash tag, as in {tag}:key: %w",
					quote.Text(first), owner.script().Name(), quote.Text(key), a.script().Name(), name, redis.ErrCrossSlot)
			}
		}
	}
	return nil
}
