package runtime

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/luagen/luagen/internal/redistest"
	"github.com/redis/go-redis/v9"
)

// Error replies as servers sent them.
var capturedErrors = []struct {
	name, text string
	want       raised
}{
	{"redis 6, lua error", "ERR Error running script (call to f_0bd4a1d8ab4b3a4ea3f1e0b6a6c7b9a0c7a2e3d4): @user_script:12: user_script:12: boom", raised{"ERR", "boom", 12}},
	{"redis 6, command", "ERR Error running script (call to f_0bd4a1d8ab4b3a4ea3f1e0b6a6c7b9a0c7a2e3d4): @user_script:1: WRONGTYPE Operation against a key holding the wrong kind of value", raised{"WRONGTYPE", "Operation against a key holding the wrong kind of value", 1}},
	{"redis 6, command, plain", "ERR Error running script (call to f_0bd4a1d8ab4b3a4ea3f1e0b6a6c7b9a0c7a2e3d4): @user_script:3: ERR value is not an integer or out of range", raised{"ERR", "value is not an integer or out of range", 3}},
	{"redis 6, replica", "ERR Error running script (call to f_0bd4a1d8ab4b3a4ea3f1e0b6a6c7b9a0c7a2e3d4): @user_script:1: @user_script: 1: -READONLY You can't write against a read only replica.", raised{"READONLY", "You can't write against a read only replica.", 1}},
	{"redis 3, space", "ERR Error running script (call to f_9c623c243d74e75a4fe64de7a6826b47f8d7d400): @user_script:1: @user_script: 1: Lua redis() command arguments must be strings or integers", raised{"ERR", "Lua redis() command arguments must be strings or integers", 1}},
	{"redis 7, lua error", "ERR user_script:12: boom script: 0bd4a1d8ab4b3a4ea3f1e0b6a6c7b9a0c7a2e3d4, on @user_script:12.", raised{"ERR", "boom", 12}},
	{"redis 7, error of the caller", "ERR user_script:2: boom script: 0bd4a1d8ab4b3a4ea3f1e0b6a6c7b9a0c7a2e3d4, on @user_script:1.", raised{"ERR", "boom", 2}},
	{"redis 7, rethrown", "ERR user_script:5: user_script:3: inner script: 0bd4a1d8ab4b3a4ea3f1e0b6a6c7b9a0c7a2e3d4, on @user_script:5.", raised{"ERR", "inner", 5}},
	{"redis 7, command", "WRONGTYPE Operation against a key holding the wrong kind of value script: 0bd4a1d8ab4b3a4ea3f1e0b6a6c7b9a0c7a2e3d4, on @user_script:4.", raised{"WRONGTYPE", "Operation against a key holding the wrong kind of value", 4}},
	{"redis 7, error table", "MYCODE x script: 0bd4a1d8ab4b3a4ea3f1e0b6a6c7b9a0c7a2e3d4, on @user_script:2.", raised{"MYCODE", "x", 2}},
	{"valkey 9.1, lua error", "ERR user_script:12: boom script: on @user_script:12.", raised{"ERR", "boom", 12}},
	{"valkey 9.1, command", "WRONGTYPE Operation against a key holding the wrong kind of value script: on @user_script:4.", raised{"WRONGTYPE", "Operation against a key holding the wrong kind of value", 4}},
	{"compile", "ERR Error compiling script (new function): user_script:3: '=' expected near 'x'", raised{"ERR", "Error compiling script (new function): '=' expected near 'x'", 3}},
	{"returned", "ALREADY_LIKED post 7", raised{"ALREADY_LIKED", "post 7", 0}},
	{"returned, one word", "single", raised{"", "single", 0}},
	{"returned, no code", "not a code", raised{"", "not a code", 0}},
	{"returned, in capitals", "NOT FOUND", raised{"NOT", "FOUND", 0}},
	{"returned, like a suffix", "ERR run the script: user_script", raised{"ERR", "run the script: user_script", 0}},
	{"busy", "BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.", raised{"BUSY", "Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.", 0}},
	{"empty", "", raised{"", "", 0}},
}

func TestParseRaised(t *testing.T) {
	for _, test := range capturedErrors {
		if got := parseRaised(test.text); got != test.want {
			t.Errorf("%s: got %+v, want %+v", test.name, got, test.want)
		}
	}
}

func FuzzScriptError(f *testing.F) {
	for _, test := range capturedErrors {
		f.Add(test.text)
	}
	s := script("like_post.lua", "", Lines(Source{File: "lib/clock.lua", Line: 3, At: 10, Count: 25}))
	f.Fuzz(func(t *testing.T, text string) {
		e := newScriptError(s, text, replyError(text))
		if e.Line < 0 || e.Line > 0 && e.File == "" || e.Line == 0 && e.File != "" {
			t.Errorf("line %d of %q", e.Line, e.File)
		}
		if !strings.HasPrefix(e.Error(), "like_post.lua") {
			t.Error(e)
		}
		if len(e.Code)+len(e.Message) > len(text) {
			t.Errorf("%q and %q are not of %q", e.Code, e.Message, text)
		}
		_ = kindOf(text, s)
		_ = isMissing(replyError(text), s)
	})
}

// What Redis 7.0 answers, through a client of either protocol.
func TestScriptErrorsOfRedis(t *testing.T) {
	server := redistest.Start(t)
	for name, test := range map[string]struct {
		source string
		lines  []Source
		want   ScriptError
		text   string
	}{
		"lua error":     {source: "\n\nerror('boom')", want: ScriptError{File: "t.lua", Line: 3, Code: "ERR", Message: "boom"}, text: "t.lua:3: ERR boom"},
		"command":       {source: "redis.call('SET', 'k', 'v')\nreturn redis.call('LPUSH', 'k', 1)", want: ScriptError{File: "t.lua", Line: 2, Code: "WRONGTYPE", Message: "Operation against a key holding the wrong kind of value"}, text: "t.lua:2: WRONGTYPE Operation against a key holding the wrong kind of value"},
		"error table":   {source: "error({err='MYCODE x'})", want: ScriptError{File: "t.lua", Line: 1, Code: "MYCODE", Message: "x"}, text: "t.lua:1: MYCODE x"},
		"returned":      {source: "return {err='MYCODE x'}", want: ScriptError{Code: "MYCODE", Message: "x"}, text: "t.lua: MYCODE x"},
		"error_reply":   {source: "return redis.error_reply('nocode')", want: ScriptError{Code: "ERR", Message: "nocode"}, text: "t.lua: ERR nocode"},
		"single":        {source: "return {err='single'}", want: ScriptError{Message: "single"}, text: "t.lua: single"},
		"a code only":   {source: "return {err='ALREADY'}", want: ScriptError{Code: "ALREADY"}, text: "t.lua: ALREADY"},
		"nil value":     {source: "local x\nreturn x.y", want: ScriptError{File: "t.lua", Line: 2, Code: "ERR", Message: "attempt to index local 'x' (a nil value)"}, text: "t.lua:2: ERR attempt to index local 'x' (a nil value)"},
		"compile":       {source: "return\n)", want: ScriptError{File: "t.lua", Line: 2, Code: "ERR", Message: "Error compiling script (new function): unexpected symbol near ')'"}, text: "t.lua:2: ERR Error compiling script (new function): unexpected symbol near ')'"},
		"in an include": {source: "\n\nerror('boom')", lines: []Source{{File: "lib/clock.lua", Line: 7, At: 2, Count: 2}}, want: ScriptError{File: "lib/clock.lua", Line: 8, Code: "ERR", Message: "boom"}, text: "t.lua: lib/clock.lua:8: ERR boom"},
		"a level up":    {source: "local function f() error('boom', 2) end\nf()", want: ScriptError{File: "t.lua", Line: 2, Code: "ERR", Message: "boom"}, text: "t.lua:2: ERR boom"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, protocol := range []int{2, 3} {
				s := script("t.lua", test.source, Lines(test.lines...))
				_, err := call(s, Discard, nil).Run(context.Background(), server.Client(protocol))
				got, ok := errors.AsType[*ScriptError](err)
				if !ok {
					t.Fatalf("%T %v", err, err)
				}
				wantText(t, err, test.text)
				test.want.Script = "t.lua"
				bare := *got
				bare.cause = nil
				if bare != test.want {
					t.Errorf("got %+v, want %+v", bare, test.want)
				}
				if reply, ok := errors.AsType[redis.Error](err); !ok || !strings.HasPrefix(reply.Error(), got.Code) {
					t.Errorf("unwraps to %v", reply)
				}
			}
		})
	}
}
