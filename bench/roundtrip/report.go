package roundtrip

import (
	"fmt"
	"strings"
	"time"

	"github.com/luagen/luagen/bench/measure"
	"github.com/luagen/luagen/bench/report"
)

// Tables prints one table per workload, then the claims.
func Tables(results []Result) []report.Table {
	var tables []report.Table
	for w, workload := range results[0].Workloads {
		t := report.Table{
			Title: fmt.Sprintf("What scripts are for: %s, %s per second, luagen's against it (quartiles)", workload.Workload, workload.Unit),
			Head:  append([]string{"method"}, heads(results)...),
		}
		t.Head = append(t.Head, "wrong")
		for m, method := range workload.Methods {
			row := []string{method.Method}
			wrong, done := 0, 0
			for _, r := range results {
				methods := r.Workloads[w].Methods
				row = append(row, fmt.Sprintf("%s, %s", figure(methods[m].PerS), report.Spread(methods[m].Luagen)))
				wrong += methods[m].Wrong
				done += methods[m].Done
			}
			t.Rows = append(t.Rows, append(row, verdict(wrong, done)))
		}
		tables = append(tables, t)
	}
	return append(tables, claimTable(results))
}

func claimTable(results []Result) report.Table {
	t := report.Table{
		Title: "Published claims and what is true here",
		Head:  append([]string{"comparison", "published"}, heads(results)...),
	}
	row := func(what, published string, measured func(Result) measure.Ratio) {
		cells := []string{what, published}
		for _, r := range results {
			cells = append(cells, report.Spread(measured(r)))
		}
		t.Rows = append(t.Rows, cells)
	}
	for i, claim := range results[0].Claims {
		row(claim.What, claim.Published, func(r Result) measure.Ratio { return r.Claims[i].Measured })
	}
	batch := len(results[0].Workloads) - 1
	for _, against := range []struct{ method, published string }{{separate, "26x"}, {pipelined, ""}} {
		row("batch of 1,000, luagen over "+against.method, against.published, func(r Result) measure.Ratio {
			return r.Workloads[batch].against(against.method)
		})
	}
	return t
}

// against is luagen's rate against a method's.
func (w WorkloadResult) against(method string) measure.Ratio {
	for _, m := range w.Methods {
		if m.Method == method {
			return m.Luagen
		}
	}
	return measure.Ratio{}
}

func heads(results []Result) []string {
	var heads []string
	for _, r := range results {
		heads = append(heads, fmt.Sprintf("+%s ms", strings.TrimSuffix(fmt.Sprintf("%.1f", r.Added.Seconds()*1000), ".0")))
	}
	return heads
}

// figure prints a rate with three digits that mean something.
func figure(perS float64) string {
	if perS < 100 {
		return fmt.Sprintf("%.3g", perS)
	}
	return fmt.Sprintf("%.0f", perS)
}

func verdict(wrong, done int) string {
	if wrong == 0 {
		return "none"
	}
	return fmt.Sprintf("**%d of %d**", wrong, done)
}

// RoundTrips says which round trips were measured through the proxy.
func RoundTrips(results []Result) string {
	var parts []string
	for i, r := range results {
		parts = append(parts, fmt.Sprintf("%s: %v", heads(results)[i], r.Ping.Round(time.Microsecond)))
	}
	return "Median PING: " + strings.Join(parts, ", ") + "."
}

// Charts draws one chart per workload, by added round trip.
func Charts(results []Result) []report.Chart {
	var charts []report.Chart
	for w, workload := range results[0].Workloads {
		chart := report.Chart{
			File:   "round-trip-" + strings.NewReplacer(" ", "-", ",", "").Replace(workload.Workload) + ".svg",
			Title:  fmt.Sprintf("%s, by added round trip", workload.Workload),
			X:      "added round trip",
			Y:      workload.Unit + " per second",
			Groups: heads(results),
			Lines:  true,
		}
		for m, method := range workload.Methods {
			s := report.Series{Name: method.Method}
			for _, r := range results {
				s.Values = append(s.Values, r.Workloads[w].Methods[m].PerS)
			}
			chart.Series = append(chart.Series, s)
		}
		charts = append(charts, chart)
	}
	return charts
}

// Bars checks that scripts lose and double nothing.
func Bars(results []Result) []report.Bar {
	wrong, done := 0, 0
	for _, r := range results {
		for _, w := range r.Workloads {
			own := w.Methods[len(w.Methods)-1]
			wrong += own.Wrong
			done += own.Done
		}
	}
	return []report.Bar{report.AtMost(fmt.Sprintf("nothing lost or doubled by luagen in %d operations", done), "%.0f wrong", float64(wrong), 0)}
}
