package runtime

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/redis/go-redis/v9"
)

// Pipeline sends calls of any scripts together, in one round trip. Each call
// then has its own Result; the error is that of the first call, in order, that
// failed. The calls are not one transaction (Tx is): others may run in between.
//
// Calls that share a key run in the order given. Before anything is sent,
// Pipeline fails when a call cannot be encoded, was sent before, is nil, or is
// there twice; the other calls may then still be sent.
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
// body instead: it cannot miss, and the last may.
//
// A cluster client, a ring and an auto-pipelining face send each chain as a
// transaction of its own beside the pipeline of the other calls, at the same
// time, because MULTI binds one node.
func Pipeline(ctx context.Context, client Client, calls ...Command) error {
	if err := checkBatchClient(client, "Pipeline"); err != nil {
		return err
	}
	pipes, ok := client.(pipeSource)
	if !ok {
		return fmt.Errorf("runtime.Pipeline: %T has no Pipeline method; pass a go-redis client", client)
	}
	if err := claimAll(calls); err != nil || len(calls) == 0 {
		return err
	}
	b := pipelined{client: client, pipes: pipes}
	switch client.(type) {
	case *redis.Client:
		b.round = b.withTransactions
	case *redis.Conn, *redis.Tx:
		b.round = b.withBodies
	default:
		b.round = b.beside
	}
	b.run(ctx, part(calls))
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
	round  func(context.Context, work, form) (missed work)
}

// run sends the work, and again what met NOSCRIPT, until all is settled.
func (b *pipelined) run(ctx context.Context, w work) {
	how := bySHA
	for n := 1; ; n++ {
		sent := now()
		w = b.round(ctx, w, how)
		if w.isDone() {
			return
		}
		missed := w.all()
		var err error
		if how == byBody {
			err = errVanished
		} else {
			how, err = formAfter(ctx, b.client, n, missed, sent)
		}
		if err != nil {
			abandonAll(missed, err)
			return
		}
	}
}

var errVanished = errors.New("the server answered NOSCRIPT to EVAL, which carries the script")

// withTransactions sends everything in one pipeline of one server, chains inside
// MULTI and EXEC.
func (b *pipelined) withTransactions(ctx context.Context, w work, how form) (missed work) {
	size := len(w.single)
	for _, c := range w.chains {
		size += len(c) + 2
	}
	out := newOutbox(size)
	transactions := make([]*transaction, len(w.chains))
	w.each(func(call Command) {
		out.attempt(ctx, call, how)
	}, func(i int, c chain) {
		tx := newTransaction(ctx, c[0].arguments().routingKey())
		transactions[i] = tx
		out.add(tx.multi)
		out.transact(ctx, c, how)
		out.add(tx.exec)
	})
	err := out.send(ctx, b.pipes.Pipeline())
	missed.single = w.single.finish(err)
	for i, c := range w.chains {
		missed.leave(transactions[i].finish(c, err))
	}
	return missed
}

// withBodies sends everything in one pipeline of one connection.
func (b *pipelined) withBodies(ctx context.Context, w work, how form) (missed work) {
	size := len(w.single)
	for _, c := range w.chains {
		size += len(c)
	}
	out := newOutbox(size)
	w.each(func(call Command) {
		out.attempt(ctx, call, how)
	}, func(_ int, c chain) {
		last := len(c) - 1
		out.attemptAll(ctx, c[:last], byBody)
		out.attemptAll(ctx, c[last:], how)
	})
	err := out.send(ctx, b.pipes.Pipeline())
	missed.single = w.single.finish(err)
	for _, c := range w.chains {
		missed.leave(c.finish(err))
	}
	return missed
}

// Transactions of one batch that are under way at the same time.
const concurrentTransactions = 16

// beside sends single calls in a pipeline and each chain in a transaction. Replies
// are decoded on the caller's goroutine, which is where a decoder may panic.
func (b *pipelined) beside(ctx context.Context, w work, how form) (missed work) {
	var (
		wait      sync.WaitGroup
		tickets   = make(chan struct{}, concurrentTransactions)
		singleErr error
		chainErrs = make([]error, len(w.chains))
	)
	if len(w.single) > 0 {
		wait.Go(func() {
			out := newOutbox(len(w.single))
			out.attemptAll(ctx, w.single, how)
			singleErr = out.send(ctx, b.pipes.Pipeline())
		})
	}
	for i, c := range w.chains {
		tickets <- struct{}{}
		wait.Go(func() {
			defer func() { <-tickets }()
			out := newOutbox(len(c))
			out.transact(ctx, c, how)
			chainErrs[i] = out.send(ctx, b.pipes.TxPipeline())
		})
	}
	wait.Wait()
	missed.single = w.single.finish(singleErr)
	for i, c := range w.chains {
		missed.leave(c.finish(chainErrs[i]))
	}
	return missed
}
