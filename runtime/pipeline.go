package runtime

import (
	"context"
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
	entries, err := claimAll(calls)
	if err != nil || len(entries) == 0 {
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
	b.run(ctx, chainsOf(entries))
	return firstFailure(entries)
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
	round  func(context.Context, []chain, form) (missed []chain)
}

// run sends the chains, and again what met NOSCRIPT, until all are settled.
func (b *pipelined) run(ctx context.Context, chains []chain) {
	how := bySHA
	for n := 1; ; n++ {
		chains = b.round(ctx, chains, how)
		if len(chains) == 0 {
			return
		}
		var missed []*entry
		for _, c := range chains {
			missed = append(missed, c...)
		}
		var err error
		if how == byBody {
			err = errVanished
		} else {
			how, err = formAfter(ctx, b.client, n, missed)
		}
		if err != nil {
			settleAll(missed, err)
			return
		}
	}
}

var errVanished = fmt.Errorf("the server answered NOSCRIPT to EVAL, which carries the script")

// withTransactions sends everything in one pipeline of one server, chains inside
// MULTI and EXEC.
func (b *pipelined) withTransactions(ctx context.Context, chains []chain, how form) (missed []chain) {
	pipe := b.pipes.Pipeline()
	transactions := make(map[*entry]*transaction) // by first call
	for _, c := range chains {
		if len(c) == 1 {
			_ = pipe.Process(ctx, c[0].begin(ctx, how))
			continue
		}
		tx := newTransaction(ctx, c[0].args.routingKey())
		transactions[c[0]] = tx
		_ = pipe.Process(ctx, tx.multi)
		for i, f := range c.forms(how) {
			_ = pipe.Process(ctx, c[i].begin(ctx, f))
		}
		_ = pipe.Process(ctx, tx.exec)
	}
	_, err := pipe.Exec(ctx)
	for _, c := range chains {
		var again chain
		if tx := transactions[c[0]]; tx != nil {
			again = tx.finish(c, err)
		} else if !c[0].finish(err) {
			again = c
		}
		if len(again) > 0 {
			missed = append(missed, again)
		}
	}
	return missed
}

// withBodies sends everything in one pipeline of one connection.
func (b *pipelined) withBodies(ctx context.Context, chains []chain, how form) (missed []chain) {
	pipe := b.pipes.Pipeline()
	for _, c := range chains {
		last := len(c) - 1
		for _, e := range c[:last] {
			_ = pipe.Process(ctx, e.begin(ctx, byBody))
		}
		_ = pipe.Process(ctx, c[last].begin(ctx, how))
	}
	_, err := pipe.Exec(ctx)
	return unfinished(chains, err)
}

// Transactions of one batch that are under way at the same time.
const concurrentTransactions = 16

// beside sends single calls in a pipeline and each chain in a transaction.
func (b *pipelined) beside(ctx context.Context, chains []chain, how form) (missed []chain) {
	var (
		single  []chain
		wait    sync.WaitGroup
		mu      sync.Mutex // guards missed
		tickets = make(chan struct{}, concurrentTransactions)
	)
	again := func(list []chain) {
		mu.Lock()
		defer mu.Unlock()
		missed = append(missed, list...)
	}
	for _, c := range chains {
		if len(c) == 1 {
			single = append(single, c)
		}
	}
	if len(single) > 0 {
		wait.Go(func() {
			pipe := b.pipes.Pipeline()
			for _, c := range single {
				_ = pipe.Process(ctx, c[0].begin(ctx, how))
			}
			_, err := pipe.Exec(ctx)
			again(unfinished(single, err))
		})
	}
	for _, c := range chains {
		if len(c) == 1 {
			continue
		}
		tickets <- struct{}{}
		wait.Go(func() {
			defer func() { <-tickets }()
			pipe := b.pipes.TxPipeline()
			for i, f := range c.forms(how) {
				_ = pipe.Process(ctx, c[i].begin(ctx, f))
			}
			_, err := pipe.Exec(ctx)
			again(unfinished([]chain{c}, err))
		})
	}
	wait.Wait()
	return missed
}

// unfinished settles what was answered and returns what met NOSCRIPT.
func unfinished(chains []chain, err error) (missed []chain) {
	for _, c := range chains {
		var again chain
		for _, e := range c {
			if !e.finish(err) {
				again = append(again, e)
			}
		}
		if len(again) > 0 {
			missed = append(missed, again)
		}
	}
	return missed
}
