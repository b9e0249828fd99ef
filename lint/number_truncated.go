package lint

import (
	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/command"
	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/parser/syntax"
)

func numberTruncated() *Rule {
	return &Rule{Rule: diag.Rule{
		Name:     "number-truncated",
		Severity: diag.Warning,
		Doc: diag.Doc{
			Title: "a number returned that may not be whole, which Redis cuts to an integer",
			Text:  `Redis sends a number as an integer: 3.99 arrives as 3. Return tostring(n) and declare a float, or use math.floor or math.ceil to show that you mean it. Where @returns declares a float, every number that is not known to be whole is reported: a stored 2.5 that went through tonumber arrives as 2.`,
			Bad: `--@keys done total
--@returns int
local done = redis.call('SCARD', KEYS[1])
local total = redis.call('SCARD', KEYS[2])
return done / total
`,
			Good: `--@keys done total
--@returns float
local done = redis.call('SCARD', KEYS[1])
local total = redis.call('SCARD', KEYS[2])
return tostring(done / total)
`,
		},
	}, needs: blocks, run: runNumberTruncated}
}

func runNumberTruncated(p *pass) {
	for _, r := range p.facts.Returns {
		if r.Expr == nil {
			continue
		}
		switch {
		case truncated(r.Reply):
			p.truncated(r.Expr, p.short(r.Expr))
		case p.returnsFloat() && mayBeCut(r.Reply):
			p.report(r.Expr.Span(), "%s is a number that nothing makes whole, and @returns declares a float, but Redis cuts every number to an integer; return it through tostring", p.short(r.Expr))
		}
		inside := false // an element elsewhere is reported; one is enough
		eachElement(r.Expr, r.Reply, func(at syntax.Expr, e analysis.Reply) {
			switch {
			case !truncated(e):
			case at != nil:
				p.truncated(at, p.short(at))
			case !inside:
				inside = true
				p.truncated(r.Expr, "an element of "+p.short(r.Expr))
			}
		})
	}
}

// truncated reports whether a reply may be a number that Redis cuts.
func truncated(r analysis.Reply) bool {
	return r.Kinds&analysis.ReplyTruncated != 0 && r.Value.Can(kind.Fraction) && !r.Value.Can(kind.AnyNumber)
}

func (p *pass) truncated(at syntax.Expr, what string) {
	if p.isHalfOfPairs(at) {
		return
	}
	p.report(at.Span(), "%s may be a fraction, which Redis cuts to an integer; return it through tostring, math.floor or math.ceil", what)
}

// isHalfOfPairs reports whether an expression is half the length of a flat list of pairs, which is whole.
func (p *pass) isHalfOfPairs(e syntax.Expr) bool {
	half, ok := syntax.Unparen(e).(*syntax.BinaryExpr)
	if !ok || half.Op != syntax.OpDiv || literal(half.Y) != "2" {
		return false
	}
	length, ok := syntax.Unparen(half.X).(*syntax.UnaryExpr)
	if !ok || length.Op != syntax.OpLen {
		return false
	}
	c := p.callBehind(length.X)
	if c == nil || c.Match == nil {
		return p.facts.Damage != nil // what it is may stand where the script cannot be read
	}
	r := c.Match.Reply()
	return r.Shape == command.Pairs
}

// returnsFloat reports whether @returns declares a float.
func (p *pass) returnsFloat() bool {
	t := p.returns
	if o, ok := t.(*parser.Optional); ok {
		t = o.Elem
	}
	s, ok := t.(*parser.Scalar)
	return ok && s.Kind == parser.Float
}

// mayBeCut reports whether a reply can be a number of which it is not known that it is whole.
func mayBeCut(r analysis.Reply) bool {
	return !r.Value.IsOpen() && r.Value.Can(kind.AnyNumber|kind.Fraction)
}
