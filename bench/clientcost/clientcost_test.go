package clientcost

import (
	"context"
	"reflect"
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
		for _, w := range r.Ways {
			t.Logf("%s, %s: %.0f ns, %.2f allocs, %.0f bytes, luagen %.2fx", r.Reply, w.Name, w.Cost.Nanoseconds, w.Cost.Allocs, w.Cost.Bytes, w.Luagen.Median)
		}
	}
	for _, b := range append(allocationBars(results), bytesBars(results)...) {
		if !b.Met {
			t.Errorf("%s: measured %s", b.Promise, b.Measured)
		}
	}
}

// TestContendersAgree compares what the calls return.
func TestContendersAgree(t *testing.T) {
	for _, k := range kinds() {
		clients, err := dial(k.reply)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(clients.close)
		contenders := k.contenders(t.Context(), clients)
		want, err := contenders[0].value()
		if err != nil {
			t.Fatalf("%s, %s: %v", k.name, contenders[0].Name, err)
		}
		for _, c := range contenders[1:] {
			got, err := c.value()
			if err != nil || c.Name != replyIgnored && !reflect.DeepEqual(got, want) {
				t.Errorf("%s, %s: got %v, %v; want %v", k.name, c.Name, got, err, want)
			}
		}
	}
}

// TestEqualChecks gives the calls by hand, and luagen, replies of other kinds than the
// script's: all of them refuse.
func TestEqualChecks(t *testing.T) {
	for _, k := range kinds() {
		for _, reply := range []string{"*1\r\n*0\r\n", "*5\r\n:1\r\n:2\r\n:3\r\n:4\r\n*0\r\n", "$3\r\nx:y\r\n", "-ERR no\r\n"} {
			clients, err := dial(reply)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(clients.close)
			for _, c := range k.contenders(t.Context(), clients) {
				if c.Name != luagen && !c.equal || k.name == "a string" && reply[0] == '$' {
					continue
				}
				if got, err := c.value(); err == nil {
					t.Errorf("%s, %s: took %q for %v", k.name, c.Name, reply, got)
				}
			}
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
