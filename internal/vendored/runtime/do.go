// Code generated from runtime/do.go. DO NOT EDIT.

package runtime

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/luagen/luagen/internal/vendored/runtime/core"
	"github.com/luagen/luagen/internal/vendored/runtime/internal/quote"
	"github.com/luagen/luagen/internal/vendored/runtime/internal/slot"
	"github.com/redis/go-redis/v9"
)

// Do makes a go-redis command part of a Pipeline or Tx, as in
//
//	visits := redis.NewIntCmd(ctx, "incr", "visits")
//	err := runtime.Pipeline(ctx, client, LikePostCall(post, user), runtime.Do(visits))
//
// Its result is in the command; redis.Nil there is no failure of the batch. In a pipeline it
// keeps its order with the calls that have a key among the command's words.
//
// A command may run twice in a Pipeline, as in any pipeline of go-redis. When the connection
// breaks, or the server refuses the first element for now (LOADING, READONLY and the like),
// go-redis sends a pipeline again, as often as MaxRetries allows. It does not where a call of it may have
// run. So this comes to commands that are alone in a pipeline, and to those beside calls that the
// server has all refused. In a Tx they are sent once.
func Do(cmd redis.Cmder) Command {
	if cmd == nil {
		return (*plain)(nil)
	}
	p := &plain{cmd: cmd}
	p.args.init(core.NewScript(cmd.FullName(), "", ""), p.words[:], nil)
	// Which words are keys only go-redis knows: take all for keys but the first.
	for i, word := range cmd.Args() {
		if key, ok := word.(string); ok && i > 0 {
			p.args.Key(key)
		}
	}
	switch cmd.Name() {
	case "multi", "exec", "discard":
		p.args.req().Err = p.args.errorf("runtime.Do takes no commands of transactions; use runtime.Tx")
	}
	return p
}

// plain is a command that runs no script of a Call.
type plain struct {
	args  Args                      // its words are its keys; nothing else is used to send it
	words [core.PrefixWords + 3]any // to begin with
	cmd   redis.Cmder
}

func (p *plain) arguments() *Args {
	return &p.args
}

// plainly is the command of Do, if the call is one.
func plainly(call Command) (*plain, bool) {
	p, ok := call.(*plain)
	return p, ok
}

// finish takes the outcome of the command from it.
func (p *plain) finish() {
	if p.args.req().Err = p.cmd.Err(); errors.Is(p.args.req().Err, redis.Nil) {
		p.args.req().Err = nil
	}
	if p.args.req().Err == nil {
		p.args.close(nil)
	}
	p.args.first.call.Store(callAnswered)
}

// abandon gives the command the error of sending it.
func (p *plain) abandon(err error) {
	if reply, ok := replyIn(err); ok {
		err = reply
	}
	p.cmd.SetErr(err)
	p.args.req().Err = err
	p.args.first.call.Store(callAnswered)
}

// abandon makes the result of a call, or of a command, out of the error of sending it.
func abandon(call Command, err error) {
	if p, ok := plainly(call); ok {
		p.abandon(err)
		return
	}
	call.arguments().abandon(err)
}

// hasCommands reports whether there are commands of Do in a chain.
func (c chain) hasCommands() bool {
	for _, call := range c {
		if _, ok := plainly(call); ok {
			return true
		}
	}
	return false
}

// onlyCommands reports whether a chain runs no script.
func (c chain) onlyCommands() bool {
	for _, call := range c {
		if _, ok := plainly(call); !ok {
			return false
		}
	}
	return true
}

// sendTogether sends a transaction that holds commands, whose replies only go-redis reads:
// as one of go-redis's own, on a connection of one server. MULTI is tried before, as in
// sendOn, but where WATCH may be in force.
func (t *atomically) sendTogether(ctx context.Context, c chain, how core.Form) (left chain, f fate) {
	key := c.leader().routingKey()
	switch conn := t.client.(type) {
	case *redis.Conn:
		return sendInside(ctx, conn, c, how)
	case *redis.Tx:
		return sendInside(ctx, conn, c, how)
	}
	var to redirection
	node := t.client
	var err error
	switch client := t.client.(type) {
	case clusterOwners:
		to = c.redirected()
		node, err = to.find(ctx, client, key)
	case interface {
		GetShardClientForKey(key string) (*redis.Client, error)
	}:
		node, err = client.GetShardClientForKey(key)
	}
	sent := err == nil && onOneConnection(ctx, node, func(conn oneConnection) {
		if err = mayTransact(ctx, conn, key); err == nil && to.ask {
			err = process(ctx, conn, newRouted(ctx, "", "asking"))
		}
		if err == nil {
			left, f = sendInside(ctx, conn, c, how)
		}
	})
	if !sent && err == nil {
		if err = mayTransact(ctx, t.pipes, key); err == nil {
			left, f = sendInside(ctx, t.pipes, c, how)
		}
	}
	if err != nil {
		abandonAll(c, err)
		return nil, aborted
	}
	if f == postponed && c.leavesSlot(key) {
		return c, aborted
	}
	return left, f
}

// leavesSlot reports a command that was redirected because its key is in another slot than
// key, and says so in its error.
func (c chain) leavesSlot(key string) bool {
	for _, call := range c {
		p, plain := plainly(call)
		reply, ok := replyIn(call.arguments().req().Err)
		if !plain || !ok || kindOf(reply.Error()) != redirect {
			continue
		}
		if moved := strings.Fields(reply.Error())[1]; moved != strconv.Itoa(slot.Of(key)) {
			p.args.req().Err = fmt.Errorf("runtime.Tx: %s has a key in slot %s, and the others are in the slot of %s, %d; give the keys a common hash tag, as in {tag}:key: %w",
				p.cmd.FullName(), moved, quote.Text(key), slot.Of(key), redis.ErrCrossSlot)
			return true
		}
	}
	return false
}

// leader is a call that has a key, by which a transaction is routed, else a command that may
// have one.
func (c chain) leader() *Args {
	leader := c[0].arguments()
	for _, call := range slices.Backward(c) {
		if a := call.arguments(); a.keys() > 0 {
			leader = a
		}
	}
	for _, call := range c {
		if _, ok := plainly(call); !ok && call.arguments().keys() > 0 {
			return call.arguments()
		}
	}
	return leader
}

// attemptError is the error of a call's latest attempt, or of a command.
func attemptError(call Command) error {
	if p, ok := plainly(call); ok {
		return p.cmd.Err()
	}
	return call.arguments().latest().Err()
}
