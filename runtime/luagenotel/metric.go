package luagenotel

import (
	"context"
	"slices"
	"time"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
	semconv "go.opentelemetry.io/otel/semconv/v1.39.0"
	"go.opentelemetry.io/otel/semconv/v1.39.0/dbconv"
)

// Names of the metrics that the conventions do not have.
const (
	callsName  = "luagen.script.calls"
	missesName = "luagen.script.noscript"
	loadsName  = "luagen.script.loads"
)

// outcomeKey says how a counted call ended: "ok" or "error".
const outcomeKey = attribute.Key("luagen.outcome")

// durationBuckets are the boundaries in seconds that the conventions advise for
// db.client.operation.duration.
var durationBuckets = []float64{0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10}

// instruments are the metrics of a hook.
type instruments struct {
	durations dbconv.ClientOperationDuration
	calls     metric.Int64Counter
	misses    metric.Int64Counter
	loads     metric.Int64Counter
}

// newInstruments creates the metrics. What a provider refuses is reported to
// OpenTelemetry's error handler and not recorded: telemetry never fails a call.
func newInstruments(p metric.MeterProvider) instruments {
	meter := p.Meter(scope, metric.WithSchemaURL(semconv.SchemaURL))
	durations, err := dbconv.NewClientOperationDuration(meter, metric.WithExplicitBucketBoundaries(durationBuckets...))
	handle(err)
	calls, err := meter.Int64Counter(callsName, metric.WithUnit("{call}"),
		metric.WithDescription("Script calls that Redis has answered or that have failed, by outcome."))
	handle(err)
	misses, err := meter.Int64Counter(missesName, metric.WithUnit("{miss}"),
		metric.WithDescription("Script calls that found the server without the script and were completed by a further command."))
	handle(err)
	loads, err := meter.Int64Counter(loadsName, metric.WithUnit("{load}"),
		metric.WithDescription("SCRIPT LOAD commands, at start-up or to recover from a miss."))
	handle(err)
	return instruments{durations, calls, misses, loads}
}

func handle(err error) {
	if err != nil {
		otel.Handle(err)
	}
}

// duration records how long an operation took.
func (i instruments) duration(ctx context.Context, took time.Duration, server attributes, op operation, o outcome) {
	set := attribute.NewSet(slices.Concat(op.attributes(), server, o.attributes())...)
	i.durations.RecordSet(ctx, took.Seconds(), set)
}

// call counts one call; or a miss of the script cache, after which the call is
// counted when another command has completed it; or a load.
func (i instruments) call(ctx context.Context, server attributes, c call, o outcome) {
	identity := append(operation{c.command, c.script}.attributes(), server...)
	if o.missed() {
		i.misses.Add(ctx, 1, metric.WithAttributes(identity...))
		return
	}
	word := "ok"
	if o.err != nil {
		word = "error"
	}
	counter := i.calls
	if c.command == scriptLoad {
		counter = i.loads
	}
	counter.Add(ctx, 1, metric.WithAttributes(slices.Concat(identity, o.attributes(), attributes{outcomeKey.String(word)})...))
}
