package server

import (
	"context"
	"sync"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
)

// calls are the requests that are being answered. The library's own cancellation uses a request's
// context after the library has given that to another request, for those that are not handled beside
// others.
type calls struct {
	mu     sync.Mutex
	cancel map[jsonrpc2.ID]context.CancelFunc
}

// begin returns the context of a request, and what ends it.
func (c *calls) begin(ctx context.Context, id jsonrpc2.ID) (context.Context, func()) {
	ctx, cancel := context.WithCancel(ctx)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.cancel == nil {
		c.cancel = map[jsonrpc2.ID]context.CancelFunc{}
	}
	c.cancel[id] = cancel
	return ctx, func() {
		c.mu.Lock()
		delete(c.cancel, id)
		c.mu.Unlock()
		cancel()
	}
}

// stop cancels the request that a $/cancelRequest names.
func (c *calls) stop(params jsonrpc2.RawMessage) error {
	var p protocol.CancelParams
	if err := protocol.Unmarshal(params, &p); err != nil {
		return err
	}
	var id jsonrpc2.ID
	switch given := p.ID.(type) {
	case protocol.Integer:
		id = jsonrpc2.NewNumberID(int64(given))
	case protocol.String:
		id = jsonrpc2.NewStringID(string(given))
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if cancel := c.cancel[id]; cancel != nil {
		cancel()
	}
	return nil
}
