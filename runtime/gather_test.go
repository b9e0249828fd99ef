package runtime

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"testing"

	"github.com/luagen/luagen/runtime/redistest"
	"github.com/redis/go-redis/v9"
)

// gate is a hook that holds the first command back until it is opened, and notes how many
// commands each round trip has.
type gate struct {
	held, open chan struct{}
	once       sync.Once

	mu    sync.Mutex
	trips []int
}

func newGate() *gate { return &gate{held: make(chan struct{}), open: make(chan struct{})} }

func (g *gate) pass(n int) {
	g.once.Do(func() {
		close(g.held)
		<-g.open
	})
	g.mu.Lock()
	defer g.mu.Unlock()
	g.trips = append(g.trips, n)
}

func (g *gate) DialHook(next redis.DialHook) redis.DialHook { return next }

func (g *gate) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		if cmd.Name() != "hello" { // of another connection: later releases of go-redis show it
			g.pass(1)
		}
		return next(ctx, cmd)
	}
}

func (g *gate) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		g.pass(len(cmds))
		return next(ctx, cmds)
	}
}

// waitFor returns when n calls wait for their turn.
func (g *gatherer) waitFor(n int) {
	for done := false; !done; {
		g.mu.Lock()
		done = g.waiting != nil && len(g.waiting.pending) == n
		g.mu.Unlock()
	}
}

// gathering begins a call that is held back, and n that wait behind it. Each increments a key
// of its own, and sends its error.
func gathering(t *testing.T, client *redis.Client, contexts ...context.Context) (g *gatherer, hook *gate, errs []chan error) {
	t.Helper()
	s := script("incr.lua", "return redis.call('INCR', KEYS[1])")
	if err := Load(t.Context(), client, s); err != nil {
		t.Fatal(err)
	}
	hook = newGate()
	client.AddHook(hook)
	g = AutoPipeline(client).(*gatherer)
	begin := func(ctx context.Context, i int) {
		done := make(chan error, 1)
		errs = append(errs, done)
		go func() {
			defer func() {
				if p := recover(); p != nil {
					done <- fmt.Errorf("panicked: %v", p)
				}
			}()
			n, err := Run(ctx, g, call(s, (*Decoder).Int, []string{fmt.Sprintf("gathered:%d", i)}))
			if err == nil && n != 1 {
				err = fmt.Errorf("call %d ran %d times", i, n)
			}
			done <- err
		}()
	}
	begin(t.Context(), 0)
	<-hook.held
	for i, ctx := range contexts {
		begin(ctx, i+1)
		g.waitFor(i + 1)
	}
	return g, hook, errs
}

func TestAutoPipelineGathers(t *testing.T) {
	client := connect(t, redistest.Start(t).Addr)
	ctx := t.Context()
	_, hook, errs := gathering(t, client, ctx, ctx, ctx, ctx, ctx)
	close(hook.open)
	for i, err := range errs {
		if err := <-err; err != nil {
			t.Errorf("call %d: %v", i, err)
		}
	}
	if got := fmt.Sprint(hook.trips); got != "[1 5]" {
		t.Errorf("round trips had %s commands, want [1 5]", got)
	}
}

// A call whose context ends while it waits returns at once, and is not sent.
func TestAutoPipelineCancelled(t *testing.T) {
	client := connect(t, redistest.Start(t).Addr)
	cancelled, cancel := context.WithCancel(t.Context())
	_, hook, errs := gathering(t, client, t.Context(), cancelled, t.Context())
	cancel()
	if err := <-errs[2]; !errors.Is(err, context.Canceled) {
		t.Errorf("the cancelled call: %v", err)
	}
	close(hook.open)
	for _, i := range []int{0, 1, 3} {
		if err := <-errs[i]; err != nil {
			t.Errorf("call %d: %v", i, err)
		}
	}
	if got := fmt.Sprint(hook.trips); got != "[1 2]" {
		t.Errorf("round trips had %s commands, want [1 2]", got)
	}
	if n := client.Exists(t.Context(), "gathered:2").Val(); n != 0 {
		t.Error("the cancelled call has run")
	}
}

// One that ends before the call begins keeps it from being sent, too, however the client waits.
func TestAutoPipelineEndedContext(t *testing.T) {
	client := connect(t, redistest.Start(t).Addr)
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	s := script("incr.lua", "return redis.call('INCR', KEYS[1])")
	if _, err := Run(ended, AutoPipeline(client), call(s, (*Decoder).Int, []string{"ended"})); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if n := client.Exists(t.Context(), "ended").Val(); n != 0 {
		t.Error("the call has run")
	}
}

// panicking is a hook that panics at the first pipeline.
type panicking struct{ once sync.Once }

func (*panicking) DialHook(next redis.DialHook) redis.DialHook          { return next }
func (*panicking) ProcessHook(next redis.ProcessHook) redis.ProcessHook { return next }
func (p *panicking) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		p.once.Do(func() { panic("hook") })
		return next(ctx, cmds)
	}
}

// What a hook panics with reaches the callers, and those behind them are served.
func TestAutoPipelinePanic(t *testing.T) {
	client := connect(t, redistest.Start(t).Addr)
	ctx := t.Context()
	g, hook, errs := gathering(t, client, ctx, ctx)
	client.AddHook(&panicking{})
	close(hook.open)
	if err := <-errs[0]; err != nil {
		t.Error(err)
	}
	for _, err := range errs[1:] {
		if err := <-err; err == nil || err.Error() != "panicked: hook" {
			t.Errorf("got %v, want the panic of the hook", err)
		}
	}
	s := script("incr.lua", "return redis.call('INCR', KEYS[1])")
	if n, err := Run(ctx, g, call(s, (*Decoder).Int, []string{"after"})); n != 1 || err != nil {
		t.Errorf("the next call: %d, %v", n, err)
	}
}

// An error of the connection is that of every call of the round trip.
func TestAutoPipelineClosed(t *testing.T) {
	client := connect(t, redistest.Start(t).Addr)
	ctx := t.Context()
	g, hook, errs := gathering(t, client, ctx, ctx)
	if err := client.Close(); err != nil {
		t.Fatal(err)
	}
	close(hook.open)
	for i, err := range errs[1:] {
		if err := <-err; !errors.Is(err, redis.ErrClosed) {
			t.Errorf("call %d: %v", i+1, err)
		}
	}
	<-errs[0]
	s := script("incr.lua", "return redis.call('INCR', KEYS[1])")
	if _, err := Run(ctx, g, call(s, (*Decoder).Int, []string{"after"})); !errors.Is(err, redis.ErrClosed) {
		t.Errorf("the next call: %v", err)
	}
}

// AutoPipeline leaves alone what it cannot make pipelines of, and what makes its own.
func TestAutoPipelineOfOthers(t *testing.T) {
	client := redis.NewClient(&redis.Options{Dialer: func(context.Context, string, string) (net.Conn, error) {
		return nil, errors.New("no server")
	}})
	t.Cleanup(func() { client.Close() })
	for name, face := range pipelining(t, func() any { return client }) {
		if name == "gathered" {
			continue
		}
		if AutoPipeline(face) != face {
			t.Errorf("%s: AutoPipeline made another client", name)
		}
	}
	if _, ok := AutoPipeline(EvalOnly(client)).(evalClient); !ok {
		t.Error("AutoPipeline of EvalOnly sends SHA-1")
	}
	for name, c := range map[string]Client{"nil": nil, "a nil client": (*redis.Client)(nil), "a pipeline": client.Pipeline()} {
		s := script("t.lua", "return 1")
		if _, err := Run(t.Context(), AutoPipeline(c), call(s, (*Decoder).Int, nil)); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
