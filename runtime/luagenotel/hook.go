// Package luagenotel reports the scripts that luagen generated calls for to
// OpenTelemetry: a span and metrics per call, under the script's own name instead
// of its SHA-1, following the semantic conventions for Redis clients.
//
//	client.AddHook(luagenotel.NewHook(scripts.Scripts(), luagenotel.WithServer("cache:6379")))
//
// It works on any go-redis client that takes hooks, in pipelines, transactions and
// both auto-pipelining faces, and recognises calls made by hand as well, because
// it looks at the commands alone. Commands that run no generated script are left
// to other hooks. docs/monitoring.md lists what is recorded and the queries for it.
//
// It does not see what happens after the reply has arrived: an error that the
// generated code makes of a good reply (an @error on a number, a reply of the
// wrong shape) is a success here.
package luagenotel

import (
	"context"
	"net"
	"time"

	"github.com/redis/go-redis/v9"
	"go.opentelemetry.io/otel/trace"

	"github.com/luagen/luagen/runtime"
)

// Hook is a redis.Hook that reports script calls. It is safe for concurrent use,
// and several clients may share it when they speak to the same server.
type Hook struct {
	catalogue   catalogue
	instruments instruments
	tracer      trace.Tracer
	server      attributes
}

var _ redis.Hook = (*Hook)(nil)

// NewHook returns a hook that reports calls of the given scripts, which generated
// packages list in their Scripts function. Without options it reports to the global
// tracer and meter providers.
func NewHook(scripts []*runtime.Script, options ...Option) *Hook {
	c := newConfig(options)
	return &Hook{
		catalogue:   newCatalogue(scripts),
		instruments: newInstruments(c.meters),
		tracer:      newTracer(c.tracers),
		server:      c.server,
	}
}

// DialHook leaves dialling as it is.
func (h *Hook) DialHook(next redis.DialHook) redis.DialHook {
	return func(ctx context.Context, network, addr string) (net.Conn, error) {
		return next(ctx, network, addr)
	}
}

// ProcessHook reports a single call.
func (h *Hook) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		call, ok := h.catalogue.call(cmd)
		if !ok {
			return next(ctx, cmd)
		}
		return h.single(ctx, call, func(ctx context.Context) (outcome, error) {
			err := next(ctx, cmd)
			return outcomeOf(err), err
		})
	}
}

// ProcessPipelineHook reports a pipeline or transaction that holds a call, and
// every call in it.
func (h *Hook) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		b, ok := h.catalogue.batch(cmds)
		if !ok {
			return next(ctx, cmds)
		}
		if b.size == 1 {
			// A batch of one is a single operation to the conventions.
			return h.single(ctx, b.calls[0].call, func(ctx context.Context) (outcome, error) {
				err := next(ctx, cmds)
				return b.calls[0].outcome(), err
			})
		}
		return h.batch(ctx, b, func(ctx context.Context) error { return next(ctx, cmds) })
	}
}

// single runs one call inside its span and records it.
func (h *Hook) single(ctx context.Context, c call, run func(context.Context) (outcome, error)) error {
	op := operation{name: c.command, script: c.script}
	ctx, span := h.start(ctx, op)
	began := time.Now()
	o, err := run(ctx)
	took := time.Since(began)
	h.finish(span, o)
	h.instruments.duration(ctx, took, h.server, op, o)
	h.instruments.call(ctx, h.server, c, o)
	return err
}

// batch runs several commands inside one span and records each call among them.
func (h *Hook) batch(ctx context.Context, b batch, run func(context.Context) error) error {
	ctx, span := h.start(ctx, b.operation, b.attributes()...)
	began := time.Now()
	err := run(ctx)
	took := time.Since(began)
	outcomes := make([]outcome, len(b.calls))
	for i, c := range b.calls {
		outcomes[i] = c.outcome()
	}
	whole := wholeOutcome(err, outcomes)
	h.finish(span, whole)
	h.instruments.duration(ctx, took, h.server, b.operation, whole)
	for i, c := range b.calls {
		h.instruments.call(ctx, h.server, c.call, outcomes[i])
	}
	return err
}
