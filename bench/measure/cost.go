// Package measure times operations side by side: the contenders take turns, round
// after round, so that whatever else the machine does strikes all of them alike, and
// what is reported is each one's median.
//
// It knows nothing of Redis and does not print.
package measure

import (
	"fmt"
	"runtime"
	"slices"
	"time"
)

// Cost is what one operation takes, the median of all rounds.
type Cost struct {
	Nanoseconds float64 // of processor time, the garbage collector's included
	Allocs      float64 // heap objects
	Bytes       float64 // heap bytes
}

// Costs runs every operation alone on one goroutine, in turns: rounds times for
// about the time of one turn each. Time and allocations counted are the
// process's, so nothing else of it may run meanwhile. The first error ends it.
func Costs(rounds int, turn time.Duration, operations []func() error) ([]Cost, error) {
	counts := make([]int, len(operations))
	for i, op := range operations {
		n, err := calibrate(turn, op)
		if err != nil {
			return nil, fmt.Errorf("contender %d: %w", i, err)
		}
		counts[i] = n
	}
	all := make([][]Cost, len(operations))
	for range rounds {
		for i, op := range operations {
			c, err := cost(counts[i], op)
			if err != nil {
				return nil, fmt.Errorf("contender %d: %w", i, err)
			}
			all[i] = append(all[i], c)
		}
	}
	medians := make([]Cost, len(operations))
	for i, costs := range all {
		medians[i] = Cost{
			Nanoseconds: medianOf(costs, func(c Cost) float64 { return c.Nanoseconds }),
			Allocs:      medianOf(costs, func(c Cost) float64 { return c.Allocs }),
			Bytes:       medianOf(costs, func(c Cost) float64 { return c.Bytes }),
		}
	}
	return medians, nil
}

// calibrate returns how many operations fill a turn; it warms the operation up too.
func calibrate(turn time.Duration, op func() error) (int, error) {
	for n := 1; ; n *= 4 {
		c, err := cost(n, op)
		if err != nil {
			return 0, err
		}
		if total := c.Nanoseconds * float64(n); total >= float64(turn)/8 {
			return max(1, int(float64(turn)/c.Nanoseconds)), nil
		}
	}
}

// cost runs op n times.
func cost(n int, op func() error) (Cost, error) {
	runtime.GC() // so that no round pays for another's garbage
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start, err := cpuTime()
	if err != nil {
		return Cost{}, err
	}
	for range n {
		if err := op(); err != nil {
			return Cost{}, err
		}
	}
	end, err := cpuTime()
	if err != nil {
		return Cost{}, err
	}
	runtime.ReadMemStats(&after)
	per := func(total uint64) float64 { return float64(total) / float64(n) }
	return Cost{
		Nanoseconds: float64((end - start).Nanoseconds()) / float64(n),
		Allocs:      per(after.Mallocs - before.Mallocs),
		Bytes:       per(after.TotalAlloc - before.TotalAlloc),
	}, nil
}

func medianOf[T any](values []T, of func(T) float64) float64 {
	numbers := make([]float64, len(values))
	for i, v := range values {
		numbers[i] = of(v)
	}
	return Median(numbers)
}

// Median returns the middle of the values, or the mean of the two middle ones; 0
// for none.
func Median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle]
	}
	return (sorted[middle-1] + sorted[middle]) / 2
}
