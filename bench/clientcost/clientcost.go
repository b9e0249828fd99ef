// Package clientcost measures what a script call costs the client alone: CPU time,
// heap objects and heap bytes per call, against a server in memory that answers at
// once. Generated calls stand beside the same calls made by hand with each client.
package clientcost

import (
	"context"
	"fmt"
	"time"

	"github.com/luagen/luagen/bench/measure"
	"github.com/luagen/luagen/bench/report"
)

// Contender is one way to make a call.
type Contender struct {
	Name string
	Call func() error
}

// Names that the bars refer to.
const (
	luagen  = "luagen"
	builtIn = "go-redis INCR"
	byHand  = "go-redis Script.Run"
)

// Effort bounds a run.
type Effort struct {
	Rounds int
	Turn   time.Duration // of one contender in one round
}

// Result is what one kind of reply cost every contender.
type Result struct {
	Reply string
	Names []string
	Costs []measure.Cost // of the contender of the same index
}

// Measure runs every contender on every kind of reply.
func Measure(ctx context.Context, effort Effort) ([]Result, error) {
	var results []Result
	for _, kind := range kinds() {
		r, err := measureKind(ctx, kind, effort)
		if err != nil {
			return nil, fmt.Errorf("client cost, %s: %w", kind.name, err)
		}
		results = append(results, r)
	}
	return results, nil
}

func measureKind(ctx context.Context, k kind, effort Effort) (Result, error) {
	clients, err := dial(k.reply)
	if err != nil {
		return Result{}, err
	}
	defer clients.close()
	r := Result{Reply: k.name}
	var calls []func() error
	for _, c := range k.contenders(ctx, clients) {
		r.Names = append(r.Names, c.Name)
		calls = append(calls, c.Call)
	}
	r.Costs, err = measure.Costs(effort.Rounds, effort.Turn, calls)
	return r, err
}

// Tables prints one table per kind of reply.
func Tables(results []Result) []report.Table {
	var tables []report.Table
	for _, r := range results {
		t := report.Table{
			Title: "Client cost, reply of " + r.Reply,
			Head:  []string{"call", "CPU ns", "allocs", "bytes", "time against luagen", "allocs against luagen"},
		}
		own := r.Costs[0]
		for i, c := range r.Costs {
			t.Rows = append(t.Rows, []string{
				r.Names[i],
				fmt.Sprintf("%.0f", c.Nanoseconds), fmt.Sprintf("%.0f", c.Allocs), fmt.Sprintf("%.0f", c.Bytes),
				report.Ratio(c.Nanoseconds, own.Nanoseconds), fmt.Sprintf("%+.0f", c.Allocs-own.Allocs),
			})
		}
		tables = append(tables, t)
	}
	return tables
}

// Charts draws time per call, each contender relative to luagen.
func Charts(results []Result) []report.Chart {
	chart := report.Chart{File: "client-cost.svg", Title: "Client cost alone: CPU time per call, luagen = 1", Y: "times luagen"}
	values := map[string][]float64{}
	var names []string
	for group, r := range results {
		chart.Groups = append(chart.Groups, r.Reply)
		for i, name := range r.Names {
			if values[name] == nil {
				values[name] = make([]float64, len(results))
				names = append(names, name)
			}
			values[name][group] = r.Costs[i].Nanoseconds / r.Costs[0].Nanoseconds
		}
	}
	for _, name := range names {
		chart.Series = append(chart.Series, report.Series{Name: name, Values: values[name]})
	}
	return []report.Chart{chart}
}
