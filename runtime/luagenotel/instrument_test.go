package luagenotel

import (
	"context"
	"maps"
	"slices"
	"sync"
	"testing"

	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	semconv "go.opentelemetry.io/otel/semconv/v1.39.0"
	"go.opentelemetry.io/otel/trace"

	"github.com/luagen/luagen/runtime"
	"github.com/luagen/luagen/runtime/redistest"
)

// TestConventions checks what the texts of TestReports leave out: kinds, units,
// boundaries and the scope.
func TestConventions(t *testing.T) {
	c := redistest.Start(t).Client(3)
	reported := newTelemetry()
	c.AddHook(reported.hook)
	count, _, _, _ := scripts()
	run(t.Context(), c, count, "n") // misses, loads and runs

	for _, s := range reported.spans.GetSpans() {
		if s.SpanKind != trace.SpanKindClient {
			t.Errorf("span %s has the kind %v, want client", s.Name, s.SpanKind)
		}
		if s.InstrumentationScope.Name != scope || s.InstrumentationScope.SchemaURL != semconv.SchemaURL {
			t.Errorf("span %s has the scope %+v", s.Name, s.InstrumentationScope)
		}
	}
	var collected metricdata.ResourceMetrics
	must(t, reported.reader.Collect(context.Background(), &collected))
	if len(collected.ScopeMetrics) != 1 || collected.ScopeMetrics[0].Scope.Name != scope {
		t.Fatalf("metrics come from %d scopes, want %s alone", len(collected.ScopeMetrics), scope)
	}
	units := map[string]string{}
	for _, m := range collected.ScopeMetrics[0].Metrics {
		units[m.Name] = m.Unit
		if data, ok := m.Data.(metricdata.Histogram[float64]); ok {
			for _, p := range data.DataPoints {
				if want := []float64{0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10}; !slices.Equal(p.Bounds, want) {
					t.Errorf("boundaries are %v, want %v", p.Bounds, want)
				}
			}
		}
	}
	want := map[string]string{
		"db.client.operation.duration": "s",
		"luagen.script.calls":          "{call}",
		"luagen.script.noscript":       "{miss}",
		"luagen.script.loads":          "{load}",
	}
	if !maps.Equal(units, want) {
		t.Errorf("units are %v, want %v", units, want)
	}
}

// TestAutoPipelining counts the calls of many callers on both faces, which put
// them into pipelines of their own making.
func TestAutoPipelining(t *testing.T) {
	const callers, each = 8, 50
	server := redistest.Start(t)
	count, _, _, _ := scripts()
	for _, method := range []string{"AutoPipeline", "AsyncAutoPipeline"} {
		t.Run(method, func(t *testing.T) {
			c := server.Client(3)
			must(t, runtime.Load(t.Context(), c, count))
			reported := newTelemetry()
			c.AddHook(reported.hook)
			auto := redistest.AutoPipelining(t, c, method, nil)
			if auto == nil {
				t.Skip("go-redis has no auto-pipelining faces before v9.22")
			}
			var wg sync.WaitGroup
			for range callers {
				wg.Add(1)
				go func() {
					defer wg.Done()
					for range each {
						run(t.Context(), auto, count, "n")
					}
				}()
			}
			wg.Wait()
			must(t, auto.Close())
			var collected metricdata.ResourceMetrics
			must(t, reported.reader.Collect(context.Background(), &collected))
			got := map[string]int64{}
			for _, m := range collected.ScopeMetrics[0].Metrics {
				if sum, ok := m.Data.(metricdata.Sum[int64]); ok {
					for _, p := range sum.DataPoints {
						got[m.Name+" "+attributeText(p.Attributes)] += p.Value
					}
				}
			}
			want := map[string]int64{"luagen.script.calls {op=EVALSHA script=count.lua luagen.outcome=ok}": callers * each}
			if !maps.Equal(got, want) {
				t.Errorf("counted %v, want %v", got, want)
			}
		})
	}
}
