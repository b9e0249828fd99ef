package server_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/luagen/luagen/internal/redistest"
	"github.com/luagen/luagen/internal/resp"
	"github.com/luagen/luagen/scripttest/server"
)

func start(t *testing.T) *server.Server {
	t.Helper()
	s, err := server.Start(t.Context(), redistest.Binary(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

func dial(t *testing.T, s *server.Server, protocol int) *server.Conn {
	t.Helper()
	c, err := s.Dial(t.Context(), protocol)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func TestConn(t *testing.T) {
	s := start(t)
	c := dial(t, s, 3)
	if v, err := c.Do("HGETALL", "none"); err != nil || v.Kind != '%' {
		t.Errorf("RESP3: %v, %v", v, err)
	}
	// A time that has passed does not count for a command without one.
	c.SetTimeout(time.Second)
	if _, err := c.Do("PING"); err != nil {
		t.Error(err)
	}
	c.SetTimeout(0)
	if v, err := c.Do("BLPOP", "none", "1.1"); err != nil || !v.Null {
		t.Errorf("%v, %v", v, err)
	}
	c.SetTimeout(50 * time.Millisecond)
	if _, err := c.Do("BLPOP", "none", "0"); !errors.Is(err, server.ErrTimeout) {
		t.Errorf("error %v, want that there is no answer", err)
	}
	// What goes through a client is what do makes of it.
	c = dial(t, s, 2)
	client := c.Client(func(args []string) (resp.Value, error) {
		if args[0] == "get" {
			args = []string{"ECHO", strings.Join(args, " ")}
		}
		return c.Do(args...)
	})
	defer client.Close()
	if got, err := client.Get(t.Context(), "k").Result(); got != "get k" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	s.Close()
	var lost *server.LostError
	if _, err := c.Do("PING"); !errors.As(err, &lost) {
		t.Errorf("error %v of a server that has ended", err)
	}
}

func TestConnect(t *testing.T) {
	own := start(t)
	opts := &redis.Options{Addr: own.Options.Addr, DB: 3}
	given, err := server.Connect(t.Context(), opts)
	if err != nil {
		t.Fatal(err)
	}
	if given.Kind != server.Given || given.String() != own.String() {
		t.Errorf("%v %s, want %s", given.Kind, given, own)
	}
	c := dial(t, given, 2)
	if _, err := c.Do("SET", "k", "v"); err != nil {
		t.Fatal(err)
	}
	if _, err := server.Connect(t.Context(), opts); err == nil {
		t.Error("a database with keys is taken")
	}
	given.Close()
	if v, err := c.Do("DBSIZE"); err != nil || v.Text != "0" {
		t.Errorf("%v keys are left, %v", v, err)
	}
}

func TestStart(t *testing.T) {
	if _, err := server.Start(t.Context(), "no-such-server"); err == nil {
		t.Error("a server that is not there starts")
	}
	wrong := filepath.Join(t.TempDir(), "server")
	if err := os.WriteFile(wrong, []byte("#!/bin/sh\necho nothing works >&2\nexit 1\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := server.Start(t.Context(), wrong); err == nil || err.Error() != wrong+" ended at once: nothing works" {
		t.Errorf("error %v", err)
	}
}

func TestPool(t *testing.T) {
	started := 0
	p := server.NewPool(2, func(context.Context) (*server.Server, error) {
		if started++; started == 3 {
			return nil, errors.New("no more")
		}
		return server.StartEmbedded()
	})
	defer p.Close()
	get := func() *server.Server {
		t.Helper()
		s, err := p.Get(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	a := get()
	p.Put(a)
	if b := get(); b != a || started != 1 {
		t.Errorf("%d servers were started, one of them for nothing", started)
	}
	b := get()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := p.Get(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want the context's", err)
	}
	p.Drop(b)
	if _, err := p.Get(t.Context()); err == nil {
		t.Error("a server that did not start was lent")
	}
	p.Put(a)
}

func TestVersions(t *testing.T) {
	for _, tt := range []struct {
		s         server.Server
		name      string
		less      bool
		version   string
		is        bool
		functions bool
	}{
		{server.Server{Name: "redis", Version: "7.0.15"}, "redis", false, "7", true, true},
		{server.Server{Name: "redis", Version: "6.2.14"}, "redis", false, "7.0", false, false},
		{server.Server{Name: "redis", Version: "8.0-rc1"}, "redis", true, "8.0", false, true},
		{server.Server{Name: "redis", Version: "7.4.1"}, "redis", true, "8", true, true},
		{server.Server{Name: "valkey", Version: "8.1.1"}, "redis", false, "", false, true},
		{server.Server{Name: "valkey", Version: "8.1.1"}, "valkey", false, "", true, true},
		{server.Server{Name: "dragonfly", Version: "1.2"}, "valkey", false, "", false, false},
	} {
		if got := tt.s.Is(tt.name, tt.less, tt.version); got != tt.is {
			t.Errorf("%s is %s less=%v %s: %v", &tt.s, tt.name, tt.less, tt.version, got)
		}
		if got := tt.s.HasFunctions(); got != tt.functions {
			t.Errorf("%s has functions: %v", &tt.s, got)
		}
	}
}
