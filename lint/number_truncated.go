package lint

import (
	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser/syntax"
)

func numberTruncated() *Rule {
	return &Rule{Rule: diag.Rule{
		Name:     "number-truncated",
		Severity: diag.Warning,
		Doc: diag.Doc{
			Title: "a number returned that may not be whole, which Redis cuts to an integer",
			Text:  `Redis sends a number as an integer: 3.99 arrives as 3. Return tostring(n) and declare a float, or say with math.floor or math.ceil that the cut is meant.`,
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
		if truncated(r.Reply) {
			p.truncated(r.Expr, p.short(r.Expr))
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
	p.report(at.Span(), "%s may be a fraction, which Redis cuts to an integer; return it through tostring, math.floor or math.ceil", what)
}
