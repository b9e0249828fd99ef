package buildcost

import (
	"os"
	"syscall"
)

// peakMiB is the most memory that an ended process had resident.
func peakMiB(ended *os.ProcessState) float64 {
	const perMiB = 1024 // Linux counts in KiB
	return float64(ended.SysUsage().(*syscall.Rusage).Maxrss) / perMiB
}
