package runtime

import (
	"context"
	"errors"
	"fmt"
	"net"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/luagen/luagen/runtime/internal/wire"
	"github.com/luagen/luagen/runtime/redistest"
	"github.com/redis/go-redis/v9"
)

// calledTimes is how often a server has run a command.
func calledTimes(t *testing.T, client *redis.Client, command string) int {
	t.Helper()
	_, after, _ := strings.Cut(client.Info(t.Context(), "commandstats").Val(), "cmdstat_"+command+":calls=")
	n := 0
	_, _ = fmt.Sscanf(after, "%d", &n)
	return n
}

// Batches go past go-redis on connections that the hook has seen being made, and past no
// other. The server gets the ECHO, which stands for the batch, in that case alone.
func TestBatchHookSends(t *testing.T) {
	server := redistest.Start(t)
	s := script("n.lua", "return redis.call('INCRBY', KEYS[1], ARGV[1])")
	for _, early := range []bool{true, false} {
		admin := connect(t, server.Addr)
		admin.ConfigResetStat(t.Context())
		client := connect(t, server.Addr, func(o *redis.Options) { o.PoolSize = 1; setNewer(o, "PipelinePoolSize", 1) })
		if !early {
			if err := client.Ping(t.Context()).Err(); err != nil {
				t.Fatal(err)
			}
			if err := Pipeline(t.Context(), client, Do(redis.NewStatusCmd(t.Context(), "ping"))); err != nil {
				t.Fatal(err)
			}
		}
		client.AddHook(NewBatchHook())
		for i := range 5 {
			key := fmt.Sprint(early, i)
			first, second, third := call(s, (*Decoder).Int, []string{key}, "1"), call(s, (*Decoder).Int, []string{key}, "2"), call(s, (*Decoder).Int, []string{key + "x"}, "4")
			if err := Pipeline(t.Context(), client, first, second, third); err != nil || first.Value != 1 || second.Value != 3 || third.Value != 4 {
				t.Errorf("early %t: %d, %d, %d, %v", early, first.Value, second.Value, third.Value, err)
			}
		}
		if n := calledTimes(t, admin, "echo"); early && n > 0 || !early && n == 0 {
			t.Errorf("early %t: the server has run ECHO %d times", early, n)
		}
	}
}

// A user who may not ECHO may send batches, on whatever connection.
func TestBatchHookWithoutECHO(t *testing.T) {
	server := redistest.Start(t)
	if err := connect(t, server.Addr).Do(t.Context(), "ACL", "SETUSER", "silent", "on", "nopass", "~*", "+@all", "-echo").Err(); err != nil {
		t.Fatal(err)
	}
	client := connect(t, server.Addr, func(o *redis.Options) { o.Username, o.Password = "silent", "x" })
	if err := client.Ping(t.Context()).Err(); err != nil {
		t.Fatal(err)
	}
	client.AddHook(NewBatchHook())
	s := script("n.lua", "return 7")
	for range 3 {
		first, second := call(s, (*Decoder).Int, nil), call(s, (*Decoder).Int, nil)
		if err := Pipeline(t.Context(), client, first, second); err != nil || first.Value != 7 || second.Value != 7 {
			t.Errorf("%d, %d, %v", first.Value, second.Value, err)
		}
	}
}

// Hooks that were added before see the calls.
func TestBatchHookAfterOthers(t *testing.T) {
	client := connect(t, redistest.Start(t).Addr)
	keeper := &commandKeeper{}
	client.AddHook(keeper)
	client.AddHook(NewBatchHook())
	s := script("echo.lua", "return {tonumber(ARGV[1]), tonumber(ARGV[2])}")
	made := 0
	for way, send := range batches {
		for range 5 {
			client.ScriptFlush(t.Context())
			var calls []Command
			for i := range int64(12) {
				c := NewIntsCall(s, 3)
				c.Args.Key(fmt.Sprint("{k}", i%4))
				c.Args.Int(i)
				c.Args.Int(i)
				calls = append(calls, c)
			}
			if err := send(t.Context(), client, calls...); err != nil {
				t.Errorf("%s: %v", way, err)
			}
			made += len(calls)
		}
	}
	keeper.check(t, made)
}

// Every reply that Lua can give, and words of every kind, are the same with the hook.
func TestBatchHookChangesNothing(t *testing.T) {
	server := redistest.Start(t)
	old := server.Before("7.0")
	for _, protocol := range []int{2, 3} {
		plain := connect(t, server.Addr, func(o *redis.Options) { o.Protocol = protocol })
		hooked := connect(t, server.Addr, func(o *redis.Options) { o.Protocol = protocol })
		hooked.AddHook(NewBatchHook())
		var got [2][]string
		for i, client := range []*redis.Client{plain, hooked} {
			var calls []Command
			var results []func() string
			add := func(c *Call[any]) {
				calls = append(calls, c)
				results = append(results, func() string {
					v, err := c.Result()
					return fmt.Sprintf("%.200v, %v", v, err)
				})
			}
			for n, kind := range replyKinds {
				if old && (strings.Contains(kind.source, "big_number") || strings.Contains(kind.source, "verbatim_string")) {
					continue // came with Redis 7.0
				}
				s := script("t.lua", kind.source)
				add(call(s, (*Decoder).Any, nil))
				add(call(s, (*Decoder).Any, []string{fmt.Sprint("key", n%5), fmt.Sprint("key", n%7)}, "x"))
			}
			c := NewCall(script("words.lua", "return {KEYS, ARGV}"), (*Decoder).Any, 10)
			c.Args.Keys(slices.Repeat([]string{"k"}, 12))
			for _, s := range []string{"", "1", strings.Repeat("x", 9), strings.Repeat("x", 10), strings.Repeat("x", 99), strings.Repeat("x", 100), strings.Repeat("x", 100000)} {
				c.Args.String(s)
				c.Args.Bytes([]byte(s))
			}
			for _, n := range []int64{0, 9, 10, -1, 99, 123456789, 1234567890, -1 << 63, 1<<63 - 1} {
				c.Args.Int(n)
				c.Args.Uint(uint64(n))
				c.Args.Float("f", float64(n)/3)
			}
			add(c)
			_ = Pipeline(t.Context(), client, calls...)
			for _, result := range results {
				got[i] = append(got[i], result())
			}
		}
		if !reflect.DeepEqual(got[0], got[1]) {
			for i := range got[0] {
				if got[0][i] != got[1][i] {
					t.Errorf("RESP%d: reply %d\nis %s\nwas %s", protocol, i, got[1][i], got[0][i])
				}
			}
		}
	}
}

// hookedCanned is a client with the hook of a server in memory.
func hookedCanned(t *testing.T, protocol int, wrap func(net.Conn) net.Conn, reply func(words []string) string) *redis.Client {
	options := (&canned{reply: reply}).options(protocol)
	dial := options.Dialer
	options.Dialer = func(ctx context.Context, network, addr string) (net.Conn, error) {
		conn, err := dial(ctx, network, addr)
		return wrap(conn), err
	}
	client := redis.NewClient(options)
	t.Cleanup(func() { client.Close() })
	client.AddHook(NewBatchHook())
	return client
}

func whole(c net.Conn) net.Conn { return c }

// bytewise is a connection that reads a byte at a time.
func bytewise(c net.Conn) net.Conn { return slowConn{c} }

type slowConn struct{ net.Conn }

func (c slowConn) Read(p []byte) (int, error) { return c.Conn.Read(p[:min(1, len(p))]) }

// Messages between the replies are go-redis's, those of Pub/Sub too, and no reply.
func TestBatchHookAmidMessages(t *testing.T) {
	message := ">3\r\n+message\r\n$4\r\nnews\r\n$9\r\na\r\n>1\r\n+b\r\n"
	other := ">2\r\n+invalidate\r\n*2\r\n$1\r\na\r\n_\r\n"
	attribute := "|1\r\n+ttl\r\n:5\r\n"
	for name, wrap := range map[string]func(net.Conn) net.Conn{"whole": whole, "bytewise": bytewise} {
		for i, before := range []string{"", message, other, message + other + message, attribute, other + attribute, strings.Repeat(other, 300)} {
			behind, _, _ := strings.Cut(before, attribute) // an attribute comes in front of a reply
			if name == "bytewise" || len(behind) > 1000 {
				behind = "" // the server would wait until somebody reads it
			}
			client := hookedCanned(t, 3, wrap, func(words []string) string {
				if words[0] != "evalsha" {
					return "+OK\r\n"
				}
				return before + ":" + words[len(words)-1] + "\r\n" + behind
			})
			s := script("t.lua", "return tonumber(ARGV[1])")
			for round := range 3 {
				first, second := call(s, (*Decoder).Int, nil, "1"), call(s, (*Decoder).Int, nil, "2")
				err := Pipeline(t.Context(), client, first, second)
				if err != nil || first.Value != 1 || second.Value != 2 {
					t.Errorf("%s, messages %d, round %d: %d, %d, %v", name, i, round, first.Value, second.Value, err)
				}
				if n, err := Run(t.Context(), client, call(s, (*Decoder).Int, nil, "3")); n != 3 || err != nil {
					t.Errorf("%s, messages %d, round %d, by itself: %d, %v", name, i, round, n, err)
				}
			}
		}
	}
}

// What is no reply, and what is too large, ends the connection; the calls that were answered
// keep their results.
func TestBatchHookOddReplies(t *testing.T) {
	for name, test := range map[string]struct {
		reply string
		err   string
	}{
		"no reply":       {"hello\r\n", `the server sent what begins no reply: "hello"`},
		"no line":        {":1\n", `the server sent what is no line of a reply: ":1\n"`},
		"empty line":     {"\r\n", `the server sent what is no line of a reply: "\r\n"`},
		"negative":       {"$-2\r\n", `the server sent what begins no reply: "$-2"`},
		"no number":      {"*x\r\n", `the reply has an aggregate of "x" elements`},
		"too large":      {"$2000\r\n", errTooLarge.Error()},
		"long line":      {"+" + strings.Repeat("x", 100_000) + "\r\n", errTooLarge.Error()},
		"too deep":       {strings.Repeat("*1\r\n", wire.MaxDepth+1), wire.ErrDepth.Error()},
		"cut":            {"$5\r\nab" + hangUp, "EOF"},
		"cut at once":    {hangUp, "EOF"},
		"cut in message": {">2\r\n+a\r\n$100\r\nb" + hangUp, "EOF"},
		"odd message":    {">2\r\n+a\r\nb\r\n", `the server sent what begins no reply: "b"`},
	} {
		t.Run(name, func(t *testing.T) {
			client := hookedCanned(t, 3, whole, func(words []string) string {
				if words[len(words)-1] == "odd" {
					return test.reply
				}
				return ":42\r\n"
			})
			s := script("t.lua", "return 1")
			if name != "too deep" {
				s.LimitReplies(1000)
			}
			first, odd, last := call(s, (*Decoder).Int, nil, "1"), call(s, (*Decoder).Int, nil, "odd"), call(s, (*Decoder).Int, nil, "3")
			err := Pipeline(t.Context(), client, first, odd, last)
			if text(err) != test.err && !strings.HasSuffix(text(err), test.err) {
				t.Errorf("error %v, want %s", err, test.err)
			}
			if n, err := first.Result(); n != 42 || err != nil {
				t.Errorf("the first call: %d, %v", n, err)
			}
			if _, err := last.Result(); err == nil {
				t.Error("the last call has no error")
			}
			again, and := call(s, (*Decoder).Int, nil, "1"), call(s, (*Decoder).Int, nil, "2")
			if err := Pipeline(t.Context(), client, again, and); err != nil || again.Value != 42 || and.Value != 42 {
				t.Errorf("the next batch: %d, %d, %v", again.Value, and.Value, err)
			}
		})
	}
}

// A batch that the server refuses for now is go-redis's to send again, and one of which a part
// may have run is not.
func TestBatchHookRetries(t *testing.T) {
	const loading = "-LOADING Redis is loading the dataset in memory\r\n"
	for name, test := range map[string]struct {
		refused []string // the calls that are refused at first
		want    string
	}{
		"all":  {[]string{"1", "2"}, "42, 42, <nil>"},
		"none": {nil, "42, 42, <nil>"},
		"one":  {[]string{"2"}, "42, 0, t.lua: LOADING Redis is loading the dataset in memory"},
	} {
		refused := slices.Clone(test.refused)
		client := hookedCanned(t, 2, whole, func(words []string) string {
			if i := slices.Index(refused, words[len(words)-1]); i >= 0 {
				refused = slices.Delete(refused, i, i+1)
				return loading
			}
			return ":42\r\n"
		})
		s := script("t.lua", "return 1")
		first, second := call(s, (*Decoder).Int, nil, "1"), call(s, (*Decoder).Int, nil, "2")
		err := Pipeline(t.Context(), client, first, second)
		if got := fmt.Sprintf("%d, %d, %v", first.Value, second.Value, err); got != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
}

// A server that does not answer is waited for as long as go-redis waits.
func TestBatchHookTimeout(t *testing.T) {
	release := make(chan struct{})
	defer close(release)
	client := hookedCanned(t, 3, whole, func(words []string) string {
		if words[len(words)-1] == "slow" {
			<-release
		}
		return ":42\r\n"
	})
	slow := client.WithTimeout(20 * time.Millisecond)
	s := script("t.lua", "return 1")
	first, second := call(s, (*Decoder).Int, nil, "1"), call(s, (*Decoder).Int, nil, "slow")
	err := Pipeline(t.Context(), slow, first, second)
	if e := net.Error(nil); !errors.As(err, &e) || !e.Timeout() {
		t.Errorf("error %v, want that of a timeout", err)
	}
}

// No dial, no batch: the error is that of the dialer.
func TestBatchHookWithoutServer(t *testing.T) {
	no := errors.New("no server")
	client := redis.NewClient(&redis.Options{MaxRetries: -1, Dialer: func(context.Context, string, string) (net.Conn, error) { return nil, no }})
	t.Cleanup(func() { client.Close() })
	client.AddHook(NewBatchHook())
	s := script("t.lua", "return 1")
	first, second := call(s, (*Decoder).Int, nil), call(s, (*Decoder).Int, nil)
	if err := Pipeline(t.Context(), client, first, second); !errors.Is(err, no) {
		t.Errorf("error %v, want %v", err, no)
	}
	if _, err := second.Result(); !errors.Is(err, no) {
		t.Errorf("the second call has error %v, want %v", err, no)
	}
}

// What go-redis sends on a connection on which it reads at the same time goes its own way.
func TestBatchHookOnSharedConnections(t *testing.T) {
	server := redistest.Start(t)
	s := script("words.lua", "return {KEYS[1], ARGV[1]}")
	list := func(d *Decoder) []string { return Slice(d, (*Decoder).String) }
	for name, client := range pipelining(t, func() any {
		client := connect(t, server.Addr)
		client.AddHook(NewBatchHook())
		return client
	}) {
		concurrently(16, func(caller int) {
			for round := range 100 {
				var calls []*Call[[]string]
				var batch []Command
				for i := range 1 + (caller+round)%8 {
					c := call(s, list, []string{fmt.Sprint(name, caller, i)}, fmt.Sprint(round))
					calls, batch = append(calls, c), append(batch, c)
				}
				if err := Pipeline(t.Context(), client, batch...); err != nil {
					t.Errorf("%s: %v", name, err)
				}
				for i, c := range calls {
					if want := []string{fmt.Sprint(name, caller, i), fmt.Sprint(round)}; !slices.Equal(c.Value, want) {
						t.Errorf("%s: %q, want %q", name, c.Value, want)
					}
				}
			}
		})
	}
}
