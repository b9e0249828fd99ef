// Package endtoend measures calls per second on a real Redis, for one caller and
// for many: call by call, with auto-pipelining, and in batches.
//
// All contenders run the same script, which takes one key and one argument and
// returns an int, on counters spread over a fixed number of keys.
package endtoend

import (
	"context"
	"fmt"
	"time"

	"github.com/luagen/luagen/bench/measure"
	"github.com/luagen/luagen/bench/report"
)

// Effort bounds a run.
type Effort struct {
	Callers []int         // how many at once, one table each
	Rounds  int           // turns per contender
	Turn    time.Duration // of one contender
}

// The ways of calling, in which contenders are comparable.
const (
	plain           = "call by call"
	autoPipelined   = "auto-pipelined"
	batched         = "batched"
	batchedOnOneKey = "batched, one key"
)

// batchSize is how many calls a batch holds.
const batchSize = 100

// Result is what all contenders reached with one number of callers.
type Result struct {
	Callers int
	Rates   []Rate
}

// Rate is one contender's calls per second.
type Rate struct {
	Way  string // plain, autoPipelined, batched or batchedOnOneKey
	Name string
	PerS float64
	CPU  float64 // nanoseconds per call that the client takes; 0 where it is another process
}

// luagen's rates are those under this name.
const luagen = "luagen"

// Measure runs every contender against the server at addr.
func Measure(ctx context.Context, addr string, effort Effort) ([]Result, error) {
	var results []Result
	for _, callers := range effort.Callers {
		r, err := measureCallers(ctx, addr, callers, effort)
		if err != nil {
			return nil, fmt.Errorf("end to end, %d callers: %w", callers, err)
		}
		results = append(results, r)
	}
	return results, nil
}

func measureCallers(ctx context.Context, addr string, callers int, effort Effort) (Result, error) {
	clients, err := dial(ctx, addr, callers)
	if err != nil {
		return Result{}, err
	}
	defer clients.close()
	contenders := contenders(clients, callers)
	var loads []measure.Load
	for _, c := range contenders {
		loads = append(loads, measure.Load{Callers: callers, Call: c.call})
	}
	speeds, err := measure.Speeds(ctx, effort.Rounds, effort.Turn, loads)
	if err != nil {
		return Result{}, err
	}
	r := Result{Callers: callers}
	for i, c := range contenders {
		r.Rates = append(r.Rates, Rate{c.way, c.name, speeds[i].PerSecond, speeds[i].Nanoseconds})
	}
	bound, err := redisBenchmark(ctx, addr, callers, effort)
	if err != nil {
		return Result{}, err
	}
	r.Rates = append(r.Rates, bound...)
	return r, nil
}

// Tables prints one table per number of callers.
func Tables(results []Result) []report.Table {
	var tables []report.Table
	for _, r := range results {
		t := report.Table{
			Title: fmt.Sprintf("End to end, %s", report.Count(r.Callers, "caller")),
			Head:  []string{"way", "client", "calls/s", "luagen against it", "client CPU µs per call"},
		}
		for _, rate := range r.Rates {
			cpu := "–"
			if rate.CPU > 0 {
				cpu = fmt.Sprintf("%.2f", rate.CPU/1000)
			}
			t.Rows = append(t.Rows, []string{
				rate.Way, rate.Name, fmt.Sprintf("%.0f", rate.PerS),
				report.Ratio(r.rate(rate.Way, luagen), rate.PerS), cpu,
			})
		}
		tables = append(tables, t)
	}
	return tables
}

// rate finds a figure, or 0.
func (r Result) rate(way, name string) float64 {
	for _, rate := range r.Rates {
		if rate.Way == way && rate.Name == name {
			return rate.PerS
		}
	}
	return 0
}

// Charts draws one chart per way, grouped by callers.
func Charts(results []Result) []report.Chart {
	var charts []report.Chart
	for _, way := range []struct{ name, file string }{
		{plain, "end-to-end-plain.svg"}, {autoPipelined, "end-to-end-auto-pipelined.svg"}, {batched, "end-to-end-batched.svg"},
	} {
		chart := report.Chart{File: way.file, Title: "End to end on one Redis, " + way.name, Y: "calls per second"}
		for _, rate := range results[0].Rates {
			if rate.Way != way.name {
				continue
			}
			s := report.Series{Name: rate.Name}
			for _, r := range results {
				s.Values = append(s.Values, r.rate(way.name, rate.Name))
			}
			chart.Series = append(chart.Series, s)
		}
		for _, r := range results {
			chart.Groups = append(chart.Groups, report.Count(r.Callers, "caller"))
		}
		charts = append(charts, chart)
	}
	return charts
}

// tolerance is what "at least as fast" allows for: two runs of the same contender
// differ by about as much.
const tolerance = 0.95

// Bars checks what luagen promises of throughput, for every number of callers.
func Bars(results []Result) []report.Bar {
	var bars []report.Bar
	for _, r := range results {
		if r.Callers > 1 {
			// rueidis keeps no order between callers either.
			bars = append(bars, report.AtLeast(
				fmt.Sprintf("%d callers, auto-pipelined, unordered: at least rueidis' throughput", r.Callers), "%.2fx",
				r.rate(autoPipelined, luagenUnordered)/r.rate(autoPipelined, rueidisLua), tolerance))
		}
		bars = append(bars, report.AtLeast(
			fmt.Sprintf("%s, batched: at least a hand-written go-redis pipeline", report.Count(r.Callers, "caller")), "%.2fx",
			r.rate(batched, luagen)/r.rate(batched, goRedisByHand), tolerance))
	}
	return bars
}
