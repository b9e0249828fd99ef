package runtime

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/luagen/luagen/runtime/core"
	"github.com/redis/go-redis/v9"
)

// Pipeline sends calls of any scripts together, in one round trip. Each call
// then has its own Result; the error is that of the first call, in order, that
// failed, and else the first declared error: a *DeclaredError. The calls are not one transaction (Tx is): others may run in between.
//
// Calls that share a key run in the order given. Before anything is sent,
// Pipeline fails when a call cannot be encoded, was sent before, is nil, or is
// there twice; the other calls may then still be sent.
//
// Commands of Do may be among the calls. A call carries the body of its script (EVAL) when a
// command behind it shares a key with it.
//
// # NOSCRIPT
//
// A script may be missing at any moment: SCRIPT FLUSH can come between two
// commands of a pipeline, and another client can load the script again between
// the next two. Were calls A and B on one key sent as two EVALSHA, A could miss
// and B run; A, sent again, would then run after B. It cannot be seen in time
// and not be undone. So calls that share a key go inside MULTI and EXEC, where
// nothing comes in between and a script is either there for all calls or for
// none:
//
//   - When they are calls of one script, all of them ran or all missed. What
//     missed is sent again, in order, once the script has been loaded.
//   - When they are calls of several scripts, one could miss and the others not.
//     Then the first call of each script carries the body (EVAL), and none can.
//
// A call that shares no key with another may miss and be sent again by itself.
// Each call is answered NOSCRIPT, and has not run, or it is settled and not sent
// again; so none runs twice.
//
// A connection of its own (*redis.Conn, *redis.Tx) may have WATCH in force,
// which an EXEC would end. There every call of a chain but the last carries the
// body instead: it cannot miss, and the last may. So it is where the server refuses
// MULTI or EXEC to the user, or one of the calls: each is answered by itself then.
// Where it refuses EVAL, and MULTI would need it, each call waits for the one before.
//
// # Slots that move
//
// A transaction that a node of a cluster refuses because its slot is moving has
// not run. It is sent again for a while, whole, to the node that has the slot.
//
// A cluster client and an auto-pipelining face send calls that share keys in a
// pipeline beside that of the other calls, at the same time.
func Pipeline(ctx context.Context, client Client, calls ...Command) error {
	client, first := bare(client)
	client = direct(client)
	if err := checkBatchClient(client, "Pipeline"); err != nil {
		return err
	}
	pipes, ok := pipesOf(client)
	_, inTurn := client.(scripterClient)
	if inTurn = inTurn && !ok; !ok && !inTurn {
		return fmt.Errorf("runtime.Pipeline: %T has no Pipeline method; pass a go-redis client", client)
	}
	if err := claimAll(calls); err != nil || len(calls) == 0 {
		return err
	}
	if inTurn {
		chain(calls).runInTurn(ctx, client, first)
		return firstFailure(calls)
	}
	ctx = pooled(ctx, client)
	b := pipelined{client: client, pipes: pipes, form: first}
	w := part(calls)
	switch client.(type) {
	case *redis.Conn, *redis.Tx:
		w.apart, w.chains = sorted(append(w.apart, w.chains...)), nil
	}
	b.run(ctx, w)
	return firstFailure(calls)
}

// pipeSource is a client that makes pipelines and transactions.
type pipeSource interface {
	Pipeline() redis.Pipeliner
	TxPipeline() redis.Pipeliner
}

// pipelined is a batch on its way.
type pipelined struct {
	client Client
	pipes  pipeSource
	form   core.Form // of the first attempt
	pauses pauses
}

// run sends the work, and again what has not run, until all is settled.
func (b *pipelined) run(ctx context.Context, w work) {
	how := b.form
	for n := 1; ; n++ {
		sent := core.Now()
		w = b.round(ctx, w, how)
		if w.isDone() {
			return
		}
		w = b.confirm(ctx, w, sent)
		var err error
		if missed := w.missed(); len(missed) > 0 {
			if how == core.ByBody {
				err = errVanished
			} else {
				how, err = formAfter(ctx, b.client, n, missed, sent)
			}
		}
		if err == nil && len(w.moved) > 0 {
			err = b.pauses.next(ctx)
		}
		if err != nil {
			b.giveUp(w, err)
			return
		}
	}
}

// giveUp settles what is left. A chain whose slot does not stop moving has its own
// reason.
func (b *pipelined) giveUp(w work, err error) {
	if errors.Is(err, errNoMorePauses) {
		for _, c := range w.moved {
			abandonEach(c)
		}
		w.moved = nil
	}
	abandonAll(w.all(), err)
}

// confirm settles the calls that were answered, or may have been, by the script itself.
func (b *pipelined) confirm(ctx context.Context, w work, sent core.Moment) work {
	confirmed := work{moved: w.moved, inTurn: w.inTurn}
	for _, call := range w.single {
		if a := call.arguments(); a.hasNotRun(ctx, b.client, sent) {
			confirmed.single = append(confirmed.single, call)
		} else {
			a.abandon(a.req().Err)
		}
	}
	keep := func(to *[]chain, c chain) {
		// The chain has missed as a whole, in this order, or was not sent.
		for _, call := range c {
			if a := call.arguments(); !a.hasNotRun(ctx, b.client, sent) {
				abandonEach(c)
				return
			}
		}
		*to = append(*to, c)
	}
	for _, c := range w.chains {
		keep(&confirmed.chains, c)
	}
	for _, c := range w.apart {
		keep(&confirmed.apart, c)
	}
	return confirmed
}

var errVanished = errors.New("the server answered NOSCRIPT to EVAL, which carries the script")

// isPlain reports a client whose pipelines need no second one beside: it has no replicas
// to read from, and gathers no calls of others.
func isPlain(client Client) bool {
	switch client.(type) {
	case *redis.Client, *redis.Conn, *redis.Tx, *redis.Ring:
		return true
	}
	return false
}

// round sends all of the work once and returns what has not run.
func (b *pipelined) round(ctx context.Context, w work, how core.Form) (left work) {
	for _, c := range w.inTurn {
		c.runInTurn(ctx, b.client, core.BySHA)
	}
	moved := w.moved
	w.moved, w.inTurn = nil, nil
	switch single, chains := (work{single: w.single}), (work{chains: w.chains, apart: w.apart}); {
	case isPlain(b.client), single.isDone(), chains.isDone():
		left = b.together(ctx, w, how)
	default:
		// Beside the others, single calls may go to replicas, and fill the batches of an
		// auto-pipelining face. Replies are decoded on the caller's goroutine, which is
		// where a decoder may panic.
		one, two := prepare(ctx, single, how), prepare(ctx, chains, how)
		var wait sync.WaitGroup
		spawn(&wait, func() { one.send(ctx, b.pipes) })
		two.send(ctx, b.pipes)
		wait.Wait()
		left = two.finish()
		left.single = one.finish().single
	}
	for _, c := range moved {
		b.follow(ctx, c, how, &left)
	}
	left.chains, left.apart = sorted(left.chains), sorted(left.apart)
	return left
}

// together sends the work in one pipeline.
func (b *pipelined) together(ctx context.Context, w work, how core.Form) (left work) {
	if w.isDone() {
		return work{}
	}
	s := prepare(ctx, w, how)
	s.send(ctx, b.pipes)
	return s.finish()
}

// shipment is one pipeline.
type shipment struct {
	work         work
	out          *outbox
	transactions []*transaction // of the chains
	err          error
}

func prepare(ctx context.Context, w work, how core.Form) shipment {
	size := len(w.single)
	for _, c := range w.chains {
		size += len(c) + 2
	}
	for _, c := range w.apart {
		size += len(c)
	}
	s := shipment{work: w, out: newOutbox(size), transactions: make([]*transaction, len(w.chains))}
	w.each(func(call Command) {
		s.out.attempt(ctx, call, how, alone)
	}, func(i int, c chain) {
		tx := newTransaction(ctx, c[0].arguments().routingKey())
		s.transactions[i] = tx
		s.out.add(tx.multi)
		s.out.transact(ctx, c, how, queued)
		s.out.add(tx.exec)
	}, func(c chain) {
		s.out.apart(ctx, c, how)
	})
	return s
}

func (s *shipment) send(ctx context.Context, pipes pipeSource) {
	s.err = s.out.send(ctx, pipes.Pipeline())
}

// finish settles what was answered and returns what has not run.
func (s *shipment) finish() (left work) {
	left.single = s.work.single.finish(s.err)
	for i, c := range s.work.chains {
		rest, fate := s.transactions[i].finish(c, s.err)
		left.add(rest, fate)
	}
	for _, c := range s.work.apart {
		left.add(c.finishApart(s.err), unwrapped)
	}
	return left
}

// add puts a chain, or what is left of one, where its fate leads it.
func (w *work) add(c chain, f fate) {
	switch {
	case len(c) == 0:
	case f == missing:
		w.chains = append(w.chains, c)
	case f == postponed:
		w.moved = append(w.moved, c)
	case c.lacksBodies():
		w.inTurn = append(w.inTurn, c)
	default:
		w.apart = append(w.apart, c)
	}
}

// follow sends a chain as a transaction to where its slot is moving.
func (b *pipelined) follow(ctx context.Context, c chain, how core.Form, left *work) {
	rest, fate := follow(ctx, b.client, b.pipes, c, how)
	if fate == aborted {
		abandonEach(rest)
		return
	}
	left.add(rest, fate)
}
