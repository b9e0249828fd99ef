package server

import (
	"context"
	"errors"
	"testing"

	"github.com/redis/go-redis/v9"

	"github.com/luagen/luagen/internal/redistest"
)

func TestRun(t *testing.T) {
	redistest.Binary(t)
	stop := errors.New("stop")
	var addr string
	err := Run(func(a string) error {
		addr = a
		c := redis.NewClient(&redis.Options{Addr: a})
		defer c.Close()
		return errors.Join(stop, c.Ping(context.Background()).Err())
	})
	if err == nil || err.Error() != stop.Error() {
		t.Fatalf("Run returned %v, want what its function returned alone", err)
	}
	c := redis.NewClient(&redis.Options{Addr: addr, MaxRetries: -1})
	defer c.Close()
	if err := c.Ping(context.Background()).Err(); err == nil {
		t.Error("the server outlives Run")
	}
}

func TestRunWithoutServer(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	err := Run(func(string) error {
		t.Error("called without a server")
		return nil
	})
	if err == nil {
		t.Error("no error without a redis-server")
	}
}
