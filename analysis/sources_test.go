package analysis

import (
	"fmt"
	"strings"
	"testing"

	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/parser/syntax"
)

// TestSources asks through which places what a script returns in the end came.
func TestSources(t *testing.T) {
	for _, test := range []struct {
		name, text string
		kinds      kind.Set
		want       string // "line kind", the nearest first
	}{
		{"call", "return redis.call('GET', KEYS[1])", kind.Falsy, "1 made"},
		{"local", "local ttl = redis.call('GET', KEYS[1])\nreturn ttl", kind.Falsy, "1 assigned"},
		{"chain", "local a = redis.call('GET', KEYS[1])\nlocal b = a\nlocal c = (b)\nreturn c", kind.Falsy, "3 assigned, 2 assigned, 1 assigned"},
		{"overwritten", "local a = redis.call('GET', KEYS[1])\na = redis.call('HGET', KEYS[1], 'f')\nreturn a", kind.Falsy, "2 assigned"},
		{"branches", "local a = redis.call('GET', KEYS[1])\nif ARGV[1] == 'x' then\na = redis.call('HGET', KEYS[1], 'f')\nend\nreturn a", kind.Falsy, "1 assigned, 3 assigned"},
		{"both branches", "local a = redis.call('GET', KEYS[1])\nif ARGV[1] == 'x' then\na = redis.call('HGET', KEYS[1], 'f')\nelse\na = '1'\nend\nreturn a", kind.Falsy, "3 assigned"},
		{"returned before", "local a = redis.call('GET', KEYS[1])\nif ARGV[1] == 'x' then\na = redis.call('HGET', KEYS[1], 'f')\nreturn 1\nend\nreturn a", kind.Falsy, "1 assigned"},
		{"error is no return", "local a\nif ARGV[1] == 'x' then\na = redis.call('GET', KEYS[1])\nelse\na = 'y'\nend\nreturn a", kind.Falsy, "3 assigned"},
		{"of that kind", "local a = 1\nif ARGV[1] == 'x' then\na = 'text'\nend\nreturn a", kind.String, "3 assigned"},
		{"default", "local a = redis.call('GET', KEYS[1]) or 'x'\nreturn a", kind.String, "1 assigned, 1 made, 1 made"},
		{"and", "local a = redis.call('GET', KEYS[1])\nreturn a and 1", kind.Falsy, "1 assigned"},
		{"or drops what is false", "local a = redis.call('GET', KEYS[1])\nlocal b = redis.call('HGET', KEYS[1], 'f')\nreturn a or b", kind.Falsy, "2 assigned"},
		{"loop", "local a = 1\nfor i = 1, 3 do\nif i > 1 then\nlocal b = a\nend\na = redis.call('GET', KEYS[1])\nend\nreturn a", kind.Falsy, "6 assigned"},
		{"loop that comes around", "local a = 'x'\nlocal b = 1\nwhile ARGV[1] do\nb = a\na = redis.call('GET', KEYS[1])\nend\nreturn b", kind.Falsy, "4 assigned, 5 assigned"},
		{"break", "local a = 'x'\nrepeat\na = redis.call('GET', KEYS[1])\nif ARGV[1] then break end\na = 'y'\nuntil ARGV[2]\nreturn a", kind.Falsy, "3 assigned"},
		{"shadowed", "local a = redis.call('GET', KEYS[1])\ndo\nlocal a = redis.call('HGET', KEYS[1], 'f')\na = false\nend\nreturn a", kind.Falsy, "1 assigned"},
		{"function", "local function f()\nif ARGV[1] then\nreturn redis.call('GET', KEYS[1])\nend\nreturn 'x'\nend\nlocal a = f()\nreturn a", kind.Falsy, "7 assigned, 3 returned"},
		{"parameter", "local function f(x)\nreturn x\nend\nf('s')\nreturn f(redis.call('GET', KEYS[1]))", kind.Falsy, "2 returned, 5 passed"},
		{"captured", "local a = redis.call('GET', KEYS[1])\nlocal function f() return a end\na = redis.call('HGET', KEYS[1], 'f')\nreturn f()", kind.Falsy, "2 returned, 1 assigned, 3 assigned"},
		{"written by a function", "local a = 'x'\nlocal function f() a = redis.call('GET', KEYS[1]) end\nf()\nreturn a", kind.Falsy, "2 assigned"},
		{"later result", "local ok, a = pcall(redis.call, 'GET', KEYS[1])\nreturn a", kind.Falsy, "1 assigned"},
		{"no value", "local a, b = 1\nif ARGV[1] then b = redis.call('GET', KEYS[1]) end\nreturn b", kind.Falsy, "1 assigned, 2 assigned"},
		{"recursion", "local function f(n)\nif n == 0 then\nreturn redis.call('GET', KEYS[1])\nend\nreturn f(n - 1)\nend\nreturn f(3)", kind.Falsy, "3 returned, 5 returned"},
		{"input", "local n = ARGV[1]\nreturn n", kind.String, "1 assigned"},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := Analyze(scriptOf(test.text))
			stmts := f.Script.Chunk.Block.Stmts
			e := stmts[len(stmts)-1].(*syntax.ReturnStmt).Exprs[0]
			var got []string
			for _, s := range f.Sources(e, test.kinds) {
				got = append(got, fmt.Sprintf("%d %s", 1+strings.Count(test.text[:s.At.From], "\n"),
					[...]string{"made", "assigned", "passed", "returned"}[s.Kind]))
			}
			if strings.Join(got, ", ") != test.want {
				t.Errorf("got %q, want %q", strings.Join(got, ", "), test.want)
			}
		})
	}
}
