package measure

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// Load is what concurrent callers do to a server.
type Load struct {
	Callers int
	// Call is run again and again by every caller. It returns how many operations
	// it completed, which is more than one where they go in batches.
	Call func(ctx context.Context, caller int) (int, error)
}

// Speed is how a load went.
type Speed struct {
	PerSecond   float64 // operations
	Nanoseconds float64 // of this process's processor time per operation
}

// Run runs the load for the given time. Calls under way at the end are waited for
// and count, with their time.
func (l Load) Run(ctx context.Context, duration time.Duration) (Speed, error) {
	var (
		done  atomic.Int64
		stop  atomic.Bool
		wg    sync.WaitGroup
		mu    sync.Mutex
		first error
	)
	timer := time.AfterFunc(duration, func() { stop.Store(true) })
	defer timer.Stop()
	start := time.Now()
	cpuBefore, err := cpuTime()
	if err != nil {
		return Speed{}, err
	}
	for caller := range l.Callers {
		wg.Go(func() {
			for began := false; !began || !stop.Load(); began = true { // one call at least
				n, err := l.Call(ctx, caller)
				if err != nil {
					stop.Store(true)
					mu.Lock()
					defer mu.Unlock()
					if first == nil {
						first = err
					}
					return
				}
				done.Add(int64(n))
			}
		})
	}
	wg.Wait()
	took := time.Since(start)
	cpuAfter, err := cpuTime()
	if first == nil {
		first = err
	}
	n := float64(max(1, done.Load()))
	return Speed{
		PerSecond:   float64(done.Load()) / took.Seconds(),
		Nanoseconds: float64(cpuAfter-cpuBefore) / n,
	}, first
}

// Speeds runs the loads in turns, rounds times for the time of one turn each after one
// short turn to warm up, in another order each round. It returns how each load went in
// each round.
func Speeds(ctx context.Context, rounds int, turn time.Duration, loads []Load) ([][]Speed, error) {
	all := make([][]Speed, len(loads))
	for round, order := range Orders(rounds+1, len(loads)) {
		for _, i := range order {
			duration := turn
			if round == 0 {
				duration = turn / 4
			}
			runtime.GC() // no load pays for another's garbage
			speed, err := loads[i].Run(ctx, duration)
			if err != nil {
				return nil, fmt.Errorf("contender %d: %w", i, err)
			}
			if round > 0 {
				all[i] = append(all[i], speed)
			}
		}
	}
	return all, nil
}

// MedianSpeed is the median of each figure.
func MedianSpeed(speeds []Speed) Speed {
	return Speed{PerSecond: Median(rates(speeds)), Nanoseconds: Median(times(speeds))}
}

// CompareSpeed is how many operations a load makes against another, in the same time.
func CompareSpeed(speeds, with []Speed) Ratio { return Compare(rates(speeds), rates(with)) }

// CompareCPU is the processor time of an operation of a load against that of another's.
func CompareCPU(speeds, with []Speed) Ratio { return Compare(times(speeds), times(with)) }

func rates(speeds []Speed) []float64 {
	return each(speeds, func(s Speed) float64 { return s.PerSecond })
}
func times(speeds []Speed) []float64 {
	return each(speeds, func(s Speed) float64 { return s.Nanoseconds })
}
