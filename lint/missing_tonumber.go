package lint

import (
	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/parser/syntax"
)

func missingToNumber() *Rule {
	return &Rule{
		Name:     "missing-tonumber",
		Severity: diag.Error,
		Doc: Doc{
			Title: "comparing a string with a number, or two numbers as strings",
			Text: `KEYS, ARGV and what commands like GET and HGET reply are strings, even if they hold numbers. Arithmetic converts them, comparing does not: < and its kin raise "attempt to compare string with number", == is simply false, and between two strings "10" < "9" is true.

Convert with tonumber where the value comes in. Where only some of the values that an expression can have are strings, or only == is concerned, the finding is a warning.`,
			Bad: `--@keys counter
--@args limit:int
local count = redis.call('INCR', KEYS[1])
if count > ARGV[1] then
  return 0
end
return 1
`,
			Good: `--@keys counter
--@args limit:int
local count = redis.call('INCR', KEYS[1])
if count > tonumber(ARGV[1]) then
  return 0
end
return 1
`,
			Fails: "ERR user_script:4: attempt to compare string with number",
		},
		run: runMissingToNumber,
	}
}

func runMissingToNumber(p *pass) {
	for _, b := range p.facts.Binaries {
		ordering := b.Op == syntax.OpLt || b.Op == syntax.OpLe || b.Op == syntax.OpGt || b.Op == syntax.OpGe
		if !ordering && b.Op != syntax.OpEq && b.Op != syntax.OpNe {
			continue
		}
		x, y := p.facts.Value(b.X), p.facts.Value(b.Y)
		switch {
		case !x.Known() || !y.Known():
		case isNumber(y) && x.Can(analysis.String):
			p.stringWithNumber(b, b.X, x, ordering)
		case isNumber(x) && y.Can(analysis.String):
			p.stringWithNumber(b, b.Y, y, ordering)
		case ordering && p.holdsNumber(x) && p.holdsNumber(y):
			d := p.warn(b.Range, "both sides are strings, so that \"10\" %s \"9\" compares them letter by letter; convert both with tonumber", opText(b.Op))
			d.Fix = &diag.Fix{Message: "wrap both sides in tonumber()", Edits: append(p.toNumber(b.X), p.toNumber(b.Y)...)}
		}
	}
}

// isNumber reports whether a value is certainly a number, apart from a nil that nothing suggests.
func isNumber(v analysis.Value) bool {
	return v.Can(analysis.Number) && v.Is(analysis.Number|analysis.Absent)
}

// stringWithNumber reports the comparison of s, which can be a string, with a number.
func (p *pass) stringWithNumber(b *syntax.BinaryExpr, side syntax.Expr, s analysis.Value, ordering bool) {
	text := p.short(side)
	var d *diag.Diagnostic
	switch never := !s.Can(analysis.Number); {
	case ordering && never && s.Is(analysis.String|analysis.AbsentOrNil|analysis.Bool):
		d = p.report(b.Range, "%s is a string and the other side of %s a number, which raises; convert it with tonumber", text, opText(b.Op))
	case ordering:
		d = p.warn(b.Range, "%s can be a string and the other side of %s is a number, which raises; convert it with tonumber", text, opText(b.Op))
	case never:
		d = p.warn(b.Range, "%s is a string and the other side of %s a number, so that they are never equal; convert it with tonumber", text, opText(b.Op))
	default:
		d = p.warn(b.Range, "%s can be a string, which never equals the number on the other side of %s; convert it with tonumber", text, opText(b.Op))
	}
	if c, ok := s.Str(); ok {
		d.Fix = p.unquote(side, c)
		return
	}
	d.Fix = &diag.Fix{Message: "wrap in tonumber()", Edits: p.toNumber(side)}
}

// toNumber are the edits that convert an expression with tonumber.
func (p *pass) toNumber(e syntax.Expr) []diag.Edit {
	r := e.Span()
	if _, ok := e.(*syntax.ParenExpr); ok {
		return []diag.Edit{p.insert(r.From, "tonumber")}
	}
	return []diag.Edit{p.insert(r.From, "tonumber("), p.insert(r.To, ")")}
}

// unquote is the fix for a literal string that is compared with a number; nil when it
// does not stand there itself.
func (p *pass) unquote(e syntax.Expr, value string) *diag.Fix {
	s, ok := e.(*syntax.StringExpr)
	if !ok || !plainNumeral(value) {
		return nil
	}
	return &diag.Fix{Message: "drop the quotes", Edits: []diag.Edit{p.replace(s.Range, value)}}
}

// plainNumeral reports whether a string is a decimal integer.
func plainNumeral(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != "" && len(s) < 16
}

// holdsNumber reports whether a value is a string of which the script or its header
// says that it holds a number.
func (p *pass) holdsNumber(v analysis.Value) bool {
	if !v.Can(analysis.String) || !v.Is(analysis.String|analysis.Absent|analysis.Nil|analysis.False) {
		return false
	}
	if _, constant := v.Str(); constant {
		return false
	}
	if in := v.Input(); in.Index > 0 {
		if in.Table == analysis.KEYS {
			return false
		}
		args := declaredArgs(p.script)
		if one := args.at(in.Index); one != nil {
			return numericType(one.typ)
		}
		return len(args.all) == 0
	}
	return v.Is(analysis.Numeral|analysis.Absent|analysis.Nil|analysis.False) || v.Origin() == analysis.FromData
}

// numericType reports whether an argument of the type travels as a number.
func numericType(t parser.Type) bool {
	s, ok := t.(*parser.Scalar)
	if !ok {
		return false
	}
	switch s.Kind {
	case parser.Int, parser.Uint, parser.Float, parser.Time, parser.Duration:
		return true
	default:
		return false
	}
}

// opText is how an operator of a comparison is written.
func opText(op syntax.Op) string {
	switch op {
	case syntax.OpEq:
		return "=="
	case syntax.OpNe:
		return "~="
	case syntax.OpLt:
		return "<"
	case syntax.OpLe:
		return "<="
	case syntax.OpGt:
		return ">"
	default:
		return ">="
	}
}
