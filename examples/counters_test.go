package examples_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/luagen/luagen/examples/gen"
)

func TestIncrBelowConcurrently(t *testing.T) {
	ctx := context.Background()
	rdb := client(t)
	var granted, refused atomic.Int64
	concurrently(t, 2000, func(int) error {
		n, err := gen.IncrBelow(ctx, rdb, "seats", 3, 1000)
		switch {
		case errors.Is(err, gen.ErrLimitReached):
			refused.Add(1)
			return nil
		case err != nil:
			return err
		case n > 1000:
			return fmt.Errorf("the counter is at %d, beyond its limit of 1000", n)
		}
		granted.Add(1)
		return nil
	})
	// 333 times 3 is 999; the next increment would exceed 1000.
	if granted.Load() != 333 || refused.Load() != 1667 {
		t.Errorf("%d granted and %d refused, want 333 and 1667", granted.Load(), refused.Load())
	}
	if v := rdb.Get(ctx, "seats").Val(); v != "999" {
		t.Errorf("the counter is at %s, want 999", v)
	}
}

func TestIncrHistory(t *testing.T) {
	ctx := context.Background()
	rdb := client(t)
	var last gen.IncrHistoryResult
	for range 5 {
		var err error
		if last, err = gen.IncrHistory(ctx, rdb, "visits", 2, 3); err != nil {
			t.Fatal(err)
		}
	}
	if last.Value != 10 || !slices.Equal(last.History, []int64{10, 8, 6}) {
		t.Errorf("after five increments by 2 = %+v, want 10 and the history 10 8 6", last)
	}
}

func TestIncrHistoryConcurrently(t *testing.T) {
	ctx := context.Background()
	rdb := client(t)
	concurrently(t, 1000, func(int) error {
		r, err := gen.IncrHistory(ctx, rdb, "visits", 1, 10)
		if err != nil {
			return err
		}
		// History is of the same instant: its head is the value itself and it
		// falls by one.
		for i, v := range r.History {
			if v != r.Value-int64(i) {
				return fmt.Errorf("value %d with history %v", r.Value, r.History)
			}
		}
		return nil
	})
}

func TestIncrMany(t *testing.T) {
	ctx := context.Background()
	rdb := client(t)
	counters := make([]gen.IncrManyCounter, 1000)
	for i := range counters {
		counters[i] = gen.IncrManyCounter{Key: fmt.Sprintf("{c}:%d", i), By: int64(i)}
	}
	concurrently(t, 20, func(int) error {
		values, err := gen.IncrMany(ctx, rdb, counters)
		if err == nil && len(values) != len(counters) {
			err = fmt.Errorf("%d values for %d counters", len(values), len(counters))
		}
		return err
	})
	values, err := gen.IncrMany(ctx, rdb, counters)
	if err != nil {
		t.Fatal(err)
	}
	for i, v := range values {
		if v != int64(21*i) {
			t.Errorf("counter %d is at %d, want %d", i, v, 21*i)
		}
	}
	if values, err := gen.IncrMany(ctx, rdb, nil); err != nil || len(values) != 0 {
		t.Errorf("no counters = %v, %v; want none", values, err)
	}
}
