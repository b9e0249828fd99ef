//go:build unix

package disk

import (
	"io/fs"
	"syscall"
)

// readFile is os.ReadFile without what package os does for files that stay open: to read one script
// after the other, that takes longer than the reading.
func readFile(path string) ([]byte, error) {
	fail := func(op string, err error) ([]byte, error) { return nil, &fs.PathError{Op: op, Path: path, Err: err} }
	fd, err := retry(func() (int, error) { return syscall.Open(path, syscall.O_RDONLY|syscall.O_CLOEXEC, 0) })
	if err != nil {
		return fail("open", err)
	}
	defer syscall.Close(fd)
	var state syscall.Stat_t
	if _, err := retry(func() (int, error) { return 0, syscall.Fstat(fd, &state) }); err != nil {
		return fail("stat", err)
	}
	const (
		least = 512 // some files say that they are empty, and are not
		most  = 1 << 26
	)
	text := make([]byte, 0, min(max(state.Size, least-1), most)+1) // and one byte to see that there is no more
	for {
		if len(text) == cap(text) {
			text = append(text, 0)[:len(text)]
		}
		n, err := retry(func() (int, error) { return syscall.Read(fd, text[len(text):cap(text)]) })
		if err != nil {
			return fail("read", err)
		}
		if n <= 0 {
			return text, nil
		}
		text = text[:len(text)+n]
		if int64(len(text)) == state.Size && len(text) < cap(text) {
			return text, nil // less came than there was room for: that was the end
		}
	}
}

// retry calls again what a signal has interrupted.
func retry(call func() (int, error)) (int, error) {
	for {
		if n, err := call(); err != syscall.EINTR {
			return n, err
		}
	}
}
