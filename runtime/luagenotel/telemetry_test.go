package luagenotel

import (
	"context"
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/luagen/luagen/runtime"
	"github.com/luagen/luagen/runtime/redistest"
)

// script makes a script as generated code does.
func script(name, source string, options ...runtime.Option) *runtime.Script {
	sum := sha1.Sum([]byte(source))
	return runtime.NewScript(name, source, hex.EncodeToString(sum[:]), options...)
}

// scripts are those of the tests: a counter, a lookup, and two that fail.
func scripts() (count, find, fail, odd *runtime.Script) {
	return script("count.lua", "return redis.call('INCR', KEYS[1])"),
		script("find.lua", "return redis.call('GET', KEYS[1])", runtime.ReadOnly()),
		script("fail.lua", "return redis.call('LPUSH', KEYS[1], 'x')"),
		script("odd.lua", "return {err = 'ada is not allowed'}")
}

// call1 makes a call of a script with one key.
func call1(s *runtime.Script, key string) *runtime.Call[any] {
	c := runtime.NewCall(s, (*runtime.Decoder).Any, 1)
	c.Args.Key(key)
	return c
}

// run runs a call and drops its result: what is tested is what was reported.
func run(ctx context.Context, client runtime.Client, s *runtime.Script, key string) {
	_, _ = runtime.Run(ctx, client, call1(s, key))
}

// telemetry collects what a hook reports.
type telemetry struct {
	spans  *tracetest.InMemoryExporter
	reader *metric.ManualReader
	hook   *Hook
}

func newTelemetry(options ...Option) *telemetry {
	t := &telemetry{spans: tracetest.NewInMemoryExporter(), reader: metric.NewManualReader()}
	count, find, fail, odd := scripts()
	options = append(options,
		WithTracerProvider(trace.NewTracerProvider(trace.WithSyncer(t.spans))),
		WithMeterProvider(metric.NewMeterProvider(metric.WithReader(t.reader))))
	t.hook = NewHook([]*runtime.Script{count, find, fail, odd}, options...)
	return t
}

// decoration is what servers add to an error that is raised inside a script: Redis 6 before
// it, Redis 7 and Valkey behind it.
var decoration = regexp.MustCompile(`^ERR Error running script \(call to f_[0-9a-f]{40}\): @user_script:\d+: | script: ([0-9a-f]{40}, )?on @user_script:\d+\.$`)

// report writes the spans in the order in which they ended, then the metrics.
// Durations are not compared, their number is.
func (t *telemetry) report(tb testing.TB) string {
	tb.Helper()
	var b strings.Builder
	for _, s := range t.spans.GetSpans() {
		status := ""
		if s.Status.Code != codes.Unset {
			status = fmt.Sprintf(" %s: %s", s.Status.Code, decoration.ReplaceAllLiteralString(s.Status.Description, ""))
		}
		fmt.Fprintf(&b, "span %q %s%s\n", s.Name, attributeText(attribute.NewSet(s.Attributes...)), status)
	}
	var collected metricdata.ResourceMetrics
	if err := t.reader.Collect(context.Background(), &collected); err != nil {
		tb.Fatal(err)
	}
	var lines []string
	for _, scope := range collected.ScopeMetrics {
		for _, m := range scope.Metrics {
			switch data := m.Data.(type) {
			case metricdata.Sum[int64]:
				for _, p := range data.DataPoints {
					lines = append(lines, fmt.Sprintf("%s %s %d", m.Name, attributeText(p.Attributes), p.Value))
				}
			case metricdata.Histogram[float64]:
				for _, p := range data.DataPoints {
					lines = append(lines, fmt.Sprintf("%s %s %d", m.Name, attributeText(p.Attributes), p.Count))
				}
			default:
				tb.Fatalf("metric %s is a %T", m.Name, m.Data)
			}
		}
	}
	slices.Sort(lines)
	for _, line := range lines {
		b.WriteString(line + "\n")
	}
	return b.String()
}

// attributeText lists attributes without db.system.name, which all have, by key.
func attributeText(set attribute.Set) string {
	var list []string
	for _, kv := range set.ToSlice() {
		if kv.Key == "db.system.name" && kv.Value.AsString() == "redis" {
			continue
		}
		key := string(kv.Key)
		for long, short := range map[string]string{
			"db.operation.name": "op", "db.stored_procedure.name": "script", "db.response.status_code": "code",
		} {
			if key == long {
				key = short
			}
		}
		list = append(list, key+"="+valueText(kv.Value))
	}
	return "{" + strings.Join(list, " ") + "}"
}

// valueText shows the elements of a list quoted, and other values bare.
func valueText(v attribute.Value) string {
	if v.Type() != attribute.STRINGSLICE {
		return fmt.Sprint(v.AsInterface())
	}
	var quoted []string
	for _, s := range v.AsStringSlice() {
		quoted = append(quoted, strconv.Quote(s))
	}
	return "[" + strings.Join(quoted, ",") + "]"
}

// reportTest is something done with a client, and what a hook reports of it.
type reportTest struct {
	name    string
	missing bool // the server has none of the scripts
	options []Option
	do      func(ctx context.Context, c *redis.Client)
	want    string
}

// testReports runs the tests on one server, which every test finds with a key text that
// holds no number, and with the scripts.
func testReports(t *testing.T, tests []reportTest) {
	count, find, fail, odd := scripts()
	server := redistest.Start(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if strings.Contains(tt.want, "EVALSHA_RO") && server.Before("7.0") {
				t.Skip("Redis before 7.0 has no EVALSHA_RO")
			}
			ctx := t.Context()
			c := server.Client(3)
			must(t, c.FlushDB(ctx).Err())
			must(t, c.ScriptFlush(ctx).Err())
			must(t, c.Set(ctx, "text", "x", 0).Err())
			for _, s := range []*runtime.Script{count, find, fail, odd} {
				if !tt.missing {
					must(t, c.ScriptLoad(ctx, s.Source()).Err())
				}
			}
			reported := newTelemetry(tt.options...)
			c.AddHook(reported.hook)
			tt.do(ctx, c)
			if got := reported.report(t); got != tt.want {
				t.Errorf("reported:\n%s\nwant:\n%s", got, tt.want)
			}
		})
	}
}

func must(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}
