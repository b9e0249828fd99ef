package runtime

import (
	"context"
	"errors"
	"math/rand/v2"
	"reflect"
	"strings"

	"github.com/luagen/luagen/runtime/core"
	"github.com/luagen/luagen/runtime/internal/raised"
	"github.com/redis/go-redis/v9"
)

// Recovery from NOSCRIPT.
//
// NOSCRIPT proves that the call has not run, so it may be sent again. What must
// not happen is that a thousand callers who meet it together each send the
// body. Per script and server one caller, the leader, sends SCRIPT LOAD while
// the others wait; then all send EVALSHA again. So does at once, without another
// SCRIPT LOAD, who hears of NOSCRIPT only after that: its EVALSHA left before the
// script had come.
//
// SCRIPT LOAD comes before EVAL because from Redis 7.4 scripts that came with
// EVAL are evicted when there are many, and a later SCRIPT LOAD does not change
// that. EVAL is what always succeeds, so it is the leader's last resort: when
// SCRIPT LOAD is refused, when SCRIPT FLUSH came between SCRIPT LOAD and
// EVALSHA, or when the two reached different nodes (a slot that is migrating).
//
// Where the node behind a client is unknown, the flight is per client, and each
// round loads one more node: its leader is a caller whose node still lacks the
// script.

// Rounds in which a caller lets others load the script before it sends the body
// itself.
const followRounds = 16

// recoverRun completes a call that was sent after the moment sent and answered
// with NOSCRIPT.
func (a *Args) recoverRun(ctx context.Context, client Client, sent core.Moment) (*command, error) {
	for range followRounds {
		led, err := ensureLoaded(ctx, client, a.script(), a.routingKey(), sent)
		if errors.Is(err, errLoadRefused) {
			break
		}
		if err != nil {
			return nil, err
		}
		sent = core.Now()
		cmd, err := a.try(ctx, client, core.BySHA)
		if err == nil {
			return cmd, nil
		}
		if !isMiss(err) || !a.lacks(ctx, client, err, sent) {
			return nil, err
		}
		if led {
			break
		}
	}
	return a.try(ctx, client, core.ByBody)
}

// errLoadRefused says that the server does not take SCRIPT LOAD from this
// client.
var errLoadRefused = errors.New("SCRIPT LOAD was refused")

// ensureLoaded has the script loaded on the server that owns key, by this
// caller, by one who is at it already, or by one who has done it since the
// moment sent. It reports whether by this one.
func ensureLoaded(ctx context.Context, client Client, s *Script, key string, sent core.Moment) (led bool, err error) {
	server := serverOf(ctx, client, key)
	fl, leads := core.LoadsOf(s).Join(server, sent)
	if fl == nil {
		return false, nil
	}
	if !leads {
		select {
		case <-fl.Done:
			return false, fl.Err
		case <-ctx.Done():
			return false, ctx.Err()
		}
	}
	loaded := false
	defer func() { core.LoadsOf(s).Land(server, fl, loaded) }()
	err = load(ctx, client, s, key)
	loaded = err == nil
	_, broken := asType[*ScriptError](err)
	switch {
	case broken:
		fl.Err = err // nobody else needs to try
	case errors.Is(err, errLoadRefused), ctx.Err() != nil:
	default:
		// A node that could not be reached may be another than the call's: whether
		// the call can be completed shows when it is sent again.
		err = nil
	}
	return true, err
}

// load sends SCRIPT LOAD to the server that owns key. A call that replicas may
// serve went to an unknown one of them, so the script goes to all.
func load(ctx context.Context, client Client, s *Script, key string) error {
	var err error
	if nodes, ok := client.(clusterNodes); ok && s.IsReadOnly() && servesFromReplicas(client) {
		err = nodes.ForEachShard(ctx, func(ctx context.Context, node *redis.Client) error {
			_, err := sendLoad(ctx, node, s, key)
			return err
		})
	} else {
		_, err = sendLoad(ctx, client, s, key)
	}
	if errors.Is(err, errNoMethod) {
		return errLoadRefused
	}
	if refusal, ok := asType[*ScriptError](err); ok && !strings.HasPrefix(refusal.Message, raised.Compilation) {
		return errLoadRefused
	}
	return err
}

// clusterNodes is what tells a cluster client from the others.
type clusterNodes interface {
	ForEachMaster(ctx context.Context, fn func(ctx context.Context, client *redis.Client) error) error
	ForEachSlave(ctx context.Context, fn func(ctx context.Context, client *redis.Client) error) error
	ForEachShard(ctx context.Context, fn func(ctx context.Context, client *redis.Client) error) error
}

// ringShards is what a Ring has, and a cluster client too.
type ringShards interface {
	ForEachShard(ctx context.Context, fn func(ctx context.Context, client *redis.Client) error) error
}

// servesFromReplicas reports whether a cluster client reads from replicas.
func servesFromReplicas(client Client) bool {
	c, ok := client.(interface{ Options() *redis.ClusterOptions })
	return ok && c.Options().ReadOnly
}

// serverOf identifies the server that owns key, as exactly as the client tells;
// nil when clients of this type cannot be told apart.
func serverOf(ctx context.Context, client Client, key string) any {
	switch c := client.(type) {
	case interface {
		MasterForKey(ctx context.Context, key string) (*redis.Client, error)
	}:
		if node, err := c.MasterForKey(ctx, key); err == nil {
			return node
		}
	case interface {
		GetShardClientForKey(key string) (*redis.Client, error)
	}:
		if node, err := c.GetShardClientForKey(key); err == nil {
			return node
		}
	case *redis.Conn:
		return c.String() // the address; many connections lead to one server
	case *redis.Tx:
		return c.String()
	}
	if !reflect.ValueOf(client).Comparable() {
		return nil
	}
	return client
}

// Keys to route calls without one by: any three letters in a row.
const routingTags = "bcdfghjklmnpqrstvwxzBCDFGHJKLMNPQRSTVWXZzyxwvutsrqponmlkjihgfedcbaq"

// routingTag chooses the node for a call without keys, the same one for all its
// attempts.
func (a *Args) routingTag() string {
	r := a.more()
	switch {
	case r.peer != nil:
		return r.peer.routingKey()
	case r.tag == 0:
		r.tag = uint8(1 + rand.IntN(len(routingTags)-2))
	}
	return routingTags[r.tag-1 : r.tag+2]
}

// routingKey is the key by which go-redis routes the call.
func (a *Args) routingKey() string {
	switch {
	case core.IsClosed(a.Args): // it is stowed, or was answered
		return a.first.RawWriteToCmd.Args()[core.PrefixWords].(string)
	case a.keys() > 0:
		return a.req().Words[core.PrefixWords].(string)
	}
	return a.routingTag()
}
