package tool

import (
	"context"
	"testing"
)

// TestMeasure checks that every command runs and that its time is counted.
func TestMeasure(t *testing.T) {
	results, err := Measure(context.Background(), "../..", Effort{Scripts: []int{30}, Rounds: 1})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{lint, generate, files, luacheck} {
		r, ok := find(results, name, 30)
		if !ok || !r.Missing && (r.Wall <= 0 || r.CPU <= 0 || r.Peak <= 0) {
			t.Errorf("%s: %+v", name, r)
		}
	}
	if rows := Tables(results)[0].Rows; len(rows) != 4 {
		t.Errorf("%d rows, want 4", len(rows))
	}
}
