// Code generated from runtime/outbox.go. DO NOT EDIT.

package runtime

import (
	"context"
	"slices"
	"sync"

	"github.com/luagen/luagen/internal/vendored/runtime/core"
	"github.com/redis/go-redis/v9"
)

// outbox is the commands of one pipeline, before it is sent.
type outbox struct {
	cmds  []redis.Cmder
	size  int          // how many are to come
	freed spareReplies // what the calls have given back
	kept  *core.Args   // those of calls that were stowed; nil before
}

// outboxes holds empty ones between batches, of which one with short scripts
// would notice the allocation.
var outboxes = sync.Pool{New: func() any { return new(outbox) }}

// newOutbox makes room for size commands. send takes it back.
func newOutbox(size int) *outbox {
	o := outboxes.Get().(*outbox)
	o.cmds, o.size = slices.Grow(o.cmds, size), size
	return o
}

func (o *outbox) add(cmd redis.Cmder) { o.cmds = append(o.cmds, cmd) }

// attempt adds an attempt of a call.
func (o *outbox) attempt(ctx context.Context, call Command, f core.Form, s standing) {
	if p, ok := plainly(call); ok {
		o.add(p.cmd)
		return
	}
	a := call.arguments()
	cmd := a.attempt(ctx, f)
	if s != alone {
		cmd.count.stand(s)
	}
	if cmd == &a.first {
		o.stow(a)
	}
	o.add(cmd)
}

// keep keeps what sets the Value of a call, which has a place in the batch.
func (o *outbox) keep(place int32, set Decode) *core.Args {
	if o.kept == nil {
		o.kept = core.ClosedFor(&stowed{sets: make([]Decode, o.size)})
	}
	in := core.Owner(o.kept).(*stowed)
	if more := int(place) + 1 - len(in.sets); more > 0 {
		in.sets = append(in.sets, make([]Decode, more)...)
	}
	in.sets[place] = set
	return o.kept
}

// apart adds an attempt of each call of a chain that is sent without MULTI: all but the
// last carry the body.
func (o *outbox) apart(ctx context.Context, c chain, how core.Form) {
	for i, call := range c {
		f := core.ByBody
		if i == len(c)-1 {
			f = how
		}
		o.attempt(ctx, call, f, alone)
	}
}

// transact adds an attempt of each call, in the forms that they have inside
// MULTI given how single calls name their scripts. See Pipeline for why.
func (o *outbox) transact(ctx context.Context, c chain, how core.Form, s standing) {
	if how == core.BySHA && !c.isMixed() {
		for _, call := range c {
			o.attempt(ctx, call, core.BySHA, s)
		}
		return
	}
	// The first call of each script carries the body.
	var carried []*Script
	for _, call := range c {
		if _, ok := plainly(call); ok {
			o.attempt(ctx, call, core.BySHA, s)
			continue
		}
		script, f := call.arguments().script(), core.BySHA
		if !slices.Contains(carried, script) {
			carried = append(carried, script)
			f = core.ByBody
		}
		o.attempt(ctx, call, f, s)
	}
}

// send sends the commands through a pipeline and takes the outbox back.
func (o *outbox) send(ctx context.Context, pipe redis.Pipeliner) error {
	o.freed.free()
	err := pipe.BatchProcess(ctx, o.cmds...)
	if err == nil {
		_, err = pipe.Exec(ctx)
	} else {
		for _, cmd := range o.cmds {
			cmd.SetErr(err)
		}
	}
	clear(o.cmds)
	o.cmds, o.kept = o.cmds[:0], nil
	outboxes.Put(o)
	return err
}
