package cover

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// randomOperand is a random expression, with much and and or in it, of variables that hold all kinds of
// values: many of them raise errors.
func randomOperand(r *rand.Rand, depth int) string {
	if depth == 0 {
		return []string{"a", "b", "c", "d", "e", "i", "ARGV[1]", "ARGV[9]", "KEYS[1]", "1", "'x'", "nil", "d.x", "d[1]", "d[i]", "math.pi", "missing"}[r.IntN(17)]
	}
	of := func() string { return randomOperand(r, r.IntN(depth)) }
	switch r.IntN(12) {
	case 0, 1, 2:
		return of() + " and " + of()
	case 3, 4, 5:
		return "(" + of() + " or " + of() + ")"
	case 6:
		return "(not " + of() + ")"
	case 7:
		return "(" + of() + []string{" == ", " < ", " ~= ", " >= "}[r.IntN(4)] + of() + ")"
	case 8:
		return "(" + of() + []string{" + ", " % ", " .. "}[r.IntN(3)] + of() + ")"
	case 9:
		return "f(" + of() + ", " + of() + ")"
	case 10:
		return "{" + of() + ", k = " + of() + "}"
	default:
		return "(" + of() + []string{"\n and ", " --[[ and ]]\nor "}[r.IntN(2)] + of() + ")"
	}
}

func randomStatement(r *rand.Rand, depth int) string {
	of := func() string { return randomOperand(r, 3) }
	inner := func() string { return randomStatement(r, depth-1) }
	kinds := 9
	if depth == 0 {
		kinds = 5
	}
	switch r.IntN(kinds) {
	case 0:
		return "local a = " + of()
	case 1:
		return []string{"a", "b", "d.x", "d[a or 1]", "d[1]"}[r.IntN(5)] + " = " + of()
	case 2:
		return "f(" + of() + ", " + of() + ")"
	case 3:
		return "if " + of() + " then return " + of() + " end"
	case 4:
		return "e = pcall(function() " + []string{"f(" + of() + ")", "return " + of()}[r.IntN(2)] + " end)"
	case 5:
		return "if " + of() + " then\n" + inner() + "\nelseif " + of() + " then " + inner() + "\nelse " + inner() + " end"
	case 6:
		n := fmt.Sprintf("n%d", depth) // which no loop within changes
		return n + " = 0\nwhile " + n + " < 2 and (" + of() + ") do\n" + n + " = " + n + " + 1\n" + inner() + " end"
	case 7:
		n := fmt.Sprintf("n%d", depth)
		return n + " = 0 repeat " + n + " = " + n + " + 1 local b = " + of() + "\n" + inner() + "\nuntil " + n + " > 2 or (" + of() + ")"
	default:
		return "for j = " + []string{"1", "(a or 1)"}[r.IntN(2)] + ", 2 do i = j " + inner() + " end"
	}
}

// TestOperatorsAlike runs random scripts whose statements decide much and raise errors half-way.
func TestOperatorsAlike(t *testing.T) {
	b := newBench(t)
	b.unnamed = true
	n := 400
	if testing.Short() {
		n = 40
	}
	for i := range n {
		r := rand.New(rand.NewPCG(12, uint64(i)))
		lines := []string{"local a, b, c, d, e, i = 1, nil, 'x', {2, x = 'y'}, false, 0", "local n1, n2", "local function f(x, y) return x or y and 2 end"}
		if i%5 == 0 { // operators may run functions
			lines = append(lines, "local n = 0 setmetatable(d, {__index = function() n = n + 1 return n % 2 == 0 and n or nil end, __eq = function() n = n + 1 return true end})")
		}
		for range 5 {
			lines = append(lines, randomStatement(r, 2))
		}
		b.alike(script(t, strings.Join(append(lines, "return {tostring(a), tostring(b), tostring(d.x), i}"), "\n")), []string{"string"}, []string{"7"})
		if t.Failed() {
			t.Fatalf("at program %d", i)
		}
	}
}

// TestCopy compares a copy with what it should be: what is counted how is what it costs.
func TestCopy(t *testing.T) {
	p := planOf(script(t, strings.Join([]string{
		"local n = 0",
		"for i = 1, 10 do",
		"  if i % 2 == 0 and i < 5 then",
		"    n = n + (ARGV[i] or 1)",
		"  end",
		"end",
		"while n > 0 and n ~= 7 do",
		"  n = n - 1",
		"end",
		"return tonumber(n) or redis.call('GET', KEYS[1] or 'a')",
	}, "\n")))
	_, got, _ := strings.Cut(string(p.counted("", 4)), "end);") // after the inputs
	want := strings.Join([]string{
		"__luagen_c[1]=__luagen_c[1]+1;local n = 0",
		"__luagen_c[2]=__luagen_c[2]+1;do local __luagen_e;for i = 1, 10 do",
		"  if not __luagen_e then __luagen_e=true;__luagen_c3=__luagen_c3+1 end __luagen_c0=__luagen_c0+1;if i % 2 == 0 then __luagen_c[11]=__luagen_c[11]+1 else __luagen_c[12]=__luagen_c[12]+1 end if i % 2 == 0 and i < 5 then",
		"    __luagen_c1=__luagen_c1+1;if ARGV[i] then __luagen_c[13]=__luagen_c[13]+1 else __luagen_c[14]=__luagen_c[14]+1 end n = n + (ARGV[i] or 1)",
		"  else __luagen_c[10]=__luagen_c[10]+1 end ",
		"end if not __luagen_e then __luagen_c[9]=__luagen_c[9]+1 end end ",
		"__luagen_c[5]=__luagen_c[5]+1;while true do if n > 0 then __luagen_c[16]=__luagen_c[16]+1 else __luagen_c[17]=__luagen_c[17]+1 end if not( n > 0 and n ~= 7) then break end ",
		"  __luagen_c2=__luagen_c2+1;n = n - 1",
		"end __luagen_c[15]=__luagen_c[15]+1 ",
		"__luagen_c[7]=__luagen_c[7]+1;return __luagen_p(18,(tonumber(n) ))or redis.call('GET', __luagen_p(20,(KEYS[1] ))or 'a')",
	}, "\n")
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
