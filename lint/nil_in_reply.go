package lint

import (
	"slices"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser/syntax"
)

func nilInReply() *Rule {
	return &Rule{Rule: diag.Rule{
		Name:     "nil-in-reply",
		Severity: diag.Warning,
		Doc: diag.Doc{
			Title: "an element of a returned array that may be nil and cuts off what follows",
			Text: `Redis sends an array up to its first nil. false is sent as a nil element and cuts nothing, so the reply of GET or HGET may go into an array as it is, but not what tonumber makes of it where there was none.

Put a default after it (x or 0, x or false), or the element to the end.`,
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
	}, needs: blocks, run: runNilInReply}
}

func runNilInReply(p *pass) {
	reported := map[syntax.Expr]bool{} // a table can be returned from several places
	for _, r := range p.facts.Returns {
		if r.Expr != nil {
			p.cutting(r.Expr, r.Reply, reported)
		}
	}
}

// cutting reports the elements of an array, and of the arrays in it, that may cut off
// others. Where nothing but nil follows, nothing is lost.
func (p *pass) cutting(e syntax.Expr, r analysis.Reply, reported map[syntax.Expr]bool) {
	fields := p.constructed(e)
	for i, elem := range r.Elems {
		if i >= len(fields) {
			return
		}
		p.cutting(fields[i], elem, reported)
		if !elem.Cut || !elem.Value.Known() || !sends(r, i+1) || reported[fields[i]] {
			continue
		}
		reported[fields[i]] = true
		if elem.Value.Is(kind.AbsentOrNil) {
			p.report(fields[i].Span(), "nil ends the reply here, and the elements after it are not sent; use false")
			continue
		}
		d := p.report(fields[i].Span(), "%s may be nil, which ends the reply here, and the elements after it are not sent; give it a default, as in %[1]s or false", p.short(fields[i]))
		p.traced(d, fields[i].Span(), fields[i], kind.Nil)
	}
}

// constructed returns the elements of the table constructor that an expression is, perhaps
// through variables, as long as the script does not change the table later; nil for any other expression.
func (p *pass) constructed(e syntax.Expr) []syntax.Expr {
	if fields := positional(e); fields != nil {
		return fields
	}
	if s := p.facts.Value(e).Shape(); s != nil && !s.Changed {
		return positional(s.Site)
	}
	return nil
}

// sends reports whether an array has elements other than nil from i on.
func sends(r analysis.Reply, i int) bool {
	return r.Rest != nil || slices.ContainsFunc(r.Elems[i:], func(e analysis.Reply) bool {
		return !e.Value.Is(kind.AbsentOrNil)
	})
}

// eachElement calls visit for the elements of the arrays in a reply, outer ones first, those that
// are not known one by one as a single one, with the expression that it comes from when that
// is in a table constructor of its own (nil otherwise).
func eachElement(e syntax.Expr, r analysis.Reply, visit func(at syntax.Expr, e analysis.Reply)) {
	fields := positional(e)
	for i, elem := range r.Elems {
		var at syntax.Expr
		if i < len(fields) {
			at = fields[i]
		}
		visit(at, elem)
		eachElement(at, elem, visit)
	}
	if r.Rest != nil {
		visit(nil, *r.Rest)
		eachElement(nil, *r.Rest, visit)
	}
}

// positional returns the elements of a table constructor that has nothing but
// positional ones; nil for any other expression.
func positional(e syntax.Expr) []syntax.Expr {
	t, ok := syntax.Unparen(e).(*syntax.TableExpr)
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
