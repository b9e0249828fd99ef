// Code generated from runtime/go124.go. DO NOT EDIT.

package runtime

import (
	"errors"
	"sync"
)

// asType is errors.AsType, which Go has from 1.26 on.
func asType[T error](err error) (T, bool) {
	var found T
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
