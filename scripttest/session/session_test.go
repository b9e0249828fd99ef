package session_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/luagen/luagen/internal/disk"
	"github.com/luagen/luagen/internal/redistest"
	"github.com/luagen/luagen/scripttest/casefile"
	"github.com/luagen/luagen/scripttest/report"
	"github.com/luagen/luagen/scripttest/server"
	"github.com/luagen/luagen/scripttest/session"
)

// times matches what differs from run to run.
var times = regexp.MustCompile(`\([0-9.]+s\)`)

// told runs the cases of an archive and returns what is told of them.
func told(t *testing.T, archive string) string {
	t.Helper()
	binary := redistest.Binary(t)
	dir := t.TempDir()
	t.Chdir(dir)
	for _, f := range txtar.Parse([]byte(archive)).Files {
		if err := os.MkdirAll(filepath.Dir(f.Name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(f.Name, f.Data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	files, err := disk.Files()
	if err != nil {
		t.Fatal(err)
	}
	pool := server.NewPool(1, func(ctx context.Context) (*server.Server, error) { return server.Start(ctx, binary) })
	defer pool.Close()
	runner := &session.Runner{Pool: pool, Scripts: &session.Scripts{Files: files}, Timeout: 2 * time.Second, Explain: true}
	text, err := os.ReadFile("a_test.redis")
	if err != nil {
		t.Fatal(err)
	}
	f, findings := casefile.Parse("a_test.redis", text)
	for _, d := range findings {
		t.Fatal(d.Span, d.Message)
	}
	var b strings.Builder
	out := &report.Text{W: &b, Verbose: true, Paint: func(_ report.Style, text string) string { return text }}
	for i := range f.Cases {
		results, err := runner.Run(t.Context(), f, &f.Cases[i])
		if err != nil {
			t.Fatal(err)
		}
		for j := range results {
			out.Result(&results[j])
		}
	}
	return times.ReplaceAllString(b.String(), "(TIME)")
}

func TestInputs(t *testing.T) {
	got := told(t, `
-- move.lua --
--@key items(from to)...                    the keys of each
--@arg items:tuple(n:int, at:time(s))...
--@returns []string
local all = {}
for i, k in ipairs(KEYS) do all[#all + 1] = k end
for i, a in ipairs(ARGV) do all[#all + 1] = a end
return all
-- plain.lua --
return {KEYS, ARGV}
-- sub/deep.lua --
--@key k = user:{<id:int>}
--@arg flags:map[string]int...
--@arg note:string?
--@returns []string
return {KEYS[1], unpack(ARGV)}
-- a_test.redis --
# groups of keys and of arguments
> move items=a items=b items=1 items=2026-01-02T15:04:05Z items=c items=d items=2 items=5
- "a"
- "b"
- "c"
- "d"
- "1"
- "1767366245"
- "2"
- "5"

# a script without a header
> plain a "b c" , d
- - "a"
  - "b c"
- - "d"
> plain , x
- []
- - "x"
> plain
- []
- []

# a folder below
> sub/deep id=7 flags=a=1
- "user:{7}"
- "a"
- "1"
> sub/deep.lua id=7 flags=a=1 note="x y"
<...>
- "x y"

# mistakes
> sub/deep id=x flags=a=1
> sub/deep flags=a=1
> sub/deep 7
> sub/deep k=7 id=7
> sub/deep id=7 id=8
> move items=a items=b items=1
`)
	want := strings.TrimPrefix(`
--- PASS: groups of keys and of arguments (TIME)
--- PASS: a script without a header (TIME)
--- PASS: a folder below (TIME)
--- FAIL: mistakes (TIME)
    a_test.redis:34:1: > sub/deep id=x flags=a=1
        id: "x" is not of the type int; expected a whole number
    a_test.redis:35:1: > sub/deep flags=a=1
        no value for id; give it with id=VALUE
    a_test.redis:36:1: > sub/deep 7
        7: expected NAME=VALUE, for one of id, flags, note
    a_test.redis:37:1: > sub/deep k=7 id=7
        k=7: k is the template user:{<id:int>}; give its placeholders: id=VALUE
    a_test.redis:38:1: > sub/deep id=7 id=8
        id is given twice
    a_test.redis:39:1: > move items=a items=b items=1
        items has keys and arguments, as many groups of each; found 1 of keys and 0 of arguments
`, "\n")
	if got != want {
		t.Errorf("told\n%s\nwant\n%s", got, want)
	}
}

func TestAnswers(t *testing.T) {
	got := told(t, `
-- lib.lua --
local function check(n)
  if n > 5 then
    error('TOO much')
  end
end
-- a.lua --
--@include "lib.lua"
--@arg n:int
--@returns int
--@error ErrNone -1  there is none
local n = tonumber(ARGV[1])
check(n)
if n == 5 then return 'five' end
if n == 4 then return redis.error_reply('FOUR is no number') end
if n == 3 then while true do end end
return n
-- a_test.redis --
# the reply is not as declared
> a n=5
"five"

# an error of a library
> a n=6

# an error that is expected
> a n=6
(error) ERR TOO much
> a n=4
(error) FOUR <any>
> a n=-1
ErrNone

# it never ends
> a n=3

# after a server that hung
> a n=2
3

# no answer to a subscription
> SUBSCRIBE a

# a command fails
> SET a
> XRANGE k
(error) ERR wrong number of arguments for 'xrange' command
> HSET k a 1 b 2
> HGETALL k
1) "a"
2) "1"
3) "c"
4) "2"

# the other protocol
@protocol 3
> HSET k a 1
> HGETALL k
1# "a" => "1"

# elsewhere
@on redis<7 valkey<1
> NOTHING
`)
	want := strings.TrimPrefix(`
--- FAIL: the reply is not as declared (TIME)
    a_test.redis:2:1: > a n=5
        the reply is not what the header declares: the reply: expected int, got string "five"
      replied at a.lua:7: if n == 5 then return 'five' end
--- FAIL: an error of a library (TIME)
    a_test.redis:6:1: > a n=6
        it answered an error; write that below the step when it is what you expect
      + (error) ERR TOO much
      replied at lib.lua:3: error('TOO much')
--- PASS: an error that is expected (TIME)
--- FAIL: it never ends (TIME)
    a_test.redis:17:1: > a n=3: no answer within 2s
--- FAIL: after a server that hung (TIME)
    a_test.redis:21:1: > a n=2
      - 3
      + 2
      replied at a.lua:10: return n
--- FAIL: no answer to a subscription (TIME)
    a_test.redis:24:1: > SUBSCRIBE a
        SUBSCRIBE has no one answer, and cannot be a step
--- FAIL: a command fails (TIME)
    a_test.redis:27:1: > SET a
        it answered an error; write that below the step when it is what you expect
      + (error) ERR wrong number of arguments for 'set' command
    a_test.redis:34:5: > HGETALL k
        1) "a"
        2) "1"
      - 3) "c"
      + 3) "b"
            ^
        4) "2"
--- PASS: the other protocol (TIME)
--- SKIP: elsewhere: not for SERVER
`, "\n")
	got = regexp.MustCompile(`not for \w+ [0-9.]+`).ReplaceAllString(got, "not for SERVER")
	if got != want {
		t.Errorf("told\n%s\nwant\n%s", got, want)
	}
}

func TestClock(t *testing.T) {
	got := told(t, `
-- now.lua --
--@key k
--@returns []string
local time = redis.call
local now = time('TIME')
redis.call('SET', KEYS[1], 'a', 'EXAT', now[1] + 10)
redis.call('SET', KEYS[1] .. 'b', 'x', 'PXAT')
-- ttl.lua --
--@key k
--@returns []string
local now = redis.call('TIME')
redis.call('SET', KEYS[1], 'a', 'EXAT', now[1] + 10)
redis.pcall('set', KEYS[1] .. 'p', 'PXAT', 'PXAT', now[1] * 1000 + 20000)
redis.call('SET', KEYS[1] .. 'e', 'x')
redis.call('EXPIREAT', KEYS[1] .. 'e', now[1] + 30)
return {now[1], now[2], tostring(redis.call('EXPIRETIME', KEYS[1])), tostring(redis.call('TTL', KEYS[1] .. 'p')), tostring(redis.call('TTL', KEYS[1] .. 'e'))}
-- shebang.lua --
#!lua flags=no-writes
--@returns []string
return redis.call('TIME')
-- a_test.redis --
@clock 2026-01-02T15:04:05.25Z

# stands still and steps
> ttl k=k
- "1767366245"
- "250000"
- "1767366255"
- "20"
- "30"
> EXPIRETIME k
(integer) 1767366255
> EXPIREAT k 1767366265
(integer) 1
> TTL k
(integer) 20
@clock +5s
> TIME
1) "1767366250"
2) "250000"
> TTL k
(integer) 15
> ttl k=other
- "1767366250"
<...>
@clock 2026-01-02T15:04:35Z
> EXISTS k kp
(integer) 0
> TTL otherp
(integer) <int 1..5>

# a script with a shebang line
> shebang
- "1767366245"
- "250000"

# back again
@clock 2026-01-02T15:04:00Z

# an error in a script
> now k=k
(error) ERR syntax error
`)
	want := strings.TrimPrefix(`
--- FAIL: stands still and steps (TIME)
    a_test.redis:29:11: > TTL otherp
      - (integer) <int 1..5>
      + (integer) -2
                  ^
--- PASS: a script with a shebang line (TIME)
--- FAIL: back again (TIME)
    a_test.redis:37:1: @clock 2026-01-02T15:04:00Z: the clock is at 2026-01-02T15:04:05.25Z already and cannot step back
--- PASS: an error in a script (TIME)
`, "\n")
	if got != want {
		t.Errorf("told\n%s\nwant\n%s", got, want)
	}
}

// TestEmbedded runs a case that Redis would fail, on the embedded server, which says so.
func TestEmbedded(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	for name, text := range map[string]string{
		"bits.lua": "--@returns int\nreturn bit.band(1, 3)\n",
		"one.lua":  "--@returns int\nreturn redis.call('INCR', 'k')\n",
	} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	f, _ := casefile.Parse("a_test.redis", []byte("# bits\n> bits\n1\n\n# one\n> one\n1\n> one\n3\n"))
	files, err := disk.Files()
	if err != nil {
		t.Fatal(err)
	}
	pool := server.NewPool(1, func(context.Context) (*server.Server, error) { return server.StartEmbedded() })
	defer pool.Close()
	runner := &session.Runner{Pool: pool, Scripts: &session.Scripts{Files: files}, Explain: true}
	var got []string
	for i := range f.Cases {
		results, err := runner.Run(t.Context(), f, &f.Cases[i])
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, fmt.Sprintf("%s: %s %s", results[0].Case.Title, results[0].Outcome, results[0].Reason), report.Texts(report.Failure(&results[0])))
	}
	want := "bits: skip bits.lua:2:8: the embedded server has no bit library; run on a real one with --redis URL\na_test.redis: bits.lua:2:8: the embedded server has no bit library; run on a real one with --redis URL\n\none: fail \na_test.redis:9:1: > one\n  - 3\n  + 2\n  the script's commands:\n    INCR k -> 2\n"
	if text := strings.Join(got, "\n"); text != want {
		t.Errorf("got\n%s\nwant\n%s", text, want)
	}
}
