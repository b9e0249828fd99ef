package delay

import (
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// sleeper wakes within some microseconds of the moment asked for. time.Sleep does
// not: an idle process waits for its timers in epoll, which counts in whole
// milliseconds. A timer that is a file ends that wait at its own moment.
type sleeper struct {
	fd    int
	timer *os.File // of fd; reading it waits in the runtime's poller
}

func newSleeper() (sleeper, error) {
	fd, err := unix.TimerfdCreate(unix.CLOCK_MONOTONIC, unix.TFD_NONBLOCK|unix.TFD_CLOEXEC)
	if err != nil {
		return sleeper{}, os.NewSyscallError("timerfd_create", err)
	}
	return sleeper{fd, os.NewFile(uintptr(fd), "timerfd")}, nil
}

func (s sleeper) until(due time.Time) error {
	left := time.Until(due)
	if left <= 0 {
		return nil
	}
	at := unix.ItimerSpec{Value: unix.NsecToTimespec(left.Nanoseconds())}
	if err := unix.TimerfdSettime(s.fd, 0, &at, nil); err != nil {
		return os.NewSyscallError("timerfd_settime", err)
	}
	var expirations [8]byte
	_, err := s.timer.Read(expirations[:])
	return err
}

func (s sleeper) close() { _ = s.timer.Close() }
