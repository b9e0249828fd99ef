//go:build !linux

package delay

import "time"

// sleeper waits as precisely as the Go scheduler does, about a millisecond when the
// process is idle; the benchmark prints the round trip that it measures.
type sleeper struct{}

func newSleeper() sleeper { return sleeper{} }

func (sleeper) until(due time.Time) { time.Sleep(time.Until(due)) }

func (sleeper) release() {}
