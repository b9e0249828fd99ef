package runtime

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/luagen/luagen/runtime/redistest"
	"github.com/redis/go-redis/v9"
)

// asked makes a call as the plain function of a script does.
func asked[T any](ctx context.Context, client Client, args *Args, decode Decode) (T, error) {
	var reply Call[T]
	if d := Ask(ctx, client, args); d != nil {
		decode(d, &reply)
	}
	err := Answered(args, &reply)
	return reply.Value, err
}

func decodeTexts(d *Decoder, into Command) {
	v := &into.(*Call[[2]string]).Value
	d.Tuple(2, 2)
	v[0] = d.Field("first").String()
	v[1] = d.Field("second").String()
	d.End()
}

var errGone = errors.New("gone")

// TestAsk compares what Ask and Answered make of replies with what Send does.
func TestAsk(t *testing.T) {
	for _, protocol := range []int{2, 3} {
		for _, reply := range []string{
			"*2\r\n" + bulk("a") + bulk("b"), "*2\r\n" + bulk("a") + "*0\r\n", "*1\r\n" + bulk("a"), bulk("ab"), ":1\r\n", "+gone\r\n",
			"-WRONGTYPE no\r\n", "-ERR user_script:3: no script: x, @user_script:3.\r\n", "$-1\r\n", "*-1\r\n", hangUp, "*2\r\n" + bulk("a") + hangUp,
		} {
			client := (&canned{reply: func([]string) string { return reply }}).client(t, protocol)
			s := script("t.lua", "", OnString("gone", errGone))
			args := func(key string) *Args {
				args := NewArgs(s, 1, decodeTexts)
				args.Key(key)
				return args
			}
			call := &Call[[2]string]{Untyped: Untyped{Args: args("k")}}
			want := Send(t.Context(), client, call)
			got, err := asked[[2]string](t.Context(), client, args("k"), decodeTexts)
			if got != call.Value || text(err) != text(want) || reflect.TypeOf(err) != reflect.TypeOf(want) || errors.Is(err, errGone) != errors.Is(want, errGone) {
				t.Errorf("%q: got %q, %v; want %q, %v", reply, got, err, call.Value, want)
			}
			if err != nil && got != [2]string{} {
				t.Errorf("%q: the result of a call that failed is %q", reply, got)
			}
		}
	}
}

// TestAskSendsNothing has Ask refuse what Send refuses.
func TestAskSendsNothing(t *testing.T) {
	client := (&canned{reply: func([]string) string { t.Error("a command was sent"); return ":1\r\n" }}).client(t, 2)
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for name, ask := range map[string]struct {
		client Client
		ctx    context.Context
		fail   bool
	}{
		"no client":     {client: nil, ctx: t.Context()},
		"nil client":    {client: (*redis.Client)(nil), ctx: t.Context()},
		"a pipeline":    {client: client.Pipeline(), ctx: t.Context()},
		"a bad value":   {client: client, ctx: t.Context(), fail: true},
		"ended context": {client: client, ctx: ended},
	} {
		args := func() *Args {
			args := NewArgs(script("t.lua", ""), 1, DecodeInt)
			args.Key("k")
			if ask.fail {
				args.Fail("n", errGone)
			}
			return args
		}
		want := Send(ask.ctx, ask.client, &Call[int64]{Untyped: Untyped{Args: args()}})
		if n, err := asked[int64](ask.ctx, ask.client, args(), DecodeInt); n != 0 || err == nil || text(err) != text(want) {
			t.Errorf("%s: got %d, %v; want %v", name, n, err, want)
		}
		if err := Tell(ask.ctx, ask.client, args()); text(err) != text(want) {
			t.Errorf("%s: Tell: got %v; want %v", name, err, want)
		}
	}
}

func TestTell(t *testing.T) {
	for _, test := range []struct {
		reply  string
		decode Decode
		want   string
	}{
		{"+OK\r\n", DecodeOK, ""},
		{":1\r\n", DecodeNothing, ""},
		{":1\r\n", nil, ""},
		{":1\r\n", DecodeOK, "t.lua: the reply: expected ok, got integer 1"},
		{"-ERR no\r\n", DecodeOK, "t.lua: ERR no"},
	} {
		client := (&canned{reply: func([]string) string { return test.reply }}).client(t, 2)
		wantText(t, Tell(t.Context(), client, NewArgs(script("t.lua", ""), 0, test.decode)), test.want)
	}
}

// TestAskOnServers runs a script that the server does not know, on every face of go-redis.
func TestAskOnServers(t *testing.T) {
	server := redistest.Start(t)
	for name, client := range faces(t, server.Addr) {
		for i := range 3 {
			s := script("t.lua", fmt.Sprintf("return {ARGV[1], %q}", name))
			args := NewArgs(s, 2, decodeTexts)
			args.Key("k")
			args.String(fmt.Sprint(i))
			got, err := asked[[2]string](t.Context(), client, args, decodeTexts)
			if want := [2]string{fmt.Sprint(i), name}; got != want || err != nil {
				t.Errorf("%s: got %q, %v; want %q", name, got, err, want)
			}
		}
	}
}

// A hook that keeps the command of a call sees nothing of the next.
func TestAskLetsGo(t *testing.T) {
	server := &canned{reply: func(words []string) string { return bulk(strings.Join(words[3:], " ")) }}
	client := server.client(t, 2)
	keeper := new(commandKeeper)
	client.AddHook(keeper)
	for i := range 3 {
		args := NewArgs(script("t.lua", ""), 1, DecodeString)
		args.Key(fmt.Sprint("k", i))
		if got, err := asked[string](t.Context(), client, args, DecodeString); got != fmt.Sprint("k", i) || err != nil {
			t.Fatal(got, err)
		}
	}
	keeper.readers.Wait()
	i := 0
	for _, cmd := range keeper.commands {
		if own, ok := cmd.(*command); ok {
			if key := own.Args()[3]; key != fmt.Sprint("k", i) || own.reply != nil {
				t.Errorf("command %d has the key %v and the reply %v", i, key, own.reply)
			}
			i++
		}
	}
	if i != 3 {
		t.Errorf("the hook saw %d calls", i)
	}
}
