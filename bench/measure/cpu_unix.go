//go:build unix

package measure

import (
	"syscall"
	"time"
)

// cpuTime returns how long the process has kept processors busy, in user and
// kernel mode. Unlike the clock on the wall it does not count the time for which
// other processes had them.
func cpuTime() (time.Duration, error) {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		return 0, err
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano()), nil
}
