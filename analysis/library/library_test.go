package library_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/analysis/library"
	"github.com/luagen/luagen/internal/redistest"
)

// arguments are what a member is called with, where a number is not enough.
var arguments = map[string]string{
	"cjson.decode_invalid_numbers":  "true",
	"cjson.encode":                  "1",
	"cjson.encode_invalid_numbers":  "true",
	"cjson.encode_max_depth":        "1000",
	"cjson.encode_number_precision": "14",
	"cjson.encode_sparse_array":     "",
	"redis.sha1hex":                 "'x'",
	"assert":                        "1, 2",
	"cjson.decode":                  "'[1]'",
	"cjson.decode_max_depth":        "1000",
	"cmsgpack.unpack":               "cmsgpack.pack(1, 2)",
	"cmsgpack.unpack_limit":         "cmsgpack.pack(1), 1",
	"cmsgpack.unpack_one":           "cmsgpack.pack(1)",
	"collectgarbage":                "'count'",
	"coroutine.create":              "function() end",
	"coroutine.resume":              "coroutine.create(function() return 1, 2 end)",
	"coroutine.status":              "coroutine.create(function() end)",
	"coroutine.wrap":                "function() end",
	"getfenv":                       "",
	"getmetatable":                  "'x'",
	"ipairs":                        "{}",
	"load":                          "function() return nil end",
	"loadstring":                    "'return'",
	"newproxy":                      "",
	"next":                          "{1}",
	"pairs":                         "{}",
	"pcall":                         "type, 1",
	"rawequal":                      "1, 2",
	"rawget":                        "{}, 1",
	"rawset":                        "{}, 1, 1",
	"redis.acl_check_cmd":           "'GET', 'k'",
	"redis.call":                    "'PING'",
	"redis.error_reply":             "'ERR x'",
	"redis.log":                     "redis.LOG_DEBUG, 'x'",
	"redis.pcall":                   "'PING'",
	"redis.setresp":                 "2",
	"redis.set_repl":                "redis.REPL_ALL",
	"redis.status_reply":            "'FINE'",
	"select":                        "1, 2, 3",
	"setfenv":                       "function() end, {}",
	"setmetatable":                  "{}, {}",
	"string.dump":                   "function() end",
	"string.find":                   "'ab', '(a)(b)'",
	"string.format":                 "'%d', 1",
	"string.gfind":                  "'x', 'x'",
	"string.gmatch":                 "'x', 'x'",
	"string.gsub":                   "'x', 'x', 'y'",
	"string.match":                  "'ab', '(a)(b)'",
	"string.rep":                    "'x', 2",
	"string.sub":                    "'x', 1",
	"struct.pack":                   "'i', 1",
	"struct.size":                   "'i'",
	"struct.unpack":                 "'i', struct.pack('i', 1)",
	"table.concat":                  "{}",
	"table.foreach":                 "{}, type",
	"table.foreachi":                "{}, type",
	"table.getn":                    "{}",
	"table.insert":                  "{}, 1",
	"table.maxn":                    "{}",
	"table.remove":                  "{}",
	"table.sort":                    "{}",
	"unpack":                        "{1, 2}",
	"xpcall":                        "type, type",
	"cjson.encode_keep_buffer":      "true",
}

// notCalled are the functions that raise by design, or need more than a script.
var notCalled = []string{"coroutine.yield", "error", "redis.breakpoint", "redis.register_function", "table.setn"}

// results is the script that calls a function and tells its results' number, and the type of the first.
const results = `
local function count(...) return {select('#', ...), type((...))} end
local function call(...) return count(%s(...)) end
return call(%s)`

// TestResults calls every function of the sandbox and compares what it yields with the table.
func TestResults(t *testing.T) {
	client := redistest.Start(t).Client(2)
	ctx := context.Background()
	check := func(m *library.Member) {
		if m.Constant || slices.Contains(notCalled, m.String()) {
			return
		}
		args, ok := arguments[m.String()]
		if !ok {
			args = "1, 2"
		}
		got, err := client.Eval(ctx, fmt.Sprintf(results, m, args), nil).Slice()
		if err != nil {
			if strings.Contains(err.Error(), "nil value") || strings.Contains(err.Error(), "nonexistent global") {
				return // another version's
			}
			t.Errorf("%s(%s): %v", m, args, err)
			return
		}
		if n := int(got[0].(int64)); m.Results != library.Several && n != m.Results {
			t.Errorf("%s(%s) yields %d values; the table says %d", m, args, n, m.Results)
		}
		if name := got[1].(string); m.Results != 0 && m.Result&kinds[name] == 0 {
			t.Errorf("%s(%s) yields a %s; the table says kinds %b", m, args, name, m.Result)
		}
	}
	for f := range library.Functions() {
		check(f)
	}
	for l := range library.Libraries() {
		if l.AliasOf != "" {
			continue
		}
		for m := range l.Members() {
			check(m)
		}
	}
}

// TestDemands gives false in place of each argument in turn and compares what raises with the table.
func TestDemands(t *testing.T) {
	client := redistest.Start(t).Client(2)
	ctx := context.Background()
	check := func(m *library.Member) {
		if m.Constant || m.Demands == 0 {
			return
		}
		for i := range max(m.Demands, 1) {
			given, ok := arguments[m.String()]
			if !ok {
				given = "1, 2"
			}
			call := fmt.Sprintf("local f, args = %s, {%s} if not f then return 'missing' end args[%d] = false return tostring((pcall(f, unpack(args))))", m, given, i+1)
			got, err := client.Eval(ctx, call, nil).Text()
			if err == nil && got == "true" {
				t.Errorf("%s takes false as argument %d", m, i+1)
			}
		}
	}
	for f := range library.Functions() {
		check(f)
	}
	for l := range library.Libraries() {
		for m := range l.Members() {
			check(m)
		}
	}
}

// kinds are the kinds of value for which type() has a name.
var kinds = map[string]kind.Set{
	"nil": kind.AbsentOrNil, "boolean": kind.Bool, "number": kind.Number, "string": kind.String,
	"table": kind.Table, "function": kind.Func, "userdata": kind.Other, "thread": kind.Other,
}

// TestAlias says that another name of a library has the very members of it.
func TestAlias(t *testing.T) {
	redis, server := library.Find("redis"), library.Find("server")
	if !slices.Equal(slices.Collect(redis.Members()), slices.Collect(server.Members())) {
		t.Error("server and redis have different members")
	}
	if got := server.Member("pcall").String(); got != "redis.pcall" {
		t.Errorf("server.pcall is called %s", got)
	}
}

// TestMembers says what a table's line must hold.
func TestMembers(t *testing.T) {
	for l := range library.Libraries() {
		before := ""
		for m := range l.Members() {
			switch {
			case m.Name <= before:
				t.Errorf("%s is there twice", m)
			case m.Result == 0:
				t.Errorf("%s has no kind", m)
			case l.Member(m.Name) != m:
				t.Errorf("%s is not found", m)
			}
			before = m.Name
		}
		for name := range l.Instead {
			if l.Member(name) != nil {
				t.Errorf("%s.%s exists and has something to use in its place", l.Name, name)
			}
		}
	}
}
