package runtime

import (
	"context"
	"maps"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/luagen/luagen/runtime/internal/quote"
	"github.com/luagen/luagen/runtime/redistest"
	"github.com/redis/go-redis/v9"
)

// Whatever happens to the server, the connections and the callers, each call runs
// at most once, and one that reports success has run: in every form, and through
// every face of a client.
func TestFaults(t *testing.T) {
	t.Run("scripts flushed", func(t *testing.T) {
		f := startFaulty(t)
		stop := flushing(t, f.server.Addr)
		defer stop()
		f.load(t, noneFails, background)
	})
	t.Run("server restarted", restartedUnderLoad)
	t.Run("connections cut", func(t *testing.T) {
		f := startFaulty(t)
		f.proxy.spoilWhen(everyNth(9, cutReply))
		f.load(t, someFail, background)
	})
	t.Run("connections stalled", func(t *testing.T) {
		f := startFaulty(t)
		f.timeout = 20 * time.Millisecond
		f.proxy.spoilWhen(everyNth(25, stallReply))
		f.load(t, someFail, background)
	})
	t.Run("replies in pieces", func(t *testing.T) {
		f := startFaulty(t)
		f.proxy.spoilWhen(func([]byte) spoiling { return replyInPieces })
		f.load(t, noneFails, background)
	})
	t.Run("contexts cancelled", func(t *testing.T) {
		f := startFaulty(t)
		f.load(t, anyFail, func(round int) (context.Context, context.CancelFunc) {
			ctx, cancel := context.WithTimeout(context.Background(), time.Duration(round%10)*time.Millisecond)
			if round%5 == 0 {
				cancel()
			}
			return ctx, cancel
		})
	})
	t.Run("wrong shapes", func(t *testing.T) {
		f := startFaulty(t)
		f.wrong = true
		f.load(t, noneFails, background)
	})
}

// A server that is killed and started again while it is called.
func restartedUnderLoad(t *testing.T) {
	f := startFaulty(t, "--appendonly", "yes", "--appendfsync", "always")
	over, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for range 6 {
			for until := f.rounds.Load() + 200; f.rounds.Load() < until; runtime.Gosched() {
				select {
				case <-over:
					return
				default:
				}
			}
			if err := f.server.Restart(); err != nil {
				t.Error(err)
			}
		}
	}()
	f.load(t, anyFail, background)
	close(over)
	<-stopped
}

// faulty is a server behind a proxy that spoils connections.
type faulty struct {
	server  *redistest.Server
	proxy   *proxy
	timeout time.Duration // of reading a reply; 0 for go-redis's own
	wrong   bool          // whether calls stand beside others whose replies do not decode
	rounds  atomic.Int64  // made so far
}

func startFaulty(t *testing.T, args ...string) *faulty {
	t.Helper()
	server := redistest.Start(t, args...)
	return &faulty{server: server, proxy: startProxy(t, server.Addr)}
}

// failureCount says how many calls fail under a fault.
type failureCount string

const (
	noneFails failureCount = "none"
	someFail  failureCount = "some"
	anyFail   failureCount = "any number"
)

// load has several callers at once make calls in each form through each face, and
// compares what they reported with what ran. within makes the context of a round.
func (f *faulty) load(t *testing.T, want failureCount, within func(round int) (context.Context, context.CancelFunc)) {
	t.Helper()
	admin := connect(t, f.server.Addr, func(o *redis.Options) { o.MaxRetries = 100 })
	clients := faces(t, f.proxy.addr, func(o *redis.Options) {
		o.ReadTimeout = f.timeout
		o.ContextTimeoutEnabled = true
		o.DialerRetries, o.MaxRetryBackoff = 1, 20*time.Millisecond
	})
	if want != noneFails {
		maps.DeleteFunc(clients, func(face string, _ Client) bool { return isConn(face) }) // once it is broken it stays so
	}
	for face, client := range clients {
		callers := 4
		if isConn(face) {
			callers = 1
		}
		for way := range ways {
			l := newLedger(face+" "+way, 3)
			var failed atomic.Int64
			concurrently(callers, func(caller int) {
				for i := range 25 {
					ctx, cancel := within(i)
					var wrong []*Call[int64]
					if f.wrong {
						wrong = besides()
					}
					failed.Add(int64(l.send(ctx, t, client, way, caller+i, wrong...)))
					for _, c := range wrong {
						_, err := c.Result()
						wantText(t, err, wrongWant[c.Args.script().Name()])
					}
					cancel()
					f.rounds.Add(1)
				}
			})
			if n := failed.Load(); want == noneFails && n > 0 || want == someFail && n == 0 {
				t.Errorf("%s: %d calls failed, want %s", l.name, n, want)
			}
			l.check(t, admin)
		}
	}
}

func background(int) (context.Context, context.CancelFunc) {
	return context.Background(), func() {}
}

// Scripts whose replies are no integer, and what a call that wants one reports.
var wrongSources = map[string]string{
	"nested.lua": "return {1, {2, 'x', {}}}",
	"long.lua":   "return string.rep('x', 70000)",
	"none.lua":   "return false",
	"raised.lua": "error('no')",
	"status.lua": "return redis.status_reply('FINE')",
}

var wrongWant = map[string]string{
	"nested.lua": "nested.lua: the reply: expected int, got array of 2",
	"long.lua":   `long.lua: the reply: expected int, got string "` + strings.Repeat("x", quote.Limit) + `"… (70000 bytes)`,
	"none.lua":   "none.lua: the reply: expected int, got nil" + "; add ? to the type if it may be absent",
	"raised.lua": "raised.lua:1: ERR no",
	"status.lua": `status.lua: the reply: expected int, got status "FINE"`,
}

// besides are calls whose replies do not decode.
func besides() []*Call[int64] {
	var calls []*Call[int64]
	for name, source := range wrongSources {
		calls = append(calls, call(script(name, source), (*Decoder).Int, nil))
	}
	return calls
}
