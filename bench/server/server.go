// Package server runs a private redis-server for a benchmark program, with the code
// that starts one for the tests.
package server

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"testing"

	"github.com/luagen/luagen/internal/redistest"
)

// Run starts a redis-server, calls use with its address and stops it afterwards.
func Run(use func(addr string) error) error {
	o := &owner{}
	defer o.cleanUp()
	var addr string
	done := make(chan struct{})
	// What starts a server for a test ends its goroutine when it fails.
	go func() {
		defer close(done)
		addr = redistest.Start(o).Addr
	}()
	<-done
	if o.failure != nil {
		return o.failure
	}
	return use(addr)
}

// owner is what a server that was not started by a test belongs to. It has those
// methods of a testing.TB that starting and stopping one server needs; the embedded
// interface is nil, so any other panics.
type owner struct {
	testing.TB

	failure  error
	cleanups []func()
}

func (o *owner) Helper() {}

func (o *owner) Cleanup(f func()) { o.cleanups = append(o.cleanups, f) }

func (o *owner) TempDir() string {
	dir, err := os.MkdirTemp("", "luagen-bench-")
	if err != nil {
		o.Fatal(err)
	}
	o.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

func (o *owner) Fatal(args ...any) {
	o.failure = errors.New(fmt.Sprint(args...))
	runtime.Goexit()
}

func (o *owner) Fatalf(format string, args ...any) {
	o.failure = fmt.Errorf(format, args...)
	runtime.Goexit()
}

// Skip is a failure here: a benchmark without a server has nothing to show.
func (o *owner) Skip(args ...any) { o.Fatal(args...) }

// cleanUp runs the clean-ups, the last one first.
func (o *owner) cleanUp() {
	for len(o.cleanups) > 0 {
		last := len(o.cleanups) - 1
		f := o.cleanups[last]
		o.cleanups = o.cleanups[:last]
		f()
	}
}
