package lint

import (
	"slices"
	"strings"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/command"
	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/parser/syntax"
)

func missingToNumber() *Rule {
	return &Rule{Rule: diag.Rule{
		Name:     "missing-tonumber",
		Severity: diag.Error,
		Doc: diag.Doc{
			Title: "comparing a string with a number, or two numbers as strings",
			Text: `KEYS, ARGV and what commands like GET and HGET reply are strings, even if they hold numbers. Arithmetic converts them, comparison does not: <, <=, > and >= raise "attempt to compare string with number", == is always false, and of two strings "10" < "9" is true.

Convert the value with tonumber where it comes in. The finding is a warning for ==, and where the expression is a string on some paths only. Two strings whose lengths the script takes are not reported: digits of one length are ordered alike as text and as numbers.`,
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
	}, readsHeader: true, run: runMissingToNumber}
}

func runMissingToNumber(p *pass) {
	asText := p.comparedAsText()
	for _, b := range p.facts.Binaries {
		ordering := isOrdering(b.Op)
		if !ordering && b.Op != syntax.OpEq && b.Op != syntax.OpNe {
			continue
		}
		x, y := p.facts.Value(b.X), p.facts.Value(b.Y)
		switch {
		case !x.Known() || !y.Known():
		case isNumber(y) && x.Can(kind.String):
			p.stringWithNumber(b, b.X, asText)
		case isNumber(x) && y.Can(kind.String):
			p.stringWithNumber(b, b.Y, asText)
		case ordering && x.Is(kind.String|kind.Absent) && mayBeNumber(y):
			p.stringWithEither(b, b.X, b.Y)
		case ordering && y.Is(kind.String|kind.Absent) && mayBeNumber(x):
			p.stringWithEither(b, b.Y, b.X)
		case ordering && p.holdsNumber(b.X) && p.holdsNumber(b.Y) && !p.holdsText(b.X) && !p.holdsText(b.Y):
			if p.measured(b.X) && p.measured(b.Y) {
				continue // digits of one length are ordered alike as text and as numbers
			}
			d := p.warn(b.Range, "both sides are strings, which %s compares letter by letter: \"10\" is less than \"9\"; convert both with tonumber", b.Op)
			if p.isNumeral(b.X) && p.isNumeral(b.Y) {
				d.Fix = &diag.Fix{Message: "wrap both sides in tonumber()", Edits: append(p.toNumber(b.X), p.toNumber(b.Y)...)}
			}
		}
	}
}

func isOrdering(op syntax.Op) bool {
	return op == syntax.OpLt || op == syntax.OpLe || op == syntax.OpGt || op == syntax.OpGe
}

// isNumber reports whether a value is certainly a number, apart from a nil that nothing suggests.
func isNumber(v value.Value) bool {
	return v.Can(kind.Number) && v.Is(kind.Number|kind.Absent)
}

// mayBeNumber reports whether a value is a number or a string, and a number for all that the
// script says.
func mayBeNumber(v value.Value) bool {
	return v.Can(kind.Number) && v.Can(kind.String) && v.Is(kind.Number|kind.String|kind.Absent)
}

// stringWithEither reports the comparison of a string with what can be a number or a string.
func (p *pass) stringWithEither(b *syntax.BinaryExpr, text, either syntax.Expr) {
	d := p.warn(b.Range, "%s is a string and %s can be a number, which raises; convert the string with tonumber where it comes in",
		p.short(text), p.short(either))
	p.traced(d, b.Range, text, kind.String)
}

// stringWithNumber reports the comparison of one side, which can be a string, with a number.
// asText are the expressions that are compared with text elsewhere.
func (p *pass) stringWithNumber(b *syntax.BinaryExpr, side syntax.Expr, asText map[string]bool) {
	const (
		never  = kind.Unknown &^ kind.Number // what no number is equal to or can be ordered with
		mostly = kind.String | kind.Falsy | kind.Number
	)
	s, ordering := p.facts.Value(side), isOrdering(b.Op)
	text := p.short(side)
	constant, isConstant := s.Str()
	var d *diag.Diagnostic
	switch {
	case ordering && s.Is(never) && s.Can(kind.True|kind.Table):
		d = p.report(b.Range, "%s is a string, or no number either, and the other side of %s a number, which raises; convert it with tonumber", text, b.Op)
	case ordering && s.Is(never):
		d = p.report(b.Range, "%s is a string and the other side of %s a number, which raises; convert it with tonumber", text, b.Op)
	case ordering && s.Is(mostly) && !p.rarelyText(side):
		d = p.warn(b.Range, "%s can be a string and the other side of %s is a number, which raises; convert it with tonumber", text, b.Op)
	case ordering, isConstant && !s.Can(kind.Numeral), asText[p.source(side)], p.rarelyText(side):
		return
	case s.Is(never):
		d = p.warn(b.Range, "%s is a string and the other side of %s a number, so that they are never equal; convert it with tonumber", text, b.Op)
	case s.Is(mostly):
		d = p.warn(b.Range, "%s can be a string, which never equals the number on the other side of %s; convert it with tonumber", text, b.Op)
	default:
		return
	}
	p.traced(d, b.Range, side, kind.String)
	if s.Can(kind.Table) {
		return // tonumber makes no number of that
	}
	if isConstant {
		d.Fix = p.unquote(side, constant)
		return
	}
	d.Fix = &diag.Fix{Message: "wrap in tonumber()", Edits: p.toNumber(side)}
}

// rarelyText reports whether an expression is the reply of a command that is a string only if one
// of its arguments happens to hold an option: ZADD's INCR.
func (p *pass) rarelyText(e syntax.Expr) bool {
	return p.callBehind(e).Likely(analysis.Reply{Kinds: analysis.ReplyBulk | analysis.ReplyInteger}).Kinds == analysis.ReplyInteger
}

// comparedAsText returns the expressions that the script compares with a numeral in
// quotes: where it compares one with the number, too, it is prepared for both.
func (p *pass) comparedAsText() map[string]bool {
	const longest = 100 // longer expressions are not written twice
	texts := map[string]bool{}
	for _, b := range p.facts.Binaries {
		if r := b.X.Span(); (b.Op == syntax.OpEq || b.Op == syntax.OpNe) && r.To-r.From <= longest {
			if y := p.facts.Value(b.Y); y.Is(kind.Numeral) && len(y.Consts()) == 1 {
				texts[p.source(b.X)] = true
			}
		}
	}
	return texts
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
// is not there itself.
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

// holdsNumber reports whether an expression is a string that by all appearances holds
// a number: an argument that the header does not declare as text, the reply of GET and
// its like, or what can be nothing else.
func (p *pass) holdsNumber(e syntax.Expr) bool {
	v := p.facts.Value(e)
	if !v.Can(kind.String) || !v.Is(kind.String|kind.Falsy) {
		return false
	}
	if _, constant := v.Str(); constant {
		return false
	}
	if in := v.Input(); in.Index > 0 {
		if in.Table == value.KEYS {
			return false
		}
		if one := p.args.at(in.Index); one != nil {
			return numericType(one.typ)
		}
		return len(p.args.all) == 0
	}
	if v.Is(kind.Numeral | kind.Falsy) {
		return true
	}
	o := p.repliesBehind(e, kind.String)
	for _, c := range o.calls {
		if c.Match == nil {
			return false
		}
		if r := c.Match.LikelyReply(); r.Name != "value" && (!o.elements || r.Shape != command.PerWord) {
			return false
		}
	}
	return o.only()
}

// textNames are words in the names of what is ordered as text: days and names.
var textNames = []string{"day", "date", "month", "name", "word", "text", "title", "prefix", "letter", "version", "iso", "lex"}

// holdsText reports whether a string is by all appearances none that holds a number: the variable,
// or the field that it is read from, is called after text, or the script compares it with text.
func (p *pass) holdsText(e syntax.Expr) bool {
	if p.isNumeral(e) {
		return false
	}
	names := []string{}
	if name, ok := syntax.Unparen(e).(*syntax.NameExpr); ok {
		names = append(names, name.Name)
	}
	if c := p.callBehind(e); c != nil {
		for _, v := range c.Words {
			if text, ok := v.Str(); ok {
				names = append(names, text)
			}
		}
	}
	if in := p.facts.Value(e).Input(); in.Index > 0 {
		for _, b := range p.inputs(in.Table).Names(in.Index) {
			names = append(names, b.Name)
		}
	}
	for _, name := range names {
		name = strings.ToLower(name)
		if slices.ContainsFunc(textNames, func(word string) bool { return strings.Contains(name, word) }) {
			return true
		}
	}
	text := p.source(e)
	return slices.ContainsFunc(p.facts.Binaries, func(b *syntax.BinaryExpr) bool {
		return p.isText(b.X, text) && p.isWord(b.Y) || p.isText(b.Y, text) && p.isWord(b.X)
	})
}

// measured reports whether the script takes the length of an expression.
func (p *pass) measured(e syntax.Expr) bool {
	text, found := p.source(e), false
	syntax.Inspect(p.script.Chunk.Block, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.UnaryExpr:
			found = found || n.Op == syntax.OpLen && p.isText(n.X, text)
		case *syntax.CallExpr:
			switch l := p.facts.Value(n.Func).Lib(); {
			case n.Method != nil:
				found = found || n.Method.Value == "len" && p.isText(n.Func, text)
			case l != nil && l.Library == "string" && l.Name == "len":
				found = found || len(n.Args) > 0 && p.isText(n.Args[0], text)
			}
		}
		return !found
	})
	return found
}

// isWord reports whether an expression is a text of the script that is no number, and not empty.
func (p *pass) isWord(e syntax.Expr) bool {
	text, ok := p.facts.Value(e).Str()
	return ok && text != "" && p.facts.Value(e).Is(kind.Text)
}

// isNumeral reports whether a string certainly holds a number, by what is known of it or
// declared: a date, too, may be an argument or what GET replies, and tonumber makes nil of it.
func (p *pass) isNumeral(e syntax.Expr) bool {
	v := p.facts.Value(e)
	if v.Is(kind.Numeral | kind.Falsy) {
		return true
	}
	in := v.Input()
	if in.Index == 0 || in.Table != value.ARGV {
		return false
	}
	one := p.args.at(in.Index)
	return one != nil && numericType(one.typ)
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
