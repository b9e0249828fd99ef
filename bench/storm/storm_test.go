package storm

import (
	"testing"

	"github.com/luagen/luagen/internal/redistest"
)

// TestBar storms with fewer callers and holds luagen to its bar.
func TestBar(t *testing.T) {
	effort := Effort{Callers: 200, Rounds: 3}
	results, err := Measure(t.Context(), redistest.Start(t).Addr, effort)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range results {
		t.Logf("%s: %.0f bytes, %.1f ms", r.Name, r.Bytes, r.Last*1000)
		if r.Bodies < 1 {
			t.Errorf("%s sent %.2f scripts, less than the one that the server needs", r.Name, r.Bodies)
		}
	}
	for _, b := range Bars(results) {
		if !b.Met {
			t.Errorf("%s: measured %s", b.Promise, b.Measured)
		}
	}
}
