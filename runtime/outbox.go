package runtime

import (
	"context"
	"slices"
	"sync"

	"github.com/redis/go-redis/v9"
)

// outbox is the commands of one pipeline, before it is sent.
type outbox struct{ cmds []redis.Cmder }

// outboxes holds empty ones between batches, of which one with short scripts
// would notice the allocation.
var outboxes = sync.Pool{New: func() any { return new(outbox) }}

// newOutbox makes room for size commands. send takes it back.
func newOutbox(size int) *outbox {
	o := outboxes.Get().(*outbox)
	o.cmds = slices.Grow(o.cmds, size)
	return o
}

func (o *outbox) add(cmd redis.Cmder) { o.cmds = append(o.cmds, cmd) }

// attempt adds an attempt of a call.
func (o *outbox) attempt(ctx context.Context, call Command, f form) {
	o.add(call.arguments().attempt(ctx, f))
}

// attemptAll adds an attempt of each call.
func (o *outbox) attemptAll(ctx context.Context, c chain, f form) {
	for _, call := range c {
		o.attempt(ctx, call, f)
	}
}

// transact adds an attempt of each call, in the forms that they have inside
// MULTI given how single calls name their scripts. See Pipeline for why.
func (o *outbox) transact(ctx context.Context, c chain, how form) {
	if how == bySHA && !c.isMixed() {
		o.attemptAll(ctx, c, bySHA)
		return
	}
	// The first call of each script carries the body.
	var carried []*Script
	for _, call := range c {
		script, f := call.arguments().script(), bySHA
		if !slices.Contains(carried, script) {
			carried = append(carried, script)
			f = byBody
		}
		o.attempt(ctx, call, f)
	}
}

// send sends the commands through a pipeline and takes the outbox back.
func (o *outbox) send(ctx context.Context, pipe redis.Pipeliner) error {
	err := pipe.BatchProcess(ctx, o.cmds...)
	if err == nil {
		_, err = pipe.Exec(ctx)
	}
	clear(o.cmds)
	o.cmds = o.cmds[:0]
	outboxes.Put(o)
	return err
}
