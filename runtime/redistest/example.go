package redistest

import (
	"fmt"
	"os"
	"slices"
	"testing"

	"github.com/redis/go-redis/v9"
)

// Example runs a redis-server for an Example function, which has no testing.TB. It returns
// a client of the server, and a function that ends both.
func Example() (client *redis.Client, stop func()) {
	tb := new(exampleTB)
	return Start(tb).Client(3), tb.stop
}

// exampleTB is as much of a testing.TB as a server asks for. It panics where a test would
// fail or be skipped.
type exampleTB struct {
	testing.TB

	cleanups []func()
}

func (*exampleTB) Helper() {}

func (tb *exampleTB) Cleanup(f func()) { tb.cleanups = append(tb.cleanups, f) }

func (tb *exampleTB) TempDir() string {
	dir, err := os.MkdirTemp("", "example")
	if err != nil {
		panic(err)
	}
	tb.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

func (*exampleTB) Fatal(args ...any) { panic(fmt.Sprint(args...)) }

func (*exampleTB) Fatalf(format string, args ...any) { panic(fmt.Sprintf(format, args...)) }

func (*exampleTB) Skip(args ...any) { panic(fmt.Sprint(args...)) }

func (tb *exampleTB) stop() {
	for _, f := range slices.Backward(tb.cleanups) {
		f()
	}
}
