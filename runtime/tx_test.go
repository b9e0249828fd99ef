package runtime

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/luagen/luagen/runtime/redistest"
	"github.com/redis/go-redis/v9"
)

// Every call has a result, whatever became of the servers.
func TestResultsWithoutServers(t *testing.T) {
	ctx := context.Background()
	server := redistest.Start(t)
	prompt := func(o *redis.Options) { o.MaxRetries, o.DialerRetries = -1, 1 }
	clients := faces(t, server.Addr, prompt)
	for _, client := range clients { // who is connected when the server goes
		if _, err := eval(t, client, "return 1", (*Decoder).Int); err != nil {
			t.Fatal(err)
		}
	}
	server.Kill()
	never := redis.NewRing(&redis.RingOptions{Addrs: map[string]string{"a": server.Addr, "b": server.Addr}, NewClient: func(o *redis.Options) *redis.Client {
		prompt(o)
		return redis.NewClient(o)
	}})
	t.Cleanup(func() { never.Close() })
	none := redis.NewRing(&redis.RingOptions{Addrs: map[string]string{}})
	t.Cleanup(func() { none.Close() })
	closed := connect(t, server.Addr)
	closed.Close()
	clients["ring of nobody"], clients["ring without shards"], clients["closed"] = never, none, closed
	clients["cluster of nobody"] = redis.NewClusterClient(&redis.ClusterOptions{Addrs: []string{server.Addr}, MaxRedirects: 1, DialerRetries: 1})
	t.Cleanup(func() { clients["cluster of nobody"].(*redis.ClusterClient).Close() })
	for name, client := range clients {
		for round := range 2 {
			for way, send := range ways {
				s := script("t.lua", "return 1")
				calls := []*Call[int64]{call(s, (*Decoder).Int, []string{"{k}1"}), call(s, (*Decoder).Int, []string{"{k}1"}), call(s, (*Decoder).Int, []string{"{k}2"}), call(s, (*Decoder).Int, nil)}
				send(ctx, client, calls...)
				for i, c := range calls {
					if _, err := c.Result(); err == nil || strings.Contains(err.Error(), "no result yet") {
						t.Errorf("%s, %s, round %d: call %d: %v", name, way, round, i, err)
					}
				}
			}
		}
	}
}

// A server that knows no EXEC leaves a transaction open when it has refused it: the
// connection is not used again, and nothing that another call sends is queued.
func TestConnectionWithAnOpenTransaction(t *testing.T) {
	for _, unknown := range []string{"EXEC", "DISCARD"} {
		server := redistest.Start(t, "--rename-command", unknown, "")
		ctx := context.Background()
		admin := connect(t, server.Addr)
		s := script("tag.lua", tagSource)
		if err := Load(ctx, admin, s); err != nil {
			t.Fatal(err)
		}
		for face, client := range faces(t, server.Addr, func(o *redis.Options) { o.PoolSize = 1 }) {
			made := 0
			for range 3 {
				for way, send := range batches {
					made++
					key := fmt.Sprint("{", face, way, made, "}")
					first, second := call(s, (*Decoder).String, []string{key}, "1"), call(s, (*Decoder).String, []string{key}, "2")
					err := send(ctx, client, first, second)
					want, broken := int64(2), false
					if way == "Tx" && unknown == "EXEC" {
						e, ok := asType[*ScriptError](err)
						want = 0
						if broken = holdsState(client); !broken && (!ok || !strings.HasPrefix(e.Message, "unknown command")) {
							t.Errorf("without %s: %s, %s: %v", unknown, face, way, err)
						}
					} else if err != nil && !holdsState(client) {
						t.Errorf("without %s: %s, %s: %v", unknown, face, way, err)
					}
					if n := mustInt(t, admin.Do(ctx, "GET", key)); n != want && !holdsState(client) || n != 0 && n != 2 {
						t.Errorf("without %s: %s, %s: ran %d times, want %d", unknown, face, way, n, want)
					}
					tag := strconv.Itoa(made)
					if got, err := Run(ctx, client, call(s, (*Decoder).String, []string{key + "next"}, tag)); got != tag && (err == nil || !holdsState(client)) {
						t.Errorf("without %s: %s after %s: %q, %v", unknown, face, way, got, err)
					}
				}
			}
		}
	}
}

// A context that ends, and a hook that fails, between MULTI and the calls: nothing has
// run, and the connection is in no transaction.
func TestNothingIsSentAfterMulti(t *testing.T) {
	server := redistest.Start(t)
	admin := connect(t, server.Addr)
	s := script("tag.lua", tagSource)
	for name, end := range map[string]func(cancel func()) error{
		"hook fails":   func(func()) error { return errors.New("no") },
		"context ends": func(cancel func()) error { cancel(); return nil },
	} {
		for face, client := range faces(t, server.Addr, func(o *redis.Options) { o.PoolSize = 1; o.ContextTimeoutEnabled = true }) {
			if face == "ring" {
				continue // which asks for an empty transaction first
			}
			if isHooked(face) {
				continue // whose hook comes before the test's
			}
			ctx, cancel := context.WithCancel(context.Background())
			hook := &beforeExec{do: func() error { return end(cancel) }}
			direct(client).(interface{ AddHook(redis.Hook) }).AddHook(hook)
			key := name + face
			first, second := call(s, (*Decoder).String, []string{key}, "1"), call(s, (*Decoder).String, []string{key}, "2")
			err := Tx(ctx, client, first, second)
			hook.do = nil
			ran := mustInt(t, admin.Do(context.Background(), "GET", key))
			if ran != 0 && ran != 2 || err != nil && ran != 0 || err == nil && ran != 2 || name == "hook fails" && err == nil {
				t.Errorf("%s, %s: ran %d times, %v", name, face, ran, err)
			}
			if got, err := Run(context.Background(), client, call(s, (*Decoder).String, []string{key}, "next")); got != "next" || err != nil {
				t.Errorf("%s, %s: the next call: %q, %v", name, face, got, err)
			}
			cancel()
		}
	}
}

// beforeExec is a hook that does something before pipelines that hold an EXEC.
type beforeExec struct{ do func() error }

func (*beforeExec) DialHook(next redis.DialHook) redis.DialHook          { return next }
func (*beforeExec) ProcessHook(next redis.ProcessHook) redis.ProcessHook { return next }

func (h *beforeExec) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		if h.do != nil && cmds[len(cmds)-1].Name() == "exec" {
			if err := h.do(); err != nil {
				return err
			}
		}
		return next(ctx, cmds)
	}
}

// A transaction is two round trips on one connection: MULTI, then the calls with EXEC. Older
// releases of go-redis end Watch, which gives the connection, with UNWATCH.
func TestTxRoundTrips(t *testing.T) {
	client := connect(t, redistest.Start(t).Addr)
	s := script("tag.lua", tagSource)
	if err := Load(t.Context(), client, s); err != nil {
		t.Fatal(err)
	}
	trips := newGate(0)
	close(trips.open)
	client.AddHook(trips)
	if err := Tx(t.Context(), client, call(s, (*Decoder).String, []string{"k"}, "1"), call(s, (*Decoder).String, []string{"k"}, "2")); err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(trips.trips); got != "[1 3]" && got != "[1 3 1]" {
		t.Errorf("round trips had %s commands, want [1 3], and perhaps 1 for UNWATCH", got)
	}
}
