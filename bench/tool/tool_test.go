package tool

import (
	"context"
	"testing"
)

// TestMeasure checks that every command runs and that its time is counted.
func TestMeasure(t *testing.T) {
	results, watched, err := Measure(context.Background(), "../..", Effort{Scripts: []int{30}, Rounds: 1, Edits: 2})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{lint, generate, files, luacheck, generateAgain, checkAgain, lintAgain} {
		r, ok := find(results, name, 30)
		if !ok || !r.Missing && (r.Wall <= 0 || r.CPU <= 0 || r.Peak <= 0) {
			t.Errorf("%s: %+v", name, r)
		}
	}
	tables := Tables(results, watched)
	if rows := len(tables[0].Rows); rows != 7 {
		t.Errorf("%d rows, want 7", rows)
	}
	if len(watched) != 1 || len(watched[0].After) != 2 || watched[0].Peak <= 0 {
		t.Errorf("watched %+v, want 2 edits", watched)
	}
	for _, b := range Bars(results, watched) {
		if b.Promise == "" || b.Measured == "" {
			t.Errorf("bar %+v", b)
		}
	}
}
