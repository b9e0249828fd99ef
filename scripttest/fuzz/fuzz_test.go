package fuzz_test

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/infer"
	"github.com/luagen/luagen/internal/redistest"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/scripttest/casefile"
	"github.com/luagen/luagen/scripttest/fuzz"
)

// config is what a test tries of a script: as many trials as find what it looks for, whatever
// the machine does meanwhile.
func config(t *testing.T, lua string) fuzz.Config {
	t.Helper()
	s, findings := (&parser.Loader{FS: fstest.MapFS{"s.lua": {Data: []byte(lua)}}}).Load("s.lua")
	facts := analysis.Analyze(s)
	returns, unresolved := infer.ResolveReturns(s, facts)
	if all := append(findings, unresolved...); diag.HasErrors(all) {
		t.Fatalf("%v\n%s", all, lua)
	}
	return fuzz.Config{
		Script: s, Facts: facts, Returns: returns.Type, Word: "s", Binary: redistest.Binary(t),
		Seed: 1, Runs: 120, Budget: time.Minute,
	}
}

// run tries and returns the cases that come of it.
func run(t *testing.T, c fuzz.Config) (cases string, report fuzz.Report) {
	t.Helper()
	var f casefile.File
	report, err := fuzz.Run(context.Background(), c, func(found fuzz.Finding) { f.Cases = append(f.Cases, found.Case(c.Word)) })
	if err != nil {
		t.Fatal(err)
	}
	text := casefile.Print(&f)
	if _, mistakes := casefile.Parse("s_test.redis", text); len(mistakes) > 0 {
		t.Errorf("what is printed is no file of cases: %v\n%s", mistakes, text)
	}
	return string(text), report
}

func lines(l ...string) string { return strings.Join(l, "\n") + "\n" }

func TestFaultsAreFound(t *testing.T) {
	for _, tt := range []struct {
		name, lua, want string
		again           bool // try it twice
	}{
		{"missing field", lines("--@key user", "--@returns int", "return redis.call('HGET', KEYS[1], 'age') + 1"), lines(
			"# fuzz: undeclared error at s.lua:3",
			"-- ERR attempt to perform arithmetic on a boolean value",
			"> s user=user:1"), false},
		{"missing key of an element", lines("--@key all", "--@returns int", "local n = 0",
			"for _, id in ipairs(redis.call('SMEMBERS', KEYS[1])) do", "  n = n + redis.call('STRLEN', KEYS[1] .. id) * redis.call('GET', KEYS[1] .. id)", "end", "return n"), lines(
			"# fuzz: undeclared error at s.lua:5",
			"-- ERR attempt to perform arithmetic on a boolean value",
			`> SADD all:1 1`,
			"> s all=all:1"), true},
		{"too many values", lines("--@keys from to", "--@returns int", "local all = redis.call('LRANGE', KEYS[1], 0, -1)",
			"if #all == 0 then return 0 end", "return redis.call('SADD', KEYS[2], unpack(all))"), lines(
			"# fuzz: undeclared error at s.lua:5",
			"-- ERR too many results to unpack",
			`> EVAL "for i = 1, ARGV[1] do redis.call('RPUSH', KEYS[1], i) end" 1 from:1 9000`,
			"> s from=from:1 to=to:1"), false},
		{"fraction after a write", lines("--@key bucket", "--@args rate:int", "redis.call('SET', KEYS[1], 'x')",
			"redis.call('EXPIRE', KEYS[1], 60 / tonumber(ARGV[1]))"), lines(
			"# fuzz: error after a write at s.lua:4",
			"-- ERR value is not an integer or out of range; it comes after a write, which stays",
			"> s bucket=bucket:1 rate=1000",
			"> EXISTS bucket:1",
			"(integer) 0"), true},
		{"declared error after a write", lines("--@key stock", "--@args units:int", "--@error ErrGone GONE", "--@returns int",
			"local left = redis.call('DECRBY', KEYS[1], ARGV[1])", "if left < 0 then return redis.error_reply('GONE all of them') end", "return left"), lines(
			"# fuzz: error after a write: ErrGone comes after a write, which stays",
			"> s stock=stock:1 units=1",
			"ErrGone",
			"> EXISTS stock:1",
			"(integer) 0"), false},
		{"argument that may be empty", lines("--@key k", "--@args ttl?:duration(s) tag?", "if ARGV[1] then redis.call('EXPIRE', KEYS[1], ARGV[1]) end", "return redis.call('SET', KEYS[1], ARGV[2] or 'x')"), lines(
			"# fuzz: undeclared error at s.lua:3",
			"-- ERR value is not an integer or out of range",
			"> s k=k:1 tag=1"), false},
		{"reply that does not fit", lines("--@key k", "--@returns int", "return redis.call('GET', KEYS[1])"), lines(
			"# fuzz: reply does not fit: the reply: expected int, got nil; add ? to the type if it may be absent",
			"> s k=k:1"), false},
		{"empty list as an object", lines("--@key k", "--@returns json([]string)", "return cjson.encode(redis.call('SMEMBERS', KEYS[1]))"), lines(
			"# fuzz: reply does not fit: the reply: expected json([]string), got the object {}",
			"> s k=k:1"), false},
		{"undeclared key", lines("--@key user", "--@returns int", "redis.call('INCR', 'visits')", "return redis.call('INCR', KEYS[1])"), lines(
			`# fuzz: undeclared key: INCR is called on the key "visits", which is not in KEYS and not built from one of them`,
			"@strict",
			"> s user=user:1"), false},
		{"undeclared key, and an error", lines("--@key ids", "--@returns int", "local n = 0",
			"for _, id in ipairs(redis.call('LRANGE', KEYS[1], 0, -1)) do", "  n = n + redis.call('GET', id)", "end", "return n"), lines(
			`# fuzz: undeclared key: GET is called on the key "1", which is not in KEYS and not built from one of them`,
			"@strict",
			"> RPUSH ids:1 1",
			"> s ids=ids:1",
			"",
			"# fuzz: undeclared error at s.lua:5",
			"-- ERR attempt to perform arithmetic on a boolean value",
			"> RPUSH ids:1 100",
			"> s ids=ids:1"), true},
		{"numbers as text", lines("--@key best", "--@args points:int", "--@returns bool", "local best = redis.call('GET', KEYS[1])",
			"if best and best >= ARGV[1] then return 0 end", "redis.call('SET', KEYS[1], ARGV[1])", "return 1"), lines(
			"# fuzz: numbers compared as text at s.lua:5",
			`-- "1000" and "2" are compared as text, in which they have another order than as numbers`,
			"@strict",
			"> s best=best:1 points=1000",
			"> s best=best:1 points=2"), true},
		{"hole in a reply", lines("--@key k", "--@returns []string", "local all = {}", "for i, v in ipairs(redis.call('LRANGE', KEYS[1], 0, -1)) do",
			"  if v ~= 'a' then all[i] = v end", "end", "return all"), lines(
			"# fuzz: reply loses values: the reply ends before element 2 of its table, because one before it is nil",
			"@strict",
			`> RPUSH k:1 a "x y"`,
			"> s k=k:1"), true},
		{"members of a reply", lines("--@key k", "--@returns any", "return {total = redis.call('STRLEN', KEYS[1])}"), lines(
			`# fuzz: reply loses values: the reply is without the member "total" of its table: Redis sends only the elements 1, 2, 3, …`,
			"@strict",
			"> s k=k:1"), false},
		{"key that is a field", lines("--@keys prices article", "--@returns string?", "return redis.call('HGET', KEYS[1], KEYS[2])"), lines(
			`# fuzz: key that is none: HGET takes "article:1" of KEYS for a field: it is no key, and on a cluster may be on another nod…`,
			`-- HGET takes "article:1" of KEYS for a field: it is no key, and on a cluster may be on another node than the keys`,
			"@strict",
			"> s prices=prices:1 article=article:1"), false},
		{"one instant", lines("--@key seen", "--@args at:time(ms)", "--@returns int", "redis.call('ZADD', KEYS[1], ARGV[1], ARGV[1])", "return redis.call('ZCARD', KEYS[1])"), lines(
			"# fuzz: entries of one instant are one: ZADD adds nothing: its member is the time 1767366245000, at which there was a call…",
			"-- ZADD adds nothing: its member is the time 1767366245000, at which there was a call already",
			"@strict",
			"> s seen=seen:1 at=2026-01-02T15:04:05Z",
			"> s seen=seen:1 at=2026-01-02T15:04:05Z"), false},
		{"seconds for milliseconds", lines("--@key k", "--@args ttl:duration(s)", "redis.call('SET', KEYS[1], 'x', 'PX', ARGV[1])"), lines(
			"# fuzz: wrong unit: SET takes 3600 of ttl for milliseconds, which are seconds",
			"@strict",
			"> s k=k:1 ttl=1h"), false},
		{"error that nobody reads", lines("--@key k", "--@args v", "--@returns bool", "local done = redis.pcall('SADD', KEYS[1], ARGV[1])", "return true"), lines(
			"# fuzz: error that nobody reads at s.lua:4",
			"-- redis.pcall returns an error that the script does not look at, and it replies as if there was none: WRONGTYPE Operation against a key holding the wrong kind of value",
			"@strict",
			"> ZADD k:1 5 b",
			"> s k=k:1 v=1"), false},
		{"global that is none", lines("--@key k", "--@returns string?", "return rdis.call('GET', KEYS[1])"), lines(
			"# fuzz: undeclared error at s.lua:3",
			"-- ERR Script attempted to access nonexistent global variable 'rdis'",
			"> s k=k:1"), false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := config(t, tt.lua)
			got, report := run(t, c)
			if got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
			if report.Trials != c.Runs {
				t.Errorf("%d trials", report.Trials)
			}
			if !tt.again {
				return
			}
			if again, _ := run(t, c); again != got {
				t.Errorf("the same seed gives\n%s\nafter\n%s", again, got)
			}
		})
	}
}

// TestWorkingScripts tries scripts in which nothing is wrong.
func TestWorkingScripts(t *testing.T) {
	for name, lua := range map[string]string{
		"lock": lines("--@key lock", "--@args owner ttl:duration(ms)", "--@returns bool",
			"if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return 1 end", "return 0"),
		"counter with a limit": lines("--@key n", "--@args most:int window:duration(s)", "--@returns tuple(allowed:bool, n:int)",
			"local n = redis.call('INCR', KEYS[1])", "if n == 1 then redis.call('EXPIRE', KEYS[1], ARGV[2]) end",
			"if n > tonumber(ARGV[1]) then return {0, n} end", "return {1, n}"),
		"error before the write": lines("--@key stock", "--@args units:int", "--@error ErrGone GONE", "--@returns int",
			"local have = tonumber(redis.call('GET', KEYS[1]) or 0)", "if have < tonumber(ARGV[1]) then return redis.error_reply('GONE all of them') end",
			"return redis.call('DECRBY', KEYS[1], ARGV[1])"),
		"job as a document": lines("--@keys jobs", "--@args job:json", "--@returns int", "local job = cjson.decode(ARGV[1])", "job.tries = (job.tries or 0) + 1",
			"return redis.call('RPUSH', KEYS[1], cjson.encode(job))"),
		"document that was stored": lines("--@key doc", "--@returns string?", "local text = redis.call('GET', KEYS[1])",
			"if not text then return false end", "return cjson.decode(text).name"),
		"a number that was stored": lines("--@key n", "--@returns int?", "return redis.call('GET', KEYS[1])"),
		"a word that was stored": lines("--@key door", "--@args state:enum(open, closed)", "--@returns enum(open, closed)?",
			"local old = redis.call('GET', KEYS[1])", "redis.call('SET', KEYS[1], ARGV[1])", "return old"),
		"keys built from one": lines("--@key queue", "--@returns int", "local n = 0",
			"for _, id in ipairs(redis.call('LRANGE', KEYS[1], 0, -1)) do", "  n = n + redis.call('EXISTS', KEYS[1] .. ':' .. id)", "end", "return n"),
		"numbers as numbers": lines("--@key best", "--@args points:int", "--@returns bool", "local best = tonumber(redis.call('GET', KEYS[1]) or 0)",
			"if best >= tonumber(ARGV[1]) then return 0 end", "redis.call('SET', KEYS[1], ARGV[1])", "return 1"),
		"words in order": lines("--@key last", "--@args word", "--@returns bool", "local last = redis.call('GET', KEYS[1]) or ''", "if ARGV[1] <= last then return 0 end",
			"redis.call('SET', KEYS[1], ARGV[1])", "return 1"),
		"a command that is given":        lines("--@key k", "--@args name", "--@returns any", "return redis.call(ARGV[1], KEYS[1])"),
		"a member that may be the score": lines("--@key waiting", "--@args now:int id", "--@returns int", "return redis.call('ZADD', KEYS[1], ARGV[1], ARGV[2])"),
		"an error that does not matter": lines("--@key events", "--@args group", "--@returns bool",
			"redis.pcall('XGROUP', 'CREATE', KEYS[1], ARGV[1], '$', 'MKSTREAM')", "return true"),
		"a member and its score": lines("--@key ids", "--@args id:int", "--@returns int", "return redis.call('ZADD', KEYS[1], ARGV[1], ARGV[1])"),
		"groups": lines("--@keys locks...", "--@args items:tuple(id:string, n:int)... ", "--@returns int",
			"for _, key in ipairs(KEYS) do redis.call('SET', key, #ARGV) end", "return #KEYS"),
		"templates, maps, enums": lines("--@key user = {user:<id:int>}", "--@args order:enum(asc, desc) fields:map[string]string...", "--@returns int",
			"if #ARGV > 1 then redis.call('HSET', KEYS[1], unpack(ARGV, 2, math.min(#ARGV, 100))) end", "return #ARGV"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, _ := run(t, config(t, lua))
			if got != "" {
				t.Errorf("got\n%s", got)
			}
		})
	}
}

// TestEndlessCalls ends calls without end: one that can be killed, and one that has written and
// can not.
func TestEndlessCalls(t *testing.T) {
	for _, write := range []string{"", "redis.call('SET', KEYS[1], 'x')"} {
		c := config(t, lines("--@key k", write, "local n = 0", "while true do n = n + 1 end"))
		c.Budget = 100 * time.Millisecond
		got, report := run(t, c)
		want := lines("# fuzz: over budget: a call takes more than 100ms", "> s k=k:1")
		if got != want || !report.Stuck {
			t.Errorf("%q: got %v\n%s", write, report.Stuck, got)
		}
	}
}

func TestCommandsAreCounted(t *testing.T) {
	c := config(t, lines("--@key k", "--@args n:int", "for i = 1, tonumber(ARGV[1]) do redis.call('INCR', KEYS[1]) end"))
	c.Commands = 100
	got, _ := run(t, c)
	if want := lines("# fuzz: over budget: a call issues more than 100 commands", "> s k=k:1 n=1000"); got != want {
		t.Errorf("got\n%s", got)
	}
}

func TestContextEndsIt(t *testing.T) {
	c := config(t, lines("--@key k", "return 1"))
	c.Runs = 0
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := fuzz.Run(ctx, c, func(fuzz.Finding) {}); err != nil && ctx.Err() == nil {
		t.Error(err)
	}
	c.Binary = "no-such-server"
	if _, err := fuzz.Run(context.Background(), c, func(fuzz.Finding) {}); err == nil {
		t.Error("a server that is not there is started")
	}
}

func TestWhatIsNotReachedIsTold(t *testing.T) {
	_, report := run(t, config(t, lines("--@key lock", "--@args owner", "--@returns bool",
		"if redis.call('SETNX', KEYS[1], ARGV[1]) then", "  return true", "end", "return false")))
	got := strings.Join(report.Missed, "\n")
	const want = "s.lua:4: redis.call('SETNX', KEYS[1], ARGV[1]) was never false or nil\ns.lua:7: never ran"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestEdges(t *testing.T) {
	c := config(t, lines("--@key n", "--@args by:int ttl:duration(s)", "--@returns int", "if tonumber(ARGV[1]) < 0 or tonumber(ARGV[2]) == 0 then return 'x' end", "return 1"))
	if got, _ := run(t, c); got != "" {
		t.Errorf("without edges: got\n%s", got)
	}
	c.Edges = true
	for lua, want := range map[string]string{
		lines("--@key lock", "--@args ttl:duration(ms)", "return redis.call('PEXPIRE', KEYS[1], ARGV[1])"):                               "# fuzz: time to live deletes: PEXPIRE is given 0 for a time to live, and deletes the key\n",
		lines("--@key jobs", "--@args job:json", "local job = cjson.decode(ARGV[1])", "redis.call('RPUSH', KEYS[1], cjson.encode(job))"): "# fuzz: number loses digits: RPUSH has 1.2345678901235e+18 for 1234567890123456789: Lua writes 14 digits of a number\n",
	} {
		c := config(t, lua)
		if got, _ := run(t, c); got != "" {
			t.Errorf("without edges: got\n%s", got)
		}
		c.Edges = true
		if got, _ := run(t, c); !strings.HasPrefix(got, want+"@strict\n") {
			t.Errorf("with edges: got\n%s\nwant first\n%s", got, want)
		}
	}
	if got, _ := run(t, c); !strings.HasPrefix(got, "# fuzz: reply does not fit") {
		t.Errorf("with edges: got\n%s", got)
	}
}
