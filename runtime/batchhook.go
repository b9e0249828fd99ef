package runtime

import (
	"context"
	"net"
	"sync"

	"github.com/redis/go-redis/v9"
)

// BatchHook is a redis.Hook with which batches take less time: what Pipeline, Tx and
// AutoPipeline send goes to the connection as a whole, and its replies are read from there,
// where go-redis writes each word in several steps and looks at each reply for messages.
// Connections, their set-up, timeouts and retries remain go-redis's, and what is not a batch
// of calls is left to it:
//
//	client := redis.NewClient(options)
//	client.AddHook(runtime.NewBatchHook())
//
// The client is one of go-redis's own types, or what AutoPipeline makes of one; batches through
// go-redis's auto-pipelining go as without the hook. Add it last and before the client is used:
// connections that were made before go-redis's own way, and hooks that are added later see a
// batch as one command, ECHO. Of a ClusterClient or Ring, add it to the client of each node, in
// OnNewNode.
type BatchHook struct {
	token string // what the ECHO of a batch begins with, which nobody guesses

	mu       sync.Mutex
	sent     uint64
	underway map[string]*bundle // by their whole tokens
}

// NewBatchHook makes a hook. Several clients may have the same.
func NewBatchHook() *BatchHook {
	return &BatchHook{token: randomToken(), underway: make(map[string]*bundle)}
}

var _ redis.Hook = (*BatchHook)(nil)

// DialHook implements redis.Hook.
func (h *BatchHook) DialHook(next redis.DialHook) redis.DialHook {
	return func(ctx context.Context, network, addr string) (net.Conn, error) {
		conn, err := next(ctx, network, addr)
		if err != nil {
			return nil, err
		}
		return over(conn, &batchConn{Conn: conn, hook: h}), nil
	}
}

// ProcessHook implements redis.Hook.
func (*BatchHook) ProcessHook(next redis.ProcessHook) redis.ProcessHook { return next }

// ProcessPipelineHook implements redis.Hook.
func (h *BatchHook) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		if ctx.Value(pooledKey{}) == nil || !isBundle(cmds) {
			return next(ctx, cmds)
		}
		b := h.begin(ctx, cmds)
		defer h.end(b)
		err := next(ctx, []redis.Cmder{b})
		switch {
		case !b.begun && (err == nil || isReply(err)):
			return next(ctx, cmds) // the connection is not the hook's
		case !b.begun:
			setErrors(cmds, err)
			return err
		}
		if b.reply != nil && err == nil {
			b.release()
		}
		return b.finish(ctx, cmds, err, next)
	}
}

// pooledKey marks the contexts of batches for which go-redis takes a connection from a pool, and
// keeps it until all is read. Its auto-pipelining may read and write one at the same time.
type pooledKey struct{}

// pooled is the context of a batch of a client.
func pooled(ctx context.Context, client Client) context.Context {
	switch client.(type) {
	case *redis.Client, *redis.ClusterClient, *redis.Ring, *redis.Conn, *redis.Tx:
		return context.WithValue(ctx, pooledKey{}, true)
	}
	return ctx
}

// begin has the connections know the batch.
func (h *BatchHook) begin(ctx context.Context, members []redis.Cmder) *bundle {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.sent++
	b := newBundle(ctx, tokenOf(h.token, h.sent), members)
	h.underway[b.token] = b
	return b
}

// end has them forget it.
func (h *BatchHook) end(b *bundle) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.underway, b.token)
}

// find is the batch that a connection is to send in place of what go-redis writes.
func (h *BatchHook) find(written []byte) *bundle {
	token, ok := tokenIn(written)
	if !ok {
		return nil
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.underway[string(token)]
}

func setErrors(cmds []redis.Cmder, err error) {
	for _, cmd := range cmds {
		cmd.SetErr(err)
	}
}
