package cover

import (
	"context"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/luagen/luagen/debugger/ldb"
	"github.com/luagen/luagen/internal/randlua"
	"github.com/luagen/luagen/internal/redistest"
	"github.com/luagen/luagen/internal/resp"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/scripttest/server"
)

// bench is a server with data that scripts are run on.
type bench struct {
	t      *testing.T
	server *server.Server
	conn   *server.Conn

	unnamed bool // errors need not name the variable that is to blame
}

func newBench(t *testing.T) *bench {
	t.Helper()
	s, err := server.Start(t.Context(), redistest.Binary(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	if !s.HasFunctions() {
		t.Skip("the server has no functions")
	}
	conn, err := s.Dial(t.Context(), 2)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(conn.Close)
	return &bench{t: t, server: s, conn: conn}
}

func (b *bench) do(args ...string) resp.Value {
	b.t.Helper()
	v, err := b.conn.Do(args...)
	if err != nil {
		b.t.Fatal(err)
	}
	return v
}

// fresh puts the same data in place as before each other run.
func (b *bench) fresh() {
	b.do("FLUSHALL")
	for _, c := range []string{
		"SET string text", "RPUSH list one 2 three", "SET counter 5", "HSET hash f v", "ZADD zset 1.5 m", "XADD stream 1-1 f v", "SADD set only",
	} {
		b.do(strings.Fields(c)...)
	}
}

// data is everything in the database.
func (b *bench) data() string {
	keys := b.do("KEYS", "*")
	var lines []string
	for _, k := range keys.List {
		dump := b.do("DUMP", k.Text).Text
		if addresses.MatchString(dump) || streamIDs.MatchString(dump) {
			dump = "" // it differs from run to run
		}
		if b.do("TYPE", k.Text).Text == "stream" { // whose IDs do
			dump = b.do("XLEN", k.Text).String()
		}
		lines = append(lines, fmt.Sprintf("%s %q", addresses.ReplaceAllString(k.Text, "0x"), dump))
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// did is what a run did, as far as all runs must do the same.
type did struct{ reply, data string }

var (
	addresses = regexp.MustCompile(`0x[0-9a-f]+`)
	hashes    = regexp.MustCompile(`script: [0-9a-f]{40}`)
	streamIDs = regexp.MustCompile(`[0-9]{13}-[0-9]+`)
)

func (b *bench) did(v resp.Value, err error) did {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
	reply := streamIDs.ReplaceAllString(addresses.ReplaceAllString(v.String(), "0x"), "ID")
	return did{reply, b.data()}
}

// counted runs a script in a way, and returns its counts.
func (b *bench) counted(s *parser.Script, way Way, keys, args []string) (did, []int64) {
	b.t.Helper()
	b.fresh()
	c := &Collector{}
	session := c.Begin(b.server, b.conn)
	k := c.script(s)
	words := slices.Concat([]string{fmt.Sprint(len(keys))}, keys, args)
	var v resp.Value
	var err error
	switch way {
	case Counters, Debugger:
		if way == Debugger {
			session.NoFunctions()
		}
		v, err = session.Call(b.t.Context(), s, "", slices.Concat([]string{"EVALSHA", k.sha}, words))
	case Stepping:
		var list []int64
		if v, list, err = session.step(b.t.Context(), k, ldb.Call{Text: s.Text, Keys: keys, Args: args}, ldb.Keep, false); err == nil {
			k.way, err = Stepping, c.count(k, list)
		}
	}
	result := b.did(v, err)
	if err := session.End(); err != nil {
		b.t.Fatal(err)
	}
	if k.way != way {
		b.t.Fatalf("counted in way %d instead of %d: %s\n%s", k.way, way, k.why, randlua.Numbered(string(s.Text)))
	}
	return result, k.counts
}

// lines are the lines of which a statement ran.
func (p *plan) ranLines(counts []int64) []int {
	var lines []int
	for _, st := range p.statements {
		if counts[st.index] > 0 {
			lines = append(lines, p.lines.Line(st.From))
		}
	}
	slices.Sort(lines)
	return slices.Compact(lines)
}

// unnamed is an error without the name of a variable that is to blame. Lua finds one, or another, or
// none, by the code before; so it may be missing where a function counts an operator.
func unnamed(reply string) string { return blamed.ReplaceAllString(reply, "$1") }

var blamed = regexp.MustCompile(`(?:local|global|field|upvalue|method) '\w*' \((a \w+ value)\)`)

// alike runs a script as it is, with counters and in the debugger, compares what it did and what
// was counted, and returns that.
func (b *bench) alike(s *parser.Script, keys, args []string) (untouched did, counts []int64) {
	b.t.Helper()
	b.fresh()
	words := slices.Concat([]string{"EVAL", string(s.Text), fmt.Sprint(len(keys))}, keys, args)
	untouched = b.did(b.conn.Do(words...))
	numbered := randlua.Numbered(string(s.Text))
	function, counts := b.counted(s, Counters, keys, args)
	if b.unnamed {
		untouched.reply, function.reply = unnamed(untouched.reply), unnamed(function.reply)
	}
	if function != untouched {
		b.t.Errorf("with counters:\n%s\nreplied %s\n%s\nuntouched %s\n%s", numbered, function.reply, function.data, untouched.reply, untouched.data)
	}
	told, toldCounts := b.counted(s, Debugger, keys, args)
	told.reply = hashes.ReplaceAllString(told.reply, "")
	if b.unnamed {
		told.reply = unnamed(told.reply)
	}
	untouched.reply = hashes.ReplaceAllString(untouched.reply, "")
	if told != untouched {
		b.t.Errorf("with counters in the debugger:\n%s\nreplied %s\n%s\nuntouched %s\n%s", numbered, told.reply, told.data, untouched.reply, untouched.data)
	}
	if !slices.Equal(counts, toldCounts) {
		b.t.Errorf("%s\ncounters %v, in the debugger %v\nreply %s", numbered, counts, toldCounts, untouched.reply)
	}
	return untouched, counts
}

// check is alike, and steps through the script, too.
func (b *bench) check(s *parser.Script, keys, args []string) {
	b.t.Helper()
	untouched, counts := b.alike(s, keys, args)
	p := planOf(s)
	numbered := randlua.Numbered(string(s.Text))
	stepped, steps := b.counted(s, Stepping, keys, args)
	stepped.reply = hashes.ReplaceAllString(stepped.reply, "")
	if stepped != untouched {
		b.t.Errorf("stepped:\n%s\nreplied %s\n%s\nuntouched %s\n%s", numbered, stepped.reply, stepped.data, untouched.reply, untouched.data)
	}
	if want, got := p.ranLines(counts), p.ranLines(steps); !slices.Equal(got, want) {
		b.t.Errorf("%s\nstepping sees lines %v, counters %v\nreply %s", numbered, got, want, untouched.reply)
	}
}

func script(t *testing.T, text string) *parser.Script {
	t.Helper()
	s, findings := parser.ParseText("s.lua", []byte(text))
	for _, d := range findings {
		if len(s.Chunk.Errors) > 0 {
			t.Fatal(d.Span, d.Message)
		}
	}
	return s
}

// TestWaysAgree runs random scripts untouched, with counters, in the debugger and line by line.
func TestWaysAgree(t *testing.T) {
	b := newBench(t)
	n := 300
	if testing.Short() {
		n = 30
	}
	var args []string
	for _, a := range randlua.Args {
		args = append(args, fmt.Sprint(a))
	}
	for i := range n {
		// The server has no library of that name, and its time differs from run to run.
		text := strings.NewReplacer("redis.call('TIME')", "{'1', '2'}", "server.call('TIME')", "{'1', '2'}", "server.", "redis.").
			Replace(randlua.Program(rand.New(rand.NewPCG(17, uint64(i)))))
		b.check(script(t, text), randlua.Keys, args)
		if t.Failed() {
			t.Fatalf("at program %d", i)
		}
	}
}

// TestEveryConstruct is TestWaysAgree for what random scripts do not have.
func TestEveryConstruct(t *testing.T) {
	b := newBench(t)
	for _, text := range []string{
		"local co = coroutine.wrap(function(a)\n  for i = 1, 3 do\n    a = coroutine.yield(a + i)\n  end\n  return -1\nend)\nlocal t = {}\nfor i = 1, 4 do\n  t[i] = co(i)\nend\nreturn t",
		"local co = coroutine.create(function()\n  error('inside')\nend)\nlocal ok, why = coroutine.resume(co)\nreturn {tostring(ok), why}",
		"local ok, e = pcall(function()\n  redis.call('INCR', 'list')\n  return 1\nend)\nif not ok then\n  return e.err or e\nend\nreturn 2",
		"local r = redis.pcall('INCR', 'list')\nif r.err then\n  return redis.error_reply(r.err)\nend",
		"error('stop')",
		"error({err = 'MY own'})",
		"local function f(n)\n  if n == 0 then\n    error('deep')\n  end\n  f(n - 1)\nend\nf(3)",
		"return redis.call('INCR', 'list')",
		"local x\nx.y = 1",
		"if ARGV[1] == 'a' then\n  return 1\nelseif ARGV[1] == 'b' and ARGV[2] then\n  return 2\nelseif ARGV[3] then\n  return 3\nelse\n  return 4\nend",
		"local n = 0\nwhile true do\n  n = n + 1\n  if n > 3 then break end\nend\nrepeat\n  n = n - 1\n  local done = n <= 0\nuntil done\nreturn n",
		"for i = 1, 0 do\n  redis.call('DEL', 'string')\nend\nfor _, k in ipairs({}) do\n  redis.call('DEL', k)\nend\nfor i = 1, 2 do\n  for j = i, 1 do\n    redis.call('INCR', 'counter')\n  end\nend\nreturn redis.call('GET', 'counter')",
		"local a = ARGV[1] or 'none'\nlocal b = ARGV[9] or 'none'\nlocal c = ARGV[9] and 1 or ARGV[1] and 2\nreturn {a, b, c, (a == b) and 1 or 0, not (a and b) and 1}",
		"local function f(...)\n  return select('#', ...)\nend\nreturn f(1, nil, 3)",
		"local t = setmetatable({}, {__index = function(_, k)\n  return k .. '!'\nend})\nreturn t.a and t.b",
		"local n = 0\nfor i = 1, 30 do\n  if i % 2 == 0 and i % 3 == 0 or i > 20 --[[ or and ]] and i < 25\n    or i == 29 then\n    n = n + 1\n  elseif (i % 5 == 0 or i == 1) and i ~= 25 then\n    n = n + 100\n  elseif i == 7 or error == nil then n = n + 1000 else n = n + 10000 end\nend\nreturn n",
		"if KEYS[1] and ARGV[9].x then return 1 end",
		"if KEYS[1]and(function() return ARGV[1] end)()or nil then return 1 end",
		"if true and KEYS[9] or false then return 1 elseif KEYS[9] and 1 then return 2 end return 3",
		"return {KEYS[1], #KEYS, ARGV[1], #ARGV, unpack(ARGV)}",
		"local keys = KEYS\nlocal function first()\n  return keys[1] .. ARGV[1]\nend\nreturn first()",
		"KEYS[1] = 'changed'\nreturn KEYS[1]",
		"local s = [[\n]] local n = 1 do local n = 2 end return {s, n}",
		"local x = 1;(function() x = 2 end)();\nreturn x",
		"redis.setresp(3)\nreturn redis.call('HGETALL', 'hash')",
		"return missing",
		"redis.foo = 1",
		"local t = {}\nfor i = 1, 20 do t[#t + 1] = i end while #t > 5 and t[1] do table.remove(t) end return t",
		"local f = function(a, b) return (a or b), (b or a) end\nreturn {f(nil, 2)}",
		"local ok = pcall(error)\nlocal e = select(2, pcall(error, 'x', 2))\nreturn {tostring(ok), tostring(e)}",
		"return string.rep('x', 3):upper()",
		"-- a comment alone\n",
		"do\n  local a = 1\n  do\n    return a\n  end\nend",
		"local v = nil\nlocal w\nif not v then w = 1 end\nreturn w",
		"local a, b = 1, 2 a, b = b, a return {a, b}\n",
		"local function g() local function h() return ARGV[1] end return h() end return g()",
	} {
		b.check(script(t, text), []string{"string", "list"}, []string{"b", "2"})
	}
}

// TestShebangs compares scripts with shebang lines, which only servers with functions have.
func TestShebangs(t *testing.T) {
	b := newBench(t)
	for _, text := range []string{
		"#!lua\nlocal a = 1\nreturn a",
		"#!lua flags=no-writes\nreturn redis.call('SET', 'a', 1)",
		"#!lua flags=no-writes,allow-stale\nif ARGV[1] then\n  error('x')\nend",
	} {
		b.check(script(t, text), nil, []string{"b"})
	}
}

// TestUnlike finds scripts that a function cannot stand for.
func TestUnlike(t *testing.T) {
	for text, want := range map[string]string{
		"return ...":                            "line 1 reads ... outside of a function",
		"local a = 1\nreturn _G.KEYS[a]":        "line 2 uses _G",
		"return loadstring('return KEYS[1]')()": "line 1 uses loadstring",
		"redis.breakpoint()":                    "line 1 uses breakpoint, which functions do not have",
		"redis.replicate_commands()":            "line 1 uses replicate_commands, which functions do not have",
		"KEYS = {}":                             "line 1 assigns to KEYS or ARGV",
		"return KEYS .. 'a'":                    "line 1 calculates with KEYS or ARGV itself, and the error would call it by another name",
		"return ARGV()":                         "line 1 calls KEYS or ARGV",
		"local function f(...) return ... end return f(KEYS)": "",
		"return KEYS == ARGV": "",
	} {
		if got := planOf(script(t, text)).unlike(); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// TestFallbacks counts scripts that a function cannot stand for, or whose counters are more than
// the compiler holds.
func TestFallbacks(t *testing.T) {
	b := newBench(t)
	many := "local function f()\n"
	for i := range 196 {
		many += fmt.Sprintf("local v%d\n", i)
	}
	many += "for i = 1, 1 do\n  v0 = i\nend\nif v0 then\n  return v0\nend\nreturn 2\nend\n"
	upvalues := "local v = 0\n" // more than 60 with a variable for each counter
	for i := range 50 {
		upvalues += fmt.Sprintf("local v%d = %d\n", i, i)
	}
	upvalues += "local function f()\n"
	for i := range 50 {
		upvalues += fmt.Sprintf("  v = v + v%d\n", i)
	}
	upvalues += "end\nfor i = 1, 2 do\n  f()\nend\n"
	for text, want := range map[string]struct {
		way   Way
		reply string
	}{
		"redis.replicate_commands()\nreturn ARGV[1]": {Debugger, `"b"`},
		"return (...) or 7":                          {Debugger, "7"},
		upvalues + "return v":                        {Counters, "2450"},
		many + "return f()":                          {Stepping, "1"},
	} {
		s := script(t, text)
		c := &Collector{}
		session := c.Begin(b.server, b.conn)
		v, err := session.Call(context.Background(), s, "", []string{"EVALSHA", "", "0", "b"})
		if err != nil {
			t.Fatal(err)
		}
		if err := session.End(); err != nil {
			t.Fatal(err)
		}
		k := c.script(s)
		if k.way != want.way || v.String() != want.reply || k.counts[0] == 0 {
			t.Errorf("%.40q: way %d (%s), reply %s, counts %v; want way %d, reply %s", text, k.way, k.why, v, k.counts, want.way, want.reply)
		}
	}
}
