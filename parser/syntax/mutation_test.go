package syntax_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/luagen/luagen/parser/syntax"
)

// spare are tokens that a mutation puts in.
var spare = []string{"end", "(", ")", "=", ",", ";", "x", "1", "...", "break", "return", "function", "\n", "{", "}", "[", "]", ":", ".", "..", "not", "-", "#", "do", "then", "else", "until", "local", "'s'"}

// mutations are the scripts that differ from s in a few tokens: one left out,
// doubled, swapped with the next, or joined by a spare one.
func mutations(s string) []string {
	tokens := syntax.Tokens(s)
	var all []string
	add := func(tokens ...string) { all = append(all, strings.Join(tokens, " ")) }
	for i, token := range tokens {
		add(slices.Delete(slices.Clone(tokens), i, i+1)...)
		add(slices.Insert(slices.Clone(tokens), i, token)...)
		if i > 0 {
			swapped := slices.Clone(tokens)
			swapped[i-1], swapped[i] = swapped[i], swapped[i-1]
			add(swapped...)
		}
		for _, more := range spare {
			add(slices.Insert(slices.Clone(tokens), i, more)...)
			replaced := slices.Clone(tokens)
			replaced[i] = more
			add(replaced...)
		}
	}
	return all
}

// samples hold every construct of Lua 5.1 between them.
var samples = []string{
	"local a, b = redis.call('GET', KEYS[1]), tonumber(ARGV[1]) if not a then return nil elseif b > 0 and a ~= '' then redis.call('SET', KEYS[1], a .. b) else return {err = 'x'} end return #KEYS",
	"for i = 1, #ARGV, 2 do t[ARGV[i]] = -ARGV[i + 1] ^ 2 if x then break end end for k, v in pairs(t) do f(k, v) end while a do a = a - 1; break end repeat local y = g() until y == nil",
	"local function f(a, ...) local t = {...; n = select('#', ...), [a] = true} return t, ... end function m.n.o:p(q) self.q, r[1] = q, (q) end return (function() return f end)()(1){2}'3':x()",
	"a.b['c'].d(function() do return end end) local t = {f, [1] = 2, g(h) or {}} local s = [[x]] .. \"y\"",
	"while a do if b then break end end return",
}

func TestRedisAgreesOnMutations(t *testing.T) {
	s := startServer(t)
	for _, sample := range samples {
		s.agree(mutations(sample))
	}
}
