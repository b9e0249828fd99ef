package main

import (
	"bytes"
	"context"
	"testing"

	"github.com/luagen/luagen/runtime/redistest"
)

const want = `ada likes post 42: counted, 1 so far
grace likes post 42: counted, 2 so far
ada likes post 42 again: refused, still 2
two more seats: 2 taken
two more seats: 4 taken
two more seats: none left: incr_below.lua: the counter would exceed its limit
ada scores 12.5: best 12.5, improved true
ada scores 40: best 40, improved true
ada scores 31: best 40, improved false
70 cents from ada to grace: ada has 30, grace has 75
70 cents from ada to grace: refused: transfer.lua: the account has less than the amount
`

func TestOnEmbeddedServer(t *testing.T) {
	check(t, "")
}

func TestOnRedis(t *testing.T) {
	server := redistest.Start(t)
	check(t, "redis://"+server.Addr)
	n, err := server.Client(3).DBSize(context.Background()).Result()
	if err != nil || n != 0 {
		t.Errorf("the program left %d keys behind (%v), want none", n, err)
	}
}

func TestBadURL(t *testing.T) {
	err := run(context.Background(), &bytes.Buffer{}, "localhost")
	if err == nil || err.Error() != "REDIS_URL: redis: invalid URL scheme: " {
		t.Errorf("run with a bad URL = %v", err)
	}
}

func check(t *testing.T, url string) {
	t.Helper()
	var out bytes.Buffer
	if err := run(context.Background(), &out, url); err != nil {
		t.Fatal(err)
	}
	if out.String() != want {
		t.Errorf("output:\n%s\nwant:\n%s", out.String(), want)
	}
}
