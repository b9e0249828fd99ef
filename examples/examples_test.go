// Package examples_test holds the behaviour of the example scripts on a real
// Redis: what they promise alone and what they keep under concurrency.
package examples_test

import (
	"sync"
	"testing"

	"github.com/redis/go-redis/v9"

	"github.com/luagen/luagen/runtime/redistest"
)

// callers is how many goroutines call a script at once.
const callers = 64

// client returns a client of a server of the test's own.
func client(t *testing.T) *redis.Client {
	t.Helper()
	return redistest.Start(t).Client(3)
}

// concurrently calls f with 0 to n-1 from several goroutines and fails the test
// on the first error.
func concurrently(t *testing.T, n int, f func(i int) error) {
	t.Helper()
	var group sync.WaitGroup
	next := make(chan int)
	errs := make(chan error, callers)
	for range callers {
		group.Add(1)
		go func() {
			defer group.Done()
			var failed bool
			for i := range next {
				if failed {
					continue
				}
				if err := f(i); err != nil {
					errs <- err
					failed = true
				}
			}
		}()
	}
	for i := range n {
		next <- i
	}
	close(next)
	group.Wait()
	close(errs)
	for err := range errs {
		t.Fatal(err)
	}
}
