package report

import (
	"fmt"
	"io"

	"github.com/luagen/luagen/bench/measure"
)

// Bar is a promise that luagen makes and what was measured of it.
type Bar struct {
	Promise  string
	Measured string
	Met      bool
}

// WriteBars prints the targets as a table.
func WriteBars(w io.Writer, bars []Bar) error {
	t := Table{Title: "Targets", Head: []string{"promise", "measured", "met"}}
	for _, b := range bars {
		met := "yes"
		if !b.Met {
			met = "**no**"
		}
		t.Rows = append(t.Rows, []string{b.Promise, b.Measured, met})
	}
	return t.Write(w)
}

// AtLeast is a bar that value, in the given format, reaches at least limit.
func AtLeast(promise, format string, value, limit float64) Bar {
	return Bar{Promise: promise, Measured: fmt.Sprintf(format, value), Met: value >= limit}
}

// AtMost is a bar that value, in the given format, stays at or below limit.
func AtMost(promise, format string, value, limit float64) Bar {
	return Bar{Promise: promise, Measured: fmt.Sprintf(format, value), Met: value <= limit}
}

// RatioAtLeast is a bar that the median of a ratio reaches at least limit.
func RatioAtLeast(promise string, ratio measure.Ratio, limit float64) Bar {
	return Bar{Promise: promise, Measured: Spread(ratio), Met: ratio.Median >= limit}
}

// RatioAtMost is a bar that the median of a ratio stays at or below limit.
func RatioAtMost(promise string, ratio measure.Ratio, limit float64) Bar {
	return Bar{Promise: promise, Measured: Spread(ratio), Met: ratio.Median > 0 && ratio.Median <= limit}
}
