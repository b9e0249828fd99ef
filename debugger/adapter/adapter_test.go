package adapter_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-dap"

	"github.com/luagen/luagen/debugger/adapter"
	"github.com/luagen/luagen/internal/redistest"
)

const script = `local t = {a = {b = {c = {1, 'x'}}}, bin = '\0\255'}
local function add(n)
  local m = n + 1
  return m
end
for i = 1, 3 do
  t[i] = add(i)
end
redis.call('SET', KEYS[1], 'v' .. t[3])
redis.pcall('INCR', ARGV[1])
local none = t.no
return none.x
`

func expect(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func equal(t *testing.T, got any, want string) {
	t.Helper()
	if text := fmt.Sprint(got); text != want {
		t.Errorf("got %s, want %s", text, want)
	}
}

var launch = args{"program": "s.lua", "keys": []string{"k"}, "args": []string{"k"}, "stopOnEntry": true}

// TestSession is a session from beginning to end, as an editor holds it.
func TestSession(t *testing.T) {
	server := redistest.Start(t)
	c := connect(t, server, map[string]string{"s.lua": script})
	c.must("initialize", args{"adapterID": "luagen", "linesStartAt1": true, "columnsStartAt1": true}, nil)
	c.must("launch", launch, nil)
	c.event("initialized")
	path := filepath.Join(root, "s.lua")
	var set dap.SetBreakpointsResponseBody
	c.must("setBreakpoints", args{"source": args{"path": path}, "breakpoints": []args{
		{"line": 2}, {"line": 3, "condition": "n == 2"}, {"line": 4, "logMessage": "m is {m}"}, {"line": 40}, {"line": 7, "hitCondition": "often"},
	}}, &set)
	var placed []string
	for _, b := range set.Breakpoints {
		placed = append(placed, fmt.Sprintf("%d %v %s", b.Line, b.Verified, b.Message))
	}
	expect(t, placed, "3 true ", "3 true ", "4 true ", "40 false there is no code of the script at or after s.lua:40",
		`7 false "often" is no number of hits; expected one such as 3, >= 3 or % 3`)
	c.must("setBreakpoints", args{"source": args{"path": path}, "breakpoints": []args{
		{"line": 3, "condition": "n == 2"}, {"line": 4, "logMessage": "m is {m}"}}}, &set)
	c.must("setBreakpoints", args{"source": args{"path": "/elsewhere.lua"}, "breakpoints": []args{{"line": 3}}}, &set)
	equal(t, set.Breakpoints[0].Verified, "false")
	c.must("setExceptionBreakpoints", args{"filters": []string{"fatal", "all"}}, nil)
	c.must("configurationDone", nil, nil)
	equal(t, c.stopped(), "entry s.lua:1 top level")

	c.must("continue", args{"threadId": 1}, nil)
	equal(t, c.stopped(), "breakpoint s.lua:3 add")
	expect(t, c.outputs(), "console 4 m is 2")

	var scopes dap.ScopesResponseBody
	c.must("scopes", args{"frameId": 2}, &scopes)
	var shown []string
	references := map[string]int{}
	for _, s := range scopes.Scopes {
		references[s.Name] = s.VariablesReference
		for _, v := range c.variables(s.VariablesReference) {
			shown = append(shown, fmt.Sprintf("%s: %s = %s (%s, %s)", s.Name, v.Name, v.Value, v.Type, v.EvaluateName))
		}
	}
	expect(t, shown,
		`Locals: t = {[1] = 2, a = {b = {c = {1, "x"}}}, bin = "\x00\xff"} (table, t)`,
		"Locals: add = function (function, add)",
		"Locals: i = 2 (number, i)",
		`KEYS: [1] = "k" (string, KEYS[1])`,
		`ARGV: [1] = "k" (string, ARGV[1])`)
	// Down three levels of a table.
	at := c.variables(references["Locals"])[0]
	for _, name := range []string{"a", "b", "c"} {
		entries := c.variables(at.VariablesReference)
		at = entries[slices.IndexFunc(entries, func(v dap.Variable) bool { return v.Name == name })]
	}
	equal(t, at.EvaluateName+" "+at.Value, `t.a.b.c {1, "x"}`)
	equal(t, c.variables(at.VariablesReference)[1].EvaluateName, "t.a.b.c[2]")

	evaluated := func(expression, context string, frame int) string {
		m := c.request("evaluate", args{"expression": expression, "context": context, "frameId": frame})
		if !m.Success {
			return "refused: " + m.Message
		}
		return string(m.Body)
	}
	equal(t, evaluated("n * 10", "watch", 1), `{"result":"20","type":"number","variablesReference":0}`)
	equal(t, evaluated("#t.bin", "hover", 2), `{"result":"2","type":"number","variablesReference":0}`)
	equal(t, evaluated("add(5)", "hover", 2), "refused: add(5) is not evaluated while hovering: it may call something")
	equal(t, evaluated("add(5)", "repl", 2), `{"result":"6","type":"number","variablesReference":0}`)
	equal(t, evaluated("redis SET k 'a b'", "repl", 1), `{"result":"OK","variablesReference":0}`)
	equal(t, evaluated("redis.call('GET', 'k')", "repl", 1), `{"result":"\"a b\"","type":"string","variablesReference":0}`)
	equal(t, evaluated("n +", "repl", 1), `refused: "n +" is not an expression of Lua: expected an expression, found end of script`)
	equal(t, evaluated("n", "watch", 9), "refused: there is no frame 9 at this stop")

	c.must("stepOut", args{"threadId": 1}, nil)
	equal(t, c.stopped(), "step s.lua:6 top level")
	equal(t, c.refused("variables", args{"variablesReference": 99}), "there are no variables 99 at this stop")
	c.must("setBreakpoints", args{"source": args{"path": path}}, nil)
	c.must("next", args{"threadId": 1}, nil)
	equal(t, c.stopped(), "step s.lua:7 top level")
	c.must("stepIn", args{"threadId": 1}, nil)
	equal(t, c.stopped(), "step s.lua:3 add")

	c.must("continue", args{"threadId": 1}, nil)
	equal(t, c.stopped(), "exception s.lua:11 top level")
	var info dap.ExceptionInfoResponseBody
	c.must("exceptionInfo", args{"threadId": 1}, &info)
	equal(t, info.BreakMode+" "+dap.ExceptionBreakMode(info.Description), "always ERR value is not an integer or out of range")
	c.outputs()
	c.must("scopes", args{"frameId": 1}, &scopes)
	commands := c.variables(scopes.Scopes[len(scopes.Scopes)-1].VariablesReference)
	equal(t, commands[0].Name+" "+commands[0].Value, "2  INCR k (error) ERR value is not an integer or out of range")
	equal(t, commands[1].Name+" "+commands[1].Value, "1  SET k v4 OK")

	c.must("continue", args{"threadId": 1}, nil)
	equal(t, c.stopped(), "exception s.lua:12 top level")
	c.must("exceptionInfo", args{"threadId": 1}, &info)
	equal(t, info.BreakMode, "unhandled")
	c.must("continue", args{"threadId": 1}, nil)
	equal(t, c.event("exited")["exitCode"], "1")
	c.event("terminated")
	expect(t, c.outputs(), "stderr 12 ERR user_script:12: attempt to index local 'none' (a nil value)")
	equal(t, c.refused("next", args{"threadId": 1}), "the script has ended: restart it")

	c.must("restart", args{}, nil)
	equal(t, c.stopped(), "entry s.lua:1 top level")
	c.disconnect()
	if n := server.Client(2).DBSize(context.Background()).Val(); n != 0 {
		t.Errorf("%d keys stay", n)
	}
}

func TestIncludesAndSources(t *testing.T) {
	c := connect(t, redistest.Start(t), map[string]string{
		"s.lua":       "--@include \"lib/one.lua\"\n--@returns int\nlocal x = one()\nreturn x\n",
		"lib/one.lua": "-- One.\nlocal function one()\n  return 1\nend\n",
	})
	c.must("initialize", args{"linesStartAt1": false, "columnsStartAt1": false}, nil)
	c.must("launch", args{"program": "s.lua"}, nil)
	c.event("initialized")
	library := args{"path": filepath.Join(root, "lib", "one.lua")}
	var set dap.SetBreakpointsResponseBody
	c.must("setBreakpoints", args{"source": library, "breakpoints": []args{{"line": 2}}}, &set) // from zero
	equal(t, set.Breakpoints[0].Line, "2")
	var locations dap.BreakpointLocationsResponseBody
	c.must("breakpointLocations", args{"source": library, "line": 0, "endLine": 9}, &locations)
	equal(t, locations.Breakpoints, "[{2 0 0 0} {3 0 0 0}]")
	var sources dap.LoadedSourcesResponseBody
	c.must("loadedSources", nil, &sources)
	equal(t, sources.Sources[1].Path, filepath.Join(root, "lib", "one.lua"))
	c.must("configurationDone", nil, nil)
	equal(t, c.stopped(), "breakpoint one.lua:2 one")
	c.must("continue", nil, nil)
	c.event("terminated")
	expect(t, c.outputs(), "stdout 3 The script has ended, with 1")
	c.disconnect()
}

func TestPauseAndTerminateAnEndlessLoop(t *testing.T) {
	server := redistest.Start(t, "--lua-time-limit", "20")
	c := connect(t, server, map[string]string{"s.lua": "local n = 0\nwhile true do\n  n = n + 1\nend\n"})
	c.begin(args{"program": "s.lua"}, args{"line": 3, "hitCondition": "5", "logMessage": "in the loop"})
	c.event("output")
	equal(t, c.refused("evaluate", args{"expression": "n"}), "the script is running: pause it first")
	c.must("pause", args{"threadId": 1}, nil)
	equal(t, strings.HasPrefix(c.stopped(), "pause s.lua:"), "true")
	c.must("continue", nil, nil)
	c.must("terminate", nil, nil)
	c.event("terminated")
	c.must("restart", args{}, nil)
	c.disconnect()
}

func TestBreakpointAtTheFirstLine(t *testing.T) {
	c := connect(t, redistest.Start(t), map[string]string{"s.lua": "local x = 1\nreturn x\n"})
	c.begin(args{"program": "s.lua"}, args{"line": 1})
	equal(t, c.stopped(), "breakpoint s.lua:1 top level")
	c.must("disconnect", args{}, nil)
}

func TestNoDebug(t *testing.T) {
	c := connect(t, redistest.Start(t), map[string]string{"s.lua": "local x = nil\nreturn x.y\n"})
	c.begin(args{"program": "s.lua", "noDebug": true, "stopOnEntry": true}, args{"line": 2})
	equal(t, c.event("exited")["exitCode"], "1")
	c.disconnect()
}

func TestMistakes(t *testing.T) {
	server := redistest.Start(t)
	c := connect(t, server, map[string]string{"s.lua": "return 1\n"})
	equal(t, c.refused("stackTrace", args{}), "nothing is debugged yet: launch comes first")
	equal(t, c.refused("launch", args{}), `the launch configuration names no "program": the path of a .lua file`)
	equal(t, c.refused("launch", args{"program": "none.lua"}), "there is no none.lua")
	equal(t, c.refused("launch", args{"program": 1}) == "", "false")
	equal(t, c.refused("attach", args{}), "nothing is debugged yet: launch comes first")
	equal(t, strings.HasPrefix(c.refused("fly", args{}), "fly is not supported"), "true")
	c.write(`{"seq": 1, "type": "noise"}`)
	c.write(`not JSON`)
	c.must("launch", args{"program": "s.lua"}, nil)
	equal(t, c.refused("launch", args{"program": "s.lua"}), "a script is debugged already: restart it, or disconnect")
	equal(t, c.refused("setFunctionBreakpoints", args{}), "setFunctionBreakpoints is not supported")
	equal(t, c.refused("exceptionInfo", args{"threadId": 1}), "the script does not stand at an error")
	server.Kill()
	c.must("configurationDone", nil, nil)
	c.event("terminated")
	c.disconnect()
}

func TestNoiseEndsTheSession(t *testing.T) {
	var out strings.Builder
	err := adapter.Serve(context.Background(), strings.NewReader("hello\r\n\r\n"), &out, nil)
	if err == nil || !strings.HasPrefix(err.Error(), "the client's message cannot be read: ") || out.Len() > 0 {
		t.Errorf("got %v, %q", err, out.String())
	}
	if err := adapter.Serve(context.Background(), strings.NewReader(""), &out, nil); err != nil {
		t.Errorf("a client that hangs up: %v", err)
	}
}
