package runtime

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/luagen/luagen/runtime/redistest"
	"github.com/redis/go-redis/v9"
)

// A thousand callers of a 20 KB script at SCRIPT FLUSH: the body travels once,
// and each call runs once.
func TestNoScriptStorm(t *testing.T) {
	server := redistest.Start(t)
	ctx := context.Background()
	admin := connect(t, server.Addr)
	s := kilobytes(20)
	const callers = 1000

	storm := func(t *testing.T, call func(c *redis.Client) error) int64 {
		p := startProxy(t, server.Addr)
		client := connect(t, p.addr, func(o *redis.Options) { o.PoolSize = 100; o.PoolTimeout = time.Minute })
		concurrently(100, func(int) { client.Ping(ctx) })
		admin.Del(ctx, "storm")
		admin.ScriptFlush(ctx)
		before := p.sent.Load()
		concurrently(callers, func(int) {
			if err := call(client); err != nil {
				t.Error(err)
			}
		})
		if n := mustInt(t, admin.Do(ctx, "GET", "storm")); n != callers {
			t.Errorf("%d calls ran %d times", callers, n)
		}
		return p.sent.Load() - before
	}

	hand := redis.NewScript(s.Source())
	byHand := storm(t, func(c *redis.Client) error { return hand.Run(ctx, c, []string{"storm"}).Err() })
	ours := storm(t, func(c *redis.Client) error {
		_, err := Run(ctx, c, call(s, (*Decoder).Int, []string{"storm"}))
		return err
	})
	t.Logf("redis.Script sent %d bytes, Call %d", byHand, ours)
	// Without the bodies a thousand calls are twice EVALSHA and its words.
	const words, bodies = 2 * callers * 110, 1
	if limit := int64(words + bodies*len(s.Source())); ours > limit {
		t.Errorf("sent %d bytes, want at most %d", ours, limit)
	}
}

// Who hears of NOSCRIPT when another caller has loaded the script already sends
// no body, however late that is.
func TestLateNoScript(t *testing.T) {
	server := redistest.Start(t)
	ctx := context.Background()
	s := kilobytes(1)
	ways := map[string]func(client *redis.Client, calls ...Command) error{
		"Run": func(client *redis.Client, calls ...Command) error {
			_, err := Run(ctx, client, calls[0].(*Call[int64]))
			return err
		},
	}
	for name, send := range batches {
		ways[name] = func(client *redis.Client, calls ...Command) error { return send(ctx, client, calls...) }
	}
	for name, send := range ways {
		client := connect(t, server.Addr)
		bodies, late := &bodyCounter{}, &withheld{answered: make(chan struct{}), deliver: make(chan struct{})}
		client.AddHook(bodies)
		client.AddHook(late)
		client.ScriptFlush(ctx)
		client.Del(ctx, "late")
		first := call(s, (*Decoder).Int, []string{"late"})
		done := make(chan error)
		late.next.Store(true)
		go func() { done <- send(client, first) }()
		<-late.answered
		second := call(s, (*Decoder).Int, []string{"late"})
		if err := send(client, second); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		close(late.deliver)
		if err := <-done; err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if n, _ := first.Result(); n != 2 {
			t.Errorf("%s: the late call counted to %d", name, n)
		}
		if n := bodies.bodies.Load(); n != 1 {
			t.Errorf("%s: %d bodies", name, n)
		}
	}
}

// withheld keeps the answer to the next EVALSHA, alone or in a pipeline, until
// deliver is closed.
type withheld struct {
	next              atomic.Bool
	answered, deliver chan struct{}
}

func (*withheld) DialHook(next redis.DialHook) redis.DialHook { return next }

func (w *withheld) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		err := next(ctx, cmd)
		w.wait(cmd)
		return err
	}
}

func (w *withheld) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		err := next(ctx, cmds)
		w.wait(cmds...)
		return err
	}
}

func (w *withheld) wait(cmds ...redis.Cmder) {
	calls := slices.ContainsFunc(cmds, func(cmd redis.Cmder) bool { return cmd.Name() == "evalsha" })
	if calls && w.next.CompareAndSwap(true, false) {
		close(w.answered)
		<-w.deliver
	}
}

// Batches that miss their script together send it once.
func TestBatchStorm(t *testing.T) {
	server := redistest.Start(t)
	ctx := context.Background()
	s := kilobytes(1)
	for way, send := range batches {
		for name, key := range map[string]func(batch, i int) string{
			"one key":  func(batch, _ int) string { return fmt.Sprint(batch) },
			"own keys": func(batch, i int) string { return fmt.Sprint(batch, " ", i) },
		} {
			client := connect(t, server.Addr, func(o *redis.Options) { o.PoolSize = 50; o.PoolTimeout = time.Minute })
			concurrently(50, func(int) { client.Ping(ctx) })
			bodies := &bodyCounter{}
			client.AddHook(bodies)
			client.FlushAll(ctx)
			client.ScriptFlush(ctx)
			concurrently(300, func(batch int) {
				var calls []Command
				for i := range 5 {
					calls = append(calls, call(s, Discard, []string{key(batch, i)}))
				}
				if err := send(ctx, client, calls...); err != nil {
					t.Error(err)
				}
			})
			if n := bodies.bodies.Load(); n != 1 {
				t.Errorf("%s, %s: %d bodies", way, name, n)
			}
			total := int64(0)
			for _, key := range client.Keys(ctx, "*").Val() {
				total += mustInt(t, client.Do(ctx, "GET", key))
			}
			if total != 300*5 {
				t.Errorf("%s, %s: %d calls ran", way, name, total)
			}
		}
	}
}

// A script that does not compile is everybody's error, and not loaded by each.
func TestBrokenScriptStorm(t *testing.T) {
	server := redistest.Start(t)
	p := startProxy(t, server.Addr)
	client := connect(t, p.addr)
	s := script("broken.lua", "return )"+strings.Repeat(" ", 10000))
	concurrently(100, func(int) {
		_, err := Run(context.Background(), client, call(s, Discard, nil))
		wantText(t, err, "broken.lua:1: ERR Error compiling script (new function): unexpected symbol near ')'")
	})
	if sent := p.sent.Load(); sent > 500_000 {
		t.Errorf("sent %d bytes", sent)
	}
}
