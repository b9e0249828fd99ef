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
	// With few callers redis.Script too is done after few bodies, so the bar is
	// checked against the script and not against it.
	if own := results[0]; own.Bodies > 0.1*float64(effort.Callers) {
		t.Errorf("%s sent the script %.1f times for %d callers", own.Name, own.Bodies, effort.Callers)
	}
}
