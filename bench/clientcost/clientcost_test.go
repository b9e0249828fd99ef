package clientcost

import (
	"context"
	"testing"
	"time"
)

// TestAllocationBars holds luagen to the bars that do not depend on the machine.
func TestAllocationBars(t *testing.T) {
	results, err := Measure(context.Background(), Effort{Rounds: 3, Turn: 5 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range results {
		for i, c := range r.Costs {
			t.Logf("%s, %s: %.0f ns, %.2f allocs, %.0f bytes", r.Reply, r.Names[i], c.Nanoseconds, c.Allocs, c.Bytes)
		}
	}
	for _, b := range allocationBars(results) {
		if !b.Met {
			t.Errorf("%s: measured %s", b.Promise, b.Measured)
		}
	}
}

// BenchmarkCall is for profiles: go test -bench 'Call/an_int/luagen' -cpuprofile cpu.out.
func BenchmarkCall(b *testing.B) {
	for _, k := range kinds() {
		clients, err := dial(k.reply)
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(clients.close)
		for _, c := range k.contenders(b.Context(), clients) {
			b.Run(k.name+"/"+c.Name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if err := c.Call(); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
