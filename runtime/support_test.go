package runtime

import (
	"context"
	"crypto/sha1"
	"encoding/hex"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/luagen/luagen/runtime/redistest"
	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/logging"
)

// go-redis reports lost connections to its log, which the tests are full of.
func TestMain(m *testing.M) {
	logging.Disable()
	m.Run()
}

func shaOf(source string) string {
	sum := sha1.Sum([]byte(source))
	return hex.EncodeToString(sum[:])
}

func script(name, source string, options ...Option) *Script {
	return NewScript(name, source, shaOf(source), options...)
}

// call makes a call with keys and string arguments.
func call[T any](s *Script, decode func(*Decoder) T, keys []string, args ...string) *Call[T] {
	c := NewCall(s, decode, len(keys)+len(args))
	c.Args.Keys(keys)
	c.Args.Strings(args)
	return c
}

// eval runs a script without keys once.
func eval[T any](t testing.TB, client Client, source string, decode func(*Decoder) T, args ...string) (T, error) {
	t.Helper()
	return Run(context.Background(), client, call(script("t.lua", source), decode, nil, args...))
}

// connect is a client of an address, closed with the test.
func connect(t testing.TB, addr string, change ...func(*redis.Options)) *redis.Client {
	t.Helper()
	opt := &redis.Options{Addr: addr, DisableIdentity: true}
	for _, f := range change {
		f(opt)
	}
	c := redis.NewClient(opt)
	t.Cleanup(func() { c.Close() })
	return c
}

// concurrently runs f n times at once and waits.
func concurrently(n int, f func(i int)) {
	var wait sync.WaitGroup
	for i := range n {
		spawn(&wait, func() { f(i) })
	}
	wait.Wait()
}

// text is an error's text, "" for nil.
func text(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// reading is the option of a script that only reads, where the server has EVALSHA_RO.
func reading(server *redistest.Server) Option {
	if server.Before("7.0") {
		return Lines()
	}
	return ReadOnly()
}

func wantText(t testing.TB, err error, want string) {
	t.Helper()
	if got := text(err); got != want {
		t.Errorf("error\n got %s\nwant %s", got, want)
	}
}

func mustInt(t testing.TB, cmd *redis.Cmd) int64 {
	t.Helper()
	n, err := cmd.Int64()
	if err != nil && !errors.Is(err, redis.Nil) {
		t.Fatal(err)
	}
	return n
}

func bulk(s string) string { return fmt.Sprintf("$%d\r\n%s\r\n", len(s), s) }
