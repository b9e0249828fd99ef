// Package scripttest tests Redis scripts from Go tests: a private server for a test, the cases
// of *_test.redis files as sub-tests, and how much of the scripts runs.
//
// The server is the redis-server, or else the valkey-server, on PATH. Where there is none, tests
// are skipped; in CI, where the environment variable CI is set, they fail. The command line's
// "luagen test" runs the same cases.
package scripttest

import (
	"context"
	"os"
	"os/exec"
	"testing"

	"github.com/redis/go-redis/v9"

	"github.com/luagen/luagen/scripttest/server"
)

// Server is a private server, empty at first.
type Server struct {
	Addr    string // "127.0.0.1:" and its port
	Name    string // "redis" or "valkey"
	Version string // "7.0.15"

	server *server.Server
}

// Start runs a server until the test ends.
func Start(tb testing.TB) *Server {
	tb.Helper()
	s, err := server.Start(tb.Context(), binary(tb))
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(s.Close)
	return &Server{Addr: s.Options.Addr, Name: s.Name, Version: s.Version, server: s}
}

// Client returns a client of the server that is closed when the test ends.
func (s *Server) Client(tb testing.TB) *redis.Client {
	c := redis.NewClient(&redis.Options{Addr: s.Addr})
	tb.Cleanup(func() { _ = c.Close() })
	return c
}

// binary is the server on PATH. Without one the test is skipped, in CI failed.
func binary(tb testing.TB) string {
	tb.Helper()
	for _, name := range []string{"redis-server", "valkey-server"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	const missing = "there is no redis-server and no valkey-server on PATH: apt-get install redis-server, brew install redis"
	if os.Getenv("CI") != "" {
		tb.Fatal(missing)
	}
	tb.Skip(missing)
	return ""
}

// newPool is a pool of servers that end with the test.
func newPool(tb testing.TB, most int) *server.Pool {
	path := binary(tb)
	pool := server.NewPool(most, func(ctx context.Context) (*server.Server, error) { return server.Start(ctx, path) })
	tb.Cleanup(pool.Close)
	return pool
}
