package examples_test

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/luagen/luagen/examples/gen"
)

func TestReserveSlotConcurrently(t *testing.T) {
	const slots = 100
	ctx := context.Background()
	rdb := client(t)
	var taken [slots + 1]atomic.Int64
	var refused atomic.Int64
	concurrently(t, 150, func(i int) error {
		slot, err := gen.ReserveSlot(ctx, rdb, "parking", slots, fmt.Sprintf("car-%d", i))
		if errors.Is(err, gen.ErrNoSlot) {
			refused.Add(1)
			return nil
		}
		if err != nil {
			return err
		}
		taken[slot].Add(1)
		return nil
	})
	for slot := 1; slot <= slots; slot++ {
		if n := taken[slot].Load(); n != 1 {
			t.Errorf("slot %d was given out %d times", slot, n)
		}
	}
	if refused.Load() != 50 {
		t.Errorf("%d were refused, want 50", refused.Load())
	}
}

func TestTokenBucketConcurrently(t *testing.T) {
	ctx := context.Background()
	rdb := client(t)
	var allowed atomic.Int64
	// No token comes back within the test: one takes an hour.
	concurrently(t, 500, func(int) error {
		r, err := gen.TokenBucket(ctx, rdb, "api", 50, time.Hour, 2)
		if err != nil {
			return err
		}
		switch {
		case r.Allowed && r.RetryAfter == 0:
			allowed.Add(1)
		case !r.Allowed && r.RetryAfter > 0 && r.RetryAfter <= 2*time.Hour:
		default:
			return fmt.Errorf("result %+v", r)
		}
		return nil
	})
	if allowed.Load() != 25 {
		t.Errorf("%d takings of 2 tokens were allowed from a bucket of 50, want 25", allowed.Load())
	}
	if ttl := rdb.PTTL(ctx, "bucket:{api}").Val(); ttl <= 49*time.Hour || ttl > 50*time.Hour {
		t.Errorf("the bucket expires in %v, want 50h", ttl)
	}
}

// TestTokenBucketRefills moves the bucket's own clock back instead of waiting.
func TestTokenBucketRefills(t *testing.T) {
	ctx := context.Background()
	rdb := client(t)
	take := func(want int64) gen.TokenBucketResult {
		t.Helper()
		r, err := gen.TokenBucket(ctx, rdb, "api", 10, time.Minute, want)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	if r := take(10); !r.Allowed || r.Left != 0 {
		t.Fatalf("taking a full bucket = %+v", r)
	}
	if r := take(1); r.Allowed || r.RetryAfter > time.Minute || r.RetryAfter < 50*time.Second {
		t.Fatalf("taking from an empty bucket = %+v, want a retry in about a minute", r)
	}
	at := rdb.HGet(ctx, "bucket:{api}", "at").Val()
	if err := rdb.HIncrBy(ctx, "bucket:{api}", "at", -3*time.Minute.Milliseconds()).Err(); err != nil {
		t.Fatalf("moving the clock back from %s: %v", at, err)
	}
	if r := take(2); !r.Allowed || r.Left != 1 {
		t.Errorf("three minutes later = %+v, want two tokens taken and one left", r)
	}
}

func TestSlidingWindowConcurrently(t *testing.T) {
	ctx := context.Background()
	rdb := client(t)
	var allowed atomic.Int64
	concurrently(t, 300, func(i int) error {
		result, err := gen.SlidingWindow(ctx, rdb, "login", 40, time.Hour, fmt.Sprint(i))
		if err != nil {
			return err
		}
		switch r := result.(type) {
		case gen.SlidingWindowAllowed:
			allowed.Add(1)
			if r.Left < 0 || r.Left > 39 {
				return fmt.Errorf("result %+v", r)
			}
		case gen.SlidingWindowRefused:
			if r.RetryAfter <= 0 || r.RetryAfter > time.Hour {
				return fmt.Errorf("result %+v", r)
			}
		}
		return nil
	})
	if allowed.Load() != 40 {
		t.Errorf("%d events were allowed, want 40", allowed.Load())
	}
}

// TestSlidingWindowSlides ages the events instead of waiting.
func TestSlidingWindowSlides(t *testing.T) {
	ctx := context.Background()
	rdb := client(t)
	const key = "window:{login}"
	for i := range 2 {
		if r, err := gen.SlidingWindow(ctx, rdb, "login", 2, time.Minute, fmt.Sprint(i)); err != nil || r != (gen.SlidingWindowAllowed{Left: int64(1 - i)}) {
			t.Fatalf("event %d = %+v, %v", i, r, err)
		}
	}
	if r, err := gen.SlidingWindow(ctx, rdb, "login", 2, time.Minute, "2"); err != nil {
		t.Fatal(err)
	} else if _, refused := r.(gen.SlidingWindowRefused); !refused {
		t.Fatalf("a third event = %+v, want it refused", r)
	}
	if err := rdb.ZIncrBy(ctx, key, -float64(2*time.Minute.Milliseconds()), "0").Err(); err != nil {
		t.Fatal(err)
	}
	if r, err := gen.SlidingWindow(ctx, rdb, "login", 2, time.Minute, "3"); err != nil || r != (gen.SlidingWindowAllowed{Left: 0}) {
		t.Errorf("after the first event left the window = %+v, %v", r, err)
	}
}
