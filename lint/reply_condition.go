package lint

import (
	"slices"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/command"
	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/analysis/library"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser/syntax"
)

func replyCondition() *Rule {
	return &Rule{Rule: diag.Rule{
		Name:     "reply-condition",
		Severity: diag.Error,
		Doc: diag.Doc{
			Title: "a condition on a reply that cannot mean what it says",
			Text: `In Lua everything but nil and false is true. Redis passes replies to a script as follows:

	integer        a number, and 0 is true
	missing value  false, never nil, so that "== nil" never holds
	status         a table {ok='OK'}, which equals no string
	array          a table, which is true if it is empty, and which equals no other table

A missing element in the reply of HMGET or MGET is false as well. A flat reply such as HGETALL's alternates fields and values: reply.name is always nil.

The finding is an error where the outcome is the same for every reply. Nothing is reported where the same condition also tests for false, or where the nil can come from elsewhere.`,
			Bad: `--@keys visits
local count = redis.call('GET', KEYS[1])
if count == nil then
  return 0
end
return count + 1
`,
			Good: `--@keys visits
local count = redis.call('GET', KEYS[1])
if not count then
  return 0
end
return count + 1
`,
			Fails: "ERR user_script:6: attempt to perform arithmetic on local 'count' (a boolean value)",
		},
	}, run: runReplyCondition}
}

func runReplyCondition(p *pass) {
	for _, c := range p.conditions() {
		for i := range c.truths {
			p.replyTruth(&c, &c.truths[i])
		}
		for i := range c.comparisons {
			p.replyComparison(&c, &c.comparisons[i])
		}
	}
	p.flatFields()
}

// subject is what a message calls a value that comes from commands.
func subject(o *origins) string {
	if o.elements {
		return "an element of the reply of " + o.command()
	}
	return "the reply of " + o.command()
}

// outcome is how a condition always turns out.
func (t *truth) outcome() string {
	if t.not != nil {
		return "is never true"
	}
	return "is always true"
}

// span is the condition with its "not".
func (t *truth) span() syntax.Range {
	if t.not != nil {
		return t.not.Range
	}
	return t.expr.Span()
}

// replyTruth reports a reply whose truth says nothing.
func (p *pass) replyTruth(c *condition, t *truth) {
	v := p.facts.Value(t.expr)
	if _, length := t.expr.(*syntax.UnaryExpr); !length && v.Origin()&value.FromData == 0 {
		return
	}
	switch x := t.expr.(type) {
	case *syntax.UnaryExpr:
		if x.Op == syntax.OpLen {
			d := p.warn(t.span(), "a length is a number, and every number is true in Lua, 0 too: this %s; compare it with 0", t.outcome())
			p.compareNumber(d, t, 0)
		}
		return
	case *syntax.BinaryExpr:
		return
	}
	switch {
	case v.Is(kind.Number|kind.ErrorTable) && v.Can(kind.Number):
		p.numberTruth(c, t, v)
	case v.Is(kind.Array|kind.ErrorTable) && v.Can(kind.Array):
		p.arrayTruth(c, t)
	case v.Is(kind.Status|kind.ErrorTable) && v.Can(kind.Status) && t.not != nil:
		if o := p.repliesBehind(t.expr, kind.Table); o.only() && !p.mentions(c, t.expr, p.source(t.expr)) {
			d := p.warn(t.span(), "%s is a status, in Lua a table {ok=…}, and an error is one, too: this %s; redis.call raises where the command fails, and redis.pcall returns a table with the field err",
				subject(o), t.outcome())
			p.traced(d, t.span(), t.expr, kind.Table)
		}
	}
}

func (p *pass) numberTruth(c *condition, t *truth, v value.Value) {
	o := p.repliesBehind(t.expr, kind.Number)
	if !o.only() || p.mentions(c, t.expr, p.source(t.expr)) {
		return
	}
	for _, call := range o.calls {
		if o.converted && (call.Match == nil || call.Match.Reply().Kinds != command.IntegerReply) {
			return // tonumber makes nil of what is missing
		}
	}
	d := p.report(t.span(), "%s is a number, and every number is true in Lua, 0 too: this %s; %s", subject(o), t.outcome(), numberAdvice(v))
	if !zeroTells(o) || t.not != nil && !isFlag(v) && p.givesDefault(t) {
		d.Severity = min(d.Severity, diag.Warning)
	}
	p.traced(d, t.span(), t.expr, kind.Number)
	if lo, hi := v.Bounds(); lo == 0 && !o.elements && !v.Can(kind.ErrorTable) {
		p.compareNumber(d, t, hi)
	}
}

// zeroTells reports whether 0, or a negative number, is a reply that means something else than the
// others: nothing found, or nothing done.
func zeroTells(o *origins) bool {
	for _, c := range o.calls {
		if c.Match == nil || c.Match.Writes() && c.Match.Unwritten()&(command.ZeroReply|command.NegativeReply) == 0 {
			return false
		}
	}
	return true
}

// isFlag reports whether a number is 0 or 1.
func isFlag(v value.Value) bool {
	lo, hi := v.Bounds()
	return lo == 0 && hi == 1
}

// givesDefault reports whether "if not x then" guards only an assignment to x: that is caution.
func (p *pass) givesDefault(t *truth) bool {
	name, ok := t.expr.(*syntax.NameExpr)
	if !ok {
		return false
	}
	found := false
	syntax.Inspect(p.script.Chunk.Block, func(n syntax.Node) bool {
		c, ok := n.(*syntax.IfClause)
		if !ok || syntax.Unparen(c.Cond) != syntax.Expr(t.not) || len(c.Body.Stmts) != 1 {
			return !found
		}
		if a, ok := c.Body.Stmts[0].(*syntax.AssignStmt); ok && len(a.Targets) == 1 {
			found = p.isText(a.Targets[0], name.Name)
		}
		return !found
	})
	return found
}

func numberAdvice(v value.Value) string {
	switch lo, _ := v.Bounds(); {
	case isFlag(v):
		return "compare it with 1"
	case lo < 0 && lo >= -2:
		return "compare it with 0, as it is negative where there is none"
	default:
		return "compare it with 0"
	}
}

// compareNumber completes a finding about a number that is not negative with the fix that compares it.
func (p *pass) compareNumber(d *diag.Diagnostic, t *truth, most float64) {
	if !t.free {
		return
	}
	text := p.source(t.expr)
	switch {
	case t.not != nil:
		text += " == 0"
	case most == 1:
		text += " == 1"
	default:
		text += " > 0"
	}
	fix := diag.Fix{Message: "write " + brief(text), Edits: []diag.Edit{p.replace(t.span(), text)}}
	if d.Severity == diag.Error {
		d.Fix = &fix
	} else {
		d.Suggestions = append(d.Suggestions, fix)
	}
}

// arrayTruth reports an array whose truth is asked for.
func (p *pass) arrayTruth(c *condition, t *truth) {
	o := p.repliesBehind(t.expr, kind.Table)
	text := p.source(t.expr)
	if !o.only() || o.elements || p.mentions(c, t.expr, text) || t.not == nil && p.goneThrough(text) {
		return
	}
	d := p.warn(t.span(), "%s is a table, which is true in Lua even if it is empty: this %s; test its length, or an element", subject(o), t.outcome())
	p.traced(d, t.span(), t.expr, kind.Table)
}

// goneThrough reports whether the script goes through a table in a loop, or takes its length: that is right
// for an empty one, too.
func (p *pass) goneThrough(text string) bool {
	found := false
	syntax.Inspect(p.script.Chunk.Block, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.UnaryExpr:
			found = found || n.Op == syntax.OpLen && p.isText(n.X, text)
		case *syntax.CallExpr:
			op := p.facts.Value(n.Func).Op()
			found = found || len(n.Args) == 1 && (op == library.IPairs || op == library.Pairs) && p.isText(n.Args[0], text)
		}
		return !found
	})
	return found
}

// luaTypes is the kinds of value that Lua itself tells apart when it compares, those of a value included.
func luaTypes(v value.Value) kind.Set {
	all := kind.Set(0)
	for _, k := range [...]kind.Set{kind.AbsentOrNil, kind.Bool, kind.Number, kind.String, kind.Table, kind.Func, kind.Other} {
		if v.Can(k) {
			all |= k
		}
	}
	if !v.Can(kind.True) {
		all &^= kind.True
	}
	if !v.Can(kind.False) {
		all &^= kind.False
	}
	return all
}

// replyComparison reports a comparison of a reply with what it never equals.
func (p *pass) replyComparison(c *condition, cmp *comparison) {
	b := cmp.expr
	never := "is never true"
	if b.Op == syntax.OpNe {
		never = "is always true"
	}
	if p.negatedOperand(b, never) {
		return
	}
	for _, sides := range [...][2]syntax.Expr{{b.X, b.Y}, {b.Y, b.X}} {
		x, y := sides[0], sides[1]
		if _, ok := y.(*syntax.TableExpr); ok {
			p.report(b.Range, "a table equals only itself, never a new one: this %s; compare lengths or elements", never)
			return
		}
		if p.lengthComparison(b, x, y, never) || p.nilComparison(c, cmp, x, y, never) || p.otherComparison(c, cmp, x, y, never) {
			return
		}
	}
}

// lengthComparison reports the comparison of 0 with the length of a reply, #x, that has an element for each
// word of the call.
func (p *pass) lengthComparison(b *syntax.BinaryExpr, x, y syntax.Expr, never string) bool {
	length, ok := x.(*syntax.UnaryExpr)
	if !ok || length.Op != syntax.OpLen || literal(y) != "0" {
		return false
	}
	c := p.perWord(length.X)
	if c == nil {
		return false
	}
	_, name := called(c)
	p.warn(b.Range, "the reply of %s has an element for each one that is asked for, false where there is no value, so that its length is never 0: this %s; test its elements", name, never)
	return true
}

// perWord is the command behind an expression if that replies an element for each of some words of the call,
// whether there is a value or not, as MGET does; nil for others.
func (p *pass) perWord(e syntax.Expr) *analysis.Call {
	c := p.callBehind(e)
	if c == nil || c.Match == nil || c.Open {
		return nil
	}
	if r := c.Match.Reply(); r.Kinds != command.Array || r.Shape != command.PerWord {
		return nil
	}
	return c
}

// negatedOperand reports "not a == b", which compares a boolean.
func (p *pass) negatedOperand(b *syntax.BinaryExpr, never string) bool {
	u, ok := b.X.(*syntax.UnaryExpr)
	if !ok || u.Op != syntax.OpNot {
		return false
	}
	y := p.facts.Value(b.Y)
	if !y.Known() || y.Can(kind.Bool) {
		return false
	}
	opposite := "~="
	if b.Op == syntax.OpNe {
		opposite = "=="
	}
	d := p.report(b.Range, "not binds stronger than %s: this compares true or false with what is neither, and %s; write %s %s %s",
		b.Op, never, p.short(u.X), opposite, p.short(b.Y))
	d.Suggestions = []diag.Fix{{
		Message: "compare with " + opposite,
		Edits:   []diag.Edit{p.replace(b.Range, p.source(u.X)+" "+opposite+" "+p.source(b.Y))},
	}}
	return true
}

// nilComparison reports the comparison of a reply, x, with nil, or of its type with "nil".
func (p *pass) nilComparison(c *condition, cmp *comparison, x, y syntax.Expr, never string) bool {
	text, isText := p.facts.Value(y).Str()
	_, isNil := y.(*syntax.NilExpr)
	call, isCall := x.(*syntax.CallExpr)
	switch {
	case isNil:
	case isText && text == "nil" && isCall && len(call.Args) == 1 && p.facts.Value(call.Func).Op() == library.Type:
		x = call.Args[0]
	default:
		return false
	}
	v := p.facts.Value(x)
	if !v.Known() || v.Can(kind.AbsentOrNil) || !v.Can(kind.False|kind.Number|kind.Array) || v.Can(kind.True|kind.Func|kind.Other) {
		return false
	}
	o := p.repliesBehind(x, v.Kinds())
	if !o.only() || o.converted || !isNegativeNumber(v) && p.testsFalse(c, cmp.expr, p.source(x)) {
		return true
	}
	at := cmp.expr.Range
	switch {
	case v.Can(kind.False):
		d := p.report(at, "%s is false where there is no value, never nil: this %s; %s", subject(o), never, falseAdvice(cmp, p.short(x)))
		p.traced(d, at, x, kind.False)
		p.fixNil(d, cmp, x)
	case !zeroTells(o) || o.elements || p.mentions(c, cmp.expr, p.source(x)) && (!isNegativeNumber(v) || p.comparesMore(c, p.source(x))):
	case v.Is(kind.Array | kind.ErrorTable):
		d := p.warn(at, "%s is a table, empty where there is nothing, never nil: this %s; test its length", subject(o), never)
		p.traced(d, at, x, kind.Array)
	case v.Is(kind.Number | kind.ErrorTable):
		d := p.report(at, "%s is a number, never nil: this %s; %s", subject(o), never, numberAdvice(v))
		p.doubtCaution(d, v)
		p.traced(d, at, x, kind.Number)
	}
	return true
}

// isNegativeNumber reports whether a number is below 0 where there is nothing, as a time to live is.
func isNegativeNumber(v value.Value) bool {
	lo, _ := v.Bounds()
	return v.Is(kind.Number) && lo < 0 && lo >= -2
}

// comparesMore reports whether a condition compares an expression of that text with anything but nil and
// booleans.
func (p *pass) comparesMore(c *condition, text string) bool {
	for i := range c.truths {
		if isOrder(c.truths[i].expr) {
			return true
		}
	}
	return slices.ContainsFunc(c.comparisons, func(cmp comparison) bool {
		b := cmp.expr
		other := func(x, y syntax.Expr) bool {
			return p.isText(x, text) && !p.facts.Value(y).Is(kind.AbsentOrNil|kind.Bool)
		}
		return other(b.X, b.Y) || other(b.Y, b.X)
	})
}

// doubtCaution makes a warning of a finding about a number that can be any: who tests whether it is there
// at all may do so out of caution.
func (p *pass) doubtCaution(d *diag.Diagnostic, v value.Value) {
	if lo, _ := v.Bounds(); !isFlag(v) && lo >= 0 {
		d.Severity = min(d.Severity, diag.Warning)
	}
}

func falseAdvice(cmp *comparison, text string) string {
	switch {
	case cmp.tested && cmp.expr.Op == syntax.OpEq:
		return "write not " + text
	case cmp.tested:
		return "write " + text + " alone"
	default:
		return "compare it with false"
	}
}

// fixNil is the fix of a comparison with nil that was meant to find what is missing.
func (p *pass) fixNil(d *diag.Diagnostic, cmp *comparison, x syntax.Expr) {
	b := cmp.expr
	if _, ok := b.Y.(*syntax.NilExpr); !ok {
		return
	}
	message, edit := "compare with false", p.replace(b.Y.Span(), "false")
	if cmp.tested && isPrimary(x) {
		text := p.source(x)
		if b.Op == syntax.OpEq {
			text = "not " + text
		}
		message, edit = "write "+brief(text), p.replace(b.Range, text)
	}
	d.Fix = &diag.Fix{Message: message, Edits: []diag.Edit{edit}}
}

// isPrimary reports whether an expression is a name, an index, a call or in parentheses, so that
// anything can be written around it.
func isPrimary(e syntax.Expr) bool {
	switch e.(type) {
	case *syntax.NameExpr, *syntax.IndexExpr, *syntax.CallExpr, *syntax.ParenExpr:
		return true
	default:
		return false
	}
}

// otherComparison reports the comparison of a reply, x, with what is of another type.
func (p *pass) otherComparison(c *condition, cmp *comparison, x, y syntax.Expr, never string) bool {
	v, w := p.facts.Value(x), p.facts.Value(y)
	if !v.Known() || !w.Known() || v.IsOpen() || w.IsOpen() || luaTypes(v)&luaTypes(w) != 0 || w.Is(kind.AbsentOrNil) {
		return false
	}
	if v.Can(kind.String) && w.Can(kind.Number) || v.Can(kind.Number) && w.Can(kind.String) {
		return false // missing-tonumber tells
	}
	o := p.repliesBehind(x, v.Kinds())
	if !o.only() || o.converted || w.Is(kind.False) && p.mentions(c, cmp.expr, p.source(x)) {
		return false
	}
	at := cmp.expr.Range
	var d *diag.Diagnostic
	switch {
	case v.Can(kind.Status) && w.Can(kind.String):
		d = p.report(at, "%s is a status, in Lua a table {ok=…}, which equals no string: this %s; compare its field ok", subject(o), never)
		p.fixStatus(d, cmp, x, v, w)
	case v.Can(kind.Number) && w.Can(kind.Bool):
		d = p.report(at, "%s is a number, which equals neither true nor false: this %s; %s", subject(o), never, numberAdvice(v))
		if w.Is(kind.False) {
			p.doubtCaution(d, v)
		}
	case v.Can(kind.Array) && w.Is(kind.False):
		d = p.warn(at, "%s is a table, empty where there is nothing, never false: this %s; test its length", subject(o), never)
	case v.Can(kind.Array):
		d = p.report(at, "%s is a table, which equals %s: this %s; compare its elements or its length", subject(o), noneOf(w), never)
	case v.Can(kind.Status):
		d = p.report(at, "%s is a status, in Lua a table {ok=…}, which equals %s: this %s; test its truth, or compare its field ok", subject(o), noneOf(w), never)
	case v.Is(kind.False|kind.String|kind.ErrorTable) && w.Is(kind.True):
		d = p.report(at, "%s is a string, or false where there is none, but never true: this %s; test its truth", subject(o), never)
	default:
		return false
	}
	p.traced(d, at, x, v.Kinds())
	return true
}

// noneOf says what a table is never equal to.
func noneOf(v value.Value) string {
	switch {
	case v.Is(kind.Number):
		return "no number"
	case v.Is(kind.String):
		return "no string"
	default:
		return "nothing but itself"
	}
}

// fixStatus is the fix of the comparison of a status with a string.
func (p *pass) fixStatus(d *diag.Diagnostic, cmp *comparison, x syntax.Expr, v, w value.Value) {
	b := cmp.expr
	if !isPrimary(x) || v.Can(kind.Array|kind.ErrorTable) {
		return
	}
	if !v.Can(kind.False) {
		d.Fix = &diag.Fix{Message: "compare its field ok", Edits: []diag.Edit{p.insert(x.Span().To, ".ok")}}
		return
	}
	if text, ok := w.Str(); ok && text == "OK" && cmp.tested {
		text := p.source(x)
		if b.Op == syntax.OpNe {
			text = "not " + text
		}
		d.Fix = &diag.Fix{Message: "write " + brief(text), Edits: []diag.Edit{p.replace(b.Range, text)}}
	}
}

// flatFields reports names that are looked up in a reply, which has elements only.
func (p *pass) flatFields() {
	for _, x := range p.walk().indexes {
		v := p.facts.Value(x.X)
		if !v.Is(kind.Array) || len(v.Shapes()) == 0 || !isReplies(p, v.Shapes()) {
			continue
		}
		name, named := p.facts.Value(x.Key).Str()
		if !named || name == "err" || name == "ok" {
			continue
		}
		if o := p.repliesBehind(x.X, kind.Array); o.only() && !o.elements {
			d := p.report(x.Range, "%s is a flat list, in Lua a table with numbers as keys: %s is always nil; go through its elements", subject(o), p.short(x))
			p.traced(d, x.Range, x.X, kind.Array)
		}
	}
}

// isReplies reports whether tables are replies to which the script adds nothing.
func isReplies(p *pass, shapes []*value.Shape) bool {
	return !slices.ContainsFunc(shapes, func(s *value.Shape) bool {
		call, ok := s.Site.(*syntax.CallExpr)
		return !ok || p.facts.Call(call) == nil || s.Changed || s.Open || len(s.Fields) > 0 || s.Dynamic.Kinds() != 0
	})
}
