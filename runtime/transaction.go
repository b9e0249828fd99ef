package runtime

import (
	"context"
	"errors"
	"fmt"

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

// finish settles the calls from the reply of EXEC and returns those that met
// NOSCRIPT.
func (t *transaction) finish(c chain, batchErr error) (missed chain) {
	if err := t.multi.Err(); err != nil {
		if _, ok := replyIn(err); ok {
			// The server knows no MULTI: the calls ran one by one.
			return c.finish(batchErr)
		}
	}
	at, err := t.exec.open(len(c))
	if err != nil {
		t.abort(c, err)
		return nil
	}
	raw := t.exec.reply.bytes()
	d := decoders.Get().(*Decoder)
	defer d.free()
	for _, call := range c {
		end := skip(raw, at, 1)
		if call.arguments().missedIn(raw[at:end]) {
			missed = append(missed, call)
		} else {
			call.settle(d, raw[at:end], nil)
		}
		at = end
	}
	t.exec.reply.release()
	return missed
}

// abort settles the calls of a transaction that failed as a whole. A call that
// was refused when it was queued has the reason; the others have what EXEC said.
func (t *transaction) abort(c chain, err error) {
	for _, call := range c {
		a := call.arguments()
		own := a.cmd.Err()
		if own == nil {
			own = err
		}
		a.abandon(own)
	}
}

// missedIn reports whether a call's reply inside EXEC is NOSCRIPT.
func (a *Args) missedIn(raw []byte) bool {
	if len(raw) == 0 || raw[0] != '-' {
		return false
	}
	return a.missed(replyError(string(valueAt(raw, 0).text)))
}

// Tx sends calls of any scripts inside MULTI and EXEC: all of them run, with
// nothing in between, or none does. Each call then has its own Result; the error
// is that of the first call that failed, and when the server refused the
// transaction, that of the call that it refused. Redis does not roll back: a
// script that fails leaves what the others did.
//
// A missing script never makes part of a transaction fail. Calls of one script
// that all met NOSCRIPT have not run and are sent again; with several scripts,
// and on a connection that may have WATCH in force, the first call of each
// carries the body.
//
// On a *redis.Tx inside Watch, redis.TxFailedErr means that a watched key
// changed and nothing has run. On a cluster all keys must lie in one slot.
func Tx(ctx context.Context, client Client, calls ...Command) error {
	if err := checkBatchClient(client, "Tx"); err != nil {
		return err
	}
	pipes, ok := client.(pipeSource)
	if !ok {
		return fmt.Errorf("runtime.Tx: %T has no TxPipeline method; pass a go-redis client", client)
	}
	if err := claimAll(calls); err != nil || len(calls) == 0 {
		return err
	}
	if err := oneNode(client, calls); err != nil {
		release(calls)
		return err
	}
	shareRouting(calls)
	runTx(ctx, client, pipes, calls)
	return txFailure(calls)
}

func runTx(ctx context.Context, client Client, pipes pipeSource, c chain) {
	how := bySHA
	if holdsState(client) {
		how = byBody
	}
	for n := 1; ; n++ {
		sent := now()
		out := newOutbox(len(c))
		out.transact(ctx, c, how)
		err := out.send(ctx, pipes.TxPipeline())
		if !c.allMissed() {
			for _, call := range c.finish(err) {
				a := call.arguments()
				a.abandon(a.cmd.Err())
			}
			return
		}
		if how == byBody {
			abandonAll(c, errVanished)
			return
		}
		if how, err = formAfter(ctx, client, n, c, sent); err != nil {
			abandonAll(c, err)
			return
		}
	}
}

// allMissed reports that no call has run because the script was missing.
func (c chain) allMissed() bool {
	for _, call := range c {
		a := call.arguments()
		if err := a.cmd.Err(); err == nil || !a.missed(err) {
			return false
		}
	}
	return true
}

// txFailure is the error of a transaction: the first that is not merely the
// consequence of another call's.
func txFailure(calls chain) error {
	for _, call := range calls {
		err := call.arguments().err
		if failed, ok := errors.AsType[*ScriptError](err); err != nil && (!ok || failed.Code != "EXECABORT") {
			return err
		}
	}
	return firstFailure(calls)
}

// shareRouting lets calls without keys go where the others go.
func shareRouting(calls chain) {
	leader := calls[0].arguments()
	for _, call := range calls {
		if a := call.arguments(); a.keys() > 0 {
			leader = a
			break
		}
	}
	for _, call := range calls {
		if a := call.arguments(); a.keys() == 0 && a != leader {
			a.peer = leader
		}
	}
}

// oneNode refuses a transaction whose keys lie in several slots of a cluster or
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
	return eachKeyPair(calls, func(key string) (any, error) { return slotOf(key), nil }, "hash slot")
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
		for _, word := range a.keyWords() {
			key := word.(string)
			at, err := placeOf(key)
			if err != nil {
				return a.script().errorf("key %s: %w", quote(key), err)
			}
			switch {
			case owner == nil:
				first, owner, place = key, a, at
			case at != place:
				return fmt.Errorf("runtime.Tx: key %s of %s and key %s of %s are not in one %s, and a transaction cannot span two; give the keys a common hash tag, as in {tag}:key: %w",
					quote(first), owner.script().name, quote(key), a.script().name, name, redis.ErrCrossSlot)
			}
		}
	}
	return nil
}
