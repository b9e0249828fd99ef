// Code generated from runtime/gather.go. DO NOT EDIT.

package runtime

import (
	"context"
	"runtime"
	"sync"

	"github.com/redis/go-redis/v9"
)

// AutoPipeline makes a client that sends calls in pipelines by itself: what goroutines call
// while others wait for the server goes together, in the next round trip. A call that finds
// nobody waiting is sent at once, as by the client itself. Two round trips may be under way at
// the same time, and three where many calls wait, each on a connection of the client's pool, if
// that has as many. Use one such client for all goroutines of a program. It has nothing to close,
// and keeps no goroutine.
//
// Calls of different goroutines are in no order, and are not one transaction. Each has its own
// result and errors, is recovered after NOSCRIPT and follows redirects as with the client.
// One is not sent when its context ends before its turn; when it ends later, Run returns
// at once, and the call may have run, or may run later. A large reply delays those behind it.
//
// The client is a *redis.Client, *redis.ClusterClient or *redis.Ring, or what embeds one.
// Pipeline, Tx and Load work as with the client. With go-redis's faces for the same, which have
// all of its commands, calls take more processor time.
func AutoPipeline(client Client) Client {
	if e, ok := client.(evalClient); ok {
		return evalClient{AutoPipeline(e.Client)}
	}
	pipes, ok := client.(pipeSource)
	_, face := autoPipelining(client)
	if !ok || face || isNil(client) || answersLater(client) {
		return client // which does the same, or says what is wrong
	}
	return &gatherer{client: client, pipes: pipes, most: mostTrips(client)}
}

// mostTrips is how many round trips a gatherer has under way at once: no more than the client
// may have connections to a server.
func mostTrips(client Client) int {
	var pool, active int // without a limit where 0
	switch c := client.(type) {
	case *redis.Conn, *redis.Tx:
		return 1
	case interface{ Options() *redis.Options }:
		pool, active = c.Options().PoolSize, c.Options().MaxActiveConns
	case interface{ Options() *redis.ClusterOptions }:
		pool, active = c.Options().PoolSize, c.Options().MaxActiveConns
	case interface{ Options() *redis.RingOptions }:
		pool, active = c.Options().PoolSize, c.Options().MaxActiveConns
	}
	most := 3
	for _, n := range []int{pool, active} {
		if n > 0 {
			most = min(most, n)
		}
	}
	return most
}

// worth is how many calls a round trip is worth while others are under way. With two the server
// has work while replies are settled. The third takes more processor time, and fills the time on
// a network.
func worth(underway int) int {
	if underway < 2 {
		return 1
	}
	return 32
}

// gatherer is a client that sends together what is called while it waits for the server.
type gatherer struct {
	client Client
	pipes  pipeSource
	most   int // round trips at once

	mu       sync.Mutex
	underway int       // round trips; where something waits there is one
	waiting  *gathered // the next batch; nil when nothing waits
	spare    []pending // of a batch that was sent, for the next
}

// gathered are commands that are sent together.
type gathered struct {
	pending  []pending
	done     chan struct{} // closed when all have been answered
	panicked any           // what a hook has panicked with
}

// pending is a command that waits for its turn.
type pending struct {
	cmd redis.Cmder
	ctx context.Context
}

// direct is the client through which an AutoPipeline sends, or else the client itself.
func direct(client Client) Client {
	if g, ok := client.(*gatherer); ok {
		return g.client
	}
	return client
}

// Process implements Client.
func (g *gatherer) Process(ctx context.Context, cmd redis.Cmder) error {
	g.mu.Lock()
	if g.underway == 0 {
		g.underway = 1
		g.mu.Unlock()
		defer g.sendWaiting()
		return g.client.Process(ctx, cmd)
	}
	b := g.waiting
	if b == nil {
		b = &gathered{pending: g.spare, done: make(chan struct{})}
		g.waiting, g.spare = b, nil
	}
	b.pending = append(b.pending, pending{cmd, ctx})
	if g.underway < g.most && len(b.pending) >= worth(g.underway) {
		g.underway++
		go g.sendAnother()
	}
	g.mu.Unlock()
	if err := b.wait(ctx); err != nil {
		return err
	}
	return cmd.Err()
}

// wait waits until the batch was answered, or until a context ends.
func (b *gathered) wait(ctx context.Context) error {
	if end := ctx.Done(); end == nil {
		<-b.done // takes less than a select
	} else {
		select {
		case <-b.done:
		case <-end:
			return ctx.Err()
		}
	}
	if b.panicked != nil {
		panic(b.panicked)
	}
	return nil
}

// sendWaiting has what waits sent, beside the goroutine whose call was answered.
func (g *gatherer) sendWaiting() {
	if b := g.next(nil); b != nil {
		go g.sendFrom(b)
	}
}

// sendAnother sends what waits although others are under way.
func (g *gatherer) sendAnother() {
	runtime.Gosched() // who is about to call shares the round trip
	g.sendFrom(g.next(nil))
}

// sendFrom sends a batch, and others after it while they are worth a round trip.
func (g *gatherer) sendFrom(b *gathered) {
	ctx := pooled(context.Background(), g.client)
	for b != nil {
		b.send(ctx, g.pipes)
		// Who was answered may call again at once, and then shares the next round trip.
		runtime.Gosched()
		b = g.next(b)
	}
}

// next takes the next batch, after another or the first. When there is none, or it can wait for
// the round trips that are under way, this one ends.
func (g *gatherer) next(after *gathered) *gathered {
	g.mu.Lock()
	defer g.mu.Unlock()
	if after != nil {
		clear(after.pending)
		g.spare = after.pending[:0]
	}
	b := g.waiting
	if b == nil || len(b.pending) < worth(g.underway-1) {
		g.underway--
		return nil
	}
	g.waiting = nil
	return b
}

// send sends the batch, without the commands whose contexts have ended.
func (b *gathered) send(ctx context.Context, pipes pipeSource) {
	defer close(b.done)
	defer func() { b.panicked = recover() }()
	out := newOutbox(len(b.pending))
	for _, p := range b.pending {
		if p.ctx.Err() == nil { // else its caller sees that too
			out.add(p.cmd)
		}
	}
	if len(out.cmds) == 0 {
		return
	}
	err := out.send(ctx, pipes.Pipeline())
	if err == nil {
		return
	}
	for _, p := range b.pending {
		if p.cmd.Err() == nil && !hasReply(p.cmd) {
			p.cmd.SetErr(err)
		}
	}
}

// hasReply reports whether a command of a call has been answered; of others the error says so.
func hasReply(cmd redis.Cmder) bool {
	c, ok := cmd.(interface{ hasReply() bool })
	return !ok || c.hasReply()
}

func (c *command) hasReply() bool { return len(c.reply.bytes()) > 0 }
