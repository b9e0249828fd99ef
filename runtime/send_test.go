package runtime

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/luagen/luagen/runtime/redistest"
	"github.com/redis/go-redis/v9"
)

func TestPipelinerIsRefused(t *testing.T) {
	client := (&canned{reply: func([]string) string { return ":1\r\n" }}).client(t, 2)
	ctx := context.Background()
	pipe := client.Pipeline()
	c := call(script("like_post.lua", "return 1"), (*Decoder).Int, nil)
	_, err := Run(ctx, pipe, c)
	wantText(t, err, "like_post.lua: a redis.Pipeliner answers only when it is executed, so it cannot run a call; "+
		"make the call with the script's generated Call function and hand it to runtime.Pipeline, or to runtime.Tx for MULTI/EXEC")
	if pipe.Len() != 0 {
		t.Error("something was queued")
	}
	if _, err := Run(ctx, client, c); err != nil {
		t.Error("the call is spent:", err)
	}
	_, err = Run(ctx, nil, call(script("t.lua", ""), Discard, nil))
	wantText(t, err, "t.lua: the client is nil; pass a connected go-redis client")
	_, err = Run(ctx, (*redis.Client)(nil), call(script("t.lua", ""), Discard, nil))
	wantText(t, err, "t.lua: the client is nil; pass a connected go-redis client")
	wantText(t, Pipeline(ctx, pipe, c), "runtime.Pipeline: the client is a redis.Pipeliner, which answers only when it is executed; pass the client that it was made from")
	wantText(t, Tx(ctx, nil, c), "runtime.Tx: the client is nil; pass a connected go-redis client")
}

func TestCallIsSentOnce(t *testing.T) {
	client := (&canned{reply: func([]string) string { return ":1\r\n" }}).client(t, 2)
	c := call(script("t.lua", "return 1"), (*Decoder).Int, nil)
	_, err := c.Result()
	wantText(t, err, "t.lua: the call has no result yet; send it with runtime.Send, runtime.Pipeline or runtime.Tx first")
	if n, err := Run(context.Background(), client, c); n != 1 || err != nil {
		t.Error(n, err)
	}
	_, err = Run(context.Background(), client, c)
	wantText(t, err, "t.lua: the call was sent before; make a new call for each time the script is to run")
	if n, err := c.Result(); n != 1 || err != nil {
		t.Error(n, err)
	}
}

// A call whose context has ended is not sent, in no form and through no face.
func TestEndedContext(t *testing.T) {
	var sent atomic.Int64
	server := &canned{reply: func([]string) string { sent.Add(1); return ":1\r\n" }}
	clients := pipelining(t, func() any { return server.client(t, 2) })
	clients["client"] = server.client(t, 2)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for name, client := range clients {
		for way, send := range ways {
			c := call(script("t.lua", "return 1"), (*Decoder).Int, []string{"k"})
			send(ctx, client, c)
			if _, err := c.Result(); !errors.Is(err, context.Canceled) {
				t.Errorf("%s, %s: %v", name, way, err)
			}
		}
	}
	if n := sent.Load(); n > 0 {
		t.Errorf("%d commands were sent", n)
	}
}

// A decoder that panics does so on the caller's goroutine, and leaves no result.
func TestPanicIsNoResult(t *testing.T) {
	server := redistest.Start(t)
	for name, client := range faces(t, server.Addr) {
		for way, send := range ways {
			calls := []*Call[int64]{
				call(script("t.lua", "return 1"), (*Decoder).Int, []string{"k"}),
				call(script("t.lua", "return 1"), func(*Decoder) int64 { panic("of the decoder") }, []string{"k"}),
			}
			func() {
				defer func() {
					if got := recover(); got != "of the decoder" {
						t.Errorf("%s, %s: %v", name, way, got)
					}
				}()
				send(context.Background(), client, calls...)
			}()
			_, err := calls[1].Result()
			wantText(t, err, "t.lua: the call has no result yet; send it with runtime.Send, runtime.Pipeline or runtime.Tx first")
		}
	}
}

// Of many who send one call at once, one does.
func TestCallIsSentOnceAtOnce(t *testing.T) {
	ctx := context.Background()
	var runs atomic.Int64
	client := (&canned{reply: func(words []string) string {
		switch words[0] {
		case "multi":
			return "+OK\r\n"
		case "exec":
			return "*1\r\n-ERR no\r\n"
		case "discard", "unwatch":
			return "+OK\r\n"
		}
		runs.Add(1)
		return "-ERR no\r\n"
	}}).client(t, 2)
	s := script("t.lua", "return 1")
	for range 20 {
		c := call(s, (*Decoder).Int, []string{"k"})
		runs.Store(0)
		var refused atomic.Int64
		concurrently(8, func(i int) {
			var err error
			switch i % 3 {
			case 0:
				_, err = Run(ctx, client, c)
			case 1:
				err = Pipeline(ctx, client, c)
			case 2:
				_, _ = c.Result()
				err = Tx(ctx, client, c)
			}
			if text(err) == "t.lua: the call was sent before; make a new call for each time the script is to run" {
				refused.Add(1)
			}
		})
		if runs.Load() != 1 || refused.Load() != 7 {
			t.Errorf("%d calls were sent and %d senders refused", runs.Load(), refused.Load())
		}
	}
}

// What a hook or a log gets to see of a command.
func TestCommandIsPlain(t *testing.T) {
	ctx := context.Background()
	client := (&canned{reply: func(words []string) string {
		if words[0] == "script" {
			return bulk(words[2])
		}
		return "-WRONGTYPE no list\r\n"
	}}).client(t, 2)
	s := NewScript("t.lua", "return 1", "abc")
	log := &commandLog{}
	client.AddHook(log)
	_, _ = Run(ctx, client, call(s, (*Decoder).Int, []string{"k"}, "a b"))
	_, _ = Run(ctx, client, call(s, (*Decoder).Int, nil, "-7", "8"))
	_ = Load(ctx, client, s)
	want := []string{
		`evalsha [evalsha abc 1 k a b] ["evalsha","abc","1","k","a b"]: evalsha abc 1 k a b: WRONGTYPE no list`,
		`evalsha [evalsha abc 0 -7 8] ["evalsha","abc","0","-7","8"]: evalsha abc 0 -7 8: WRONGTYPE no list`,
		`script [script load return 1] ["script","load","return 1"]: script load return 1`,
	}
	var got []string
	for _, cmd := range log.commands {
		inJSON, err := json.Marshal(cmd.Args())
		if err != nil {
			t.Error(err)
		}
		got = append(got, fmt.Sprintf("%s %v %s: %v", cmd.Name(), cmd.Args(), inJSON, cmd))
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

// commandLog keeps the commands that a hook sees.
type commandLog struct{ commands []redis.Cmder }

func (*commandLog) DialHook(next redis.DialHook) redis.DialHook { return next }

func (*commandLog) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return next
}

func (l *commandLog) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		if cmd.Name() != "hello" { // of a new connection
			l.commands = append(l.commands, cmd)
		}
		return next(ctx, cmd)
	}
}

// The hot path allocates what go-redis's own INCR does, and the key's box.
func TestAllocations(t *testing.T) {
	ctx := context.Background()
	client := benchClient(t, ":1\r\n")
	s := script("t.lua", "return 1")
	incr := testing.AllocsPerRun(1000, func() { client.Incr(ctx, "counter") })
	run := testing.AllocsPerRun(1000, func() {
		args := NewArgs(s, 1, DecodeInt)
		args.Key("counter")
		c := &Call[int64]{Untyped: Untyped{Args: args}} // as generated code has it
		if err := Send(ctx, client, c); err != nil || c.Value != 1 {
			t.Fatal(c.Value, err)
		}
	})
	if run > incr+1 {
		t.Errorf("%v allocations, INCR has %v", run, incr)
	}
}
