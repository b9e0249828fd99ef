package syntax_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/luagen/luagen/parser/syntax"
)

// growing is a script in which something is repeated n times.
type growing struct {
	name   string
	script func(n int) string
}

// list writes n items, each made by item from its number, with sep between them.
func list(n int, sep string, item func(i int) string) string {
	items := make([]string, n)
	for i := range items {
		items[i] = item(i)
	}
	return strings.Join(items, sep)
}

// numbered is an item of list that differs from all others.
func numbered(format string) func(int) string {
	return func(i int) string { return fmt.Sprintf(format, i) }
}

// around writes a script that repeats three parts: before, once middle, after.
func around(head, before, middle, after, tail string) func(int) string {
	return func(n int) string {
		return head + strings.Repeat(before, n) + middle + strings.Repeat(after, n) + tail
	}
}

// limited are scripts that Redis refuses from some n below 1000 on.
var limited = []growing{
	{"parens", around("return ", "(", "1", ")", "")},
	{"blocks", around("", "do ", "", "end ", "")},
	{"ifs", around("", "if a then ", "", "end ", "")},
	{"elses", around("", "if a then else ", "", "end ", "")},
	{"whiles", around("", "while a do ", "break ", "end ", "")},
	{"repeats", around("", "repeat ", "", "until a ", "")},
	{"fors", around("", "for i=1,2 do ", "", "end ", "")},
	{"generic fors", around("", "for k in f do ", "", "end ", "")},
	{"functions", around("", "local function f() ", "", "end ", "")},
	{"function expressions", around("return ", "function() return ", "1", " end", "")},
	{"nots", around("return ", "not ", "a", "", "")},
	{"minuses", around("return ", "- ", "a", "", "")},
	{"minuses of a number", around("return ", "- ", "1", "", "")},
	{"concats", around("return ", "a..", "a", "", "")},
	{"concats after locals", around(strings.Repeat("local x ", 60)+"return ", "a..", "a", "", "")},
	{"powers", around("return ", "a^", "a", "", "")},
	{"powers of numbers", around("return ", "1^", "1", "", "")},
	{"tables", around("return ", "{", "", "}", "")},
	{"tables with keys", around("return ", "{a=", "1", "}", "")},
	{"tables with computed keys", around("return ", "{[", "1", "]=2}", "")},
	{"calls", around("return ", "f(", "", ")", "")},
	{"calls with a string first", around("return ", "f('x',", "1", ")", "")},
	{"calls with three first", around("return ", "f(x,x,x,", "1", ")", "")},
	{"method calls", around("return ", "a:f(", "", ")", "")},
	{"indexes", around("return ", "a[", "1", "]", "")},
	{"indexes of locals", around("local a return ", "a[", "1", "]", "")},
	{"ands", around("return ", "(a and ", "a", ")", "")},
	{"sums in parens", around("return ", "a+(", "a", ")", "")},
	{"sums of calls in parens", around("return ", "a()+(", "a", ")", "")},
	{"comparisons in parens", around("return ", "a==(", "a", ")", "")},
	{"locals", around("", "local a ", "", "", "")},
	{"locals with values", around("", "local a = 1 ", "", "", "")},
	{"locals at once", func(n int) string { return "local " + list(n, ",", numbered("a%d")) }},
	{"locals at once with values", func(n int) string {
		return "local " + list(n, ",", numbered("a%d")) + "=" + list(n, ",", numbered("%d"))
	}},
	{"values for one local", func(n int) string { return "local a=" + list(n, ",", numbered("%d")) }},
	{"values of a call", func(n int) string { return "local " + list(n, ",", numbered("a%d")) + "=f()" }},
	{"values of a vararg", func(n int) string { return "local " + list(n, ",", numbered("a%d")) + "=..." }},
	{"locals and arguments", func(n int) string {
		return strings.Repeat("local x ", n) + "f(" + list(n, ",", numbered("%d")) + ")"
	}},
	{"locals in a vararg function", around("local function f(...) ", "local a ", "", "", "end")},
	{"locals in a method", around("function f:g() ", "local a ", "", "", "end")},
	{"locals in a vararg method", around("function f:g(...) ", "local a ", "", "", "end")},
	{"locals before a for", around("", "local a ", "for i=1,2 do end", "", "")},
	{"locals before a generic for", around("", "local a ", "for k,v in f do end", "", "")},
	{"locals in a for", around("for i=1,2 do ", "local a ", "", "", "end")},
	{"locals in a generic for", around("for k,v in f do ", "local a ", "", "", "end")},
	{"locals before a repeat", around("", "local a ", "repeat local a until a", "", "")},
	{"local functions", around("", "local function f() end ", "", "", "")},
	{"parameters", func(n int) string { return "function f(" + list(n, ",", numbered("a%d")) + ") end" }},
	{"parameters and vararg", func(n int) string { return "function f(" + list(n+1, ",", numbered("a%d")) + ",...) end" }},
	{"parameters of a method", func(n int) string { return "function f:g(" + list(n, ",", numbered("a%d")) + ") end" }},
	{"loop variables", func(n int) string { return "for " + list(n, ",", numbered("a%d")) + " in f do end" }},
	{"loop variables after locals", func(n int) string {
		return strings.Repeat("local x ", 90) + "for " + list(n, ",", numbered("a%d")) + " in f do end"
	}},
	{"loop expressions", func(n int) string { return "for a in " + list(n, ",", numbered("%d")) + " do end" }},
	{"upvalues", func(n int) string {
		return list(n, " ", numbered("local a%d")) + " return function() return " + list(n, "+", numbered("a%d")) + " end"
	}},
	{"upvalues through a function", func(n int) string {
		return list(n, " ", numbered("local a%d")) + " return function() return function() return " + list(n, "+", numbered("a%d")) + " end end"
	}},
	{"upvalues in two functions", func(n int) string {
		half := list(n, " ", numbered("local a%d")) + " return function() " + list(n, " ", numbered("local b%d"))
		return half + " return function() return " + list(n, "+", numbered("a%d+b%[1]d")) + " end end"
	}},
	{"upvalues assigned", func(n int) string {
		return list(n, " ", numbered("local a%d")) + " function f() " + list(n, " ", numbered("a%d=1")) + " end"
	}},
	{"arguments", func(n int) string { return "f(" + list(n, ",", numbered("%d")) + ")" }},
	{"string arguments", func(n int) string { return "f(" + list(n, ",", numbered("'%d'")) + ")" }},
	{"arguments after locals", func(n int) string {
		return strings.Repeat("local a ", 150) + "f(" + list(n, ",", numbered("%d")) + ")"
	}},
	{"arguments of a method", func(n int) string { return "a:f(" + list(n, ",", numbered("%d")) + ")" }},
	{"arguments, the last a call", func(n int) string { return "f(" + list(n, ",", numbered("%d")) + ",g())" }},
	{"arguments, the last a vararg", func(n int) string { return "f(" + list(n, ",", numbered("%d")) + ",...)" }},
	{"arguments, the last a comparison", func(n int) string { return "f(" + list(n, ",", numbered("%d")) + ",a==b)" }},
	{"arguments, the last an or", func(n int) string { return "f(" + list(n, ",", numbered("%d")) + ",a or b.c)" }},
	{"arguments, the last a sum", func(n int) string { return "f(" + list(n, ",", numbered("%d")) + ",a+b)" }},
	{"arguments, the last a sum of constants", func(n int) string { return "f(" + list(n, ",", numbered("%d")) + ",1+2)" }},
	{"arguments, the last a negative constant", func(n int) string { return "f(" + list(n, ",", numbered("%d")) + ",-1)" }},
	{"arguments, the last a negative string", func(n int) string { return "f(" + list(n, ",", numbered("%d")) + ",-'1')" }},
	{"arguments, the last a table", func(n int) string { return "f(" + list(n, ",", numbered("%d")) + ",{1,2;a=b})" }},
	{"arguments, the last a concat", func(n int) string { return "f(" + list(n, ",", numbered("%d")) + ",a..b..c)" }},
	{"arguments, the last an index", func(n int) string { return "f(" + list(n, ",", numbered("%d")) + ",a[b.c])" }},
	{"arguments, the last an index by 0/0", func(n int) string { return "f(" + list(n, ",", numbered("%d")) + ",a[0/0])" }},
	{"arguments, the last 1e999-1e999", func(n int) string { return "f(" + list(n, ",", numbered("%d")) + ",1e999-1e999)" }},
	{"nil arguments", func(n int) string { return "f(" + list(n, ",", func(int) string { return "nil" }) + ")" }},
	{"returned values", func(n int) string { return "return " + list(n, ",", numbered("%d")) }},
	{"returned values, the last a call", func(n int) string { return "return " + list(n, ",", numbered("%d")) + ",f()" }},
	{"returned values, the last a vararg", func(n int) string { return "return " + list(n, ",", numbered("%d")) + ",..." }},
	{"assigned globals", func(n int) string { return list(n, ",", numbered("a%d")) + "=1" }},
	{"assigned globals in blocks", func(n int) string {
		return "do do do if a then " + list(n, ",", numbered("a%d")) + "=1 end end end end"
	}},
	{"assigned values", func(n int) string { return list(n, ",", numbered("a%d")) + "=" + list(n, ",", numbered("%d")) }},
	{"assigned values, one more", func(n int) string {
		return list(n, ",", numbered("a%d")) + "=" + list(n+1, ",", numbered("%d"))
	}},
	{"assigned fields", func(n int) string { return list(n, ",", numbered("t.a%d")) + "=1" }},
	{"assigned fields of fields", func(n int) string { return list(n, ",", numbered("t.a%d.b")) + "=1" }},
	{"assigned fields of a local", func(n int) string { return "local t " + list(n, ",", numbered("t.a%d")) + "=1" }},
	{"assigned elements", func(n int) string { return "local t " + list(n, ",", numbered("t[a%d]")) + "=1" }},
	{"assigned conflicts", func(n int) string {
		return "local t,i " + strings.Repeat("t[i],t.x,i,t,", n) + "a=1"
	}},
	{"assigned values after locals", func(n int) string {
		return strings.Repeat("local a ", 100) + list(n, ",", numbered("a%d")) + "=" + list(n, ",", numbered("%d"))
	}},
	{"constants as operands", func(n int) string {
		return "local t={" + list(n, ",", numbered("a%d=1")) + "} f(" + strings.Repeat("t,", 246) + "g+'b')"
	}},
	{"constants as keys", func(n int) string {
		return "local t={" + list(n, ",", numbered("a%d=1")) + "} f(" + strings.Repeat("t,", 246) + "{['x']=t})"
	}},
	{"constants as keys and values", func(n int) string {
		return "local t={" + list(n, ",", numbered("a%d=1")) + "} f(" + strings.Repeat("t,", 245) + "{['x']='y'})"
	}},
	{"constants as method names", func(n int) string {
		return "local t={" + list(n, ",", numbered("a%d=1")) + "} f(" + strings.Repeat("t,", 245) + "t:m())"
	}},
	{"true as an operand", func(n int) string {
		return "local t={" + list(n, ",", numbered("a%d=1")) + "} f(" + strings.Repeat("t,", 246) + "g==true)"
	}},
	{"nil as an operand", func(n int) string {
		return "local t={" + list(n, ",", numbered("a%d=1")) + "} f(" + strings.Repeat("t,", 246) + "g==nil)"
	}},
	{"equal constants", func(n int) string {
		return "local t={" + list(n, ",", numbered("%d,%[1]d.0,'%[1]d','%[1]d',-0,0")) + "} f(" + strings.Repeat("t,", 246) + "g=='x')"
	}},
	{"folded constants", func(n int) string {
		return "local t={" + list(n, ",", numbered("%d*2+1,2*%[1]d,-%[1]d,%[1]d^2,%[1]d%%3")) + "} f(" + strings.Repeat("t,", 246) + "g=='x')"
	}},
	{"constants in an inner function", func(n int) string {
		return "local t={" + list(n, ",", numbered("a%d=function() return 'x' .. %[1]d end")) + "} f(" + strings.Repeat("t,", 246) + "g=='x')"
	}},
	{"constant indexes of parens", func(n int) string {
		return "f(" + list(n, ",", numbered("%d")) + ",('x').y,(a),(a.b),(f()),(...))"
	}},
}

func TestRedisAgreesOnLimits(t *testing.T) {
	s := startServer(t)
	for _, g := range limited {
		t.Run(g.name, func(t *testing.T) {
			// The first n that Redis refuses; scripts are refused from then on.
			low, high := 0, 1000
			for high-low > 1 {
				n := (low + high) / 2
				if s.refuses([]string{g.script(n)})[0] == "" {
					low = n
				} else {
					high = n
				}
			}
			why := s.refuses([]string{g.script(high)})[0]
			if low == 0 || why == "" {
				t.Fatalf("Redis should accept n = 1 and refuse n = 1000, but says of %d: %s", high, why)
			}
			for _, n := range []int{1, max(1, low-1), low, high, high + 1, 1000} {
				_, err := syntax.Parse([]byte(g.script(n)))
				if got, want := err != nil, n >= high; got != want {
					t.Errorf("n = %d: Parse says %v; Redis refuses from %d on: %s", n, err, high, why)
				}
			}
		})
	}
}
