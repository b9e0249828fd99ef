package editor

import (
	"testing"
)

// TestMeasure edits a short script in a small workspace.
func TestMeasure(t *testing.T) {
	r, err := Measure(t.Context(), "../..", Effort{Scripts: 20, Lines: 50, Edits: 6, Starts: 2})
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]int{Diagnostics: 6, Hover: 6, Completion: 6, Start: 2} {
		if len(r.Took[name]) != want {
			t.Errorf("%s was measured %d times, want %d", name, len(r.Took[name]), want)
		}
	}
	if len(Bars(r)) != 5 || len(Tables(r)[0].Rows) != 5 {
		t.Error("something is not shown")
	}
}

func TestQuantile(t *testing.T) {
	took := []float64{3, 1, 2, 4}
	for share, want := range map[float64]float64{0: 1, 0.5: 3, 0.99: 4, 1: 4} {
		if got := quantile(took, share); got != want {
			t.Errorf("at %v: %v, want %v", share, got, want)
		}
	}
}
