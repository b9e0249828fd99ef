package lint

import (
	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser/syntax"
)

func nilInReply() *Rule {
	return &Rule{
		Name:     "nil-in-reply",
		Severity: diag.Warning,
		Doc: Doc{
			Title: "an element of a returned array that may be nil and cuts off what follows",
			Text: `Redis sends an array up to its first nil. false is sent as a nil element and cuts nothing, so that the reply of GET or HGET may stand in an array as it is, but not what tonumber makes of it where there was none.

Put a default behind it (x or 0, x or false), or the element to the end.`,
			Bad: `--@keys counter limits
local count = redis.call('GET', KEYS[1])
local limit = tonumber(redis.call('GET', KEYS[2]))
return {limit, count}
`,
			Good: `--@keys counter limits
local count = redis.call('GET', KEYS[1])
local limit = tonumber(redis.call('GET', KEYS[2]))
return {limit or 0, count}
`,
		},
		run: runNilInReply,
	}
}

func runNilInReply(p *pass) {
	for _, r := range p.facts.Returns {
		eachElement(r.Expr, r.Reply, func(at syntax.Expr, e analysis.Reply, last bool) {
			if e.Cut && e.Value.Known() && !last && at != nil {
				p.report(at.Span(), "%s may be nil, which cuts it and the elements behind it off the reply; give it a default, as in %s or false", p.short(at), p.short(at))
			}
		})
	}
}

// eachElement calls visit for every element of the arrays in a reply that is known
// one by one, with the expression that it comes from when that stands in a table
// constructor of its own (nil otherwise), outer ones first.
func eachElement(e syntax.Expr, r analysis.Reply, visit func(at syntax.Expr, e analysis.Reply, last bool)) {
	fields := positional(e)
	for i, elem := range r.Elems {
		var at syntax.Expr
		if i < len(fields) {
			at = fields[i]
		}
		visit(at, elem, i == len(r.Elems)-1 && r.Rest == nil)
		eachElement(at, elem, visit)
	}
}

// positional returns the elements of a table constructor that has nothing but
// positional ones; nil for any other expression.
func positional(e syntax.Expr) []syntax.Expr {
	for {
		p, ok := e.(*syntax.ParenExpr)
		if !ok {
			break
		}
		e = p.X
	}
	t, ok := e.(*syntax.TableExpr)
	if !ok {
		return nil
	}
	exprs := make([]syntax.Expr, len(t.Fields))
	for i := range t.Fields {
		if t.Fields[i].Key != nil {
			return nil
		}
		exprs[i] = t.Fields[i].Value
	}
	return exprs
}
