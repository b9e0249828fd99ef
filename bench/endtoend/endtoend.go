// Package endtoend measures calls per second on a real Redis, for one caller and
// for many: call by call, with auto-pipelining, in batches and in transactions.
//
// All contenders run the same script, which takes one key and one argument and
// returns an int, on counters spread over a fixed number of keys.
package endtoend

import (
	"context"
	"fmt"
	"time"

	"github.com/luagen/luagen/bench/measure"
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
	batchedOnOneKey = "batch of 100, one key"
)

func batchOf(size int) string { return fmt.Sprintf("batch of %d", size) }
func txOf(size int) string    { return fmt.Sprintf("MULTI of %d", size) }

// Result is what all contenders reached with one number of callers.
type Result struct {
	Callers int
	Rates   []Rate
}

// Rate is one contender's calls per second, and what they cost.
type Rate struct {
	Way     string
	Name    string
	Setting string        // of the client, where several are tried
	Speed   measure.Speed // medians; no processor time where it is another process's
	rounds  []measure.Speed
}

// label names the contender within its way.
func (r Rate) label() string {
	if r.Setting == "" {
		return r.Name
	}
	return r.Name + ", " + r.Setting
}

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
	r := Result{Callers: callers}
	// What is compared takes its turns together.
	for first := 0; first < len(contenders); {
		last := first
		var loads []measure.Load
		for ; last < len(contenders) && contenders[last].way == contenders[first].way; last++ {
			loads = append(loads, measure.Load{Callers: callers, Call: contenders[last].call})
		}
		speeds, err := measure.Speeds(ctx, effort.Rounds, effort.Turn, loads)
		if err != nil {
			return Result{}, fmt.Errorf("%s: %w", contenders[first].way, err)
		}
		for i, rounds := range speeds {
			c := contenders[first+i]
			r.Rates = append(r.Rates, Rate{c.way, c.name, c.setting, measure.MedianSpeed(rounds), rounds})
		}
		first = last
	}
	bound, err := redisBenchmark(ctx, addr, r, effort)
	if err != nil {
		return Result{}, err
	}
	r.Rates = append(r.Rates, bound...)
	return r, nil
}

// of are the rates of one way.
func (r Result) of(way string) []Rate {
	var rates []Rate
	for _, rate := range r.Rates {
		if rate.Way == way {
			rates = append(rates, rate)
		}
	}
	return rates
}

// rate is that of one client in one way and setting.
func (r Result) rate(way, name, setting string) Rate {
	for _, rate := range r.of(way) {
		if rate.Name == name && rate.Setting == setting {
			return rate
		}
	}
	return Rate{}
}

// best is the fastest of a way among those that a name may have.
func (r Result) best(way string, may func(name string) bool) Rate {
	var best Rate
	for _, rate := range r.of(way) {
		if may(rate.Name) && rate.Speed.PerSecond > best.Speed.PerSecond {
			best = rate
		}
	}
	return best
}

// own is luagen as a program has it: batches go through its hook, and where more settings are tried
// the fastest counts.
func (r Result) own(way string) Rate {
	if hooked := r.rate(way, luagen, batchHook); hooked.Name != "" {
		return hooked
	}
	return r.best(way, is(luagen))
}

func is(name string) func(string) bool { return func(other string) bool { return other == name } }

// isByHand reports a client with which one writes the calls oneself.
func isByHand(name string) bool { return name != luagen && name != redisBenchmarkName }
