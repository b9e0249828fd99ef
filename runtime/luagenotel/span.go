package luagenotel

import (
	"context"
	"slices"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	semconv "go.opentelemetry.io/otel/semconv/v1.39.0"
	"go.opentelemetry.io/otel/trace"
)

// scope names this instrumentation to OpenTelemetry.
const scope = "github.com/luagen/luagen/runtime/luagenotel"

func newTracer(p trace.TracerProvider) trace.Tracer {
	return p.Tracer(scope, trace.WithSchemaURL(semconv.SchemaURL))
}

// operation is what one span and one measured duration are about.
type operation struct {
	name   string // db.operation.name: "EVALSHA", "PIPELINE EVALSHA", "MULTI"
	script string // empty when a batch runs several
}

// spanName is the operation and what it is applied to, as the conventions have it:
// "EVALSHA like_post.lua".
func (o operation) spanName() string {
	if o.script == "" {
		return o.name
	}
	return o.name + " " + o.script
}

// attributes identify the operation.
func (o operation) attributes() attributes {
	list := attributes{semconv.DBSystemNameRedis, semconv.DBOperationName(o.name)}
	if o.script != "" {
		list = append(list, semconv.DBStoredProcedureName(o.script))
	}
	return list
}

// start begins the span of an operation. What is known of it is set at creation,
// where samplers see it.
func (h *Hook) start(ctx context.Context, op operation, more ...attribute.KeyValue) (context.Context, trace.Span) {
	return h.tracer.Start(ctx, op.spanName(), trace.WithSpanKind(trace.SpanKindClient),
		trace.WithAttributes(slices.Concat(op.attributes(), h.server, more)...))
}

// finish ends a span with what came of its operation.
func (h *Hook) finish(span trace.Span, o outcome) {
	span.SetAttributes(o.attributes()...)
	if o.err != nil {
		span.SetStatus(codes.Error, o.err.Error())
	}
	span.End()
}
