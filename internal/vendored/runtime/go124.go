// Code generated from runtime/go124.go. DO NOT EDIT.

package runtime

import (
	"errors"
	"sync"
)

// asType is errors.AsType, which Go has from 1.26 on.
func asType[T error](err error) (T, bool) {
	if err == nil {
		var none T
		return none, false
	}
	var found T // on the heap, which a call that succeeds is spared
	ok := errors.As(err, &found)
	return found, ok
}

// spawn is the Go method of a sync.WaitGroup, which Go has from 1.25 on.
func spawn(wait *sync.WaitGroup, f func()) {
	wait.Add(1)
	go func() {
		defer wait.Done()
		f()
	}()
}
