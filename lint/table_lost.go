package lint

import (
	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser/syntax"
)

func tableLost() *Rule {
	return &Rule{Rule: diag.Rule{
		Name:     "table-lost",
		Severity: diag.Error,
		Doc: diag.Doc{
			Title: "a returned table that has string keys only, and so arrives empty",
			Text:  `Redis sends the elements 1, 2, 3, … of a table and drops entries under string keys (apart from ok, err, double, map, set, big_number and verbatim_string on their own). Return the fields as a flat array, which hash(…) decodes by name, or as JSON.`,
			Bad: `--@keys likes
local count = redis.call('SCARD', KEYS[1])
return {count = count}
`,
			Good: `--@keys likes
local count = redis.call('SCARD', KEYS[1])
return {'count', count}
`,
		},
	}, needs: blocks, run: runTableLost}
}

func runTableLost(p *pass) {
	for _, r := range p.facts.Returns {
		if r.Expr == nil {
			continue
		}
		if r.Reply.Lost {
			p.lost(r.Expr, "this table has", r.Reply)
		}
		inside := false // a table elsewhere is reported; one is enough
		eachElement(r.Expr, r.Reply, func(at syntax.Expr, e analysis.Reply) {
			switch {
			case !e.Lost:
			case at != nil:
				p.lost(at, "this table has", e)
			case !inside:
				inside = true
				p.lost(r.Expr, "the tables in this one have", e)
			}
		})
	}
}

func (p *pass) lost(at syntax.Expr, which string, r analysis.Reply) {
	d := p.report(at.Span(), "%s string keys only, which Redis does not send: an empty array arrives; return a flat array {'name', value, …}, or cjson.encode it", which)
	if r.Kinds&^(analysis.ReplyArray|analysis.ReplyNil) != 0 { // something else is returned in other runs
		d.Severity = min(d.Severity, diag.Warning)
	}
}
