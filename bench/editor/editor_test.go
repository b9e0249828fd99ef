package editor

import (
	"runtime"
	"testing"
)

// TestMeasure edits a short script in a small workspace.
func TestMeasure(t *testing.T) {
	r, err := Measure(t.Context(), "../..", Effort{Scripts: 20, Lines: 50, Edits: 50, Starts: 2, GoFiles: 12})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]int{Diagnostics: 50, Hover: 50, Completion: 50, Symbols: 1, Cold: 2, Warm: 2, GoWarm: 2}
	if runtime.GOOS != "linux" {
		delete(want, Cold)
	}
	for name, want := range want {
		if len(r.Took[name]) != want {
			t.Errorf("%s was measured %d times, want %d", name, len(r.Took[name]), want)
		}
	}
	if len(Tables(r)[0].Rows) != len(want)+2 || len(Bars(r)) != len(want)-1 {
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
