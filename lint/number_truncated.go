package lint

import (
	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser/syntax"
)

func numberTruncated() *Rule {
	return &Rule{
		Name:     "number-truncated",
		Severity: diag.Warning,
		Doc: Doc{
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
		run: runNumberTruncated,
	}
}

func runNumberTruncated(p *pass) {
	for _, r := range p.facts.Returns {
		if r.Expr == nil {
			continue
		}
		p.truncated(r.Expr, r.Reply)
		eachElement(r.Expr, r.Reply, func(at syntax.Expr, e analysis.Reply) {
			if at != nil {
				p.truncated(at, e)
			}
		})
	}
}

func (p *pass) truncated(at syntax.Expr, r analysis.Reply) {
	v := r.Value
	if r.Kinds&analysis.ReplyTruncated != 0 && v.Can(analysis.Fraction) && !v.Can(analysis.AnyNumber) {
		p.report(at.Span(), "%s may be a fraction, which Redis cuts to an integer; return it through tostring, math.floor or math.ceil", p.short(at))
	}
}
