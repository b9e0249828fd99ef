package lint

import (
	"slices"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/command"
	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/analysis/library"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser/syntax"
)

func nilInReply() *Rule {
	return &Rule{Rule: diag.Rule{
		Name:     "nil-in-reply",
		Severity: diag.Warning,
		Doc: diag.Doc{
			Title: "an element of a returned array that may be nil and cuts off what follows",
			Text: `Redis sends an array up to its first nil. false is sent as a nil element and cuts nothing, so the reply of GET or HGET may go into an array as it is, but tonumber of a missing value is nil and ends the array.

Give it a default (x or 0, x or false), or move the element to the end. After redis.setresp(3) a missing value is nil and not false.

A list that is filled under a condition, t[i] = x, has a hole where the condition fails, and the reply ends at the first one. Append instead: t[#t + 1] = x. No declared type helps, not even []string?, because nothing after the hole is sent.`,
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
	p.resp3 = p.speaksRESP3()
	for _, r := range p.facts.Returns {
		if r.Expr != nil {
			p.cutting(r.Expr, r.Reply, reported)
			p.sparse(r.Expr, reported)
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
		if p.resp3 && sends(r, i+1) && !reported[fields[i]] && p.mayReplyNil(fields[i]) {
			reported[fields[i]] = true
			p.report(fields[i].Span(), "%s may be nil, as a missing value is after redis.setresp(3), which ends the reply here, and the elements after it are not sent; give it a default, as in %[1]s or false", p.short(fields[i]))
			continue
		}
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

// speaksRESP3 reports whether the script asks for replies as in RESP3, in which nothing is nil and not false.
func (p *pass) speaksRESP3() bool {
	return p.facts.RESP3 && slices.ContainsFunc(p.facts.LibCalls, func(c analysis.LibCall) bool {
		if c.Func.Name != "setresp" || len(c.Expr.Args) == 0 {
			return false
		}
		n, ok := p.facts.Value(c.Expr.Args[0]).Number()
		return ok && n == 3
	})
}

// mayReplyNil reports whether an expression is the reply of a command that replies nil where there is nothing.
func (p *pass) mayReplyNil(e syntax.Expr) bool {
	c := p.callBehind(e)
	return c != nil && c.Match != nil && c.Match.LikelyReply().Kinds&command.Nil != 0
}

// sparse reports the elements of a returned list that a loop puts in under a condition, each at the place of its
// own.
func (p *pass) sparse(e syntax.Expr, reported map[syntax.Expr]bool) {
	b, fills := p.filled(e)
	if b == nil {
		return
	}
	for _, f := range fills {
		if f.key == nil || f.append || f.loop == nil || reported[f.key] {
			continue
		}
		maybeNil := p.facts.Value(f.value).Suggested()&kind.Nil != 0 || p.resp3 && p.mayReplyNil(f.value)
		if !maybeNil && (!f.inIf || p.elseFills(f, fills)) || !p.counts(f.loop, f.key) {
			continue
		}
		reported[f.key] = true
		at := f.stmt.Span()
		if maybeNil {
			d := p.report(at, "%s may be nil, which leaves a hole in %s: the reply ends there, and the elements behind it are not sent; write %[1]s or false", p.short(f.value), b.Name)
			p.traced(d, at, f.value, kind.Nil)
			continue
		}
		d := p.report(at, "%s is left out where the condition fails, and the reply ends at the first such hole; append with %s[#%[2]s + 1] = …, or put false there", p.short(f.stmt.(*syntax.AssignStmt).Targets[0]), b.Name)
		d.Related = []diag.Related{{Span: p.script.Span(e.Span()), Message: b.Name + " is returned here"}}
		d.Suggestions = []diag.Fix{{Message: "append the element", Edits: []diag.Edit{p.replace(f.key.Span(), "#"+b.Name+" + 1")}}}
	}
}

// counts reports whether a key counts the rounds of a loop: its variable, or the first one of ipairs.
func (p *pass) counts(loop syntax.Stmt, key syntax.Expr) bool {
	b := p.local(key)
	switch s := loop.(type) {
	case *syntax.NumericFor:
		return b != nil && p.facts.Declared(s.Var) == b
	case *syntax.GenericFor:
		call, ok := s.Exprs[0].(*syntax.CallExpr)
		return b != nil && ok && p.facts.Declared(s.Names[0]) == b && p.facts.Value(call.Func).Op() == library.IPairs
	default:
		return false
	}
}

// elseFills reports whether the same loop puts something in at the same place elsewhere, as in an else.
func (p *pass) elseFills(f fill, fills []fill) bool {
	return slices.ContainsFunc(fills, func(o fill) bool {
		return o.stmt != f.stmt && o.loop == f.loop && o.key != nil && p.local(o.key) == p.local(f.key)
	})
}
