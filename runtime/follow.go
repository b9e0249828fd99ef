package runtime

import (
	"context"
	"strings"

	"github.com/luagen/luagen/runtime/core"
	"github.com/redis/go-redis/v9"
)

// A transaction that was refused because its slot is moving is sent again: to the node
// that the refusal names, else to the one that has the slot by now. Before v9.22 go-redis's
// own takes along only the commands that were redirected, so that a part of it may run.

// follow sends a chain, which was refused, as one transaction to where its slot is.
func follow(ctx context.Context, client Client, pipes pipeSource, c chain, how core.Form) (left chain, f fate) {
	cluster, ok := client.(clusterOwners)
	if !ok {
		return sendInside(ctx, pipes, c, how)
	}
	to := c.redirected()
	node, err := to.find(ctx, cluster, c[0].arguments().routingKey())
	if err != nil {
		abandonAll(c, err)
		return nil, aborted
	}
	onOneConnection(ctx, node, func(conn oneConnection) {
		if to.ask {
			err = process(ctx, conn, newRouted(ctx, "", "asking")) // holds until EXEC
		}
		if err == nil {
			left, f = sendOn(ctx, conn, c, how)
		}
	})
	if err != nil {
		abandonAll(c, err)
		return nil, aborted
	}
	return left, f
}

// clusterOwners is a cluster client.
type clusterOwners interface {
	clusterNodes
	MasterForKey(ctx context.Context, key string) (*redis.Client, error)
}

// A redirection is where a server said that a slot is; the zero value says nothing.
type redirection struct {
	addr string
	ask  bool // for this time only
}

// redirected is where the calls of a chain, which hold the refusals, were redirected.
func (c chain) redirected() (to redirection) {
	for _, call := range c {
		reply, ok := replyIn(call.arguments().req().Err)
		if !ok || kindOf(reply.Error()) != redirect {
			continue
		}
		words := strings.Fields(reply.Error()) // MOVED or ASK, slot, address
		return redirection{addr: words[2], ask: words[0] == "ASK"}
	}
	return to
}

// find returns the node at the address, or the one that owns the key when there is none.
// The client asks the cluster again which nodes there are. That the node cannot be found
// clears ask.
func (r *redirection) find(ctx context.Context, cluster clusterOwners, key string) (*redis.Client, error) {
	found := make(chan *redis.Client, 1)
	err := cluster.ForEachMaster(ctx, func(_ context.Context, node *redis.Client) error {
		if node.Options().Addr == r.addr {
			select {
			case found <- node:
			default:
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	select {
	case node := <-found:
		return node, nil
	default:
		r.ask = false
		return cluster.MasterForKey(ctx, key)
	}
}

// sendInside sends a chain as a transaction of go-redis's, of which each command gets its own
// part of EXEC's reply. Where it can, go-redis follows MOVED and ASK.
func sendInside(ctx context.Context, pipes pipeSource, c chain, how core.Form) (left chain, f fate) {
	out := newOutbox(len(c))
	out.transact(ctx, c, how, executed)
	err := out.send(ctx, pipes.TxPipeline())
	for _, call := range c {
		// What the script answers inside of EXEC is held back; this is go-redis's.
		own := attemptError(call)
		reply, ok := replyIn(own)
		if _, held := asType[heldError](own); ok && !held && (isPostponement(reply.Error()) || strings.HasPrefix(reply.Error(), "EXECABORT")) {
			return c.refusedWith(reply)
		}
	}
	return c.finish(err), missing
}
