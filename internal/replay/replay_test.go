package replay

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/redis/go-redis/v9"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/infer"
	"github.com/luagen/luagen/internal/redistest"
	"github.com/luagen/luagen/parser"
)

// load reads a script from text.
func load(t *testing.T, lua string) (*parser.Script, *analysis.Facts, parser.Type) {
	t.Helper()
	l := &parser.Loader{FS: fstest.MapFS{"s.lua": {Data: []byte(lua)}}}
	s, findings := l.Load("s.lua")
	facts := analysis.Analyze(s)
	returns, unresolved := infer.ResolveReturns(s, facts)
	for _, d := range append(findings, unresolved...) {
		if d.Severity == diag.Error {
			t.Fatalf("%s: %s", d.Span, d.Message)
		}
	}
	return s, facts, returns.Type
}

// told is what a run of a script without inputs tells: the value, or the error.
func told(t *testing.T, s *parser.Script, returns parser.Type, client *redis.Client) string {
	t.Helper()
	call, err := New(s, returns, Inputs{})
	if err != nil {
		t.Fatal(err)
	}
	out := call.Run(context.Background(), client)
	if out.Err != nil {
		return out.Err.Error()
	}
	return out.Value.String()
}

// TestTracedAlike runs scripts as they are and as recording copies: the reply, and the
// error with its line, must be the same, by either protocol.
func TestTracedAlike(t *testing.T) {
	server := redistest.Start(t)
	for _, tt := range []struct{ name, lua, want string }{
		{"no reply", "--@args\nredis.call('PING')", "(no reply declared)"},
		{"nil", "--@returns int?\nreturn nil", "nil"},
		{"false", "--@returns bool\nreturn false", "false"},
		{"falling off the end", "--@returns int?\nlocal x = 1", "nil"},
		{"cut integer", "--@returns int\nreturn 3.99", "3"},
		{"status", "--@returns ok\nreturn {ok='FINE'}", "ok"},
		{"tail call", "--@returns string\nreturn redis.call('PING')", `"PONG"`},
		{"local alias", "--@returns string\nlocal call = redis.call\nreturn call('ECHO', 'x')", `"x"`},
		{"array cut at nil", "--@returns []int\nreturn {1, 2, nil, 4}", "- 1\n- 2"},
		{"nested", "--@returns any\nreturn {1, {'a', false}, {ok='S'}, {err='E x'}}",
			"- 1\n- - \"a\"\n  - nil\n- \"S\"\n- error \"E x\""},
		{"RESP3 double", "--@returns float\nreturn {double=1.5}", "1.5"},
		{"first line on the shebang's", "#!lua\n--@returns int\nreturn #redis.call('KEYS', 'no*')", "0"},
		{"comment at the end", "--@returns int\nreturn 1 -- one", "1"},
		{"many values", "--@returns int\nlocal function two() return 1, 2 end\nlocal a, b = two()\nreturn a + b", "3"},
		{"vararg", "--@returns int\nreturn select('#', ...)", "0"},
		{"own error table", "--@returns int\nreturn redis.error_reply('MY own')", "s.lua: MY own"},
		{"raised by a command", "--@returns int\nredis.call('SET', 'k', 'x')\nlocal n = redis.call('INCR', 'k')\nreturn n",
			"s.lua:3: ERR value is not an integer or out of range"},
		{"raised by a tail call", "--@returns int\nredis.call('SET', 'k', 'x')\nreturn redis.call('INCR', 'k')",
			"s.lua:3: ERR value is not an integer or out of range"},
		{"raised by a command in a function", "--@returns int\nlocal function f()\n  return redis.call('LPUSH', 'k', 1)\nend\nredis.call('SET', 'k', 'x')\nreturn f()",
			"s.lua:3: WRONGTYPE Operation against a key holding the wrong kind of value"},
		{"raised by Lua", "--@returns int\nlocal t = nil\nreturn t.x", "s.lua:3: ERR attempt to index local 't' (a nil value)"},
		{"raised by error", "--@returns int\nerror('no good')", "s.lua:2: ERR no good"},
		{"declared error", "--@returns int\n--@error ErrLow -1  too low\nreturn -1", "s.lua: ErrLow: too low"},
		{"misfit", "--@returns tuple(a:int, b:int)\nreturn {1, 'x'}", `s.lua: the reply at b: expected int, got string "x"`},
		{"global written", "--@returns int\nfoo = 1\nreturn foo", "s.lua:2: ERR Attempt to modify a readonly table"},
	} {
		for protocol := 2; protocol <= 3; protocol++ {
			for _, traced := range []bool{false, true} {
				t.Run(fmt.Sprintf("%s/RESP%d/traced=%v", tt.name, protocol, traced), func(t *testing.T) {
					if strings.HasPrefix(tt.lua, "#!") && server.Before("7.0") {
						t.Skip("Redis before 7.0 takes no shebang line")
					}
					s, facts, returns := load(t, tt.lua)
					opts := &redis.Options{Addr: server.Addr, Protocol: protocol, MaxRetries: -1}
					if traced {
						Trace(s, facts, opts)
					}
					client := redis.NewClient(opts)
					defer client.Close()
					if got := told(t, s, returns, client); got != tt.want {
						t.Errorf("got\n%s\nwant\n%s", got, tt.want)
					}
				})
			}
		}
	}
}

func TestIssued(t *testing.T) {
	server := redistest.Start(t)
	s, facts, returns := load(t, `--@key k
--@returns int
redis.call('SET', KEYS[1], 'a b')
redis.call('GET', KEYS[1])
redis.pcall('INCR', KEYS[1])
redis.call('DEL', KEYS[1], 'none')
redis.call('GET', KEYS[1])
redis.call('LRANGE', KEYS[1], 0, -1)
redis.call('INCRBY', 'n', 10^15)
redis.log(redis.LOG_DEBUG, 'not a command')
return 1
`)
	opts := &redis.Options{Addr: server.Addr, MaxRetries: -1}
	tracer := Trace(s, facts, opts)
	client := redis.NewClient(opts)
	defer client.Close()
	call, err := New(s, returns, Inputs{Keys: []string{"x"}})
	if err != nil {
		t.Fatal(err)
	}
	if out := call.Run(context.Background(), client); out.Err != nil {
		t.Fatal(out.Err)
	}
	var got []string
	for _, i := range tracer.Issued() {
		got = append(got, i.Command()+" -> "+i.Reply)
	}
	want := []string{
		`SET x "a b" -> OK`,
		`GET x -> "a b"`,
		`INCR x -> (error) ERR value is not an integer or out of range`,
		`DEL x none -> 1`,
		`GET x -> (nil)`,
		`LRANGE x 0 -1 -> []`,
		`INCRBY n 1000000000000000 -> 1000000000000000`,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("issued\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestUnsupported(t *testing.T) {
	s, facts, _ := load(t, "#!lua\nlocal v = redis.REDIS_VERSION\nreturn {bit.band(1, 1), struct.size('i'), redis.sha1hex(''), v, cjson.null}")
	var got []string
	for _, d := range Unsupported(s, facts) {
		got = append(got, d.Span.String()+" "+d.Message)
	}
	want := []string{
		"s.lua:1:1 the embedded server has no shebang lines; run on a real one with --redis URL",
		"s.lua:2:11 the embedded server has no redis.REDIS_VERSION; run on a real one with --redis URL",
		"s.lua:3:9 the embedded server has no bit library; run on a real one with --redis URL",
		"s.lua:3:25 the embedded server has no struct library; run on a real one with --redis URL",
		"s.lua:3:65 the embedded server has no cjson.null; run on a real one with --redis URL",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestEmbeddedGlobals compares the lines of errors about globals with those of Redis.
func TestEmbeddedGlobals(t *testing.T) {
	real := redistest.Start(t)
	server, err := StartEmbedded()
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	const read, created = "ERR Script attempted to access nonexistent global variable 'nope'", "ERR Script attempted to create global variable 'nope'"
	for _, tt := range []struct{ name, lua, want string }{
		{"first line", "return nope", "s.lua:1: " + read},
		{"read", "--@returns int\nlocal x = 1\nx = nope\nreturn x", "s.lua:3: " + read},
		{"indexed", "--@returns int\n\nnope.x = 1\nreturn 1", "s.lua:3: " + read},
		{"called", "--@returns int\n\n\nnope()\nreturn 1", "s.lua:4: " + read},
		{"by _G", "--@returns int\nlocal x = _G.nope\nreturn x", "s.lua:2: " + read},
		{"in a function", "--@returns int\nlocal function f()\n  local x = nope\n  return x\nend\nlocal y = f()\nreturn y", "s.lua:3: " + read},
		{"in a table's function", "--@returns int\nlocal t = {}\nfunction t.f()\n  if 1 == 1 then\n    t.x = nope\n  end\nend\nt.f()\nreturn 1", "s.lua:5: " + read},
		{"created", "--@returns int\nlocal x = 1\nnope = x\nreturn x", "s.lua:3: " + created},
		{"created in a function", "--@returns int\nlocal function f()\n  nope = 1\nend\nf()\nreturn 1", "s.lua:3: " + created},
		{"function created", "--@returns int\n\nfunction nope() end\nreturn 1", "s.lua:3: " + created},
	} {
		for _, where := range []string{"Redis", "embedded"} {
			t.Run(tt.name+"/"+where, func(t *testing.T) {
				s, facts, returns := load(t, tt.lua)
				opts := &redis.Options{Addr: real.Addr, MaxRetries: -1}
				if where == "embedded" {
					opts.Addr = server.Addr()
					TraceEmbedded(s, facts, opts)
				}
				client := redis.NewClient(opts)
				defer client.Close()
				got := told(t, s, returns, client)
				if where == "Redis" && strings.Contains(tt.want, created) { // the text differs by version
					got, _, _ = strings.Cut(got, " ")
					if want, _, _ := strings.Cut(tt.want, " "); got != want {
						t.Errorf("got %s; want %s", got, want)
					}
				} else if got != tt.want {
					t.Errorf("got  %s\nwant %s", got, tt.want)
				}
			})
		}
	}
}

// TestDifferences runs what the embedded server's cjson does in another way on both
// servers, so that what is told stays true.
func TestDifferences(t *testing.T) {
	real := redistest.Start(t)
	server, err := StartEmbedded()
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	for _, tt := range []struct{ lua, redis, embedded string }{
		{"cjson.encode({})", `"{}"`, `"[]"`},
		{"cjson.encode({a = {}})", `"{\"a\":{}}"`, `"{\"a\":[]}"`},
		{"cjson.encode(1e15)", `"1e+15"`, `"1000000000000000"`},
		{"cjson.encode(1234567890123456)", `"1.2345678901235e+15"`, `"1234567890123456"`},
		{"cjson.encode('</')", `"\"<\\/\""`, `"\"\\u003c/\""`},
		{"cjson.encode({1, nil, 3})", `"[1,null,3]"`, "nil"},
		{"cjson.encode({1, a = 2})", `"{\"1\":1,\"a\":2}"`, "nil"},
		{"tostring(pcall(cjson.encode, {f = tostring}))", `"false"`, `"true"`},
		{"tostring(cjson.decode('null') == nil)", `"false"`, `"true"`},
		{"tostring(pcall(cjson.decode, '{'))", `"false"`, `"true"`},
	} {
		s, _, returns := load(t, "--@returns any\nreturn "+tt.lua)
		for addr, want := range map[string]string{real.Addr: tt.redis, server.Addr(): tt.embedded} {
			client := redis.NewClient(&redis.Options{Addr: addr})
			if got := told(t, s, returns, client); got != want {
				t.Errorf("%s: got %s; want %s", tt.lua, got, want)
			}
			_ = client.Close()
		}
	}
	s, facts, _ := load(t, "local encode = cjson.encode\nreturn {encode({}), cjson.decode(ARGV[1]), cjson.decode(ARGV[2]), cjson.encode(1)}")
	var got []string
	for _, d := range Differences(s, facts) {
		got = append(got, fmt.Sprintf("%s %v %.50s", d.Span, d.Severity, d.Message))
	}
	want := []string{
		"s.lua:1:16 warning the embedded server's cjson.encode is not Redis's:",
		"s.lua:2:21 warning the embedded server's cjson.decode is not Redis's:",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("told\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestInstrumentedWithoutVarargs compiles recording copies as a server does whose scripts
// have no "...".
func TestInstrumentedWithoutVarargs(t *testing.T) {
	const compile = "local f, err = loadstring('return function() ' .. ARGV[1] .. '\\nend'); return f and 'compiled' or err"
	client := redistest.Start(t).Client(2)
	for lua, want := range map[string]bool{
		"--@returns int\nreturn 1": true,
		"--@returns int\nlocal function f(...) return select('#', ...) end\nreturn f(1, 2)": true,
		"--@returns int\nreturn select('#', ...)":                                           false, // as the script itself
	} {
		s, facts, _ := load(t, lua)
		got, err := client.Eval(context.Background(), compile, nil, instrumented(s, unwatched, tailCalls(s, facts))).Text()
		if err != nil {
			t.Fatal(err)
		}
		if (got == "compiled") != want {
			t.Errorf("%q: %s", lua, got)
		}
	}
}
