package debugger

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/luagen/luagen/debugger/ldb"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/internal/redistest"
	"github.com/luagen/luagen/parser"
)

// bench is a session under test, with what it told.
type bench struct {
	*Session
	t     *testing.T
	first Stop
	told  []string
}

// load reads s.lua out of files, each a name and its lines.
func load(t *testing.T, files map[string]string) *parser.Script {
	t.Helper()
	fs := fstest.MapFS{}
	for name, text := range files {
		fs[name] = &fstest.MapFile{Data: []byte(text)}
	}
	script, findings := (&parser.Loader{FS: fs}).Load("s.lua")
	for _, d := range findings {
		if d.Severity == diag.Error {
			t.Fatalf("%s: %s", d.Span, d.Message)
		}
	}
	return script
}

func begin(t *testing.T, server *redistest.Server, target Target, files map[string]string) *bench {
	t.Helper()
	target.Script = load(t, files)
	target.Call.Text = target.Script.Text
	target.Server = &redis.Options{Addr: server.Addr}
	b := &bench{t: t}
	target.Tell = func(e Event) {
		text := e.Text
		if e.Kind == Issued {
			text += " -> " + e.Reply
		}
		b.told = append(b.told, fmt.Sprintf("%s %s", e.Place, text))
	}
	var err error
	if b.Session, b.first, err = Start(context.Background(), target); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	return b
}

// debug begins the session of a script of one file.
func debug(t *testing.T, target Target, lines ...string) *bench {
	t.Helper()
	return begin(t, redistest.Start(t), target, map[string]string{"s.lua": strings.Join(lines, "\n")})
}

// to runs and expects where the script stands then.
func (b *bench) to(run func() (Stop, error), want string) {
	b.t.Helper()
	stop, err := run()
	if err != nil {
		b.t.Fatal(err)
	}
	if got := shown(stop); got != want {
		b.t.Errorf("got %s, want %s", got, want)
	}
}

func shown(stop Stop) string {
	if stop.End != nil {
		text, _, _ := strings.Cut(stop.End.Reply.String(), " script: ")
		return "end " + text
	}
	text, _, _ := strings.Cut(stop.Text, " script: ")
	return strings.TrimSpace(fmt.Sprintf("%s reason %d %s", stop.Place, stop.Reason, text))
}

func (b *bench) expect(got []string, want ...string) {
	b.t.Helper()
	if !slices.Equal(got, want) {
		b.t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func (b *bench) frames() []Frame {
	b.t.Helper()
	frames, err := b.Frames()
	if err != nil {
		b.t.Fatal(err)
	}
	return frames
}

// variables of a frame, each on a line.
func (b *bench) variables(frame int) []string {
	b.t.Helper()
	frames := b.frames()
	vars, err := b.Variables(frames[frame], frames)
	if err != nil {
		b.t.Fatal(err)
	}
	var list []string
	for _, v := range vars {
		line := v.Name + " " + v.Value.String()
		if v.Problem != "" {
			line = v.Name + " " + v.Problem
		}
		if v.Outer {
			line = "outer " + line
		}
		if v.Rounded {
			line += " rounded"
		}
		list = append(list, line)
	}
	return list
}

func (b *bench) evaluate(expression string) string {
	b.t.Helper()
	r, err := b.EvaluateHere(expression)
	if err != nil {
		return "error: " + err.Error()
	}
	if note := r.Note(); note != "" {
		return r.Value.String() + " (" + note + ")"
	}
	return r.Value.String()
}

var fibonacci = []string{
	"local function fib(n)",             // 1
	"  if n < 2 then",                   // 2
	"    return n",                      // 3
	"  end",                             // 4
	"  local a = fib(n - 1)",            // 5
	"  local b = fib(n - 2)",            // 6
	"  return a + b",                    // 7
	"end",                               // 8
	"local x = fib(4)",                  // 9
	"redis.call('SET', KEYS[1], x)",     // 10
	"return redis.call('GET', KEYS[1])", // 11
}

func TestStepsInOverOut(t *testing.T) {
	b := debug(t, Target{Call: ldb.Call{Keys: []string{"k"}}}, fibonacci...)
	if got := shown(b.first); got != "s.lua:8 reason 0" {
		t.Errorf("got %s", got)
	}
	b.to(b.StepOver, "s.lua:9 reason 1")
	b.to(b.StepIn, "s.lua:2 reason 1")
	b.to(b.StepOver, "s.lua:5 reason 1")
	b.to(b.StepOver, "s.lua:6 reason 1")
	b.to(b.StepIn, "s.lua:2 reason 1")
	b.to(b.StepOut, "s.lua:7 reason 1")
	b.to(b.StepOver, "s.lua:10 reason 1")
	b.to(b.StepOut, `end "3"`)
	b.expect(b.told, "s.lua:10 SET k 3 -> OK", `s.lua:11 GET k -> "3"`)
}

func TestStepOverTailCallsAndPcall(t *testing.T) {
	b := debug(t, Target{},
		"local function helper(n)",
		"  local m = n + 1",
		"  return m",
		"end",
		"local function outer(n)",
		"  n = n * 2",
		"  return helper(n)", // 7
		"end",
		"local x = outer(2)", // 9
		"local ok, y = pcall(function()",
		"  local z = helper(x)", // 11
		"  return z",
		"end)",
		"return y") // 14
	b.SetBreakpoints("s.lua", []Breakpoint{{Line: 6}, {Line: 11}})
	b.to(b.Continue, "s.lua:6 reason 2")
	b.to(b.StepOver, "s.lua:7 reason 1")
	b.to(b.StepOver, "s.lua:10 reason 1")
	b.to(b.StepOver, "s.lua:13 reason 1")
	b.to(b.Continue, "s.lua:11 reason 2")
	b.to(b.StepOver, "s.lua:12 reason 1")
	b.to(b.StepOut, "s.lua:14 reason 1")
	b.to(b.StepOver, "end 6")
}

func TestStepOverCoroutines(t *testing.T) {
	b := debug(t, Target{},
		"local co = coroutine.create(function(a)",
		"  local b = coroutine.yield(a + 1)", // 2
		"  return b * 2",                     // 3
		"end)",                               // 4
		"local _, one = coroutine.resume(co, 1)",
		"local _, two = coroutine.resume(co, 5)",
		"return {one, two}") // 7
	b.to(b.StepOver, "s.lua:4 reason 1")
	b.to(b.StepOver, "s.lua:1 reason 1")
	b.to(b.StepOver, "s.lua:5 reason 1")
	b.to(b.StepOver, "s.lua:6 reason 1")
	b.to(b.StepIn, "s.lua:3 reason 1")
	b.to(b.StepOut, "s.lua:7 reason 1")
	b.to(b.Continue, "end [2, 10]")
}

func TestIncludes(t *testing.T) {
	server := redistest.Start(t)
	b := begin(t, server, Target{}, map[string]string{
		"s.lua": "-- A script.\n--@include \"lib/half.lua\"\n--@returns int\n\nlocal x = half(8)\nreturn x\n",
		"lib/half.lua": "-- A library.\nlocal function half(n)\n" +
			"  local h = n / 2\n  return h\nend\n",
	})
	placed := b.SetBreakpoints("lib/half.lua", []Breakpoint{{Line: 1}, {Line: 3}, {Line: 40}})
	b.expect([]string{fmt.Sprint(placed)}, "[{3 } {3 } {40 there is no code of the script at or after lib/half.lua:40}]")
	b.expect(b.Files(), "s.lua", "lib/half.lua")
	b.to(b.Continue, "lib/half.lua:3 reason 2")
	var frames []string
	for _, f := range b.frames() {
		frames = append(frames, f.Name+" "+f.Place.String())
	}
	b.expect(frames, "half lib/half.lua:3", "top level s.lua:5")
	b.to(b.StepOut, "s.lua:6 reason 1")
	b.to(b.Continue, "end 4")
}

func TestErrorsStopWhereTheyAreRaised(t *testing.T) {
	lines := []string{
		"redis.call('SET', KEYS[1], 'x')",
		"local t = {n = 1}",
		"pcall(function() error('caught') end)",
		"redis.pcall('INCR', KEYS[1])",
		"return t.n + t.m",
	}
	b := debug(t, Target{Errors: FatalErrors, Call: ldb.Call{Keys: []string{"k"}}}, lines...)
	const failure = "ERR attempt to perform arithmetic on field 'm' (a nil value)"
	const raw = "ERR user_script:5: attempt to perform arithmetic on field 'm' (a nil value)"
	b.to(b.Continue, "s.lua:5 reason 6 "+failure)
	b.expect(b.variables(0), "t {n = 1}")
	b.to(b.Continue, "end (error) "+raw)

	b = debug(t, Target{Errors: AllErrors, Call: ldb.Call{Keys: []string{"k"}}}, lines...)
	b.to(b.Continue, "s.lua:5 reason 6 ERR value is not an integer or out of range")

	b = debug(t, Target{Errors: FatalErrors, Writes: ldb.Keep, Call: ldb.Call{Keys: []string{"k"}}}, lines...)
	b.to(b.Continue, "end (error) "+raw)

	b = debug(t, Target{Errors: FatalErrors}, "return redis.error_reply('NO')")
	b.to(b.Continue, "end (error) ERR NO")

	b = debug(t, Target{Errors: FatalErrors}, "error('first')")
	b.to(b.Continue, "s.lua:1 reason 6 ERR first")
}

func TestEndlessLoops(t *testing.T) {
	lines := []string{"local n = 0", "while true do", "  n = n + 1", "end"}
	server := redistest.Start(t, "--lua-time-limit", "20")
	files := map[string]string{"s.lua": strings.Join(lines, "\n")}

	b := begin(t, server, Target{Patience: time.Hour}, files)
	stepped := make(chan struct{})
	b.target.Tell = func(Event) { close(stepped) }
	b.SetBreakpoints("s.lua", []Breakpoint{{Line: 3, Hits: "3", Log: "here"}})
	go func() {
		<-stepped
		b.Interrupt()
	}()
	if stop, err := b.Continue(); err != nil || stop.Reason != AtPause {
		t.Errorf("got %v, %v", stop, err)
	}

	b = begin(t, server, Target{Patience: 1}, files)
	b.target.Tell = func(e Event) {
		if e.Kind == Warned {
			b.Interrupt()
		}
	}
	if stop, err := b.Continue(); err != nil || stop.Reason != AtPause {
		t.Errorf("running freely: got %v, %v", stop, err)
	}
	b.to(b.StepIn, "s.lua:3 reason 1")
	b.to(b.Restart, "s.lua:1 reason 0")
}

func TestFreeRunsReachBreakpointsAndReturns(t *testing.T) {
	b := debug(t, Target{Patience: 1, Call: ldb.Call{Keys: []string{"k"}}}, fibonacci...)
	b.SetBreakpoints("s.lua", []Breakpoint{{Line: 7, Condition: "a + b == 2"}})
	b.to(b.Continue, "s.lua:7 reason 2")
	b.expect(b.variables(0), "n 3", "a 1", "b 1", "outer fib function")
}

func TestSetupBelongsToTheSession(t *testing.T) {
	server := redistest.Start(t)
	files := map[string]string{"s.lua": "local n = redis.call('INCR', KEYS[1])\nreturn n"}
	target := Target{Setup: [][]string{{"SET", "n", "41"}, {"SET", "empty", ""}}, Call: ldb.Call{Keys: []string{"n"}}}
	b := begin(t, server, target, files)
	b.to(b.Continue, "end 42")
	b.to(b.Restart, "s.lua:1 reason 0")
	b.to(b.Continue, "end 42")
	if n := server.Client(2).DBSize(context.Background()).Val(); n != 0 {
		t.Errorf("%d keys stay", n)
	}
	target.Script, target.Server = load(t, files), &redis.Options{Addr: server.Addr}
	target.Call.Text = target.Script.Text
	target.Setup = [][]string{{"SET", "n"}}
	if _, _, err := Start(context.Background(), target); err == nil || !strings.HasPrefix(err.Error(), "set-up: SET n: Wrong number of args") {
		t.Errorf("got %v", err)
	}
}
