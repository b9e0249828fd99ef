package clientcost

import (
	"fmt"
	"slices"

	"github.com/luagen/luagen/bench/report"
)

// Tables prints one table per kind of reply.
func Tables(results []Result) []report.Table {
	var tables []report.Table
	for _, r := range results {
		t := report.Table{
			Title: "Client cost, reply of " + r.Reply,
			Head:  []string{"call", "CPU ns", "allocations", "bytes", "luagen's time against it"},
		}
		for _, w := range r.Ways {
			t.Rows = append(t.Rows, []string{
				w.Name, fmt.Sprintf("%.0f", w.Cost.Nanoseconds), fmt.Sprintf("%.0f", w.Cost.Allocs),
				fmt.Sprintf("%.0f", w.Cost.Bytes), report.Spread(w.Luagen),
			})
		}
		tables = append(tables, t)
	}
	return tables
}

// Charts draws the time per call, each contender's against luagen's.
func Charts(results []Result) []report.Chart {
	chart := report.Chart{
		File: "client-cost.svg", Title: "Client cost alone: processor time of a call, luagen = 1",
		X: "reply", Y: "times luagen's processor time",
	}
	names := []string{luagen, scriptRun, typedCommand, replyIgnored}
	values := make([][]float64, len(names))
	for _, r := range results {
		chart.Groups = append(chart.Groups, r.Reply)
		for i, name := range names {
			value := 0.0
			if ratio := r.way(name).Luagen.Median; ratio > 0 {
				value = 1 / ratio
			}
			values[i] = append(values[i], value)
		}
	}
	for i, name := range names {
		if slices.Max(values[i]) > 0 {
			chart.Series = append(chart.Series, report.Series{Name: name, Values: values[i]})
		}
	}
	return []report.Chart{chart}
}
