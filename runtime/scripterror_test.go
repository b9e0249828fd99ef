package runtime

import (
	"context"
	"strings"
	"testing"

	"github.com/luagen/luagen/runtime/core"
	"github.com/luagen/luagen/runtime/redistest"
	"github.com/redis/go-redis/v9"
)

func FuzzScriptError(f *testing.F) {
	for _, text := range []string{
		"ERR Error running script (call to f_0bd4a1d8ab4b3a4ea3f1e0b6a6c7b9a0c7a2e3d4): @user_script:12: user_script:12: boom",
		"ERR user_script:12: boom script: 0bd4a1d8ab4b3a4ea3f1e0b6a6c7b9a0c7a2e3d4, on @user_script:12.",
		"WRONGTYPE of another kind script: on @user_script:4.",
		"NOSCRIPT No matching script", "ALREADY_LIKED post 7", "single", "", "@user_script:", "@user_script:1: boom",
	} {
		f.Add(text)
	}
	s := script("like_post.lua", "", Lines(Source{File: "lib/clock.lua", Line: 3, At: 10, Count: 25}))
	f.Fuzz(func(t *testing.T, text string) {
		e := core.NewScriptError(s, text, replyError(text))
		if e.Line < 0 || e.Line > 0 && e.File == "" || e.Line == 0 && e.File != "" {
			t.Errorf("line %d of %q", e.Line, e.File)
		}
		if !strings.HasPrefix(e.Error(), "like_post.lua") {
			t.Error(e)
		}
		if len(e.Code)+len(e.Message) > len(text) {
			t.Errorf("%q and %q are not of %q", e.Code, e.Message, text)
		}
		_ = kindOf(text)
		_ = saysMissing(replyError(text))
	})
}

// commandOf is how a server speaks of one of its commands.
func commandOf(server *redistest.Server) string {
	switch name, _ := server.Version(); name {
	case "valkey":
		return "command"
	default:
		return strings.ToUpper(name[:1]) + name[1:] + " command"
	}
}

// What the server answers, through a client of either protocol.
func TestScriptErrorsOfRedis(t *testing.T) {
	server := redistest.Start(t)
	old := server.Before("7.0")
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
		"in C":          {source: "table.foreach({LPUSH = 'k'}, redis.call)", want: ScriptError{Code: "ERR", Message: "Wrong number of args calling Redis command from script"}, text: "t.lua: ERR Wrong number of args calling Redis command from script"},
		"a level up":    {source: "local function f() error('boom', 2) end\nf()", want: ScriptError{File: "t.lua", Line: 2, Code: "ERR", Message: "boom"}, text: "t.lua:2: ERR boom"},
	} {
		t.Run(name, func(t *testing.T) {
			switch {
			case old && name == "error table":
				t.Skip("Redis before 7.0 cannot raise a table")
			case old && name == "in C":
				t.Skip("Redis before 7.0 words it in another way")
			case name == "in C": // each fork in its own
				test.want.Message = "Wrong number of args calling " + commandOf(server) + " from script"
				test.text = "t.lua: ERR " + test.want.Message
			case old && name == "error_reply": // it adds no code
				test.want.Code, test.text = "", "t.lua: nocode"
			}
			for _, protocol := range []int{2, 3} {
				s := script("t.lua", test.source, Lines(test.lines...))
				_, err := Run(context.Background(), server.Client(protocol), call(s, Discard, nil))
				got, ok := asType[*ScriptError](err)
				if !ok {
					t.Fatalf("%T %v", err, err)
				}
				wantText(t, err, test.text)
				test.want.Script = "t.lua"
				if bare := (ScriptError{Script: got.Script, File: got.File, Line: got.Line, Code: got.Code, Message: got.Message}); bare != test.want {
					t.Errorf("got %+v, want %+v", bare, test.want)
				}
				reply, ok := asType[redis.Error](err)
				if !ok || !strings.HasPrefix(reply.Error(), got.Code) && !strings.HasSuffix(reply.Error(), got.Message) {
					t.Errorf("unwraps to %v", reply)
				}
			}
		})
	}
}
