package endtoend

import (
	"slices"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/luagen/luagen/bench/report"
	"github.com/luagen/luagen/internal/redistest"
)

// TestMeasure runs every contender for a moment.
func TestMeasure(t *testing.T) {
	addr := redistest.Start(t).Addr
	results, err := Measure(t.Context(), addr, Effort{Callers: []int{1, 4}, Rounds: 1, Turn: 5 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range results {
		for _, rate := range r.Rates {
			if rate.Speed.PerSecond <= 0 {
				t.Errorf("%d callers, %s, %s: %v calls/s", r.Callers, rate.Way, rate.label(), rate.Speed.PerSecond)
			}
		}
	}
	const want = 8 + 2 + 8 // batches and transactions, and auto-pipelining where there is more than one caller
	if n := len(Bars(results)); n != want {
		t.Errorf("%d bars, want %d", n, want)
	}
	for _, c := range Charts(results) {
		if len(c.Series) == 0 || slices.ContainsFunc(c.Series, func(s report.Series) bool { return len(s.Values) != len(results) }) {
			t.Errorf("chart %s has series %v", c.File, c.Series)
		}
	}
}

// TestContendersAgree counts what every contender's call did.
func TestContendersAgree(t *testing.T) {
	addr := redistest.Start(t).Addr
	ctx := t.Context()
	clients, err := dial(ctx, addr, 1)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(clients.close)
	direct := redis.NewClient(&redis.Options{Addr: addr})
	t.Cleanup(func() { _ = direct.Close() })
	for _, c := range contenders(clients, 1) {
		if err := direct.FlushDB(ctx).Err(); err != nil {
			t.Fatal(err)
		}
		n, err := c.call(ctx, 0)
		if err != nil {
			t.Fatalf("%s, %s: %v", c.way, c.name+c.setting, err)
		}
		keys, err := direct.Keys(ctx, "*").Result()
		if err != nil {
			t.Fatal(err)
		}
		total := 0
		for _, key := range keys {
			value, err := direct.Get(ctx, key).Int()
			if err != nil {
				t.Fatal(err)
			}
			total += value
		}
		if total != n {
			t.Errorf("%s, %s: %d calls incremented %d times", c.way, c.name+c.setting, n, total)
		}
	}
}

func TestRequestsPerSecond(t *testing.T) {
	tests := []struct {
		report string
		want   float64
		failed bool
	}{
		{"\"test\",\"rps\",\"avg_latency_ms\"\n\"EVALSHA x\",\"254452.92\",\"0.1\"\n", 254452.92, false},
		{"\"test\",\"rps\"\n", 0, true},
		{"\"EVALSHA x\",\"254452.92\"\n\"y\",\"1\"\n", 0, true},
		{"", 0, true},
	}
	for _, tt := range tests {
		got, err := requestsPerSecond([]byte(tt.report))
		if got != tt.want || (err != nil) != tt.failed {
			t.Errorf("requestsPerSecond(%q) = %v, %v", tt.report, got, err)
		}
	}
}
