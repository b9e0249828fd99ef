package luagenotel

import (
	"context"
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/luagen/luagen/internal/redistest"
	"github.com/luagen/luagen/runtime"
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
	c.Key(key)
	return c
}

// run runs a call and drops its result: what is tested is what was reported.
func run(ctx context.Context, client runtime.Client, s *runtime.Script, key string) {
	_, _ = call1(s, key).Run(ctx, client)
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
		list = append(list, key+"="+kv.Value.String())
	}
	return "{" + strings.Join(list, " ") + "}"
}

func TestReports(t *testing.T) {
	count, find, fail, odd := scripts()
	load := func(ctx context.Context, c *redis.Client) {
		t.Helper()
		for _, s := range []*runtime.Script{count, find, fail, odd} {
			if err := c.ScriptLoad(ctx, s.Source()).Err(); err != nil {
				t.Fatal(err)
			}
		}
	}
	tests := []struct {
		name    string
		missing bool // the server has none of the scripts
		options []Option
		do      func(ctx context.Context, c *redis.Client)
		want    string
	}{
		{
			name:    "call",
			options: []Option{WithServer("cache.test:6390"), WithDatabase(3)},
			do:      func(ctx context.Context, c *redis.Client) { run(ctx, c, count, "n") },
			want: `span "EVALSHA count.lua" {db.namespace=3 op=EVALSHA script=count.lua server.address=cache.test server.port=6390}
db.client.operation.duration {db.namespace=3 op=EVALSHA script=count.lua server.address=cache.test server.port=6390} 1
luagen.script.calls {db.namespace=3 op=EVALSHA script=count.lua luagen.outcome=ok server.address=cache.test server.port=6390} 1
`,
		},
		{
			name:    "missing script",
			missing: true,
			do:      func(ctx context.Context, c *redis.Client) { run(ctx, c, count, "n") },
			want: `span "EVALSHA count.lua" {op=EVALSHA code=NOSCRIPT script=count.lua}
span "SCRIPT LOAD count.lua" {op=SCRIPT LOAD script=count.lua}
span "EVALSHA count.lua" {op=EVALSHA script=count.lua}
db.client.operation.duration {op=EVALSHA code=NOSCRIPT script=count.lua} 1
db.client.operation.duration {op=EVALSHA script=count.lua} 1
db.client.operation.duration {op=SCRIPT LOAD script=count.lua} 1
luagen.script.calls {op=EVALSHA script=count.lua luagen.outcome=ok} 1
luagen.script.loads {op=SCRIPT LOAD script=count.lua luagen.outcome=ok} 1
luagen.script.noscript {op=EVALSHA script=count.lua} 1
`,
		},
		{
			name: "nil reply",
			do:   func(ctx context.Context, c *redis.Client) { run(ctx, c, find, "absent") },
			want: `span "EVALSHA_RO find.lua" {op=EVALSHA_RO script=find.lua}
db.client.operation.duration {op=EVALSHA_RO script=find.lua} 1
luagen.script.calls {op=EVALSHA_RO script=find.lua luagen.outcome=ok} 1
`,
		},
		{
			name: "error with a code",
			do:   func(ctx context.Context, c *redis.Client) { run(ctx, c, fail, "text") },
			want: `span "EVALSHA fail.lua" {op=EVALSHA code=WRONGTYPE script=fail.lua error.type=WRONGTYPE} Error: WRONGTYPE Operation against a key holding the wrong kind of value
db.client.operation.duration {op=EVALSHA code=WRONGTYPE script=fail.lua error.type=WRONGTYPE} 1
luagen.script.calls {op=EVALSHA code=WRONGTYPE script=fail.lua error.type=WRONGTYPE luagen.outcome=error} 1
`,
		},
		{
			name: "error whose first word is no code",
			do:   func(ctx context.Context, c *redis.Client) { run(ctx, c, odd, "n") },
			want: `span "EVALSHA odd.lua" {op=EVALSHA script=odd.lua error.type=_OTHER} Error: ada is not allowed
db.client.operation.duration {op=EVALSHA script=odd.lua error.type=_OTHER} 1
luagen.script.calls {op=EVALSHA script=odd.lua error.type=_OTHER luagen.outcome=error} 1
`,
		},
		{
			name: "cancelled",
			do: func(ctx context.Context, c *redis.Client) {
				ctx, cancel := context.WithCancel(ctx)
				cancel()
				run(ctx, c, count, "n")
			},
			want: `span "EVALSHA count.lua" {op=EVALSHA script=count.lua error.type=canceled} Error: context canceled
db.client.operation.duration {op=EVALSHA script=count.lua error.type=canceled} 1
luagen.script.calls {op=EVALSHA script=count.lua error.type=canceled luagen.outcome=error} 1
`,
		},
		{
			name: "by hand",
			do: func(ctx context.Context, c *redis.Client) {
				c.Eval(ctx, count.Source(), []string{"n"})
				c.EvalSha(ctx, strings.ToUpper(count.SHA()), []string{"n"})
				c.Do(ctx, "EVALSHA", []byte(count.SHA()), 1, "n")
				c.Eval(ctx, "return 'another script'", nil)
				c.Incr(ctx, "n")
				c.ScriptExists(ctx, count.SHA())
			},
			want: `span "EVAL count.lua" {op=EVAL script=count.lua}
span "EVALSHA count.lua" {op=EVALSHA script=count.lua}
span "EVALSHA count.lua" {op=EVALSHA script=count.lua}
db.client.operation.duration {op=EVAL script=count.lua} 1
db.client.operation.duration {op=EVALSHA script=count.lua} 2
luagen.script.calls {op=EVAL script=count.lua luagen.outcome=ok} 1
luagen.script.calls {op=EVALSHA script=count.lua luagen.outcome=ok} 2
`,
		},
		{
			name: "pipeline of one script",
			do: func(ctx context.Context, c *redis.Client) {
				_ = runtime.Pipeline(ctx, c, call1(count, "a"), call1(count, "b"), call1(count, "c"))
			},
			want: `span "PIPELINE EVALSHA count.lua" {db.operation.batch.size=3 op=PIPELINE EVALSHA script=count.lua}
db.client.operation.duration {op=PIPELINE EVALSHA script=count.lua} 1
luagen.script.calls {op=EVALSHA script=count.lua luagen.outcome=ok} 3
`,
		},
		{
			name: "pipeline of one call",
			do: func(ctx context.Context, c *redis.Client) {
				_ = runtime.Pipeline(ctx, c, call1(count, "a"))
			},
			want: `span "EVALSHA count.lua" {op=EVALSHA script=count.lua}
db.client.operation.duration {op=EVALSHA script=count.lua} 1
luagen.script.calls {op=EVALSHA script=count.lua luagen.outcome=ok} 1
`,
		},
		{
			name: "pipeline of several scripts, one failing",
			do: func(ctx context.Context, c *redis.Client) {
				_ = runtime.Pipeline(ctx, c, call1(count, "a"), call1(fail, "text"), call1(find, "absent"))
			},
			want: `span "PIPELINE" {db.operation.batch.size=3 op=PIPELINE code=WRONGTYPE error.type=WRONGTYPE luagen.script.names=["count.lua","fail.lua","find.lua"]} Error: WRONGTYPE Operation against a key holding the wrong kind of value
db.client.operation.duration {op=PIPELINE code=WRONGTYPE error.type=WRONGTYPE} 1
luagen.script.calls {op=EVALSHA code=WRONGTYPE script=fail.lua error.type=WRONGTYPE luagen.outcome=error} 1
luagen.script.calls {op=EVALSHA script=count.lua luagen.outcome=ok} 1
luagen.script.calls {op=EVALSHA_RO script=find.lua luagen.outcome=ok} 1
`,
		},
		{
			name: "pipeline with other commands",
			do: func(ctx context.Context, c *redis.Client) {
				_, _ = c.Pipelined(ctx, func(pipe redis.Pipeliner) error {
					pipe.Get(ctx, "text")
					pipe.EvalSha(ctx, count.SHA(), []string{"a"})
					return nil
				})
			},
			want: `span "PIPELINE" {db.operation.batch.size=2 op=PIPELINE luagen.script.names=["count.lua"]}
db.client.operation.duration {op=PIPELINE} 1
luagen.script.calls {op=EVALSHA script=count.lua luagen.outcome=ok} 1
`,
		},
		{
			name: "pipeline without scripts",
			do: func(ctx context.Context, c *redis.Client) {
				_, _ = c.Pipelined(ctx, func(pipe redis.Pipeliner) error {
					pipe.Get(ctx, "text")
					pipe.Incr(ctx, "a")
					return nil
				})
			},
			want: "",
		},
		{
			name:    "pipeline with a missing script",
			missing: true,
			do: func(ctx context.Context, c *redis.Client) {
				_ = runtime.Pipeline(ctx, c, call1(count, "a"), call1(count, "b"))
			},
			want: `span "PIPELINE EVALSHA count.lua" {db.operation.batch.size=2 op=PIPELINE EVALSHA code=NOSCRIPT script=count.lua}
span "SCRIPT LOAD count.lua" {op=SCRIPT LOAD script=count.lua}
span "PIPELINE EVALSHA count.lua" {db.operation.batch.size=2 op=PIPELINE EVALSHA script=count.lua}
db.client.operation.duration {op=PIPELINE EVALSHA code=NOSCRIPT script=count.lua} 1
db.client.operation.duration {op=PIPELINE EVALSHA script=count.lua} 1
db.client.operation.duration {op=SCRIPT LOAD script=count.lua} 1
luagen.script.calls {op=EVALSHA script=count.lua luagen.outcome=ok} 2
luagen.script.loads {op=SCRIPT LOAD script=count.lua luagen.outcome=ok} 1
luagen.script.noscript {op=EVALSHA script=count.lua} 2
`,
		},
		{
			name: "pipeline of calls that share a key",
			do: func(ctx context.Context, c *redis.Client) {
				_ = runtime.Pipeline(ctx, c, call1(count, "text"), call1(count, "text"), call1(count, "a"))
			},
			want: `span "PIPELINE EVALSHA count.lua" {db.operation.batch.size=3 op=PIPELINE EVALSHA code=ERR script=count.lua error.type=ERR} Error: ERR value is not an integer or out of range
db.client.operation.duration {op=PIPELINE EVALSHA code=ERR script=count.lua error.type=ERR} 1
luagen.script.calls {op=EVALSHA code=ERR script=count.lua error.type=ERR luagen.outcome=error} 2
luagen.script.calls {op=EVALSHA script=count.lua luagen.outcome=ok} 1
`,
		},
		{
			name: "transaction",
			do: func(ctx context.Context, c *redis.Client) {
				_ = runtime.Tx(ctx, c, call1(count, "a"), call1(count, "b"))
			},
			want: `span "MULTI EVALSHA count.lua" {db.operation.batch.size=2 op=MULTI EVALSHA script=count.lua}
db.client.operation.duration {op=MULTI EVALSHA script=count.lua} 1
luagen.script.calls {op=EVALSHA script=count.lua luagen.outcome=ok} 2
`,
		},
		{
			name:    "transaction with a missing script",
			missing: true,
			do: func(ctx context.Context, c *redis.Client) {
				_ = runtime.Tx(ctx, c, call1(count, "a"), call1(count, "b"))
			},
			want: `span "MULTI EVALSHA count.lua" {db.operation.batch.size=2 op=MULTI EVALSHA code=NOSCRIPT script=count.lua}
span "SCRIPT LOAD count.lua" {op=SCRIPT LOAD script=count.lua}
span "MULTI EVALSHA count.lua" {db.operation.batch.size=2 op=MULTI EVALSHA script=count.lua}
db.client.operation.duration {op=MULTI EVALSHA code=NOSCRIPT script=count.lua} 1
db.client.operation.duration {op=MULTI EVALSHA script=count.lua} 1
db.client.operation.duration {op=SCRIPT LOAD script=count.lua} 1
luagen.script.calls {op=EVALSHA script=count.lua luagen.outcome=ok} 2
luagen.script.loads {op=SCRIPT LOAD script=count.lua luagen.outcome=ok} 1
luagen.script.noscript {op=EVALSHA script=count.lua} 2
`,
		},
	}
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
			if !tt.missing {
				load(ctx, c)
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
