package measure

import (
	"context"
	"fmt"
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

// Rate runs the load for the given time and returns operations per second. Calls
// under way at the end are waited for and count, with their time.
func (l Load) Rate(ctx context.Context, duration time.Duration) (float64, error) {
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
	for caller := range l.Callers {
		wg.Go(func() {
			for !stop.Load() {
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
	return float64(done.Load()) / time.Since(start).Seconds(), first
}

// Rates runs the loads in turns, rounds times for the time of one turn each after
// one short turn to warm up, and returns each one's median in operations per second.
func Rates(ctx context.Context, rounds int, turn time.Duration, loads []Load) ([]float64, error) {
	all := make([][]float64, len(loads))
	for round := range rounds + 1 {
		for i, l := range loads {
			duration := turn
			if round == 0 {
				duration = turn / 4
			}
			rate, err := l.Rate(ctx, duration)
			if err != nil {
				return nil, fmt.Errorf("contender %d: %w", i, err)
			}
			if round > 0 {
				all[i] = append(all[i], rate)
			}
		}
	}
	medians := make([]float64, len(loads))
	for i, rates := range all {
		medians[i] = Median(rates)
	}
	return medians, nil
}
