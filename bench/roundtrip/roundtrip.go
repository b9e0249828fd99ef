// Package roundtrip measures what scripts are for: operations that read, decide and
// write, done by several callers at once over a network with a round trip. The same
// operation is done as separate commands, with MULTI/EXEC, with WATCH and retries,
// with EVAL, with EVALSHA by hand and with luagen; afterwards the state in Redis is
// compared with what the callers were told.
package roundtrip

import (
	"context"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/luagen/luagen/bench/delay"
	"github.com/luagen/luagen/bench/measure"
	"github.com/luagen/luagen/bench/scripts"
	"github.com/luagen/luagen/bench/server"
)

// Effort bounds a run.
type Effort struct {
	RoundTrips []time.Duration // added to the loopback's own
	Rounds     int             // turns per method, whose median counts
	Turn       time.Duration   // of one method; one operation may exceed it
}

// Result is what was measured of all workloads at one added round trip.
type Result struct {
	Added     time.Duration
	Ping      time.Duration // the round trip measured through the proxy
	Workloads []WorkloadResult
	Claims    []Claim
}

// WorkloadResult is what every method reached.
type WorkloadResult struct {
	Workload string
	Unit     string // what operations are, in the plural
	Methods  []MethodResult
}

// MethodResult is what one method reached, and whether it was right.
type MethodResult struct {
	Method string
	PerS   float64       // operations per second, the median
	Luagen measure.Ratio // luagen's operations against it
	Wrong  int           // what is lost or doubled in all turns together
	Done   int           // operations in all turns together
}

// Measure runs every method of every workload against the server at addr.
func Measure(ctx context.Context, addr string, effort Effort) ([]Result, error) {
	var results []Result
	for _, added := range effort.RoundTrips {
		r, err := measureRoundTrip(ctx, addr, added, effort)
		if err != nil {
			return nil, fmt.Errorf("round trip + %v: %w", added, err)
		}
		results = append(results, r)
	}
	return results, nil
}

// callers is how many work at once on the contended workloads.
const callers = 16

func measureRoundTrip(ctx context.Context, addr string, added time.Duration, effort Effort) (Result, error) {
	direct := redis.NewClient(&redis.Options{Addr: addr})
	defer direct.Close()
	if added > 0 {
		proxy, err := delay.Start(addr, added)
		if err != nil {
			return Result{}, err
		}
		defer proxy.Close()
		addr = proxy.Addr
	}
	client := redis.NewClient(&redis.Options{Addr: addr, PoolSize: callers, MinIdleConns: callers})
	defer client.Close()
	if err := server.FillPool(ctx, client, callers); err != nil {
		return Result{}, err
	}
	if err := scripts.Load(ctx, direct); err != nil {
		return Result{}, err
	}
	ping, err := measurePing(ctx, client)
	if err != nil {
		return Result{}, err
	}
	r := Result{Added: added, Ping: ping}
	for _, w := range workloads() {
		result, err := measureWorkload(ctx, w, client, direct, effort)
		if err != nil {
			return Result{}, fmt.Errorf("%s: %w", w.name, err)
		}
		r.Workloads = append(r.Workloads, result)
	}
	if r.Claims, err = measureClaims(ctx, client, direct, effort); err != nil {
		return Result{}, fmt.Errorf("claims: %w", err)
	}
	return r, nil
}

// measurePing returns the median round trip of a PING.
func measurePing(ctx context.Context, client *redis.Client) (time.Duration, error) {
	var rounds []float64
	for range 25 {
		start := time.Now()
		if err := client.Ping(ctx).Err(); err != nil {
			return 0, err
		}
		rounds = append(rounds, float64(time.Since(start)))
	}
	return time.Duration(measure.Median(rounds)), nil
}

// measureWorkload runs the methods in turns. Every turn begins with an empty
// database and ends with a check of what is in it, past the proxy.
func measureWorkload(ctx context.Context, w workload, client, direct *redis.Client, effort Effort) (WorkloadResult, error) {
	result := WorkloadResult{Workload: w.name, Unit: w.unit}
	rates := make([][]float64, len(w.methods))
	for _, m := range w.methods {
		result.Methods = append(result.Methods, MethodResult{Method: m.name})
	}
	for _, round := range measure.Orders(effort.Rounds, len(w.methods)) {
		for _, i := range round {
			m := w.methods[i]
			if err := direct.FlushDB(ctx).Err(); err != nil {
				return WorkloadResult{}, err
			}
			run := newRun(client)
			load := measure.Load{Callers: w.callers, Call: func(ctx context.Context, _ int) (int, error) {
				return 1, m.operate(ctx, run, int(run.next.Add(1)-1))
			}}
			speed, err := load.Run(ctx, effort.Turn)
			if err != nil {
				return WorkloadResult{}, fmt.Errorf("%s: %w", m.name, err)
			}
			wrong, err := w.check(ctx, direct, run)
			if err != nil {
				return WorkloadResult{}, fmt.Errorf("checking %s: %w", m.name, err)
			}
			rates[i] = append(rates[i], speed.PerSecond)
			result.Methods[i].Wrong += wrong
			result.Methods[i].Done += int(run.next.Load())
		}
	}
	for i := range result.Methods {
		result.Methods[i].PerS = measure.Median(rates[i])
		result.Methods[i].Luagen = measure.Compare(rates[len(rates)-1], rates[i]) // luagen is the last one
	}
	return result, nil
}
