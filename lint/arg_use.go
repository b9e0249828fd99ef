package lint

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/analysis/library"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/parser/syntax"
)

func argUse() *Rule {
	return &Rule{Rule: diag.Rule{
		Name:     "arg-use",
		Severity: diag.Error,
		Doc: diag.Doc{
			Title: "an argument used against the type that the header declares",
			Text: `The generated function sends a duration(ms) in milliseconds, and EXPIRE takes seconds: the key would live a thousand times too long. It sends a bool as "1" or "0", and both are true in Lua. An enum has no values but its own. A missing optional argument before one that is sent goes as the empty string, which is true as well.

Declare the unit that the command takes, or use the command of the other unit (PEXPIRE); compare a bool with '1'; test an optional argument for '' as well. A condition on an argument that every call sends is always true, which is a warning.`,
			Bad: `--@keys window
--@args interval:duration(ms)
local n = redis.call('INCR', KEYS[1])
if n == 1 then
  redis.call('EXPIRE', KEYS[1], ARGV[1])
end
return n
`,
			Good: `--@keys window
--@args interval:duration(ms)
local n = redis.call('INCR', KEYS[1])
if n == 1 then
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
end
return n
`,
		},
	}, readsHeader: true, run: runArgUse}
}

func runArgUse(p *pass) {
	if len(p.args.all) == 0 {
		return
	}
	for _, c := range p.facts.Calls {
		for i, v := range c.Words {
			if c.Match != nil && i < c.Least && i < len(c.Args) {
				p.unitOf(c, i, v)
			}
		}
	}
	for _, c := range p.conditions() {
		for i := range c.truths {
			p.argumentTruth(&c, &c.truths[i])
		}
		for i := range c.comparisons {
			p.argumentComparison(&c.comparisons[i])
		}
	}
}

// sentAs returns the declaration of the argument that an expression is in every run, as it was sent or made
// a number by tonumber; nil when it may be anything else.
func (p *pass) sentAs(e syntax.Expr) *declaration {
	v := p.facts.Value(e)
	one := p.argument(v)
	if one == nil || !p.isSent(e, v.Input(), longestPath) {
		return nil
	}
	return one
}

// isSent reports whether an expression is an element of ARGV, wherever it comes from.
func (p *pass) isSent(e syntax.Expr, in value.InputRef, depth int) bool {
	sources := p.facts.Sources(e, kind.Unknown)
	if depth == 0 || len(sources) == 0 || len(sources) >= analysis.MaxSources {
		return false
	}
	for _, s := range sources {
		if s.Expr == nil || p.facts.Value(s.Expr).Input() != in {
			return false
		}
		switch x := syntax.Unparen(s.Expr).(type) {
		case *syntax.NameExpr:
		case *syntax.IndexExpr:
			if !slices.ContainsFunc(p.facts.Args.Uses, func(u analysis.InputUse) bool { return u.Expr == syntax.Expr(x) }) {
				return false
			}
		case *syntax.CallExpr:
			op := p.facts.Value(x.Func).Op()
			ours := p.facts.Function(x.Func) != nil || op == library.Unpack
			if !ours && (op != library.ToNumber || len(x.Args) != 1 || !p.isSent(x.Args[0], in, depth-1)) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// declaredHere shows where an argument is declared.
func declaredHere(d *diag.Diagnostic, one *declaration) {
	d.Related = append(d.Related, diag.Related{Span: one.span, Message: one.name + " is declared here"})
}

// unitOf reports a time in one unit where the command takes another.
func (p *pass) unitOf(c *analysis.Call, i int, v value.Value) {
	role := c.Match.Role(i)
	if !role.IsSpan() && !role.IsInstant() {
		return
	}
	e := c.WordExpr(i)
	one := p.argument(p.facts.Value(e))
	if one == nil {
		return
	}
	s, ok := one.typ.(*parser.Scalar)
	if !ok || s.Kind != parser.Time && s.Kind != parser.Duration {
		return
	}
	takes, unit := "milliseconds", parser.Milliseconds
	if role.InSeconds() {
		takes, unit = "seconds", parser.Seconds
	}
	fits := role.IsSpan() == (s.Kind == parser.Duration) && s.Unit == unit
	if fits || p.sentAs(e) == nil { // to follow where it comes from takes longest
		return
	}
	_, name := called(c)
	var d *diag.Diagnostic
	switch {
	case role.IsSpan() && s.Kind == parser.Time:
		d = p.report(e.Span(), "%s takes a length of time, and %s is declared as a point in time", name, one.name)
	case role.IsInstant() && s.Kind == parser.Duration:
		d = p.report(e.Span(), "%s takes a point in time, and %s is declared as a length of time", name, one.name)
	default:
		d = p.report(e.Span(), "%s takes %s, and %s is declared in %s: the time is wrong by a factor of %d; declare it %s(%s), or use the command of its unit",
			name, takes, one.name, unitName(s.Unit), factor(s.Unit, unit), timeType(s.Kind), shortUnit(unit))
	}
	declaredHere(d, one)
}

func unitName(u parser.Unit) string {
	return [...]string{"no unit", "seconds", "milliseconds", "microseconds", "nanoseconds"}[u]
}

func shortUnit(u parser.Unit) string {
	if u == parser.Seconds {
		return "s"
	}
	return "ms"
}

func timeType(k parser.ScalarKind) string {
	if k == parser.Time {
		return "time"
	}
	return "duration"
}

// factor is how many of the smaller unit make one of the greater.
func factor(a, b parser.Unit) int64 {
	x, y := a.Duration(), b.Duration()
	return int64(max(x, y) / max(min(x, y), 1))
}

// argumentTruth reports an argument whose truth is asked for, which says nothing.
func (p *pass) argumentTruth(c *condition, t *truth) {
	text := p.source(t.expr)
	one := p.sentAs(t.expr)
	if one == nil || p.mentions(c, t.expr, text) {
		return
	}
	v := p.facts.Value(t.expr)
	arg := p.script.Args[v.Input().Index-1]
	s, _ := one.typ.(*parser.Scalar)
	var d *diag.Diagnostic
	switch {
	case s != nil && s.Kind == parser.Bool:
		yes, no := "1", "0"
		if len(s.Words) == 2 {
			yes, no = s.Words[0], s.Words[1]
		}
		d = p.report(t.span(), "%s is a bool, sent as %q or %q, and both are true in Lua: this %s where it is sent; compare it with '%s'", one.name, yes, no, t.outcome(), yes)
		if v.Is(kind.String | kind.AbsentOrNil) {
			p.compareText(d, t, text, yes)
		} else if len(s.Words) == 0 && v.Is(kind.Number|kind.AbsentOrNil) {
			p.compareText(d, t, text, "")
		}
	case !v.Is(kind.String | kind.AbsentOrNil):
		return // tonumber asks whether it is a number
	case !arg.Optional && !p.comparesEmpty(text):
		d = p.warn(t.span(), "%s is sent by every call, and any text is true in Lua, an empty one and \"0\" too: this %s; compare it with what is meant, or declare it optional", one.name, t.outcome())
	case arg.Optional && v.Input().Index < len(p.script.Args) && !p.comparesEmpty(text):
		d = p.report(t.span(), "%s is sent as the empty string where it is missing and an argument after it is sent, and that is true in Lua; test %s ~= '' as well", one.name, p.short(t.expr))
		if t.free && isPrimary(t.expr) {
			edit := "(" + text + " and " + text + " ~= '')"
			if t.not != nil {
				edit = "(" + "not " + text + " or " + text + " == '')"
			}
			d.Fix = &diag.Fix{Message: "test for the empty string", Edits: []diag.Edit{p.replace(t.span(), edit)}}
		}
	default:
		return
	}
	declaredHere(d, one)
	p.traced(d, t.span(), t.expr, kind.String)
}

// compareText is the fix that compares a bool with its text for true, or with the number 1 where that is empty.
func (p *pass) compareText(d *diag.Diagnostic, t *truth, text, yes string) {
	if !t.free || !isPrimary(t.expr) || strings.ContainsAny(yes, "'\\\n") {
		return
	}
	op, quoted := "==", "'"+yes+"'"
	if t.not != nil {
		op = "~="
	}
	if yes == "" {
		quoted = "1"
	}
	text += " " + op + " " + quoted
	d.Fix = &diag.Fix{Message: "write " + brief(text), Edits: []diag.Edit{p.replace(t.span(), text)}}
}

// comparesEmpty reports whether the script compares an expression of that text with the empty string.
func (p *pass) comparesEmpty(text string) bool {
	isEmpty := func(e syntax.Expr) bool {
		s, ok := p.facts.Value(e).Str()
		return ok && s == ""
	}
	return slices.ContainsFunc(p.facts.Binaries, func(b *syntax.BinaryExpr) bool {
		return isEquality(b.Op) && (p.isText(b.X, text) && isEmpty(b.Y) || p.isText(b.Y, text) && isEmpty(b.X))
	})
}

// argumentComparison reports the comparison of a bool or enum with what it never is.
func (p *pass) argumentComparison(cmp *comparison) {
	b := cmp.expr
	for _, sides := range [...][2]syntax.Expr{{b.X, b.Y}, {b.Y, b.X}} {
		one := p.sentAs(sides[0])
		if one == nil {
			continue
		}
		values := valuesOf(one.typ)
		consts := p.facts.Value(sides[1]).Consts()
		if len(values) == 0 || len(consts) != 1 || !p.facts.Value(sides[1]).Is(kind.String|kind.Number) {
			continue
		}
		v := p.facts.Value(sides[0])
		if consts[0].IsString && !v.Is(kind.String|kind.AbsentOrNil) || !consts[0].IsString && !v.Is(kind.Number|kind.AbsentOrNil) {
			continue // missing-tonumber tells
		}
		text := sent(consts[0])
		if slices.Contains(values, text) || text == "" && p.script.Args[v.Input().Index-1].Optional {
			continue
		}
		never := "is never true"
		if b.Op == syntax.OpNe {
			never = "is always true"
		}
		d := p.report(b.Range, "%s is sent as %s, never as %q: this %s%s", one.name, listed(values), text, never, didYouMean(text, values))
		declaredHere(d, one)
		return
	}
}

// valuesOf are the texts as which an argument of a type is sent; nil when they are not a few fixed ones.
func valuesOf(t parser.Type) []string {
	switch t := t.(type) {
	case *parser.Scalar:
		switch {
		case t.Kind != parser.Bool:
		case len(t.Words) > 0:
			return t.Words
		default:
			return []string{"1", "0"}
		}
	case *parser.Enum:
		var values []string
		for _, m := range t.Members {
			if t.Ints {
				values = append(values, strconv.FormatInt(m.Int, 10))
			} else {
				values = append(values, m.Text)
			}
		}
		return values
	}
	return nil
}

// listed is a list of texts for a message: "1" or "0".
func listed(values []string) string {
	quoted := make([]string, len(values))
	for i, v := range values {
		quoted[i] = fmt.Sprintf("%q", v)
	}
	if n := len(quoted) - 1; n > 0 {
		return strings.Join(quoted[:n], ", ") + " or " + quoted[n]
	}
	return strings.Join(quoted, "")
}
