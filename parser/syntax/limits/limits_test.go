package limits_test

import (
	"fmt"
	"sort"
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"

	"github.com/luagen/luagen/internal/redistest"
	"github.com/luagen/luagen/parser/syntax"
	"github.com/luagen/luagen/parser/syntax/limits"
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

// wide is a call of 103 instructions.
var wide = "f(" + strings.Repeat("a,", 100) + "a)"

// huge are scripts that Redis refuses from some n below 300,000 on.
var huge = []struct {
	growing
	refused int // the first n that is refused
}{
	{growing{"declared locals", around("", "do local a end ", "", "", "")}, 32768},
	{growing{"declared locals in loops", around("", "for i=1,2 do end ", "", "", "")}, 8192},
	{growing{"constants", func(n int) string { return "t={" + list(n, ",", numbered("%d")) + "}" }}, 262143},
	{growing{"global names", func(n int) string { return list(n, " ", numbered("a%d=b")) }}, 262143},
	{growing{"functions", around("", "f=function() end ", "", "", "")}, 262144},
	{growing{"while", around("while a do ", "b=c ", "", "", "end")}, 65534},
	{growing{"while with a local", around("local a,b while a do ", "b=a ", "", "", "end")}, 131069},
	{growing{"while with break first", around("while true do if a then break end ", "b=c ", "", "", "end")}, 65534},
	{growing{"repeat", around("repeat ", "b=c ", "", "", "until a")}, 65535},
	{growing{"repeat with an upvalue", around("repeat local x; f=function() return x end ", "b=c ", "", "", "until a")}, 65531},
	{growing{"numeric for", around("for i=1,2 do ", "b=c ", "", "", "end")}, 65536},
	{growing{"generic for", around("for k in f do ", "b=c ", "", "", "end")}, 65535},
	{growing{"if", around("if a then ", "b=c ", "", "", "end")}, 65536},
	{growing{"if not", around("if not a then ", "b=c ", "", "", "end")}, 65536},
	{growing{"if and", around("if a and b then ", "b=c ", "", "", "end")}, 65535},
	{growing{"if comparison", around("if a == b then ", "b=c ", "", "", "end")}, 65536},
	{growing{"if false", around("if false then ", "b=c ", "", "", "end")}, 65536},
	{growing{"else", around("if a then else ", "b=c ", "", "", "end")}, 65536},
	{growing{"if then else", around("if a then ", "b=c ", "", "", "else b=c end")}, 65536},
	{growing{"ands", around("return ", wide+" and ", "c", "", "")}, 1250},
	{growing{"ors", around("return ", wide+" or ", "c", "", "")}, 1250},
	{growing{"ands and an or", around("return ", wide+" and ", "a or a", "", "")}, 1250},
	{growing{"ors of comparisons", around("return ", wide+"==a or ", "a", "", "")}, 1238},
	{growing{"or over a sum", around("return a or ", wide+"+", "a", "", "")}, 1261},
	{growing{"condition of ands", around("if ", wide+" and ", "a", "", " then end")}, 1250},
	{growing{"condition of ors", around("if ", wide+" or ", "a", "", " then end")}, 1250},
	{growing{"condition of nots", around("if not(", wide+" or not ", "a", "", ") then end")}, 1250},
	{growing{"value of nots", around("return not(", wide+" and not ", "a", "", ")")}, 1250},
	{growing{"elseifs", around("if a then ", "elseif "+wide+" then b=c ", "else", "", " end")}, 1214},
	{growing{"elseifs without else", around("if a then ", "elseif "+wide+" then b=c ", "", "", " end")}, 1214},
	{growing{"breaks", around("while a do ", "if b then break end "+wide+" ", "", "", "end")}, 1225},
	{growing{"nils", around("while a do ", "local a b=nil local c=nil do local d,e end ", "", "", "end")}, 100},
	{growing{"table items", func(n int) string { return "while a do t={" + list(n, ",", func(int) string { return "1" }) + "} end" }}, 126515},
	{growing{"closures", around("local x,y while a do ", "f=function() return x+y end ", "", "", "end")}, 32767},
	{growing{"calls", around("while a do ", "f(a.b,'x',...) ", "", "", "end")}, 21845},
	{growing{"methods", around("while a do ", "f:g(#a,-b,not c) ", "", "", "end")}, 14564},
	{growing{"comparisons", around("while a do ", "x=a<b y=a==1 z=not(a>b) ", "", "", "end")}, 6554},
	{growing{"logic", around("while a do ", "x=a<b or c y=a and 1 or 2 z=not(a and b) ", "", "", "end")}, 5042},
	{growing{"folding", around("while a do ", "x=1+2 y=-3 z=not nil u=1/0 v=0/0 w=2^3%4 ", "", "", "end")}, 10923},
	{growing{"assignments", around("local a,b while a do ", "a,b=b,a a.b,a=a a,b=f() ", "", "", "end")}, 10923},
	{growing{"statements", around("while a do ", "if a then elseif b then else end repeat until a while a do break end ", "", "", "end")}, 8192},
	{growing{"loops", around("while a do ", "for i=1,2 do end ", "", "", "end")}, 8192},
	{growing{"generic loops", around("while a do ", "for k,v in f,a do if k then break end end ", "", "", "end")}, 6554},
	{growing{"loops with upvalues", around("while a do ", "for k in f do f=function() return k end if k then break end end ", "", "", "end")}, 8192},
	{growing{"concats", around("while a do ", "x=a..b..c x=(a..b)..c x=a..(b and c) ", "", "", "end")}, 7282},
	{growing{"returns", around("while a do ", "do return end do return a end do return a,f() end do return f() end do return (f()) end ", "", "", "end")}, 10083},
}

func TestMessages(t *testing.T) {
	for script, want := range map[string]string{
		strings.Repeat("local a ", 201):             "1606:1607 too many local variables: Redis allows 200 in a function, and 'for' takes 3 more than it names; use a table or 'do … end' blocks",
		"f(" + list(260, ",", numbered("%d")) + ")": "884:887 function or expression too complex: Redis has 249 registers for the local variables, arguments and unfinished values of a function; pass long lists in several calls or with unpack",
		list(61, " ", numbered("local a%d")) + " return function() return " + list(61, "+", numbered("a%d")) + " end": "855:858 too many upvalues: Redis lets a function use 60 local variables of the functions around it; pass them as arguments or in a table",
	} {
		e := limits.Check(syntax.Parse([]byte(script)))
		if e == nil {
			t.Errorf("%.100q is accepted", script)
		} else if got := fmt.Sprintf("%d:%d %s", e.From, e.To, e.Message); got != want {
			t.Errorf("%.100q: %s, want %s", script, got, want)
		}
	}
}

func TestRedisAgreesOnLimits(t *testing.T) {
	client := redistest.Start(t).Client(2)
	for _, g := range limited {
		t.Run(g.name, func(t *testing.T) { agreeOnLimit(t, client, g, 1000) })
	}
}

func TestRedisAgreesOnHugeScripts(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	client := redistest.Start(t).Client(2)
	for _, g := range huge {
		t.Run(g.name, func(t *testing.T) {
			if !refuses(g.script(g.refused)) || refuses(g.script(g.refused-1)) {
				t.Fatalf("%d is not the first n that is refused: that is %d", g.refused, firstRefused(g.growing, 300_000))
			}
			agreeAt(t, client, g.growing, g.refused)
		})
	}
}

// agreeOnLimit checks that luagen accepts g up to some n below most and refuses it
// from there on, and that the server does the same around that n.
func agreeOnLimit(t *testing.T, client *redis.Client, g growing, most int) {
	refused := firstRefused(g, most)
	if refused == 1 || refused >= most {
		t.Fatalf("n = 1 should be accepted and some n below %d refused, but it is refused from %d on", most, refused)
	}
	agreeAt(t, client, g, refused)
}

// firstRefused is the first n, perhaps from most on, from which on luagen refuses g.
func firstRefused(g growing, most int) int {
	above := 2
	for above < most && !refuses(g.script(above)) {
		above *= 2
	}
	return above/2 + sort.Search(above/2, func(n int) bool { return refuses(g.script(above/2 + n)) })
}

// agreeAt checks that the server refuses g at the n from which on luagen refuses it, and neither
// below.
func agreeAt(t *testing.T, client *redis.Client, g growing, refused int) {
	scripts := []string{g.script(1), g.script(refused - 1), g.script(refused)}
	for i, verdict := range redistest.Compile(t, client, scripts) {
		if wanted := i == 2; (verdict != "") != wanted {
			t.Errorf("script %.300q: refused by luagen: %t; Redis: %q", scripts[i], wanted, verdict)
		}
	}
}

// refuses reports whether the parser refuses a script, or the limits of the compiler do.
func refuses(script string) bool {
	chunk := syntax.Parse([]byte(script))
	return len(chunk.Errors) > 0 || limits.Check(chunk) != nil
}
