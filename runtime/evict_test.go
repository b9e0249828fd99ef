package runtime

import (
	"context"
	"fmt"
	"testing"

	"github.com/luagen/luagen/runtime/redistest"
	"github.com/redis/go-redis/v9"
)

// From Redis 7.4 and Valkey 8.0 on, scripts that came with EVAL are evicted when
// there are 500 younger ones. One that is missing for that costs its body once: what
// a call loads stays.
func TestEvictedScripts(t *testing.T) {
	server := redistest.Start(t)
	ctx := context.Background()
	admin := connect(t, server.Addr)
	client := connect(t, server.Addr)
	bodies := &bodyCounter{}
	client.AddHook(bodies)
	s := kilobytes(1)
	count := func() *Call[int64] { return call(s, (*Decoder).Int, []string{"n"}) }
	round := 0
	evict := func() {
		t.Helper()
		round++
		_, err := admin.Pipelined(ctx, func(pipe redis.Pipeliner) error {
			for i := range 600 {
				pipe.Eval(ctx, fmt.Sprintf("return %d -- %d", i, round), nil)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}

	// Somebody else's EVAL makes it evictable; on Redis, Load leaves it so.
	if err := admin.Eval(ctx, s.Source(), []string{"n"}).Err(); err != nil {
		t.Fatal(err)
	}
	if err := Load(ctx, admin, s); err != nil {
		t.Fatal(err)
	}
	want := int64(1)
	for range 3 {
		evict()
		want++
		if n, err := Run(ctx, client, count()); n != want || err != nil {
			t.Errorf("call: %d, %v; want %d", n, err, want)
		}
		for name, send := range batches {
			evict()
			first, second := count(), count()
			err := send(ctx, client, first, second)
			want += 2
			if n, _ := second.Result(); n != want || err != nil {
				t.Errorf("%s: %d, %v; want %d", name, n, err, want)
			}
		}
	}
	evictions := int64(0)
	switch name, _ := server.Version(); {
	case name == "redis" && !server.Before("7.4"):
		evictions = 1
	case name != "redis" && name != "valkey":
		return // a fork may have either
	}
	if n := bodies.bodies.Load(); n != evictions {
		t.Errorf("the body was sent %d times, want %d", n, evictions)
	}
}
