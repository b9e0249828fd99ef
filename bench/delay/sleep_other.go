//go:build !linux

package delay

import "time"

// sleeper waits as precisely as the Go scheduler does, about a millisecond when the
// process is idle; the benchmark prints the round trip that it measures.
type sleeper struct{}

func newSleeper() (sleeper, error) { return sleeper{}, nil }

func (sleeper) until(due time.Time) error {
	time.Sleep(time.Until(due))
	return nil
}

func (sleeper) close() {}
