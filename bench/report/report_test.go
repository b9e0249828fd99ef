package report

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
)

func TestTable(t *testing.T) {
	var b bytes.Buffer
	err := Table{
		Title: "Time",
		Head:  []string{"client", "µs"},
		Rows:  [][]string{{"luagen", "1.0"}, {"by hand", "12.0"}},
		Notes: []string{"One caller."},
	}.Write(&b)
	if err != nil {
		t.Fatal(err)
	}
	const want = `### Time

| client  |   µs |
| ------- | ---: |
| luagen  |  1.0 |
| by hand | 12.0 |

One caller.

`
	if b.String() != want {
		t.Errorf("got:\n%s\nwant:\n%s", b.String(), want)
	}
}

func TestBars(t *testing.T) {
	tests := []struct {
		bar  Bar
		want Bar
	}{
		{AtLeast("fast", "%.1fx", 2, 2), Bar{"fast", "2.0x", true}},
		{AtLeast("fast", "%.1fx", 1.9, 2), Bar{"fast", "1.9x", false}},
		{AtMost("small", "%.0f", 10, 9), Bar{"small", "10", false}},
		{AtMost("small", "%.0f", 9, 9), Bar{"small", "9", true}},
	}
	for _, tt := range tests {
		if tt.bar != tt.want {
			t.Errorf("got %+v, want %+v", tt.bar, tt.want)
		}
	}
}

// TestChart draws both kinds, with a figure that is missing.
func TestChart(t *testing.T) {
	for _, lines := range []bool{false, true} {
		folder := t.TempDir()
		c := Chart{
			File: "x.svg", Title: "T", Y: "calls/s", Groups: []string{"a", "b"}, Lines: lines,
			Series: []Series{{"one", []float64{1, 1000}}, {"two", []float64{0, 3}}},
		}
		if err := c.Save(folder); err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(filepath.Join(folder, "x.svg"))
		if err != nil || !strings.HasPrefix(string(got), "<?xml") {
			t.Errorf("lines=%v: %.20q, %v: not an SVG", lines, got, err)
		}
	}
}

// TestBarsLieBeside checks that no bar covers another, of the next group either.
func TestBarsLieBeside(t *testing.T) {
	const group = 100
	for n := 1; n < 12; n++ {
		var bars []*plotter.BarChart
		for range n {
			bars = append(bars, new(plotter.BarChart))
		}
		place(bars, group)
		right := vg.Length(-group / 2)
		for i, b := range bars {
			if left := b.Offset - b.Width/2; left < right-0.001 {
				t.Errorf("%d bars: number %d begins at %.1f, and what is left of it ends at %.1f", n, i+1, left, right)
			}
			right = b.Offset + b.Width/2
		}
		if right > group/2 {
			t.Errorf("%d bars end at %.1f, and their group at %d", n, right, group/2)
		}
	}
}

func TestPlainTicks(t *testing.T) {
	for _, tt := range []struct {
		high float64
		want string
	}{
		{2, "0 1 2"}, {600000, "0 300000 600000"}, {0.35, "0 0.1 0.2 0.3"},
	} {
		var labels []string
		for _, tick := range plainTicks(0, tt.high) {
			if tick.Label != "" {
				labels = append(labels, tick.Label)
			}
		}
		if got := strings.Join(labels, " "); got != tt.want {
			t.Errorf("up to %v: %s, want %s", tt.high, got, tt.want)
		}
	}
}
