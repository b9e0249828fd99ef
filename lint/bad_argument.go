package lint

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/command"
	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/parser/syntax"
)

func badArgument() *Rule {
	return &Rule{Rule: diag.Rule{
		Name:     "bad-argument",
		Severity: diag.Error,
		Doc: diag.Doc{
			Title: "an argument that a command does not take, or takes for something else",
			Text: `A command takes strings and numbers: nil, a boolean or a table raises "command arguments must be strings or integers". Where it takes a whole number, such as a count or a time to live, it refuses a fraction: in Lua 7 / 2 is 3.5, and only math.floor, math.ceil or string.format makes it whole. Each option word is an argument of its own: 'EX', 10 and not 'EX 10'. ZADD takes the score before the member. SET and SETEX refuse a time to live of zero or less, and EXPIRE deletes the key; TTL replies with a negative number for a key without a time to live.

It is an error where the value is certain, and a warning for a quotient or product that nothing makes whole, for a time to live that may be zero or less, and where an order of arguments only looks wrong.`,
			Bad: `--@keys bucket
--@args capacity:int rate:int
redis.call('SET', KEYS[1], ARGV[1])
return redis.call('EXPIRE', KEYS[1], ARGV[1] / ARGV[2] * 1.5)
`,
			Good: `--@keys bucket
--@args capacity:int rate:int
redis.call('SET', KEYS[1], ARGV[1])
return redis.call('EXPIRE', KEYS[1], math.ceil(ARGV[1] / ARGV[2] * 1.5))
`,
			Fails: "ERR value is not an integer or out of range",
		},
	}, run: runBadArgument}
}

func runBadArgument(p *pass) {
	for _, c := range p.facts.Calls {
		if len(c.Words) == 0 || c.Expr == nil {
			continue
		}
		for i, v := range c.Words {
			if i >= c.Least {
				break
			}
			if p.wrongKind(c, i, v) || c.Match == nil {
				continue
			}
			if param, sure := c.Match.At(i); param == nil || !sure || param.Token != "" {
				p.joinedWords(c, i)
			} else if !p.wrongNumber(c, i, v, param) {
				p.maybeZero(c, i, v, param)
				p.swapped(c, i, param)
			}
		}
		p.countsFraction(c)
	}
}

// refused reports an argument with which the command fails. A command that only reads may look for its key
// first, and never come to the argument.
func (p *pass) refused(c *analysis.Call, at syntax.Range, format string, args ...any) *diag.Diagnostic {
	d := p.report(at, format, args...)
	if !c.Match.Command.Is(command.Write) || c.Match.Command.Is(command.LazyOptions) {
		d.Severity = min(d.Severity, diag.Warning)
	}
	return d
}

// wrongKind reports what is neither a string nor a number.
func (p *pass) wrongKind(c *analysis.Call, i int, v value.Value) bool {
	e := c.WordExpr(i)
	what := ""
	switch {
	case !v.Known(), p.facts.Damage != nil: // it may get another value where the script cannot be read
		return false
	case v.Is(kind.Bool):
		what = "a boolean"
	case v.Is(kind.Table):
		what = "a table"
	case v.Is(kind.AbsentOrNil) && v.Can(kind.Nil):
		what = "nil"
	case v.Is(kind.Func):
		what = "a function"
	case v.Is(kind.Other):
		what = "cjson.null or the like"
	default:
		return false
	}
	falsy := v.Is(kind.Falsy)
	if falsy && len(p.repliesBehind(e, kind.Falsy).calls) > 0 || v.Can(kind.Nil) && p.isMissingMember(e) {
		return true // unchecked-nil and unknown-member tell
	}
	if falsy && p.isTestedBefore(e) {
		return false // what is behind the test may never run
	}
	advice := "pass a string or a number"
	switch {
	case v.Can(kind.Status):
		advice = "pass its field ok"
	case v.Can(kind.Array) && v.Is(kind.Table):
		advice = "pass its elements with unpack, or one string of it, as cjson.encode makes it"
	case v.Can(kind.True):
		advice = "write and '1' or '0' behind it"
	}
	outcome := "raises \"Lua redis lib command arguments must be strings or integers\""
	if c.Protected {
		outcome = "returns the error \"Lua redis lib command arguments must be strings or integers\""
	}
	d := p.report(e.Span(), "%s is %s, and a command that is given that %s; %s", p.short(e), what, outcome, advice)
	p.traced(d, e.Span(), e, v.Kinds())
	return true
}

// isTestedBefore reports whether the script asks for the truth of an expression before it uses it.
func (p *pass) isTestedBefore(e syntax.Expr) bool {
	text := p.source(e)
	return slices.ContainsFunc(p.conditions(), func(c condition) bool {
		return slices.ContainsFunc(c.truths, func(t truth) bool {
			return t.expr.Span().From < e.Span().From && p.isText(syntax.Unparen(t.expr), text)
		})
	})
}

// isMissingMember reports whether a nil comes from a member that a library does not have.
func (p *pass) isMissingMember(e syntax.Expr) bool {
	return slices.ContainsFunc(p.facts.Sources(e, kind.Nil), func(s analysis.Source) bool {
		_, ok := s.Expr.(*syntax.IndexExpr)
		return ok
	})
}

// sent is a constant as a command gets it.
func sent(c value.Const) string {
	if c.IsString {
		return c.Str
	}
	if c.Num == math.Trunc(c.Num) && math.Abs(c.Num) < 1<<53 {
		return strconv.FormatFloat(c.Num, 'f', -1, 64)
	}
	return strconv.FormatFloat(c.Num, 'g', 17, 64)
}

// wrongNumber reports what is no number, or not a whole one, where the command takes one, and what is
// zero or less where it refuses that.
func (p *pass) wrongNumber(c *analysis.Call, i int, v value.Value, param *command.Param) bool {
	role := c.Match.RoleOf(param)
	e := c.WordExpr(i)
	bound := role == command.ScoreBound || role == command.LexBound
	if !role.IsNumber() && !bound {
		return false
	}
	_, name := called(c)
	consts := v.Consts()
	if len(consts) > 0 && v.Is(kind.String|kind.Number) {
		wrong := !slices.ContainsFunc(consts, func(k value.Const) bool { return accepts(role, k) })
		if wrong {
			d := p.refused(c, e.Span(), "%s takes %s for its argument %s: %s is refused with \"%s\"%s", name, numberNoun(role), param.Name, sentText(consts[0]),
				refusal(role), wholeAdvice(role, v))
			p.traced(d, e.Span(), e, v.Kinds())
			p.fixFraction(d, e, v)
			return true
		}
		return p.edgeNumber(c, e, name, consts, param)
	}
	if !role.IsWhole() {
		return false
	}
	switch one := p.argument(v); {
	case v.Can(kind.Fraction) && v.Is(kind.Number|kind.AbsentOrNil):
		d := p.warn(e.Span(), "%s takes %s for its argument %s, and nothing makes this one whole: a fraction is refused with \"%s\"; round it with math.ceil or math.floor",
			name, numberNoun(role), param.Name, refusal(role))
		p.traced(d, e.Span(), e, kind.Fraction)
		p.suggestWhole(d, e)
		return true
	case one != nil && isKind(one.typ, parser.Float) && v.Is(kind.Numeral):
		d := p.warn(e.Span(), "%s takes %s for its argument %s, and the header declares %s as float: a fraction is refused with \"%s\"; declare it int, or round it",
			name, numberNoun(role), param.Name, one.name, refusal(role))
		d.Related = append(d.Related, diag.Related{Span: one.span, Message: one.name + " is declared here"})
		return true
	}
	return false
}

// accepts reports whether a command takes a constant for a role, as far as its form goes.
func accepts(role command.Role, k value.Const) bool {
	if !k.IsString && role.IsWhole() {
		return k.Num == math.Trunc(k.Num) && math.Abs(k.Num) < 1<<63
	}
	if !k.IsString && math.IsInf(k.Num, 0) {
		return true // "inf" is a score, and a bound
	}
	return role.Accepts(sent(k))
}

func sentText(k value.Const) string {
	if k.IsString {
		return strconv.Quote(k.Str)
	}
	return sent(k)
}

// numberNoun says what a command takes for a role.
func numberNoun(role command.Role) string {
	switch {
	case role.IsSpan() && role.IsWhole() && role.InSeconds():
		return "a whole number of seconds"
	case role.IsSpan() && role.InMilliseconds():
		return "a whole number of milliseconds"
	case role.IsWhole():
		return "a whole number"
	case role == command.ScoreBound:
		return "a score, perhaps behind \"(\","
	case role == command.LexBound:
		return "a text behind \"[\" or \"(\", \"-\" or \"+\","
	default:
		return "a number"
	}
}

// refusal is Redis's word for what is no number of the role.
func refusal(role command.Role) string {
	switch {
	case role == command.Cursor:
		return "invalid cursor"
	case role.IsWhole():
		return "value is not an integer or out of range"
	case role == command.ScoreBound:
		return "min or max is not a float"
	case role == command.LexBound:
		return "min or max not valid string range item"
	case role == command.Timeout:
		return "timeout is not a float or out of range"
	default:
		return "value is not a valid float"
	}
}

func wholeAdvice(role command.Role, v value.Value) string {
	switch {
	case role.IsWhole() && v.Is(kind.Fraction):
		return "; round it"
	case role == command.Score:
		return "; the score stands before the member"
	default:
		return ""
	}
}

// edgeNumber reports a constant that is zero or less where that is refused, or deletes.
func (p *pass) edgeNumber(c *analysis.Call, e syntax.Expr, name string, consts []value.Const, param *command.Param) bool {
	outcome := command.Refused
	for _, k := range consts {
		n, err := strconv.ParseFloat(sent(k), 64)
		switch {
		case err != nil || n > 0:
			return false
		case n == 0:
			outcome = max(outcome, param.Zero)
			if param.Zero == command.Allowed {
				return false
			}
		default:
			outcome = max(outcome, param.Negative)
			if param.Negative == command.Allowed {
				return false
			}
		}
	}
	if outcome == command.Deletes {
		p.warn(e.Span(), "%s with %s %s deletes at once what it is about; write so if that is meant, else pass a number above 0", name, param.Name, sentText(consts[0]))
		return true
	}
	p.refused(c, e.Span(), "%s refuses %s for its argument %s: it must be above 0", name, sentText(consts[0]), param.Name)
	return true
}

func (p *pass) fixFraction(d *diag.Diagnostic, e syntax.Expr, v value.Value) {
	if v.Is(kind.Fraction) {
		p.suggestWhole(d, e)
	}
}

// suggestWhole proposes to round an expression.
func (p *pass) suggestWhole(d *diag.Diagnostic, e syntax.Expr) {
	for _, f := range [...]string{"math.ceil", "math.floor"} {
		d.Suggestions = append(d.Suggestions, diag.Fix{
			Message: "wrap in " + f + "()",
			Edits:   []diag.Edit{p.insert(e.Span().From, f+"("), p.insert(e.Span().To, ")")},
		})
	}
}

// argument is the declaration of the argument that a value is; nil when it is none.
func (p *pass) argument(v value.Value) *declaration {
	in := v.Input()
	if in.Index == 0 || in.Table != value.ARGV {
		return nil
	}
	return p.args.at(in.Index)
}

// isKind reports whether a type is one scalar.
func isKind(t parser.Type, k parser.ScalarKind) bool {
	s, ok := t.(*parser.Scalar)
	return ok && s.Kind == k
}

// joinedWords reports several words of options in one string.
func (p *pass) joinedWords(c *analysis.Call, i int) {
	e := c.WordExpr(i)
	text, whole := c.Words[i].Str()
	if !whole {
		first := syntax.Unparen(e)
		for {
			b, ok := first.(*syntax.BinaryExpr)
			if !ok || b.Op != syntax.OpConcat {
				break
			}
			first = syntax.Unparen(b.X)
		}
		s, ok := first.(*syntax.StringExpr)
		if !ok || first == syntax.Unparen(e) || !strings.HasSuffix(s.Value, " ") {
			return
		}
		text = s.Value + "…"
	}
	words := strings.Fields(text)
	if len(words) < 2 || !c.Match.Command.Grammar.HasOption(words[0]) {
		return
	}
	_, name := called(c)
	p.refused(c, e.Span(), "%s takes each word of its options as an argument of its own: %s is refused with \"syntax error\"; write '%s', … instead",
		name, p.short(e), words[0])
}
