package endtoend

import (
	"fmt"

	"github.com/luagen/luagen/bench/measure"
	"github.com/luagen/luagen/bench/report"
)

// Tables prints a table per number of callers and way. In each, luagen is that of Result.own.
func Tables(results []Result) []report.Table {
	var tables []report.Table
	for _, r := range results {
		for _, way := range ways() {
			own := r.own(way)
			t := report.Table{
				Title: fmt.Sprintf("End to end, %s, %s", report.Count(r.Callers, "caller"), way),
				Head:  []string{"client", "calls/s", "luagen's calls against it", "client CPU µs per call", "luagen's CPU against it"},
			}
			for _, rate := range r.of(way) {
				row := []string{rate.label(), fmt.Sprintf("%.0f", rate.Speed.PerSecond),
					report.Spread(measure.CompareSpeed(own.rounds, rate.rounds)), "–", "–"}
				if rate.Speed.Nanoseconds > 0 {
					row[3] = fmt.Sprintf("%.2f", rate.Speed.Nanoseconds/1000)
					row[4] = report.Spread(measure.CompareCPU(own.rounds, rate.rounds))
				}
				t.Rows = append(t.Rows, row)
			}
			tables = append(tables, t)
		}
	}
	return tables
}

func ways() []string {
	return []string{plain, autoPipelined, batchOf(100), batchOf(1000), batchedOnOneKey, txOf(100), txOf(1000)}
}

// Charts draws one chart per way that has one, grouped by callers.
func Charts(results []Result) []report.Chart {
	var charts []report.Chart
	for _, way := range []struct{ name, file string }{
		{plain, "end-to-end-plain.svg"}, {batchOf(100), "end-to-end-batch-100.svg"},
		{batchOf(1000), "end-to-end-batch-1000.svg"}, {txOf(100), "end-to-end-multi-100.svg"},
	} {
		chart := newChart(results, way.file, way.name)
		for _, rate := range results[0].of(way.name) {
			s := report.Series{Name: rate.label()}
			for _, r := range results {
				s.Values = append(s.Values, r.rate(way.name, rate.Name, rate.Setting).Speed.PerSecond)
			}
			chart.Series = append(chart.Series, s)
		}
		charts = append(charts, chart)
	}
	return append(charts, autoChart(results))
}

// autoChart has luagen's own way, and each other client at its best and as it is without options.
func autoChart(results []Result) report.Chart {
	chart := newChart(results, "end-to-end-auto-pipelined.svg", autoPipelined)
	add := func(name string, pick func(Result) Rate) {
		s := report.Series{Name: name}
		for _, r := range results {
			s.Values = append(s.Values, pick(r).Speed.PerSecond)
		}
		chart.Series = append(chart.Series, s)
	}
	first := func(name, setting string) func(Result) Rate {
		return func(r Result) Rate { return r.rate(autoPipelined, name, setting) }
	}
	best := func(name string) func(Result) Rate {
		return func(r Result) Rate { return r.best(autoPipelined, is(name)) }
	}
	add(luagen, first(luagen, ownFace))
	add(goRedisByHand+", default", first(goRedisByHand, defaults))
	add(goRedisByHand+", best", best(goRedisByHand))
	add(rueidisLua+", default", first(rueidisLua, defaults))
	add(rueidisLua+", best", best(rueidisLua))
	return chart
}

func newChart(results []Result, file, way string) report.Chart {
	chart := report.Chart{File: file, Title: "End to end on one Redis, " + way, X: "callers at once", Y: "calls per second"}
	for _, r := range results {
		chart.Groups = append(chart.Groups, report.Count(r.Callers, "caller"))
	}
	return chart
}
