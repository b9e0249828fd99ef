package runtime

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/luagen/luagen/runtime/redistest"
	"github.com/redis/go-redis/v9"
)

// gate is a hook that holds the first round trips back until it is opened, and notes how many
// commands each has.
type gate struct {
	holds atomic.Int32 // how many more it holds
	held  chan int     // the commands of each that is held
	open  chan struct{}

	mu    sync.Mutex
	trips []int
}

func newGate(holds int32) *gate {
	g := &gate{held: make(chan int), open: make(chan struct{})}
	g.holds.Store(holds)
	return g
}

func (g *gate) pass(n int) {
	if g.holds.Add(-1) >= 0 {
		g.held <- n
		<-g.open
	}
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

// gathering are calls through a gatherer, whose first round trips a gate holds.
type gathering struct {
	g    *gatherer
	gate *gate
	s    *Script
	errs []chan error // of each call
}

type hookable interface {
	Client
	AddHook(redis.Hook)
}

func gather(t *testing.T, client hookable, holds int32) *gathering {
	t.Helper()
	s := script("incr.lua", "return redis.call('INCR', KEYS[1])")
	if err := Load(t.Context(), client, s); err != nil {
		t.Fatal(err)
	}
	hook := newGate(holds)
	client.AddHook(hook)
	return &gathering{g: AutoPipeline(client).(*gatherer), gate: hook, s: s}
}

// begin begins a call, which increments a key of its own and sends its error.
func (c *gathering) begin(ctx context.Context) {
	done, i := make(chan error, 1), len(c.errs)
	c.errs = append(c.errs, done)
	go func() {
		defer func() {
			if p := recover(); p != nil {
				done <- fmt.Errorf("panicked: %v", p)
			}
		}()
		n, err := Run(ctx, c.g, call(c.s, (*Decoder).Int, []string{fmt.Sprintf("gathered:%d", i)}))
		if err == nil && n != 1 {
			err = fmt.Errorf("call %d ran %d times", i, n)
		}
		done <- err
	}()
}

// wait begins a call for each context, one after the other, of which each waits for its turn.
func (c *gathering) wait(contexts ...context.Context) {
	for i, ctx := range contexts {
		c.begin(ctx)
		c.g.waitFor(i + 1)
	}
}

// hold begins calls that are held in two round trips, of one call each.
func (c *gathering) hold(t *testing.T) {
	t.Helper()
	for range 2 {
		c.begin(t.Context())
		if n := <-c.gate.held; n != 1 {
			t.Fatalf("%d commands are held, want 1", n)
		}
	}
}

// succeed waits for the calls, from one on.
func (c *gathering) succeed(t *testing.T, from int) {
	t.Helper()
	for i, err := range c.errs[from:] {
		if err := <-err; err != nil {
			t.Errorf("call %d: %v", from+i, err)
		}
	}
}

// checkTrips checks how many commands the round trips had, largest last.
func (c *gathering) checkTrips(t *testing.T, want ...int) {
	t.Helper()
	got := slices.Sorted(slices.Values(c.gate.trips))
	if !slices.Equal(got, want) {
		t.Errorf("round trips had %v commands, want %v", got, want)
	}
}

// Two calls go at once; what is called while they are on their way goes together.
func TestAutoPipelineGathers(t *testing.T) {
	c := gather(t, connect(t, redistest.Start(t).Addr), 2)
	ctx := t.Context()
	c.hold(t)
	c.wait(ctx, ctx, ctx, ctx, ctx)
	close(c.gate.open)
	c.succeed(t, 0)
	c.checkTrips(t, 1, 1, 5)
}

// The third round trip is for many, and there is no fourth.
func TestAutoPipelineAtOnce(t *testing.T) {
	c := gather(t, connect(t, redistest.Start(t).Addr), 3)
	c.hold(t)
	c.wait(slices.Repeat([]context.Context{t.Context()}, worth(2)-1)...)
	c.begin(t.Context())
	if n := <-c.gate.held; n != worth(2) {
		t.Errorf("the third round trip has %d commands, want %d", n, worth(2))
	}
	c.wait(slices.Repeat([]context.Context{t.Context()}, 2*worth(2))...)
	if c.g.underway != 3 {
		t.Errorf("%d round trips are under way, want 3", c.g.underway)
	}
	close(c.gate.open)
	c.succeed(t, 0)
	c.checkTrips(t, 1, 1, worth(2), 2*worth(2))
}

// A round trip that takes long holds up what was sent with it, and nothing else.
func TestAutoPipelineOvertakes(t *testing.T) {
	c := gather(t, connect(t, redistest.Start(t).Addr), 1)
	c.begin(t.Context())
	<-c.gate.held
	for i := range 10 {
		c.begin(t.Context())
		if err := <-c.errs[i+1]; err != nil {
			t.Error(err)
		}
	}
	close(c.gate.open)
	if err := <-c.errs[0]; err != nil {
		t.Error(err)
	}
}

// A client that has one connection has one round trip under way.
func TestAutoPipelineOneConnection(t *testing.T) {
	addr := redistest.Start(t).Addr
	conn := connect(t, addr).Conn()
	t.Cleanup(func() { conn.Close() })
	for name, client := range map[string]hookable{
		"conn":           conn,
		"PoolSize":       connect(t, addr, func(o *redis.Options) { o.PoolSize = 1 }),
		"MaxActiveConns": connect(t, addr, func(o *redis.Options) { o.MaxActiveConns = 1 }),
	} {
		t.Run(name, func(t *testing.T) {
			connect(t, addr).FlushAll(t.Context())
			c := gather(t, client, 1)
			c.begin(t.Context())
			<-c.gate.held
			c.wait(slices.Repeat([]context.Context{t.Context()}, 2*worth(2))...)
			close(c.gate.open)
			c.succeed(t, 0)
			c.checkTrips(t, 1, 2*worth(2))
		})
	}
}

func TestMostTrips(t *testing.T) {
	type embedding struct{ *redis.Client }
	node := redis.NewClient(&redis.Options{PoolSize: 2})
	plain := redis.NewClient(&redis.Options{})
	cluster := redis.NewClusterClient(&redis.ClusterOptions{MaxActiveConns: 2})
	ring := redis.NewRing(&redis.RingOptions{PoolSize: 2})
	unlimited := redis.NewRing(&redis.RingOptions{})
	t.Cleanup(func() { node.Close(); plain.Close(); cluster.Close(); ring.Close(); unlimited.Close() })
	for _, tt := range []struct {
		client Client
		want   int
	}{{plain, 3}, {node, 2}, {embedding{node}, 2}, {cluster, 2}, {ring, 2}, {unlimited, 3}} {
		if got := mostTrips(tt.client); got != tt.want {
			t.Errorf("%T: %d round trips at once, want %d", tt.client, got, tt.want)
		}
	}
}

// A call whose context ends while it waits returns at once, and is not sent.
func TestAutoPipelineCancelled(t *testing.T) {
	client := connect(t, redistest.Start(t).Addr)
	cancelled, cancel := context.WithCancel(t.Context())
	c := gather(t, client, 2)
	c.hold(t)
	c.wait(t.Context(), cancelled, t.Context())
	cancel()
	if err := <-c.errs[3]; !errors.Is(err, context.Canceled) {
		t.Errorf("the cancelled call: %v", err)
	}
	close(c.gate.open)
	c.errs = slices.Delete(c.errs, 3, 4)
	c.succeed(t, 0)
	c.checkTrips(t, 1, 1, 2)
	if n := client.Exists(t.Context(), "gathered:3").Val(); n != 0 {
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
	c := gather(t, client, 2)
	c.hold(t)
	c.wait(ctx, ctx)
	client.AddHook(&panicking{})
	close(c.gate.open)
	for i, err := range c.errs {
		if err := <-err; i < 2 && err != nil || i >= 2 && (err == nil || err.Error() != "panicked: hook") {
			t.Errorf("call %d: %v; want the panic of the hook for 2 and 3", i, err)
		}
	}
	if n, err := Run(ctx, c.g, call(c.s, (*Decoder).Int, []string{"after"})); n != 1 || err != nil {
		t.Errorf("the next call: %d, %v", n, err)
	}
}

// An error of the connection is that of every call of the round trip.
func TestAutoPipelineClosed(t *testing.T) {
	client := connect(t, redistest.Start(t).Addr)
	ctx := t.Context()
	c := gather(t, client, 2)
	c.hold(t)
	c.wait(ctx, ctx)
	if err := client.Close(); err != nil {
		t.Fatal(err)
	}
	close(c.gate.open)
	for i, err := range c.errs[2:] {
		if err := <-err; !errors.Is(err, redis.ErrClosed) {
			t.Errorf("call %d: %v", i+2, err)
		}
	}
	<-c.errs[0]
	<-c.errs[1]
	if _, err := Run(ctx, c.g, call(c.s, (*Decoder).Int, []string{"after"})); !errors.Is(err, redis.ErrClosed) {
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
