package lint

import (
	"math"
	"math/big"
	"strconv"

	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/analysis/library"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/parser/syntax"
)

const (
	// exactIntegers is up to where every integer is a float64, and so a Lua number.
	exactIntegers = 1 << 53
	// printedExactly is from where Lua prints a number with an exponent and 14 digits.
	printedExactly = 1e14
)

func precision() *Rule {
	return &Rule{Rule: diag.Rule{
		Name:     "precision",
		Severity: diag.Warning,
		Doc: diag.Doc{
			Title: "a number that loses digits",
			Text: `Lua's numbers are floats: integers beyond 2^53 (9007199254740992) lose their last digits. tostring, "..", table.concat and cjson.encode print 14 digits, so that a time in microseconds becomes 1.7000000000001e+15.

Decoding JSON with cjson.decode and encoding it again loses the digits of long ids: 130775545883402250 becomes 1.3077554588340e+17.

Keep such a value as a string, format it with string.format('%.0f', n), or use milliseconds.`,
			Bad: `--@keys seen
local now = redis.call('TIME')
local micros = now[1] * 1000000 + now[2]
return redis.call('SET', KEYS[1], tostring(micros))
`,
			Good: `--@keys seen
local now = redis.call('TIME')
local micros = now[1] * 1000000 + now[2]
return redis.call('SET', KEYS[1], string.format('%.0f', micros))
`,
		},
	}, run: runPrecision}
}

func runPrecision(p *pass) {
	if longDigits(p.script.Text) {
		p.imprecise(p.script.Chunk.Block)
	}
	for _, c := range p.facts.LibCalls {
		if len(c.Expr.Args) == 0 {
			continue
		}
		switch arg := c.Expr.Args[0]; c.Func.Op {
		case library.ToString:
			p.printed(arg, c.Func.String())
		case library.JSONEncode, library.Concat:
			p.encoded(arg, c.Func.String())
			if c.Func.Op == library.JSONEncode {
				p.encodedAgain(c.Expr, arg)
			}
		case library.ToNumber:
			if t := p.declaredTime(arg); t == parser.Nanoseconds {
				p.report(c.Expr.Span(), "%s is a time in nanoseconds, beyond the 2^53 that Lua's numbers hold exactly; declare it as time(us) or time(ms), or keep the string", p.short(arg))
			}
		}
	}
	for _, b := range p.facts.Binaries {
		switch b.Op {
		case syntax.OpConcat:
			p.printed(b.X, "..")
			p.printed(b.Y, "..")
		case syntax.OpAdd, syntax.OpMul, syntax.OpPow:
			p.computed(b)
		}
	}
}

// longDigits reports whether a text has a run of digits that can be a number beyond 2^53.
func longDigits(text []byte) bool {
	const long = len("20000000000001")
	for last := long - 1; last < len(text); {
		run := 0
		for run < long && isHexDigit(text[last-run]) {
			run++
		}
		if run == long {
			return true
		}
		last += long - run // the next run begins behind what is no digit
	}
	return false
}

func isHexDigit(c byte) bool { return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f' }

// imprecise reports the numerals of a script that Lua rounds.
func (p *pass) imprecise(b *syntax.Block) {
	syntax.Inspect(b, func(n syntax.Node) bool {
		x, ok := n.(*syntax.NumberExpr)
		if !ok || x.Value < exactIntegers || math.IsInf(x.Value, 1) {
			return true
		}
		digits, base := x.Raw, 10
		if len(digits) > 2 && (digits[:2] == "0x" || digits[:2] == "0X") {
			digits, base = digits[2:], 16
		}
		whole, ok := new(big.Int).SetString(digits, base)
		if rounded := strconv.FormatFloat(x.Value, 'f', 0, 64); ok && rounded != whole.String() {
			p.report(x.Range, "%s is beyond 2^53 and becomes %s in Lua; keep it as a string", x.Raw, rounded)
		}
		return true
	})
}

// printed reports a number that what prints it writes with an exponent.
func (p *pass) printed(e syntax.Expr, by string) {
	v := p.facts.Value(e)
	if !v.Is(kind.Number|kind.Absent) || !v.Can(kind.Number) {
		return
	}
	lo, hi := v.Bounds()
	unit := p.declaredTime(e)
	large := lo >= printedExactly && !math.IsInf(lo, 1) || hi <= -printedExactly && !math.IsInf(hi, -1)
	if large || unit == parser.Microseconds || unit == parser.Nanoseconds {
		p.report(e.Span(), "%s has more than the 14 digits that %s prints, so that it becomes something like 1.7e+15; use string.format('%%.0f', …)", p.short(e), by)
	}
}

// computed reports a number that is computed beyond what Lua's numbers hold exactly.
func (p *pass) computed(b *syntax.BinaryExpr) {
	beyond := func(e syntax.Expr) bool {
		v := p.facts.Value(e)
		lo, hi := v.Bounds()
		return v.Can(kind.Number|kind.Numeral) && (lo > exactIntegers && !math.IsInf(lo, 1) || hi < -exactIntegers && !math.IsInf(hi, -1))
	}
	if beyond(b) && p.facts.Value(b).Is(kind.Number) && !beyond(b.X) && !beyond(b.Y) {
		p.report(b.Span(), "%s is beyond 2^53, where Lua's numbers leave whole ones out; compute in milliseconds or microseconds, or keep the parts as strings", p.short(b))
	}
}

// encodedAgain reports a table that cjson.decode made and that is encoded again: numbers are not what they were.
func (p *pass) encodedAgain(call *syntax.CallExpr, arg syntax.Expr) {
	decoded := p.decodedBy(arg)
	if decoded == nil {
		return
	}
	d := p.report(call.Span(), "cjson.encode writes 14 digits of a number, so that a longer id that cjson.decode read comes back as 1.3077554588340e+17; send long ids as strings, or keep the text as it is and what changes beside it")
	d.Related = []diag.Related{{Span: p.script.Span(decoded.Range), Message: "it is decoded here"}}
}

// decodedBy returns the call of cjson.decode whose result an expression is; nil for others.
func (p *pass) decodedBy(e syntax.Expr) *syntax.CallExpr {
	for range longestAlias {
		switch x := e.(type) {
		case *syntax.ParenExpr:
			e = x.X
			continue
		case *syntax.NameExpr:
			if b := p.facts.Binding(x); b != nil && b.Init != nil && len(b.Writes) == 0 {
				e = b.Init
				continue
			}
		case *syntax.CallExpr:
			if p.facts.Value(x.Func).Op() == library.JSONDecode {
				return x
			}
		}
		return nil
	}
	return nil
}

// encoded is printed for what cjson.encode or table.concat is given: a number, or a table
// with some, whose constructor is known.
func (p *pass) encoded(e syntax.Expr, by string) {
	t, ok := e.(*syntax.TableExpr)
	if s := p.facts.Value(e).Shape(); !ok && s != nil && !s.Changed {
		t, ok = s.Site.(*syntax.TableExpr)
	}
	if !ok {
		p.printed(e, by)
		return
	}
	for _, f := range t.Fields {
		p.printed(f.Value, by)
	}
}

// declaredTime returns the unit of the time that an expression is, as the header
// declares the argument; NoUnit for anything else.
func (p *pass) declaredTime(e syntax.Expr) parser.Unit {
	in := p.facts.Value(e).Input()
	if in.Index == 0 || in.Table != value.ARGV {
		return parser.NoUnit
	}
	one := p.args.at(in.Index)
	if one == nil {
		return parser.NoUnit
	}
	if s, ok := one.typ.(*parser.Scalar); ok && s.Kind == parser.Time {
		return s.Unit
	}
	return parser.NoUnit
}
