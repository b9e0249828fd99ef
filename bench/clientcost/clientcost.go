// Package clientcost measures what a script call costs the client alone: CPU time,
// heap objects and heap bytes per call, against a server in memory that answers at
// once. Generated calls stand beside the same calls made by hand with each client.
package clientcost

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/luagen/luagen/bench/measure"
)

// Effort bounds a run.
type Effort struct {
	Rounds int
	Turn   time.Duration // of one contender in one round
}

// Result is what one kind of reply cost every contender.
type Result struct {
	Reply string
	Ways  []Way // luagen's first

	most  float64 // as in kind
	bytes bool
}

// Way is what a call cost one contender.
type Way struct {
	Name   string
	Cost   measure.Cost  // medians
	Luagen measure.Ratio // luagen's time against it

	equal bool // by hand with equal checks
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
	contenders := k.contenders(ctx, clients)
	var calls []func() error
	for _, c := range contenders {
		calls = append(calls, c.Call)
	}
	costs, err := measure.Costs(effort.Rounds, effort.Turn, calls)
	if err != nil {
		return Result{}, err
	}
	r := Result{Reply: k.name, most: k.most, bytes: k.bytes}
	for i, c := range contenders {
		r.Ways = append(r.Ways, Way{
			Name: c.Name, Cost: measure.MedianCost(costs[i]), Luagen: measure.CompareTime(costs[0], costs[i]), equal: c.equal,
		})
	}
	return r, nil
}

// byHand is the fastest call by hand with equal checks.
func (r Result) byHand() Way {
	var best Way
	for _, w := range r.Ways {
		if w.equal && (best.Name == "" || w.Luagen.Median > best.Luagen.Median) {
			best = w
		}
	}
	return best
}

// way finds a contender; one that is not there is the zero Way.
func (r Result) way(name string) Way {
	if i := slices.IndexFunc(r.Ways, func(w Way) bool { return w.Name == name }); i >= 0 {
		return r.Ways[i]
	}
	return Way{}
}

func find(results []Result, reply string) Result {
	if i := slices.IndexFunc(results, func(r Result) bool { return r.Reply == reply }); i >= 0 {
		return results[i]
	}
	return Result{}
}
