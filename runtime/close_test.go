package runtime

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/luagen/luagen/runtime/core"
	"github.com/redis/go-redis/v9"
)

// What a call needed while it was under way serves other calls afterwards. A hook that has
// kept its command reads there what it has read before, and cannot reach the other calls.
func TestAnsweredCommandsReachNoOtherCall(t *testing.T) {
	ctx := context.Background()
	client := (&canned{reply: func(words []string) string {
		return fmt.Sprintf("*2\r\n$%d\r\n%s\r\n:7\r\n", len(words[4]), words[4])
	}}).client(t, 2)
	s := script("t.lua", "return {ARGV[1], 7}")
	made := func(text string) *Call[[]any] {
		c := NewCall(s, func(d *Decoder) []any {
			d.Tuple(2, 2)
			list := []any{d.Field("").String(), d.Field("").Int()}
			d.End()
			return list
		}, 2)
		c.Args.Key("k")
		c.Args.String(text)
		return c
	}
	keeper := &meddler{}
	client.AddHook(keeper)
	first := made("first")
	want, err := Run(ctx, client, first)
	if err != nil {
		t.Fatal(err)
	}
	kept := keeper.latest
	shown, words := kept.String(), fmt.Sprint(kept.Args()...)
	keeper.meddle = func() {
		// As go-redis would, if it read another reply for this command.
		to := kept.(io.Writer)
		_, _ = to.Write([]byte("*2"))
		_, _ = to.Write([]byte("$5"))
		_, _ = to.(io.ReaderFrom).ReadFrom(strings.NewReader("wrong\r\n"))
		_, _ = to.Write([]byte(":13"))
		first.Args.Key("wrong")
		first.Args.Keys([]string{"wrong"})
		first.Args.String("wrong")
		first.Args.Strings([]string{"wrong"})
		first.Args.Skip()
		first.Args.Fail("wrong", io.EOF)
		if kept.String() != shown || fmt.Sprint(kept.Args()...) != words || kept.Clone().String() != shown {
			t.Errorf("the command was %s and is %s", shown, kept)
		}
		if got, err := first.Result(); err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("the result was %v and is %v, %v", want, got, err)
		}
	}
	for i := range 200 {
		text := fmt.Sprint("other ", i)
		if got, err := Run(ctx, client, made(text)); err != nil || fmt.Sprint(got) != fmt.Sprint([]any{text, 7}) {
			t.Fatalf("%q: %v, %v", text, got, err)
		}
	}
	if _, err := Run(ctx, client, first); err == nil || !strings.Contains(err.Error(), "t.lua: the call was sent before") {
		t.Errorf("sent again: %v", err)
	}
	if r := core.RequestOf(core.Closed(s)); len(r.Words) > 0 || r.NumKeys > 0 || r.Err != nil {
		t.Errorf("the arguments of answered calls are %+v", r)
	}
}

// meddler is a hook that does something before a command is sent.
type meddler struct {
	commandKeeper
	latest redis.Cmder
	meddle func()
}

func (m *meddler) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		if m.meddle != nil {
			m.meddle()
		}
		defer func() { m.latest = cmd }()
		return next(ctx, cmd)
	}
}

// A call that has failed keeps its error, and one that was answered after NOSCRIPT has none.
func TestFailedCallsKeepTheirErrors(t *testing.T) {
	ctx := context.Background()
	missing := true
	client := (&canned{reply: func(words []string) string {
		switch {
		case strings.EqualFold(words[0], "script"):
			missing = false
			return "+" + words[0] + "\r\n"
		case missing:
			return "-NOSCRIPT No matching script. Please use EVAL.\r\n"
		}
		return ":1\r\n"
	}}).client(t, 2)
	s := script("t.lua", "return 1")
	recovered := call(s, (*Decoder).Int, []string{"k"})
	if got, err := Run(ctx, client, recovered); got != 1 || err != nil {
		t.Error(got, err)
	}
	wrong := call(s, (*Decoder).String, []string{"k"})
	if err := Pipeline(ctx, client, wrong); err == nil {
		t.Error("an int was taken for a string")
	}
	for range 100 {
		if got, err := Run(ctx, client, call(s, (*Decoder).Int, []string{"k"})); got != 1 || err != nil {
			t.Fatal(got, err)
		}
		if got, err := recovered.Result(); got != 1 || err != nil {
			t.Fatal(got, err)
		}
		if _, err := wrong.Result(); err == nil || !strings.Contains(err.Error(), "expected string, got integer 1") {
			t.Fatal(err)
		}
	}
}

// A program may have commands of its own that hold a call's arguments, and no Value.
func TestCommandsWithoutValue(t *testing.T) {
	ctx := context.Background()
	client := (&canned{reply: func([]string) string { return "$1\r\nx\r\n" }}).client(t, 2)
	decode := func(d *Decoder, _ Command) { d.Int() }
	for _, c := range []Command{
		&struct{ Untyped }{Untyped{Args: NewArgs(script("t.lua", "return 1"), 0, decode)}},
		struct{ *Untyped }{&Untyped{Args: NewArgs(script("t.lua", "return 1"), 0, decode)}},
	} {
		var wrong *DecodeError
		if err := Send(ctx, client, c); !errors.As(err, &wrong) {
			t.Errorf("%T: %v", c, err)
		}
	}
}
