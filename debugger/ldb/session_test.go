package ldb

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"

	"github.com/luagen/luagen/internal/redistest"
)

func start(t *testing.T, opts *redis.Options, call Call, w Writes) (*Session, Stop) {
	t.Helper()
	s, stop, err := Start(context.Background(), opts, call, w)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Quit() })
	return s, stop
}

func lua(lines ...string) []byte { return []byte(strings.Join(lines, "\n")) }

// told is a stop on a line for each thing that it says.
func told(stop Stop) []string {
	var lines []string
	for _, e := range stop.Events {
		lines = append(lines, fmt.Sprintf("%d %s", e.Kind, e.Text))
	}
	if stop.End != nil {
		return append(lines, "end "+stop.End.Reply.String())
	}
	return append(lines, fmt.Sprintf("line %d reason %d", stop.Line, stop.Reason))
}

func expect(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// must passes on what has no error.
func must[T any](t *testing.T) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func TestStepsTellCommandsAndTheEnd(t *testing.T) {
	server := redistest.Start(t)
	s, stop := start(t, &redis.Options{Addr: server.Addr}, Call{
		Text: lua(
			`local v = redis.call('SET', KEYS[1], ARGV[1])`,
			`redis.pcall('INCR', KEYS[1])`,
			`redis.debug('here', {1, 2})`,
			`return {redis.call('GET', KEYS[1]), 12345678}`),
		Keys: []string{"a b"}, Args: []string{"x\r\ny"},
	}, RollBack)
	expect(t, told(stop), "line 1 reason 0")
	step := must[Stop](t)
	expect(t, told(step(s.Step())), "0 SET a b x  y", "1 OK", "line 2 reason 0")
	expect(t, told(step(s.Step())),
		"0 INCR a b", "2 ERR value is not an integer or out of range", "1 (error) ERR value is not an integer or out of range", "line 3 reason 0")
	expect(t, told(step(s.Step())), `3 "here", {1; 2}`, "line 4 reason 0")
	expect(t, told(step(s.Step())), "0 GET a b", `1 "x\r\ny"`, `end ["x\r\ny", 12345678]`)
	if _, err := s.Step(); !errors.Is(err, ErrEnded) {
		t.Errorf("a step after the end: %v", err)
	}
	if n := server.Client(2).Exists(context.Background(), "a b").Val(); n != 0 {
		t.Error("what was written is kept")
	}
}

func TestWritesAreKept(t *testing.T) {
	server := redistest.Start(t)
	s, _ := start(t, &redis.Options{Addr: server.Addr, DB: 3}, Call{Text: lua("return redis.call('INCR', KEYS[1])"), Keys: []string{"n"}}, Keep)
	expect(t, told(must[Stop](t)(s.Continue())), "end 1")
	client := redis.NewClient(&redis.Options{Addr: server.Addr, DB: 3})
	defer client.Close()
	if got := client.Get(context.Background(), "n").Val(); got != "1" {
		t.Errorf("got %q", got)
	}
}

func TestLocalsFramesAndLookup(t *testing.T) {
	server := redistest.Start(t)
	s, _ := start(t, &redis.Options{Addr: server.Addr}, Call{Text: lua(
		`local t = {a = {b = {c = {1, 2}}}, 'x'}`, // 1
		`local bin = '\0\255"'`,
		`local function double(n)`, // 3
		`  local twice = n * 2`,
		`  return twice`,
		`end`,
		`for i = 1, 2 do`, // 7
		`  t[1] = double(i) + 1`,
		`end`)}, RollBack)
	if err := s.Break(5); err != nil {
		t.Fatal(err)
	}
	expect(t, told(must[Stop](t)(s.Continue())), "line 5 reason 1")
	var locals []string
	for _, v := range must[[]Variable](t)(s.Locals()) {
		locals = append(locals, v.Name+" "+v.Value.String())
	}
	expect(t, locals, "n 1", "twice 2")
	var frames []string
	for _, f := range must[[]Frame](t)(s.Trace()) {
		frames = append(frames, fmt.Sprintf("%q %d", f.Name, f.Line))
	}
	expect(t, frames, `"double" 5`, `"" 8`)
	for name, want := range map[string]string{
		"t": `{"x", a = {b = {c = {1, 2}}}}`, "bin": `"\x00\xff\""`, "twice": "2", "KEYS": "{}", "none": "absent", "redis": "absent",
	} {
		v, found, err := s.Lookup(name)
		got := strings.Replace(v.String(), `[1] = `, "", 1)
		if !found {
			got = "absent"
		}
		if err != nil || got != want {
			t.Errorf("%s: got %s, %v, want %s", name, got, err, want)
		}
	}
	if err := s.ClearBreaks(); err != nil {
		t.Fatal(err)
	}
	expect(t, told(must[Stop](t)(s.Continue())), "end (nil)")
}

func TestEvalAndRedis(t *testing.T) {
	server := redistest.Start(t)
	s, _ := start(t, &redis.Options{Addr: server.Addr}, Call{Text: lua("return redis.call('GET', 'long')"), Keys: []string{"k"}}, RollBack)
	long := strings.Repeat("\x00a \"", 20_000)
	for code, want := range map[string]string{
		"1 + 1":                   "2",
		"KEYS":                    `{"k"}`,
		"#" + Literal(long):       "80000",
		Literal(long) + " == 'x'": "false",
		"redis.call('NONE')":      "error: ERR Unknown Redis command called from script",
		"error({err = 'MY own'})": "error: MY own",
		"error({})":               "error: table: 0x",
		"error()":                 "error: nil",
		"nothing.x":               "error: Script attempted to access nonexistent global variable 'nothing'",
		"error('why')":            "error: why",
		"((":                      "error: unexpected symbol near 'end'",
	} {
		v, err := s.Eval(code)
		got := v.String()
		var failed *EvalError
		if errors.As(err, &failed) {
			got, err = "error: "+strings.Replace(failed.Message, "Unknown command", "Unknown Redis command", 1), nil // as Valkey says
			if i := strings.Index(got, "0x"); i > 0 {
				got = got[:i+2]
			}
		}
		if err != nil || got != want {
			t.Errorf("%.40s: got %s, %v, want %s", code, got, err, want)
		}
	}
	if _, err := s.Eval(strings.Repeat("x", maxWord+1)); err == nil {
		t.Error("a word that is too long is taken")
	}
	ran := func(args ...string) []string {
		events, err := s.Redis(args...)
		if err != nil {
			t.Fatal(err)
		}
		return told(Stop{Events: events})
	}
	const at = "line 0 reason 0"
	expect(t, ran("SET", "k", ""), "0 SET k ", "1 OK", at)
	expect(t, ran("SET", "long", long), "0 SET long "+long, "1 OK", at)
	expect(t, ran("GET", ""), "0 GET ", "1 (nil)", at)
	expect(t, ran("LPUSH", "k", ""), "0 LPUSH k ", "1 (error) WRONGTYPE Operation against a key holding the wrong kind of value", at)
	expect(t, ran("GET", "k"), "0 GET k", `1 ""`, at)
	expect(t, ran("INCR", "k"), "0 INCR k", "2 ERR value is not an integer or out of range", "1 (error) ERR value is not an integer or out of range", at)
	stop := must[Stop](t)(s.Continue())
	if got := stop.End.Reply.Text; got != long {
		t.Errorf("got %d bytes, want %d", len(got), len(long))
	}
}

func TestHowScriptsEnd(t *testing.T) {
	server := redistest.Start(t)
	for _, w := range []Writes{RollBack, Keep} {
		for text, want := range map[string]string{
			"return nope(":                  "(error) ERR Error compiling script (new function): user_script:1: unexpected symbol near '<eof>'",
			"":                              "(nil)",
			"-- nothing":                    "(nil)",
			"local x = 1\nreturn x .. nil":  "(error) ERR user_script:2: attempt to concatenate a nil value",
			"return redis.error_reply('A')": "(error) ERR A",
			"#!lua\nlocal x = 1\nreturn x":  "1",
			"return {1, nil, 2}":            "[1]",
		} {
			s, stop := start(t, &redis.Options{Addr: server.Addr}, Call{Text: []byte(text)}, w)
			for n := 0; stop.End == nil && n < 10; n++ {
				stop = must[Stop](t)(s.Step())
			}
			if stop.End == nil {
				t.Fatalf("%q does not end", text)
			}
			got, _, _ := strings.Cut(stop.End.Reply.String(), " script: ")
			if got != want {
				t.Errorf("%q: got %s, want %s", text, got, want)
			}
		}
	}
}

func TestReadOnlyAndAbort(t *testing.T) {
	server := redistest.Start(t)
	s, _ := start(t, &redis.Options{Addr: server.Addr}, Call{Text: lua("redis.pcall('SET', 'a', 1)", "return 1"), ReadOnly: true}, RollBack)
	stop := must[Stop](t)(s.Step())
	if len(stop.Events) < 2 || stop.Events[1].Kind != Error || !strings.Contains(stop.Events[1].Text, "not allowed from read-only scripts") {
		t.Errorf("got %v", told(stop))
	}
	stop = must[Stop](t)(s.Abort())
	if stop.End == nil || !strings.HasPrefix(stop.End.Reply.Text, "ERR script aborted for user request") {
		t.Errorf("got %v", told(stop))
	}
}

func TestEndlessLoopStops(t *testing.T) {
	server := redistest.Start(t, "--lua-time-limit", "50")
	s, _ := start(t, &redis.Options{Addr: server.Addr}, Call{Text: lua("local n = 0", "while true do", "  n = n + 1", "end")}, RollBack)
	stop := must[Stop](t)(s.Continue())
	if stop.Reason != TakingLong || stop.End != nil {
		t.Fatalf("got %v", told(stop))
	}
	if stop = must[Stop](t)(s.Abort()); stop.End == nil {
		t.Errorf("got %v", told(stop))
	}
}

func TestBreakpointCallAndTooMany(t *testing.T) {
	server := redistest.Start(t)
	s, _ := start(t, &redis.Options{Addr: server.Addr}, Call{Text: lua(append([]string{"redis.breakpoint()"}, slices.Repeat([]string{"local x"}, 70)...)...)}, RollBack)
	for n := range MaxBreakpoints {
		if err := s.Break(n + 3); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Break(70); err == nil {
		t.Error("one more is taken")
	}
	if err := s.ClearBreaks(); err != nil {
		t.Fatal(err)
	}
	if err := s.Break(2000); err == nil {
		t.Error("a line that is not there is taken")
	}
	if stop := must[Stop](t)(s.Continue()); stop.Reason != BreakpointCall {
		t.Errorf("got %v", told(stop))
	}
}
