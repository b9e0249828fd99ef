package debugger

import (
	"strings"
	"testing"

	"github.com/luagen/luagen/debugger/ldb"
)

func TestEvaluate(t *testing.T) {
	b := debug(t, Target{Call: ldb.Call{Keys: []string{"k"}, Args: []string{"1700000000123", "0.1"}}},
		"local call = redis.call",                                   // 1
		"local now = tonumber(ARGV[1])",                             // 2
		"local t = {a = {b = {c = {1, 'x'}}}, bin = '\\0\\r\\255'}", // 3
		"local later = now + 60000",                                 // 4
		"local n = call('INCRBY', KEYS[1], 12345678)",               // 5
		"local list = {n, 1.5, false, [7] = 'gap'}",                 // 6
		"local null = cjson.decode('[null]')",                       // 7
		"local function sum(a) return a + later end",                // 8
		"local co = coroutine.create(function() end)",               // 9
		"local moving = now",                                        // 10
		"moving = moving + 1",                                       // 11
		"local deep = {{{{{{{{{{{1}}}}}}}}}}}",                      // 12
		"local inf, nan, neg = 1/0, 0/0, -1/0",                      // 13
		"return n")                                                  // 14
	b.SetBreakpoints("s.lua", []Breakpoint{{Line: 14}})
	b.to(b.Continue, "s.lua:14 reason 2")
	for expression, want := range map[string]string{
		"now":                            "1700000000123",
		"later - now":                    "60000",
		"n + 1":                          "12345679",
		"tonumber(ARGV[2])":              "0.1",
		"t.a.b.c[2] .. '!'":              `"x!"`,
		"#t.bin":                         "3",
		"t.bin":                          `"\x00\r\xff"`,
		"t.a":                            "{b = {c = {1, \"x\"}}}",
		"KEYS":                           `{"k"}`,
		"{now, k = 'v'}":                 `{[1] = 1700000000123, k = "v"}`,
		"list":                           `{[1] = 12345700, [2] = 1.5, [3] = false, [7] = "gap"} (the server tells only six digits of numbers in list)`,
		"call('GET', KEYS[1])":           `"12345678"`,
		"sum(1)":                         "1700000060124",
		"null[1] == cjson.null":          "true",
		"moving > 1":                     "true (the server tells only six digits of numbers in moving)",
		"inf > 1 and nan ~= nan and neg": "-inf",
		"co":                             "error: co is a coroutine, of which the server's debugger gives no copy",
		"deep":                           "error: deep.[1].[1].[1].[1].[1].[1].[1].[1].[1].[1] is nested deeper than the server prints",
		"absent":                         "error: Script attempted to access nonexistent global variable 'absent'",
		"n = 1":                          `error: "n = 1" is no single expression, and the server's debugger cannot assign to local variables`,
		"n +":                            `error: "n +" is not an expression of Lua: expected an expression, found end of script`,
		"n 5":                            `error: "n 5" is no single expression: it ends before "5"`,
		"n > (1":                         `error: "n > (1" is not an expression of Lua: expected ')' to close '(' at line 1, found end of script`,
		"1, 2":                           `error: "1, 2" is no single expression`,
		"(function(x) return x end)(5)":  "5",
		"'\\1n1'":                        `"\x01n1"`,
		"call('nonsense')":               "error: ERR Unknown Redis command called from script",
		"n -- a comment":                 "12345678",
	} {
		if got := strings.Replace(b.evaluate(expression), "Unknown command", "Unknown Redis command", 1); got != want { // as Valkey says
			t.Errorf("%s: got %s, want %s", expression, got, want)
		}
	}
}

func TestVariablesOfFrames(t *testing.T) {
	b := debug(t, Target{},
		"local factor = 123456789", // 1
		"local shadow = 1",
		"local hidden = 'outer'",
		"local function inner(x)", // 4
		"  local hidden = x",
		"  return hidden * factor", // 6
		"end",
		"local function outer(list)", // 8
		"  local shadow = 2",
		"  for i, v in ipairs(list) do", // 10
		"    local r = inner(v)",        // 11
		"    list[i] = r",
		"  end",
		"  return list",
		"end",
		"do",
		"  local shadow = 3",
		"  local r = outer({5, 6})", // 18
		"  return r",
		"end")
	b.SetBreakpoints("s.lua", []Breakpoint{{Line: 6}})
	b.to(b.Continue, "s.lua:6 reason 2")
	b.expect(b.variables(0), "x 5", "hidden 5", "outer factor 123456789")
	b.expect(b.variables(1), "list {5, 6}", "shadow 2", "i 1", "v 5", "outer inner function")
}

func TestClosuresOfReturnedFunctions(t *testing.T) {
	b := debug(t, Target{},
		"local function counter()",
		"  local n = 0",
		"  return function()",
		"    n = n + 1",
		"    return n", // 5
		"  end",
		"end",
		"local c = counter()",
		"return c()")
	b.SetBreakpoints("s.lua", []Breakpoint{{Line: 5}})
	b.to(b.Continue, "s.lua:5 reason 2")
	b.expect(b.variables(0), "outer n the server does not show it: the function that declares it has returned, or runs in another coroutine")
	if got := b.evaluate("n"); got != "error: n: the server does not show it: the function that declares it has returned, or runs in another coroutine" {
		t.Errorf("got %s", got)
	}
}
