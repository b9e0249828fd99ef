// Package randlua writes random scripts, for tests that compare what is said of a script with
// what Redis makes of it.
package randlua

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// What Run gives to a script: KEYS, each called after what it holds, and ARGV.
var (
	Keys = []string{"string", "list", "counter", "hash", "zset", "stream", "set"}
	Args = []any{"7", "word"}
)

// programmer writes random programs that Redis runs to an end: loops count, and calls do not recurse.
type programmer struct {
	r      *rand.Rand
	b      strings.Builder
	vars   []string
	funcs  []string
	depth  int
	budget int
	traced bool // statements that may raise are wanted, and traces of those that ran
	inFunc bool // a function's body is being written
}

// Program returns a random script.
func Program(r *rand.Rand) string {
	return (&programmer{r: r}).program("")
}

// The keys in which a traced script leaves what it did.
const (
	Ran      = "ran"      // a set: the lines that ran to their end, of those that may raise
	Returned = "returned" // the line of the return that ended the script
)

// Traced returns a random script below a header. It has statements that may raise, each on a
// line of its own.
func Traced(r *rand.Rand, header string) string {
	return (&programmer{r: r, traced: true}).program(header)
}

func (p *programmer) program(header string) string {
	p.vars, p.budget, p.inFunc = []string{"a", "b", "c", "t"}, 40, true
	p.b.WriteString(header)
	p.b.WriteString("local a, b, c, t = 1, 'x', redis.call('GET', KEYS[1]), {1, n = 'y'}\n")
	if p.traced {
		p.b.WriteString("local lib, call = string, redis.call\n")
	}
	r := p.r
	for i := range r.IntN(3) {
		name := fmt.Sprintf("f%d", i)
		fmt.Fprintf(&p.b, "local function %s(x, y)\n", name)
		outer := p.vars
		p.vars = append(p.vars[:len(p.vars):len(p.vars)], "x", "y")
		p.block(3)
		fmt.Fprintf(&p.b, "return %s\nend\n", p.expr(2))
		p.vars = outer
		p.funcs = append(p.funcs, name)
	}
	p.inFunc = false
	p.block(8)
	p.ret(p.expr(3))
	return p.b.String()
}

func (p *programmer) pick(options ...string) string { return options[p.r.IntN(len(options))] }

// named is pick for what uses the library redis, which is sometimes called server.
func (p *programmer) named(options ...string) string {
	return strings.ReplaceAll(p.pick(options...), "redis.", p.pick("redis.", "redis.", "server."))
}

func (p *programmer) variable() string { return p.vars[p.r.IntN(len(p.vars))] }

func (p *programmer) block(n int) {
	if p.depth > 2 {
		return
	}
	p.depth++
	defer func() { p.depth-- }()
	for range 1 + p.r.IntN(n) {
		if p.budget--; p.budget < 0 {
			return
		}
		p.stmt()
	}
}

func (p *programmer) stmt() {
	w := func(format string, args ...any) { fmt.Fprintf(&p.b, format+"\n", args...) }
	kinds := 12
	if p.traced {
		kinds = 24
	}
	switch p.r.IntN(kinds) {
	case 0, 1, 2:
		w("%s = %s", p.variable(), p.expr(3))
	case 3:
		w("if %s then", p.cond())
		p.block(3)
		if p.r.IntN(2) == 0 {
			w("else")
			p.block(3)
		}
		w("end")
	case 4:
		w("for i = %d, %d do", p.r.IntN(3), p.r.IntN(5))
		p.scoped("i")
		w("end")
	case 5:
		w("for k, v in pairs(%s) do", p.table())
		p.scoped("k", "v")
		w("end")
	case 6:
		w("if type(t) == 'table' then t[%s] = %s end", p.pick("1", "2", "#t + 1", "'n'", "'err'", "a or 1"), p.scalar())
	case 7:
		w("local n = 0 while n < 2 do n = n + 1")
		p.scoped("n")
		if p.r.IntN(3) == 0 {
			w("if %s then break end", p.cond())
		}
		w("end")
	case 8:
		w("if %s then", p.cond())
		p.ret(p.expr(3))
		w("end")
	case 9:
		w("%s = %s", p.variable(), p.command())
	case 10:
		w("if type(t) == 'table' then %s end", p.pick("table.insert(t, "+p.scalar()+")", "table.remove(t)", "table.insert(t, 1, "+p.scalar()+")"))
	case 11:
		w("%s, %s = %s, %s", p.vars[0], p.vars[1], p.expr(2), p.expr(2))
	case 12:
		w("lib = %s", p.pick("string", "table", "redis", "server", p.variable(), "{trim = tostring, upper = tostring}"))
	case 13:
		w("call = %s", p.named("redis.call", "redis.pcall", "(a and redis.call or redis.pcall)"))
	case 14, 15, 16:
		p.risky(fmt.Sprintf("%s %s %s", p.operand(), p.pick("<", "<=", ">", "==", "~="), p.operand()))
	case 17:
		p.risky(p.pick("lib.trim('x')", "lib.upper('x')", "lib['trim']('x')", "(b):trim()", "(b):upper()", "undeclared"))
	case 18, 19:
		p.risky(p.commandLine())
	default: // always true, which only Redis knows
		w("if #KEYS > 0 then %s = %s end", p.pick("a", "b", "c", p.variable()), p.pick("1", "2.5", "'x'", "'12'", "nil", "{1}", p.command()))
	}
}

// ret writes a return statement.
func (p *programmer) ret(value string) {
	if p.traced && !p.inFunc {
		if v, w := p.variable(), p.variable(); p.r.IntN(2) == 0 {
			value = p.pick(v, "{"+v+", "+w+"}", "t", "a and "+v+" or "+w)
		}
		fmt.Fprintf(&p.b, "do redis.call('SET', '%s', %d) return %s end\n", Returned, p.line(), value)
		return
	}
	fmt.Fprintf(&p.b, "do return %s end\n", value)
}

// risky writes a statement that evaluates an expression, and leaves a trace when that neither
// raises nor is an error reply.
func (p *programmer) risky(expr string) {
	fmt.Fprintf(&p.b, "local _ = %s if type(_) ~= 'table' or not _.err then redis.call('SADD', '%s', %d) end\n", expr, Ran, p.line())
}

// line is the number of the line that is being written.
func (p *programmer) line() int { return strings.Count(p.b.String(), "\n") + 1 }

// operand writes one side of a comparison.
func (p *programmer) operand() string {
	v := p.variable()
	return p.pick(v, v, "ARGV[1]", "1", "'x'", p.command(), "#KEYS", "tonumber("+v+" or nil)", "(type(t) == 'table' and t[1])", "(type(t) == 'table' and t.n)")
}

// commandLine writes a command with any number of arguments.
func (p *programmer) commandLine() string {
	args := p.pick("'GET'", "'SET'", "'HSET'", "'FOO'", "'DEL'", "'INCR'", "'EXISTS'", "'LPOP'", "'ZADD'")
	for range p.r.IntN(4) {
		args += ", " + p.pick("KEYS[1]", "KEYS[4]", "'x'", "unpack(ARGV)", "unpack(KEYS)", "(unpack(KEYS))", "unpack({1, 'x'})", "unpack({})",
			"tostring("+p.expr(2)+")", "string.gsub('ab', 'a', 'b')", "redis.sha1hex('x')", p.command())
	}
	return p.named("call", "call", "redis.call", "redis.pcall") + "(" + args + ")"
}

// scoped writes a loop's body; the loop's own variables are only read.
func (p *programmer) scoped(names ...string) {
	for _, n := range names {
		fmt.Fprintf(&p.b, "local %s_ = %s\n", n, n)
		p.vars = append(p.vars[:len(p.vars):len(p.vars)], n+"_")
	}
	p.block(3)
	p.vars = p.vars[:len(p.vars)-len(names)]
}

func (p *programmer) table() string {
	return p.pick("KEYS", "ARGV", "{1, 2, x = 3}", "redis.call('LRANGE', KEYS[2], 0, -1)", "{a, b, n = c}")
}

func (p *programmer) cond() string {
	v := p.variable()
	return p.pick(v, "not "+v, v+" == nil", v+" == false", "type("+v+") == 'number'", "type("+v+") ~= 'string'",
		"tonumber("+v+")", v+" == 1", v+" == 'x'", v+" and "+p.variable(), v+" or "+p.variable(),
		"type("+v+") == 'number' and "+v+" > 1", "tonumber("+v+") == nil")
}

func (p *programmer) command() string {
	if p.r.IntN(3) == 0 {
		return p.named(p.optionWords())
	}
	return p.named("redis.call('GET', KEYS[1])", "redis.call('INCR', KEYS[3])", "redis.call('LRANGE', KEYS[2], 0, -1)",
		"redis.call('SET', KEYS[1], 'v', 'NX')", "redis.call('HGETALL', KEYS[4])", "redis.call('HMGET', KEYS[4], 'f', 'g')",
		"redis.pcall('INCR', KEYS[2])", "redis.call('ZSCORE', KEYS[5], 'm')", "redis.call('SET', KEYS[1], 'w')", "redis.call('LPOP', KEYS[2])",
		"redis.call('ZRANGE', KEYS[5], 0, -1, 'WITHSCORES')", "redis.call('EXISTS', KEYS[1])", "redis.call('TIME')",
		"redis.call('SCAN', '0')", "redis.call('TYPE', KEYS[1])", "redis.call('PING')", "redis.call('XADD', KEYS[6], '*', 'f', 'v')",
		"redis.call('ZADD', KEYS[5], 'INCR', 1, 'm')", "redis.call('SPOP', KEYS[7])", "redis.call('RPUSH', KEYS[2], 'e')")
}

// optionWords writes a command with words of options where it takes values, and perhaps with options
// that are not known.
func (p *programmer) optionWords() string {
	word := func() string {
		return p.pick("'store'", "'GET'", "'get'", "'INCR'", "'incr'", "'nx'", "'COUNT'", "'nomkstream'", "'LIMIT'", "'withscores'", "ARGV[2]",
			"tostring("+p.variable()+")")
	}
	w, v := word(), word()
	return p.pick(
		"redis.call('SORT', KEYS[2], 'ALPHA', 'BY', "+w+")",
		"redis.call('SORT', KEYS[2], 'BY', "+w+", 'ALPHA', 'GET', "+v+")",
		"redis.call('SORT', KEYS[2], 'ALPHA', 'STORE', "+w+", 'GET', '#')",
		"redis.call('SORT', KEYS[2], "+w+", "+v+")",
		"redis.call('ZADD', KEYS[5], 1, 'a', 2, "+w+")",
		"redis.call('ZADD', KEYS[5], "+w+", 1, "+v+")",
		"redis.call('ZADD', KEYS[5], 'XX', 'incr', 1, "+w+")",
		"redis.call('SET', KEYS[1], "+w+")",
		"redis.call('SET', KEYS[1], "+w+", "+v+")",
		"redis.call('SET', KEYS[1], "+w+", 'EX', 100)",
		"redis.call('SET', KEYS[1], "+w+", 'XX', 'GET')",
		"redis.call('SET', unpack({KEYS[1], 'v', "+w+"}))",
		"redis.call('XADD', KEYS[6], '*', "+w+", "+v+")",
		"redis.call('XADD', KEYS[6], 'MAXLEN', '~', 9, '*', "+w+", "+v+")",
		"redis.call('HSET', KEYS[4], "+w+", "+v+")",
		"redis.call('HRANDFIELD', KEYS[4], 2, 'withvalues')",
		"redis.call('LPOS', KEYS[2], "+w+")",
		"redis.call('LPOS', KEYS[2], "+w+", 'count', 0)",
		"redis.call('LPOP', KEYS[2], "+p.pick("1", "2", "unpack(ARGV)", "ARGV[1]")+")",
		"redis.call('SPOP', KEYS[7], ARGV[1])",
		"redis.call('SSCAN', KEYS[7], 0, 'MATCH', "+w+")",
		"redis.call('HSCAN', KEYS[4], 0, 'MATCH', "+w+", 'COUNT', 5)",
		"redis.call('ZRANGE', KEYS[5], 0, -1, "+w+")",
		"redis.call('ZUNION', 1, KEYS[5], 'withscores')",
		"redis.call('GETEX', KEYS[1], "+p.pick("'persist'", "'EX', 9", w)+")",
		"redis.call('BITFIELD', KEYS[3], 'OVERFLOW', 'FAIL', 'INCRBY', 'u2', 0, 3)",
		"redis.call('PING', "+w+")",
	)
}

// scalar writes an expression that is no table of the program, so that no table holds itself.
func (p *programmer) scalar() string {
	return p.pick("tostring("+p.expr(2)+")", "tonumber("+p.expr(1)+" or nil)", "false", "1", "2.5", p.command(), "{"+p.command()+"}")
}

func (p *programmer) expr(depth int) string {
	if depth == 0 {
		return p.pick("nil", "true", "false", "1", "2.5", "'x'", "'12'", p.variable(), p.variable(), p.variable(), "KEYS[1]", "ARGV[1]", "ARGV[2]", "ARGV[9]", "#KEYS")
	}
	e := func() string { return p.expr(depth - 1) }
	switch p.r.IntN(14) {
	case 0:
		return "(tonumber(" + e() + " or 0) or 0) " + p.pick("+", "-", "*", "/", "%") + " 3"
	case 1:
		return "string.sub(tostring(" + e() + "), 1, 9) .. string.sub(tostring(" + e() + "), 1, 9)"
	case 2:
		return "{" + e() + ", " + e() + "}"
	case 3:
		names := []string{"ok", "err", "x", "double"}
		if p.traced {
			names = []string{"err", "x"} // a client cannot tell what the others make
		}
		return "{" + e() + ", " + p.pick(names...) + " = " + e() + "}"
	case 4:
		return "(" + e() + " and " + e() + ")"
	case 5:
		return "(" + e() + " or " + e() + ")"
	case 6:
		return "not " + e()
	case 7:
		return p.command()
	case 8:
		return "tonumber(" + e() + " or nil)"
	case 9:
		return "(type(t) == 'table' and t[" + p.pick("1", "2", "'n'", "#t") + "])"
	case 10:
		if len(p.funcs) > 0 {
			return p.pick(p.funcs...) + "(" + e() + ", " + e() + ")"
		}
		return e()
	case 11:
		return p.named("math.floor(2.7)", "cjson.encode({1})", "string.format('%s:%d', 'a', 1)", "string.sub('abc', 1, 2)", "math.max(1, 2.5)", "string.find('abc', 'b')",
			"cjson.decode('[1,2]')", "redis.sha1hex('')", "(select('#', 1, 2))", "{unpack(ARGV)}", "unpack(KEYS)", "next({})", "pcall(redis.call, 'GET', KEYS[1])",
			"redis.status_reply('FINE')", "redis.error_reply('BAD x')", "{pcall(error, 'x')}", "string.rep('1', 2)", "#ARGV", "table.concat({1, 2}, ',')")
	case 12:
		return p.variable() + " == " + e()
	default:
		return p.variable()
	}
}
