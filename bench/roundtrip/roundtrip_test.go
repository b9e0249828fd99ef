package roundtrip

import (
	"testing"
	"time"

	"github.com/luagen/luagen/internal/redistest"
)

// TestMeasure runs every method for a moment and holds those that are safe to
// losing and doubling nothing.
func TestMeasure(t *testing.T) {
	addr := redistest.Start(t).Addr
	results, err := Measure(t.Context(), addr, Effort{
		RoundTrips: []time.Duration{0, 200 * time.Microsecond}, Rounds: 1, Turn: 20 * time.Millisecond,
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range results {
		if r.Ping < r.Added {
			t.Errorf("PING took %v with %v added", r.Ping, r.Added)
		}
		for _, w := range r.Workloads {
			for _, m := range w.Methods {
				racy := w.callers() > 1 && (m.Method == separate || m.Method == multiExec)
				if m.Done == 0 || (m.Wrong != 0 && !racy) {
					t.Errorf("+%v, %s, %s: %d of %d wrong", r.Added, w.Workload, m.Method, m.Wrong, m.Done)
				}
			}
		}
		for _, c := range r.Claims {
			if c.Measured.Median <= 0 {
				t.Errorf("+%v, %s: %v", r.Added, c.What, c.Measured)
			}
		}
	}
	if n := len(Tables(results)); n != len(workloads())+1 {
		t.Errorf("%d tables", n)
	}
}

// callers is how many worked at once.
func (w WorkloadResult) callers() int {
	for _, known := range workloads() {
		if known.name == w.Workload {
			return known.callers
		}
	}
	return 0
}

// TestChecksFindFaults breaks what each workload has written.
func TestChecksFindFaults(t *testing.T) {
	ctx := t.Context()
	c := redistest.Start(t).Client(3)
	faults := map[string]func() error{
		"like button":             func() error { return c.Incr(ctx, tapOf(0).count).Err() },
		"conditional increment":   func() error { return c.Incr(ctx, counterOf(0)).Err() },
		"slot reservation":        func() error { return c.ZRem(ctx, candidateOf(0).slots, "0").Err() },
		"batch of 1,000 counters": func() error { return c.Decr(ctx, "counter:7").Err() },
	}
	for _, w := range workloads() {
		own := w.methods[len(w.methods)-1]
		run := newRun(c)
		for range 10 {
			if err := own.operate(ctx, run, int(run.next.Add(1)-1)); err != nil {
				t.Fatal(err)
			}
		}
		if wrong, err := w.check(ctx, c, run); wrong != 0 || err != nil {
			t.Errorf("%s: %d wrong, %v, before anything is", w.name, wrong, err)
		}
		if err := faults[w.name](); err != nil {
			t.Fatal(err)
		}
		if wrong, err := w.check(ctx, c, run); wrong == 0 || err != nil {
			t.Errorf("%s: %d wrong, %v, after a fault", w.name, wrong, err)
		}
		if err := c.FlushDB(ctx).Err(); err != nil {
			t.Fatal(err)
		}
	}
}
