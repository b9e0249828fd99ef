package examples_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/luagen/luagen/examples/gen"
	"github.com/luagen/luagen/examples/gen/lock"
	"github.com/luagen/luagen/runtime"
	"github.com/luagen/luagen/runtime/redistest"
)

func TestLeaderboardConcurrently(t *testing.T) {
	const players, rounds = 20, 50
	ctx := context.Background()
	server := redistest.Start(t)
	if server.Before("7.0") {
		t.Skip("@readonly needs Redis 7.0")
	}
	rdb := server.Client(3)
	concurrently(t, players*rounds, func(i int) error {
		player, round := i%players, i/players
		_, err := gen.LeaderboardUpdate(ctx, rdb, "board", fmt.Sprintf("p%02d", player), float64(player*rounds+round)+0.5)
		return err
	})
	top, err := gen.LeaderboardTop(ctx, rdb, "board", 3)
	if err != nil {
		t.Fatal(err)
	}
	want := []gen.LeaderboardTopResultEntry{{Player: "p19", Score: 999.5}, {Player: "p18", Score: 949.5}, {Player: "p17", Score: 899.5}}
	if !slices.Equal(top, want) {
		t.Errorf("top three = %+v, want %+v", top, want)
	}
	r, err := gen.LeaderboardUpdate(ctx, rdb, "board", "p18", 1)
	if err != nil || r != (gen.LeaderboardUpdateResult{Improved: false, Best: 949.5, Rank: 1}) {
		t.Errorf("a worse score = %+v, %v", r, err)
	}
}

// TestCompareAndSetConcurrently counts by compare-and-set: no increment is lost.
func TestCompareAndSetConcurrently(t *testing.T) {
	const increments = 300
	ctx := context.Background()
	rdb := client(t)
	concurrently(t, increments, func(int) error {
		for {
			old, err := rdb.Get(ctx, "n").Bytes()
			if err != nil && !errors.Is(err, redis.Nil) {
				return err
			}
			var seen *[]byte
			n := 0
			if old != nil {
				seen = &old
				if n, err = strconv.Atoi(string(old)); err != nil {
					return err
				}
			}
			replaced, err := gen.CompareAndSet(ctx, rdb, "n", seen, []byte(strconv.Itoa(n+1)), nil)
			if err != nil || replaced {
				return err
			}
		}
	})
	if v := rdb.Get(ctx, "n").Val(); v != strconv.Itoa(increments) {
		t.Errorf("the counter is at %s, want %d", v, increments)
	}
}

func TestCompareAndSetTTL(t *testing.T) {
	ctx := context.Background()
	rdb := client(t)
	ttl := time.Hour
	if replaced, err := gen.CompareAndSet(ctx, rdb, "k", nil, []byte("v"), &ttl); err != nil || !replaced {
		t.Fatalf("first set = %v, %v", replaced, err)
	}
	if d := rdb.PTTL(ctx, "k").Val(); d <= 50*time.Minute || d > time.Hour {
		t.Errorf("expires in %v, want 1h", d)
	}
	// A duration is rounded up, so that the shortest is no PX 0, which Redis refuses.
	ttl = 1
	if replaced, err := gen.CompareAndSet(ctx, rdb, "short", nil, []byte("v"), &ttl); err != nil || !replaced {
		t.Errorf("set for a nanosecond = %v, %v", replaced, err)
	}
}

func TestLockConcurrently(t *testing.T) {
	ctx := context.Background()
	rdb := client(t)
	var holders, acquired atomic.Int64
	concurrently(t, 500, func(i int) error {
		owner := fmt.Sprintf("owner-%d", i)
		held, err := lock.Acquire(ctx, rdb, "lock:a", owner, time.Minute)
		if err != nil || !held {
			return err
		}
		acquired.Add(1)
		if n := holders.Add(1); n != 1 {
			return fmt.Errorf("%d hold the lock", n)
		}
		if err := lock.Extend(ctx, rdb, "lock:a", owner, time.Hour); err != nil {
			return err
		}
		holders.Add(-1)
		return lock.Release(ctx, rdb, "lock:a", owner)
	})
	if acquired.Load() == 0 {
		t.Error("nobody ever got the lock")
	}
	if err := lock.Release(ctx, rdb, "lock:a", "stranger"); !errors.Is(err, lock.ErrNotHeld) {
		t.Errorf("releasing a lock that is not held = %v, want ErrNotHeld", err)
	}
	if err := lock.Extend(ctx, rdb, "lock:a", "stranger", time.Minute); !errors.Is(err, lock.ErrNotHeld) {
		t.Errorf("extending a lock that is not held = %v, want ErrNotHeld", err)
	}
}

func TestTransferConcurrently(t *testing.T) {
	ctx := context.Background()
	rdb := client(t)
	if err := rdb.MSet(ctx, "{bank}:account:a", 1000, "{bank}:account:b", 1000).Err(); err != nil {
		t.Fatal(err)
	}
	concurrently(t, 1000, func(i int) error {
		from, to := "a", "b"
		if i%3 == 0 {
			from, to = to, from
		}
		r, err := gen.Transfer(ctx, rdb, from, to, 7)
		if errors.Is(err, gen.ErrInsufficient) {
			return nil
		}
		if err == nil && (r.From < 0 || r.From+r.To != 2000) {
			err = fmt.Errorf("balances %+v", r)
		}
		return err
	})
}

func TestTransferRefusals(t *testing.T) {
	ctx := context.Background()
	rdb := client(t)
	if _, err := gen.Transfer(ctx, rdb, "a", "b", 1); !errors.Is(err, gen.ErrNoAccount) {
		t.Errorf("without accounts = %v, want ErrNoAccount", err)
	}
	_, err := gen.Transfer(ctx, rdb, "a", "b", 0)
	var scriptErr *runtime.ScriptError
	if !errors.As(err, &scriptErr) || scriptErr.Code != "BADAMOUNT" || scriptErr.Message != "the amount must be above zero" {
		t.Errorf("an amount of zero = %#v, want a ScriptError with code BADAMOUNT", err)
	}
}

func TestPlaceOrderConcurrently(t *testing.T) {
	ctx := context.Background()
	rdb := client(t)
	if err := rdb.HSet(ctx, "{shop:s1}:stock", "pen", 100, "ink", 30).Err(); err != nil {
		t.Fatal(err)
	}
	var placed atomic.Int64
	concurrently(t, 60, func(i int) error {
		result, err := gen.PlaceOrder(ctx, rdb, "s1", strconv.Itoa(i), "ada", time.Minute, order)
		if err != nil {
			return err
		}
		switch r := result.(type) {
		case gen.PlaceOrderPlaced:
			placed.Add(1)
			if r.Units != 3 || r.Event == "" {
				return fmt.Errorf("result %+v", r)
			}
		case gen.PlaceOrderOutOfStock:
			if r.Article != "ink" || r.InStock != 0 {
				return fmt.Errorf("result %+v, want ink to run out first", r)
			}
		}
		return nil
	})
	if placed.Load() != 30 {
		t.Errorf("%d orders were placed, want 30", placed.Load())
	}
	if stock := rdb.HGetAll(ctx, "{shop:s1}:stock").Val(); stock["pen"] != "40" || stock["ink"] != "0" {
		t.Errorf("stock = %v, want 40 pens and no ink", stock)
	}
	if n := rdb.XLen(ctx, "{shop:s1}:orders").Val(); n != 30 {
		t.Errorf("%d events, want 30", n)
	}
	if _, err := gen.PlaceOrder(ctx, rdb, "s1", firstPlaced(t, rdb), "ada", time.Minute, order); !errors.Is(err, gen.ErrDuplicateOrder) {
		t.Errorf("the same order again = %v, want ErrDuplicateOrder", err)
	}
}

// order is two pens and one ink.
var order = []gen.PlaceOrderLine{{Article: "pen", Units: 2}, {Article: "ink", Units: 1}}

// firstPlaced returns the id of an order that was placed.
func firstPlaced(t *testing.T, rdb *redis.Client) string {
	t.Helper()
	for i := range 60 {
		id := strconv.Itoa(i)
		if rdb.Exists(context.Background(), "{shop:s1}:order:"+id).Val() == 1 {
			return id
		}
	}
	t.Fatal("no order was placed")
	return ""
}
