package runtime

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/luagen/luagen/internal/redistest"
	"github.com/redis/go-redis/v9"
)

// Scripts with every kind of reply that Lua can give, and for each the decoders
// that must accept it; all others must refuse it, and the next call on the
// connection must get its own reply.
var replyKinds = []struct {
	source  string
	accepts string // names of decoders, separated by spaces
}{
	{"return 1", "int uint float bool any"},
	{"return 7", "int uint float any"},
	{"return -7", "int float any"},
	{"return 3.99", "int uint float any"},
	{"return 0/0", "int float any"},
	{"return '1'", "int uint float bool string bytes any"},
	{"return '12.5'", "float string bytes any"},
	{"return 'a\\0\\255\\r\\n'", "string bytes any"},
	{"return ''", "string bytes any"},
	{"return string.rep('x', 100000)", "string bytes any"},
	{"return '9223372036854775807'", "int uint float string bytes any"},
	{"return '1234567890123456789'", "int uint float string bytes any"},
	{"return {ok='OK'}", "string bytes ok any"},
	{"return {ok=''}", "string bytes ok any"},
	{"return nil", "bool any optional optionalTuple"},
	{"return false", "bool any optional optionalTuple"},
	{"return true", "int uint float bool any"},
	{"return {}", "ints strings map any optionalTuple"},
	{"return {1, 2}", "ints map any tuple"},
	{"return {1, 'b'}", "any tuple map"},
	{"return {'a', 2}", "map any"},
	{"return {'a', 'b'}", "strings map any"},
	{"return {1, nil, 3}", "ints any"},
	{"return {1, false, 3}", "any"},
	{"return {1, {2, {3, {4}}}}", "any tuple"},
	{"return {1, {err='ERR inside'}}", "any tuple"},
	{"return {map={a=1}}", "map any"},
	{"return {set={a=true}}", "strings any"},
	{"return {double=1.5}", "float any"},
	{"return {big_number='12345678901234567890'}", "any"},
	{"return {verbatim_string={format='txt', string='body'}}", "string bytes any"},
	{"local r = {} for i = 1, 20000 do r[i] = i end return r", "ints map any"},
	{"local r = {} for i = 1, 5000 do r[i] = 's' .. i end return r", "strings map any"},
	{"redis.setresp(3) return redis.call('HGETALL', 'none')", "map any optionalTuple"},
	{"redis.setresp(3) return true", "bool any"},
	{"redis.setresp(3) return {true, false}", "any"},
	{"return {err='MYCODE text'}", ""},
	{"error('raised')", ""},
	{"return redis.call('NOSUCH')", ""},
}

func run[T any](decode func(*Decoder) T) func(*Script, Client) error {
	return func(s *Script, c Client) error {
		_, err := call(s, decode, nil).Run(context.Background(), c)
		return err
	}
}

var replyDecoders = map[string]func(*Script, Client) error{
	"int":    run((*Decoder).Int),
	"uint":   run((*Decoder).Uint),
	"float":  run((*Decoder).Float),
	"bool":   run((*Decoder).Bool),
	"string": run((*Decoder).String),
	"bytes":  run((*Decoder).Bytes),
	"ok":     run((*Decoder).OK),
	"any":    run((*Decoder).Any),
	"ints":   run((*Decoder).Ints),
	"strings": run(func(d *Decoder) []string {
		return Slice(d, (*Decoder).String)
	}),
	"map": run(func(d *Decoder) map[string]int64 {
		return Map(d, func(d *Decoder) string {
			if d.IsInt() {
				return fmt.Sprint(d.Int())
			}
			return d.String()
		}, func(d *Decoder) int64 {
			if d.IsString() {
				_ = d.String()
				return 0
			}
			return d.Int()
		})
	}),
	"tuple": run(func(d *Decoder) (n int64) {
		d.Tuple(2, 2)
		n = d.Field("n").Int()
		_ = d.Field("x").IsNil()
		d.drop()
		d.End()
		return n
	}),
	"optional":      run(func(d *Decoder) Optional[string] { return Opt(d, strictNil) }),
	"optionalTuple": run(func(d *Decoder) Optional[string] { return OptOrEmpty(d, strictNil) }),
}

// strictNil accepts nothing, so that the optional decoders accept only nil.
func strictNil(d *Decoder) string {
	d.Mismatch("nothing but nil")
	d.drop()
	return ""
}

func TestReplyMatrix(t *testing.T) {
	server := redistest.Start(t)
	old := server.Before("7.0")
	next := script("next.lua", "return {'next', ARGV[1]}")
	for _, protocol := range []int{2, 3} {
		conn := server.Client(protocol).Conn()
		t.Cleanup(func() { conn.Close() })
		before := connection(t, conn)
		for i, kind := range replyKinds {
			if old && (strings.Contains(kind.source, "big_number") || strings.Contains(kind.source, "verbatim_string")) {
				continue // came with Redis 7.0
			}
			s := script("t.lua", kind.source)
			accepts := strings.Fields(acceptedOn(protocol, kind.source, kind.accepts))
			for name, decode := range replyDecoders {
				err := decode(s, conn)
				wanted := false
				for _, a := range accepts {
					wanted = wanted || a == name
				}
				if (err == nil) != wanted {
					t.Errorf("RESP%d: %s as %s: %v", protocol, kind.source, name, err)
				}
				tag := fmt.Sprintf("%d %s", i, name)
				got, err := call(next, func(d *Decoder) []string { return Slice(d, (*Decoder).String) }, nil, tag).Run(context.Background(), conn)
				if err != nil || len(got) != 2 || got[1] != tag {
					t.Fatalf("RESP%d: after %s as %s: got %q, %v", protocol, kind.source, name, got, err)
				}
			}
		}
		if after := connection(t, conn); after != before {
			t.Errorf("RESP%d: connection %d was replaced by %d", protocol, before, after)
		}
	}
}

// acceptedOn corrects the decoders for replies that are not alike on both
// protocols.
func acceptedOn(protocol int, source, accepts string) string {
	if protocol == 3 {
		switch source {
		case "return {map={a=1}}":
			return "map any"
		case "return {big_number='12345678901234567890'}":
			return "uint float any"
		case "redis.setresp(3) return true":
			return "bool any"
		}
		return accepts
	}
	switch source {
	case "return {double=1.5}":
		return "float string bytes any"
	case "return {big_number='12345678901234567890'}":
		return "uint float string bytes any"
	case "redis.setresp(3) return redis.call('HGETALL', 'none')":
		return "ints strings map any optionalTuple"
	case "redis.setresp(3) return true":
		return "int uint float bool any"
	case "redis.setresp(3) return {true, false}":
		return "ints map any tuple"
	}
	return accepts
}

func connection(t *testing.T, c *redis.Conn) int64 {
	t.Helper()
	id, err := c.ClientID(context.Background()).Result()
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// Bytes that no Redis sends. A reply that is well formed leaves the connection
// in step; any other ends it.
func TestOddBytes(t *testing.T) {
	deep := strings.Repeat("*1\r\n", maxDepth-1) + ":1\r\n"
	for name, test := range map[string]struct {
		reply string
		err   string
	}{
		"attribute":               {"|1\r\n+a\r\n*1\r\n+b\r\n:5\r\n", ""},
		"attribute and error":     {"|1\r\n+a\r\n+b\r\n-ERR no\r\n", "t.lua: ERR no"},
		"attribute in array":      {"*2\r\n|1\r\n+a\r\n+b\r\n:1\r\n:2\r\n", "t.lua: the reply: expected int, got array of 2"},
		"blob error":              {"!6\r\nERR no\r\n", "t.lua: ERR no"},
		"empty blob error":        {"!0\r\n\r\n", "t.lua: "},
		"nil blob error":          {"!-1\r\n", "t.lua: the reply: expected int, got nil" + optionalHint},
		"push as reply":           {"*1\r\n>1\r\n:1\r\n", "t.lua: the reply: expected int, got array of 1"},
		"empty line status":       {"+\r\n", `t.lua: the reply: expected int, got status ""`},
		"resp3 nil":               {"_\r\n", "t.lua: the reply: expected int, got nil" + optionalHint},
		"nested nil aggregates":   {"*3\r\n*-1\r\n%-1\r\n~-1\r\n", "t.lua: the reply: expected int, got array of 3"},
		"deep":                    {deep, "t.lua: the reply: expected int, got array of 1"},
		"too deep":                {strings.Repeat("*1\r\n", maxDepth+1), "the reply is nested more than 4096 levels deep"},
		"endless map":             {"%9223372036854775807\r\n", `the reply has an aggregate of "9223372036854775807" elements`},
		"overflowing string":      {"$9223372036854775807\r\n", `the reply has a string of "9223372036854775807" bytes`},
		"string without a length": {"$\r\n", `the reply has a string of "" bytes`},
		"negative length":         {"*-2\r\n", `redis: invalid reply: "*-2"`},
		"unknown type":            {"?1\r\n", `redis: can't read raw reply: "?1"`},
		"truncated":               {"*2\r\n:1\r\n" + hangUp, "EOF"},
		"truncated string":        {"$1000000000\r\nabc" + hangUp, "EOF"},
	} {
		t.Run(name, func(t *testing.T) {
			server := &canned{reply: func(words []string) string {
				if words[len(words)-1] == "odd" {
					return test.reply
				}
				return ":42\r\n"
			}}
			client := server.client(t, 3)
			_, err := eval(t, client, "return 1", (*Decoder).Int, "odd")
			wantText(t, err, test.err)
			if n, err := eval(t, client, "return 1", (*Decoder).Int, "next"); n != 42 || err != nil {
				t.Errorf("next call: %d, %v", n, err)
			}
		})
	}
}

// A call is sent once, whatever comes back.
func TestSentOnce(t *testing.T) {
	for name, reply := range map[string]string{
		"hang up":                   hangUp,
		"hang up in the reply":      "*2\r\n:1\r\n" + hangUp,
		"made up loading":           "-LOADING the truck\r\n",
		"made up try again":         "-TRYAGAIN later\r\n",
		"made up readonly":          "-READONLY account\r\n",
		"made up cluster down":      "-CLUSTERDOWN yes\r\n",
		"made up moved":             "-MOVED item elsewhere\r\n",
		"made up noscript":          "-NOSCRIPT x script: 0123abc, on @user_script:1.\r\n",
		"other error":               "-ERR no\r\n",
		"busy":                      "-BUSY Redis is busy running a script.\r\n",
		"wrong shape":               "*0\r\n",
		"no RESP":                   "hello\r\n",
		"server's words, in script": "-LOADING Redis is loading the dataset in memory\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			var count atomic.Int64
			server := &canned{reply: func(words []string) string {
				if strings.HasPrefix(words[0], "eval") {
					count.Add(1)
				}
				return reply
			}}
			source := "return 1"
			if strings.HasPrefix(name, "server's words") {
				source = "return redis.error_reply('LOADING Redis is loading the dataset in memory')"
			}
			clients := map[string]Client{"client": server.client(t, 2)}
			cluster := redis.NewClusterClient(&redis.ClusterOptions{
				MaxRedirects: 3,
				ClusterSlots: func(context.Context) ([]redis.ClusterSlot, error) {
					return []redis.ClusterSlot{{Start: 0, End: 16383, Nodes: []redis.ClusterNode{{Addr: "canned:1"}}}}, nil
				},
				NewClient: func(*redis.Options) *redis.Client { return redis.NewClient(server.options(2)) },
			})
			t.Cleanup(func() { cluster.Close() })
			clients["cluster"] = cluster
			face, err := server.client(t, 2).AutoPipeline()
			if err != nil {
				t.Fatal(err)
			}
			clients["autopipeline"] = face
			for kind, client := range clients {
				count.Store(0)
				s := script("t.lua", source)
				_, err := call(s, (*Decoder).Int, []string{"k"}).Run(context.Background(), client)
				if err == nil {
					t.Errorf("%s: no error", kind)
				}
				if n := count.Load(); n != 1 {
					t.Errorf("%s: sent %d times: %v", kind, n, err)
				}
				if strings.HasPrefix(reply, "-") {
					if _, ok := errors.AsType[*ScriptError](err); !ok {
						t.Errorf("%s: %T %v", kind, err, err)
					}
				}
			}
		})
	}
}

// What a server refuses to run, go-redis sends again.
func TestRefusedIsSentAgain(t *testing.T) {
	for _, refusal := range []string{
		"LOADING Redis is loading the dataset in memory",
		"LOADING Valkey is loading the dataset in memory",
		"TRYAGAIN Multiple keys request during rehashing of slot",
		"CLUSTERDOWN The cluster is down",
		"CLUSTERDOWN Hash slot not served",
		"MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
		"READONLY You can't write against a read only replica.",
		"READONLY You can't write against a read only replica. script: 0123abc, on @user_script:1.",
		"ERR Error running script (call to f_0123abc): @user_script:1: -READONLY You can't write against a read only replica.",
		"NOREPLICAS Not enough good replicas to write.",
		"ERR max number of clients reached",
	} {
		var count atomic.Int64
		server := &canned{reply: func([]string) string {
			if count.Add(1) < 3 {
				return "-" + refusal + "\r\n"
			}
			return ":7\r\n"
		}}
		n, err := eval(t, server.client(t, 2), "return 7", (*Decoder).Int)
		if n != 7 || err != nil || count.Load() != 3 {
			t.Errorf("%s: %d, %v after %d", refusal, n, err, count.Load())
		}
	}
}

func TestHangUpIsTheCallersError(t *testing.T) {
	server := &canned{reply: func([]string) string { return hangUp }}
	_, err := eval(t, server.client(t, 2), "return 7", (*Decoder).Int)
	if !errors.Is(err, io.EOF) {
		t.Error(err)
	}
}

func TestPipelinerIsRefused(t *testing.T) {
	client := (&canned{reply: func([]string) string { return ":1\r\n" }}).client(t, 2)
	ctx := context.Background()
	pipe := client.Pipeline()
	c := call(script("like_post.lua", "return 1"), (*Decoder).Int, nil)
	_, err := c.Run(ctx, pipe)
	wantText(t, err, "like_post.lua: a redis.Pipeliner answers only when it is executed, so it cannot run a call; "+
		"make the calls with the generated Call functions (such as LikePostCall) and hand them to runtime.Pipeline, or to runtime.Tx for MULTI/EXEC")
	if pipe.Len() != 0 {
		t.Error("something was queued")
	}
	if _, err := c.Run(ctx, client); err != nil {
		t.Error("the call is spent:", err)
	}
	_, err = call(script("t.lua", ""), Discard, nil).Run(ctx, nil)
	wantText(t, err, "t.lua: the client is nil; pass a connected go-redis client")
	_, err = call(script("t.lua", ""), Discard, nil).Run(ctx, (*redis.Client)(nil))
	wantText(t, err, "t.lua: the client is nil; pass a connected go-redis client")
	wantText(t, Pipeline(ctx, pipe, c), "runtime.Pipeline: the client is a redis.Pipeliner, which answers only when it is executed; pass the client that it was made from")
	wantText(t, Tx(ctx, nil, c), "runtime.Tx: the client is nil; pass a connected go-redis client")
}

func TestCallIsSentOnce(t *testing.T) {
	client := (&canned{reply: func([]string) string { return ":1\r\n" }}).client(t, 2)
	c := call(script("t.lua", "return 1"), (*Decoder).Int, nil)
	_, err := c.Result()
	wantText(t, err, "t.lua: the call has no result yet; send it with Run, runtime.Pipeline or runtime.Tx first")
	if n, err := c.Run(context.Background(), client); n != 1 || err != nil {
		t.Error(n, err)
	}
	_, err = c.Run(context.Background(), client)
	wantText(t, err, "t.lua: the call was sent before; make a new call for each time the script is to run")
	if n, err := c.Result(); n != 1 || err != nil {
		t.Error(n, err)
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
				_, err = c.Run(ctx, client)
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
	_, _ = call(s, (*Decoder).Int, []string{"k"}, "a b").Run(ctx, client)
	_, _ = call(s, (*Decoder).Int, nil).Run(ctx, client)
	_ = Load(ctx, client, s)
	want := []string{
		"evalsha [evalsha abc 1 k a b]: evalsha abc 1 k a b: WRONGTYPE no list",
		"evalsha [evalsha abc 0]: evalsha abc 0: WRONGTYPE no list",
		"script [script load return 1]: script load return 1",
	}
	var got []string
	for _, cmd := range log.commands {
		got = append(got, fmt.Sprintf("%s %v: %v", cmd.Name(), cmd.Args(), cmd))
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
		c := NewCall(s, (*Decoder).Int, 1)
		c.Key("counter")
		if _, err := c.Run(ctx, client); err != nil {
			t.Fatal(err)
		}
	})
	if run > incr+1 {
		t.Errorf("%v allocations, INCR has %v", run, incr)
	}
}
