package runtime

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/luagen/luagen/runtime/redistest"
	"github.com/redis/go-redis/v9"
)

// evalAndSHA is a program's own narrow interface.
type evalAndSHA interface {
	Eval(ctx context.Context, script string, keys []string, args ...any) *redis.Cmd
	EvalSha(ctx context.Context, sha1 string, keys []string, args ...any) *redis.Cmd
}

// Each of these hides a client's Process.
type (
	narrow   struct{ evalAndSHA }
	scripter struct{ redis.Scripter }
	cmdable  struct{ redis.Cmdable }
)

// others are clients without Process.
func others(client *redis.Client) map[string]Client {
	return map[string]Client{
		"narrow":        OfScripter(narrow{client}),
		"scripter":      OfScripter(scripter{client}),
		"cmdable":       OfScripter(cmdable{client}),
		"client":        OfScripter(client),
		"EVAL":          EvalOnly(client),
		"EVAL narrow":   EvalOnly(narrow{client}),
		"EVAL scripter": EvalOnly(scripter{client}),
		"EVAL cmdable":  EvalOnly(cmdable{client}),
	}
}

// What a call returns does not depend on the client.
func TestOtherClients(t *testing.T) {
	ctx := context.Background()
	server := redistest.Start(t)
	for protocol := 2; protocol <= 3; protocol++ {
		real := connect(t, server.Addr, func(o *redis.Options) { o.Protocol = protocol })
		for name, client := range others(real) {
			for _, source := range []string{
				"return 1", "return -9007199254740991", "return 'a\\r\\nb'", "return ''", "return false", "return {}",
				"return {1, 'a', false, {2, {3}}}", "return {1, nil, 3}", "return redis.status_reply('OK')",
				"return redis.error_reply('ERR no')", "return redis.error_reply('BUSY no')", "error('stop')", "return {1, {err = 'MINE inside'}}",
				"redis.setresp(3) return {map = {a = 1}}", "redis.setresp(3) return {double = 1.5}", "redis.setresp(3) return true",
				"return redis.call('GET')", "return {KEYS[1], KEYS[2], ARGV[1], ARGV[2]}", "return redis.error_reply('NOSCRIPT mine')",
				"return redis.error_reply('MOVED 1 127.0.0.1:1')", "this is not Lua",
			} {
				anything := func(c Client) (any, error) {
					flush(t, real)
					s := script("t.lua", source, OnCode("BUSY", errBusy))
					return Run(ctx, c, call(s, (*Decoder).Any, []string{"k\x00", "l"}, "", "\xff\r\n"))
				}
				want, wantErr := anything(real)
				got, err := anything(client)
				if name != "client" && name != "EVAL" && text(wantErr) == "t.lua: NOSCRIPT mine" {
					wantErr = &ScriptError{Script: "t.lua", Code: "NOSCRIPT", Message: "No matching script. Please use EVAL."} // go-redis's
				}
				if fmt.Sprintf("%#v", got) != fmt.Sprintf("%#v", want) || text(err) != text(wantErr) {
					t.Errorf("%s, RESP%d, %s:\n got %#v, %v\nwant %#v, %v", name, protocol, source, got, err, want, wantErr)
				}
				a, _ := asType[*ScriptError](err)
				b, _ := asType[*ScriptError](wantErr)
				if (a == nil) != (b == nil) || errors.Is(err, errBusy) != errors.Is(wantErr, errBusy) {
					t.Errorf("%s, %s: %T, want %T", name, source, err, wantErr)
				}
			}
		}
	}
}

var errBusy = errors.New("busy")

// A call that only reads, and one that finds its script missing, run once; EvalOnly never
// sends a SHA-1.
func TestOtherClientsRecover(t *testing.T) {
	ctx := context.Background()
	server := redistest.Start(t)
	client := connect(t, server.Addr)
	for name, c := range others(client) {
		incr := script("incr.lua", "return redis.call('INCR', KEYS[1]) -- "+name)
		read := script("read.lua", "return tonumber(redis.call('GET', KEYS[1])) -- "+name, reading(server))
		for want := int64(1); want <= 3; want++ {
			flush(t, client)
			got, err := Run(ctx, c, call(incr, (*Decoder).Int, []string{name}))
			read, err2 := Run(ctx, c, call(read, (*Decoder).Int, []string{name}))
			if got != want || read != want || err != nil || err2 != nil {
				t.Errorf("%s: %d, %d, want %d: %v, %v", name, got, read, want, err, err2)
			}
		}
		flush(t, client)
		a, b, other := call(incr, (*Decoder).Int, []string{name}), call(incr, (*Decoder).Int, []string{name}), call(read, (*Decoder).Int, []string{name})
		err := Pipeline(ctx, c, a, b, other)
		first, _ := a.Result()
		second, _ := b.Result()
		third, _ := other.Result()
		if err != nil || first != 4 || second != 5 || third != 5 {
			t.Errorf("%s: a pipeline gives %d, %d, %d: %v", name, first, second, third, err)
		}
		a, b = call(incr, (*Decoder).Int, []string{name}), call(incr, (*Decoder).Int, []string{name})
		err = Tx(ctx, c, a, b)
		if strings.HasSuffix(name, "narrow") || strings.HasSuffix(name, "scripter") {
			wantText(t, err, "runtime.Tx: runtime.scripterClient has no TxPipeline method; pass a go-redis client")
		} else if second, _ := b.Result(); err != nil || second != 7 {
			t.Errorf("%s: a transaction gives %d: %v", name, second, err)
		}
		own := script("own.lua", "redis.call('INCR', KEYS[1]) return redis.error_reply('NOSCRIPT mine') -- "+name)
		flush(t, client)
		if err := Load(ctx, client, own); err != nil {
			t.Fatal(err)
		}
		if _, err := Run(ctx, c, call(own, (*Decoder).Int, []string{name + " own"})); err == nil || client.Get(ctx, name+" own").Val() != "1" {
			t.Errorf("%s: a call that answers NOSCRIPT itself ran %s times: %v", name, client.Get(ctx, name+" own").Val(), err)
		}
		err = Load(ctx, c, incr)
		if strings.HasSuffix(name, "narrow") {
			wantText(t, err, "runtime.Load: script load: the client has no such method")
		} else if err != nil {
			t.Errorf("%s: Load: %v", name, err)
		}
	}
}

// scriptedFake is a fake without a server.
type scriptedFake struct {
	reply any
	err   error
	log   []string
}

func (f *scriptedFake) Eval(_ context.Context, script string, keys []string, args ...any) *redis.Cmd {
	f.log = append(f.log, fmt.Sprintf("EVAL %q %q %q", script, keys, args))
	return redis.NewCmdResult(f.reply, f.err)
}

func (f *scriptedFake) EvalSha(_ context.Context, sha string, keys []string, args ...any) *redis.Cmd {
	f.log = append(f.log, fmt.Sprintf("EVALSHA %q %q", keys, args))
	return redis.NewCmdResult(nil, redis.ErrNoScript)
}

func TestFake(t *testing.T) {
	run := func(f *scriptedFake, decode func(*Decoder) any) (any, error) {
		c := NewCall(script("t.lua", "return 1"), decode, 3)
		c.Args.Key("k")
		c.Args.Bytes([]byte("b"))
		c.Args.Int(7)
		return Run(context.Background(), OfScripter(f), c)
	}
	fake := &scriptedFake{reply: 1}
	if got, err := run(fake, (*Decoder).Any); got != int64(1) || err != nil {
		t.Errorf("got %v, %v", got, err)
	}
	want := []string{`EVALSHA ["k"] ["b" "7"]`, `EVAL "return 1" ["k"] ["b" "7"]`}
	if fmt.Sprint(fake.log) != fmt.Sprint(want) {
		t.Errorf("sent %v, want %v", fake.log, want)
	}
	huge, _ := new(big.Int).SetString("123456789012345678901234567890", 10)
	for _, test := range []struct{ reply, want any }{
		{uint8(3), int64(3)}, {[]byte("x"), "x"}, {[]string{"a", "b"}, []any{"a", "b"}}, {map[string]int{"a": 1}, map[any]any{"a": int64(1)}},
		{[]any{int64(1), nil, errors.New("ERR\r\nno")}, nil}, {huge, huge}, {1.5, 1.5}, {true, true}, {nil, nil},
	} {
		got, err := run(&scriptedFake{reply: test.reply}, (*Decoder).Any)
		if test.want != nil && (fmt.Sprintf("%#v", got) != fmt.Sprintf("%#v", test.want) || err != nil) {
			t.Errorf("%#v: got %#v, %v", test.reply, got, err)
		}
	}
	_, err := run(&scriptedFake{reply: struct{}{}}, (*Decoder).Any)
	wantText(t, err, "the client's reply holds a struct {}, which Redis does not reply")
	_, err = run(&scriptedFake{reply: "x"}, func(d *Decoder) any { return d.Int() })
	wantText(t, err, `t.lua: the reply: expected int, got string "x"`)
	failure := errors.New("no route to host")
	if _, err := run(&scriptedFake{err: failure}, (*Decoder).Any); err != failure {
		t.Errorf("got %v", err)
	}
	if _, err := run(&scriptedFake{reply: "QUEUED"}, func(d *Decoder) any { return d.OK() }); err != nil {
		t.Errorf("a string that may be a status: %v", err)
	}
}

// Nothing is sent through what answers later, or is not there.
func TestOtherClientsRefused(t *testing.T) {
	ctx := context.Background()
	server := redistest.Start(t)
	pipe := connect(t, server.Addr).Pipeline()
	for _, client := range []Client{OfScripter(pipe), EvalOnly(pipe)} {
		_, err := Run(ctx, client, call(script("t.lua", "return 1"), (*Decoder).Int, nil))
		wantText(t, err, pipelinerError("t.lua").Error())
	}
	if pipe.Len() > 0 {
		t.Errorf("%d commands were queued", pipe.Len())
	}
	var none *redis.Client
	for name, client := range map[string]Client{"OfScripter": OfScripter(nil), "EvalOnly": EvalOnly(nil), "a nil pointer": OfScripter(none), "a nil fake": EvalOnly((*scriptedFake)(nil))} {
		_, err := Run(ctx, client, call(script("t.lua", "return 1"), (*Decoder).Int, nil))
		if !errors.Is(err, errNilClient) {
			t.Errorf("%s: %v", name, err)
		}
	}
	err := OfScripter(&scriptedFake{}).Process(ctx, redis.NewIntCmd(ctx, "incr", "k"))
	wantText(t, err, "a client of runtime.OfScripter or EvalOnly sends calls of scripts, and not incr")
}

func flush(t *testing.T, client *redis.Client) {
	t.Helper()
	if err := client.ScriptFlush(context.Background()).Err(); err != nil {
		t.Fatal(err)
	}
}
