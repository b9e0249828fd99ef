//go:build !linux

package buildcost

import (
	"math"
	"os"
)

// peakMiB is not known: other systems count in other units, or not at all.
func peakMiB(*os.ProcessState) float64 { return math.NaN() }
