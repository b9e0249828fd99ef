package runtime

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/luagen/luagen/runtime/redistest"
	"github.com/redis/go-redis/v9"
)

func TestPart(t *testing.T) {
	for name, test := range map[string]struct {
		calls [][]string // keys of each call
		want  string     // places of the single calls, and of those of each chain
	}{
		"nothing":        {nil, "[] []"},
		"none shared":    {[][]string{{"a"}, {"b"}, {}, {"c"}, {}}, "[0 1 2 3 4] []"},
		"one key":        {[][]string{{"a"}, {"b"}, {"a"}, {"a"}}, "[1] [[0 2 3]]"},
		"key twice":      {[][]string{{"a", "a"}, {"b"}}, "[0 1] []"},
		"joined later":   {[][]string{{"a"}, {"b"}, {"c"}, {"a", "b"}}, "[2] [[0 1 3]]"},
		"joined twice":   {[][]string{{"a"}, {"b"}, {"c"}, {"c", "b"}, {"b", "a"}}, "[] [[0 1 2 3 4]]"},
		"two chains":     {[][]string{{"a"}, {"b"}, {"b"}, {"a"}, {"c"}}, "[4] [[0 3] [1 2]]"},
		"through others": {[][]string{{"a", "b"}, {"c", "d"}, {"b", "c"}}, "[] [[0 1 2]]"},
	} {
		s := script("t.lua", "")
		var calls []Command
		for _, keys := range test.calls {
			calls = append(calls, call(s, Discard, keys))
		}
		if err := claimAll(calls); err != nil {
			t.Fatal(err)
		}
		places := func(c chain) []int {
			list := []int{}
			for _, call := range c {
				list = append(list, int(call.arguments().place()))
			}
			return list
		}
		w := part(calls)
		chains := [][]int{}
		for _, c := range w.chains {
			chains = append(chains, places(c))
		}
		if got := fmt.Sprint(places(w.single), chains); got != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
}

// batches are Pipeline and Tx, which share their contract.
var batches = map[string]func(context.Context, Client, ...Command) error{"Pipeline": Pipeline, "Tx": Tx}

type pair struct {
	ID    string
	Score int64
}

func decodePair(d *Decoder) (v pair) {
	d.Tuple(2, 2)
	v.ID = d.Field("id").String()
	v.Score = d.Field("score").Int()
	d.End()
	return v
}

func TestBatchOfMixedScripts(t *testing.T) {
	server := redistest.Start(t)
	ctx := context.Background()
	for batch, send := range batches {
		for name, client := range faces(t, server.Addr) {
			connect(t, server.Addr).ScriptFlush(ctx)
			k := "{" + batch + name + "}"
			count := call(kilobytes(1), (*Decoder).Int, []string{k + "n"})
			pair := call(script("pair.lua", "return {ARGV[1], 2}"), decodePair, nil, "id")
			void := call(script("set.lua", "return redis.call('SET', KEYS[1], ARGV[1])"), (*Decoder).OK, []string{k + "s"}, "v")
			again := call(kilobytes(1), (*Decoder).Int, []string{k + "n"})
			broken := call(script("broken.lua", "return redis.call('LPUSH', KEYS[1], 1)"), (*Decoder).Int, []string{k + "s"})
			wrong := call(script("wrong.lua", "return 'text'"), (*Decoder).Int, nil)
			get := call(script("get.lua", "return redis.call('GET', KEYS[1])", reading(server)), (*Decoder).String, []string{k + "s"})
			err := send(ctx, client, count, pair, void, again, broken, wrong, get)
			wantText(t, err, "broken.lua:1: WRONGTYPE Operation against a key holding the wrong kind of value")
			n, err1 := count.Result()
			m, err2 := again.Result()
			row, err3 := pair.Result()
			_, err4 := void.Result()
			v, err5 := get.Result()
			if n != 1 || m != 2 || row.ID != "id" || row.Score != 2 || v != "v" {
				t.Errorf("%s on %s: %d %d %v %q: %v", batch, name, n, m, row, v, errors.Join(err1, err2, err3, err4, err5))
			}
			_, err = broken.Result()
			wantText(t, err, "broken.lua:1: WRONGTYPE Operation against a key holding the wrong kind of value")
			_, err = wrong.Result()
			wantText(t, err, `wrong.lua: the reply: expected int, got string "text"`)
		}
	}
}

func TestBatchIsCheckedFirst(t *testing.T) {
	ctx := context.Background()
	s := script("t.lua", "return 1")
	for batch, send := range batches {
		t.Run(batch, func(t *testing.T) {
			var sent atomic.Int64
			client := (&canned{reply: func([]string) string { sent.Add(1); return ":1\r\n" }}).client(t, 2)
			fine := func() *Call[int64] { return call(s, (*Decoder).Int, []string{"k"}) }
			refused := func(want string, calls ...Command) {
				t.Helper()
				wantText(t, send(ctx, client, calls...), want)
			}
			if err := send(ctx, client); err != nil {
				t.Error("empty batch:", err)
			}
			one := fine()
			refused("t.lua: calls[0] and calls[2] are one call; make a new call for each time the script is to run", one, fine(), one)
			refused("calls[1] is nil; pass what the generated Call functions return", one, nil)
			refused("calls[1] is nil; pass what the generated Call functions return", one, (*Call[int64])(nil))
			bad := fine()
			bad.Args.Fail("score", errors.New("no number"))
			refused("t.lua: argument score: no number", one, bad)
			refused("t.lua: argument score: no number", bad)
			_, err := bad.Result()
			wantText(t, err, "t.lua: argument score: no number")
			spent := fine()
			_, _ = Run(ctx, client, spent)
			if sent.Load() != 1 {
				t.Errorf("%d commands were sent", sent.Load())
			}
			refused("t.lua: the call was sent before; make a new call for each time the script is to run", one, spent)
			if n, err := Run(ctx, client, one); n != 1 || err != nil {
				t.Error("what was refused cannot be sent any more:", err)
			}
			cancelled, cancel := context.WithCancel(ctx)
			cancel()
			late := fine()
			if err := send(cancelled, client, late, fine()); !errors.Is(err, context.Canceled) {
				t.Error(err)
			}
			if _, err := late.Result(); !errors.Is(err, context.Canceled) {
				t.Error(err)
			}
			if sent.Load() != 2 {
				t.Errorf("%d commands were sent", sent.Load())
			}
		})
	}
}

// A batch is one round trip, also when its calls share keys.
func TestPipelineIsOneRoundTrip(t *testing.T) {
	server := redistest.Start(t)
	ctx := context.Background()
	client := connect(t, server.Addr)
	s := kilobytes(1)
	if err := Load(ctx, client, s); err != nil {
		t.Fatal(err)
	}
	trips := &tripCounter{}
	client.AddHook(trips)
	var calls []Command
	for i := range 100 {
		calls = append(calls, call(s, (*Decoder).Int, []string{strconv.Itoa(i % 60)}))
	}
	if err := Pipeline(ctx, client, calls...); err != nil {
		t.Fatal(err)
	}
	if trips.pipelines != 1 || trips.single != 0 {
		t.Errorf("%d pipelines and %d commands", trips.pipelines, trips.single)
	}
}

type tripCounter struct{ single, pipelines int }

func (*tripCounter) DialHook(next redis.DialHook) redis.DialHook { return next }

func (c *tripCounter) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		if cmd.Name() != "hello" { // of a new connection
			c.single++
		}
		return next(ctx, cmd)
	}
}

func (c *tripCounter) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error { c.pipelines++; return next(ctx, cmds) }
}

// Batches whose calls share keys keep their order and run each call once, while
// scripts are flushed and loaded by others at any moment.
func TestBatchOrderUnderFlush(t *testing.T) {
	server := redistest.Start(t)
	ctx := context.Background()
	push := script("push.lua", "return redis.call('RPUSH', KEYS[1], ARGV[1])")
	also := script("also.lua", "redis.call('RPUSH', KEYS[1], ARGV[1]) return redis.call('LLEN', KEYS[1])")
	stop := flushing(t, server.Addr)
	defer stop()
	// Others bring one script or the other back at random moments.
	others := connect(t, server.Addr)
	done := make(chan struct{})
	var wait sync.WaitGroup
	for i, s := range []*Script{push, also} {
		spawn(&wait, func() {
			for {
				select {
				case <-done:
					return
				default:
					_, _ = Run(ctx, others, call(s, Discard, []string{fmt.Sprint("other", i)}, "x"))
					others.Del(ctx, fmt.Sprint("other", i))
				}
			}
		})
	}
	defer wait.Wait()
	defer close(done)

	check := connect(t, server.Addr)
	for batch, send := range batches {
		for name, client := range faces(t, server.Addr) {
			for round := range 6 {
				key := fmt.Sprintf("{%s%s%d}", batch, name, round)
				var calls []Command
				var want []string
				for i := range 60 {
					s := push
					if round%2 == 1 && i%3 == 0 {
						s = also
					}
					tag := strconv.Itoa(i)
					calls = append(calls, call(s, (*Decoder).Int, []string{key}, tag))
					want = append(want, tag)
					if batch == "Pipeline" {
						calls = append(calls, call(push, (*Decoder).Int, []string{key + tag}, tag))
					}
				}
				if err := send(ctx, client, calls...); err != nil {
					t.Errorf("%s on %s: %v", batch, name, err)
				}
				if got := check.LRange(ctx, key, 0, -1).Val(); !slices.Equal(got, want) {
					t.Errorf("%s on %s: order %v", batch, name, got)
				}
				if batch == "Pipeline" {
					for _, tag := range want {
						if n := check.LLen(ctx, key+tag).Val(); n != 1 {
							t.Errorf("%s on %s: %s ran %d times", batch, name, tag, n)
						}
					}
				}
			}
		}
	}
}

// A batch on a ring spans shards, a transaction does not.
func TestBatchOnRing(t *testing.T) {
	one, two := redistest.Start(t), redistest.Start(t)
	ctx := context.Background()
	ring := redis.NewRing(&redis.RingOptions{Addrs: map[string]string{"one": one.Addr, "two": two.Addr}})
	t.Cleanup(func() { ring.Close() })
	s := kilobytes(1)
	var calls []Command
	for i := range 200 {
		calls = append(calls, call(s, (*Decoder).Int, []string{strconv.Itoa(i % 120)}))
	}
	if err := Pipeline(ctx, ring, calls...); err != nil {
		t.Error(err)
	}
	total := int64(0)
	for _, server := range []*redistest.Server{one, two} {
		c := connect(t, server.Addr)
		for _, key := range c.Keys(ctx, "*").Val() {
			total += mustInt(t, c.Do(ctx, "GET", key))
		}
	}
	if total != 200 {
		t.Errorf("counted %d", total)
	}
	var apart []Command
	for i := range 20 {
		apart = append(apart, call(s, (*Decoder).Int, []string{strconv.Itoa(i)}))
	}
	if err := Tx(ctx, ring, apart...); !errors.Is(err, redis.ErrCrossSlot) {
		t.Error(err)
	}
	if err := Tx(ctx, ring, call(s, (*Decoder).Int, []string{"{x}1"}), call(s, (*Decoder).Int, []string{"{x}2"}), call(script("z.lua", "return 1"), (*Decoder).Int, nil)); err != nil {
		t.Error(err)
	}
}
