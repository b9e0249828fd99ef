// Package measure times operations side by side: the contenders take turns in an order
// that changes every round, so that whatever else the machine does strikes all of them
// alike. Two of them are compared within each round, and what counts is the median of
// those ratios.
//
// It knows nothing of Redis and does not print.
package measure

import (
	"fmt"
	"runtime"
	"time"
)

// Cost is what one operation takes.
type Cost struct {
	Nanoseconds float64 // of processor time, the garbage collector's included
	Allocs      float64 // heap objects
	Bytes       float64 // heap bytes
}

// Costs runs every operation alone on one goroutine, in turns: rounds times for about the
// time of one turn each, in another order each round. It returns what each operation took
// in each round. Time and allocations counted are the process's, so nothing else of it may
// run meanwhile. The first error ends it.
func Costs(rounds int, turn time.Duration, operations []func() error) ([][]Cost, error) {
	counts := make([]int, len(operations))
	for i, op := range operations {
		n, err := calibrate(turn, op)
		if err != nil {
			return nil, fmt.Errorf("contender %d: %w", i, err)
		}
		counts[i] = n
	}
	all := make([][]Cost, len(operations))
	for _, order := range Orders(rounds, len(operations)) {
		for _, i := range order {
			c, err := cost(counts[i], operations[i])
			if err != nil {
				return nil, fmt.Errorf("contender %d: %w", i, err)
			}
			all[i] = append(all[i], c)
		}
	}
	return all, nil
}

// MedianCost is the median of each figure.
func MedianCost(costs []Cost) Cost {
	return Cost{
		Nanoseconds: Median(each(costs, func(c Cost) float64 { return c.Nanoseconds })),
		Allocs:      Median(each(costs, func(c Cost) float64 { return c.Allocs })),
		Bytes:       Median(each(costs, func(c Cost) float64 { return c.Bytes })),
	}
}

// CompareTime is the time of one operation against that of another.
func CompareTime(costs, with []Cost) Ratio {
	nanoseconds := func(c Cost) float64 { return c.Nanoseconds }
	return Compare(each(costs, nanoseconds), each(with, nanoseconds))
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
