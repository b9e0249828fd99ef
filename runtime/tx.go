package runtime

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/luagen/luagen/runtime/core"
	"github.com/redis/go-redis/v9"
)

// Were MULTI sent together with the calls and refused, by a rule of the ACL for example,
// the calls would run all the same, one by one. So the calls of Tx are sent once MULTI
// has been answered: on the same connection where a client has one server. A cluster, a
// ring and other clients do not say which connection a pipeline takes; they are asked
// for an empty transaction before.

// atomically is a Tx on its way.
type atomically struct {
	client Client
	pipes  pipeSource
	moved  bool // the slot was moving
	pauses pauses
}

// transact sends the calls of a Tx, first in the form, until they are settled.
func transact(ctx context.Context, client Client, pipes pipeSource, c chain, how core.Form) {
	ctx = pooled(ctx, client)
	t := atomically{client: client, pipes: pipes}
	if holdsState(client) || c.hasCommands() {
		how = core.ByBody
	}
	for n := 1; ; n++ {
		sent := core.Now()
		left, f := t.send(ctx, c, how)
		var err error
		switch {
		case len(left) == 0:
			return
		case f == postponed && t.follows():
			t.moved = true
			err = t.pauses.next(ctx)
			if errors.Is(err, errNoMorePauses) {
				abandonEach(left)
				return
			}
		case f != missing || len(left) < len(c) || !left.lacksAll(ctx, client, sent):
			abandonEach(left)
			return
		case how == core.ByBody:
			err = errVanished
		default:
			how, err = formAfter(ctx, client, n, c, sent)
		}
		if err != nil {
			abandonAll(c, err)
			return
		}
	}
}

// lacksAll reports whether no call has run because the script was missing.
func (c chain) lacksAll(ctx context.Context, client Client, sent core.Moment) bool {
	for _, call := range c {
		a := call.arguments()
		if !isMiss(a.req().Err) || !a.lacks(ctx, client, a.req().Err, sent) {
			return false
		}
	}
	return true
}

// follows reports a client that knows the nodes of a cluster.
func (t *atomically) follows() bool {
	switch t.client.(type) {
	case *redis.Client, *redis.Conn, *redis.Tx, *redis.Ring:
		return false
	}
	return true
}

// send sends the transaction once.
func (t *atomically) send(ctx context.Context, c chain, how core.Form) (left chain, f fate) {
	if c.hasCommands() {
		return t.sendTogether(ctx, c, how)
	}
	switch conn := t.client.(type) {
	case *redis.Conn:
		return sendOn(ctx, conn, c, how)
	case *redis.Tx:
		return sendOn(ctx, conn, c, how)
	}
	if onOneConnection(ctx, t.client, func(conn oneConnection) { left, f = sendOn(ctx, conn, c, how) }) {
		return left, f
	}
	if t.moved {
		return follow(ctx, t.client, t.pipes, c, how)
	}
	key := c[0].arguments().routingKey()
	if err := mayTransact(ctx, t.pipes, key); err != nil {
		abandonAll(c, err)
		return nil, aborted
	}
	tx := newTransaction(ctx, key)
	out := newOutbox(len(c) + 2)
	out.add(tx.multi)
	out.transact(ctx, c, how, queued)
	out.add(tx.exec)
	err := out.send(ctx, t.pipes.Pipeline())
	return tx.finish(c, err)
}

// onOneConnection calls f with a connection of a client that has one server; it
// returns false, and has sent nothing, for other clients. With no keys Watch sends no
// WATCH, and clients of several servers refuse that. Older releases of go-redis end it with
// UNWATCH; Conn would do without, but shares the client's options with no lock that both take.
func onOneConnection(ctx context.Context, client Client, f func(oneConnection)) bool {
	switch c := client.(type) {
	case ringShards: // a cluster client too
		return false
	case interface {
		Watch(ctx context.Context, fn func(*redis.Tx) error, keys ...string) error
	}:
		called := false
		_ = c.Watch(ctx, func(conn *redis.Tx) error {
			called = true
			f(conn)
			return nil
		})
		return called
	}
	return false
}

// oneConnection is a client that is one connection.
type oneConnection interface {
	Client
	pipeSource
}

// sendOn sends MULTI on a connection, and the calls and EXEC once it was answered.
func sendOn(ctx context.Context, conn oneConnection, c chain, how core.Form) (left chain, f fate) {
	tx := newTransaction(ctx, c[0].arguments().routingKey())
	out := newOutbox(len(c) + 1)
	out.transact(ctx, c, how, opened)
	out.add(tx.exec)
	out.freed.free()
	if err := process(ctx, conn, tx.multi); err != nil {
		abandonAll(c, err)
		return nil, aborted
	}
	answered := false // which finish forgets
	defer func() {
		if !answered {
			discard(ctx, conn)
		}
	}()
	tx.exec.opened = true
	err := out.send(ctx, conn.Pipeline())
	answered = tx.exec.isAnswered()
	return tx.finish(c, err)
}

// discard ends the transaction of a connection, or the connection, when EXEC has not.
func discard(ctx context.Context, conn oneConnection) {
	cmd := newRouted(ctx, "", "discard")
	cmd.count.stand(closing)
	_ = process(context.WithoutCancel(ctx), conn, cmd)
}

// mayTransact reports why the server that owns a key takes no transactions.
func mayTransact(ctx context.Context, pipes pipeSource, key string) error {
	tx := newTransaction(ctx, key)
	out := newOutbox(2)
	out.add(tx.multi)
	out.add(tx.exec)
	batchErr := out.send(ctx, pipes.Pipeline())
	if err := tx.multi.Err(); err != nil {
		return err
	}
	_, err := tx.exec.open(0)
	if errors.Is(err, errNoReply) && batchErr != nil {
		return batchErr
	}
	return err
}

// pauses are made between the attempts of what waits for a slot to move. They grow up to
// a quarter of a second, and end after some ten seconds.
type pauses struct{ made int }

const (
	firstPause   = 4 * time.Millisecond
	longestPause = 256 * time.Millisecond
	mostPauses   = 48
)

var errNoMorePauses = errors.New("the slot moves for too long")

// next waits, unless that was done often enough or the context ends.
func (p *pauses) next(ctx context.Context) error {
	if p.made == mostPauses {
		return errNoMorePauses
	}
	d := min(firstPause<<min(p.made, 10), longestPause)
	p.made++
	timer := time.NewTimer(d/2 + rand.N(d/2))
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
