package lint

import (
	"slices"
	"strings"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/command"
	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/parser/syntax"
)

// swapped reports a score and a member that by their types or names stand in each other's place.
func (p *pass) swapped(c *analysis.Call, i int, param *command.Param) {
	if c.Match.RoleOf(param) != command.Score || i+1 >= len(c.Args) {
		return
	}
	next, sure := c.Match.At(i + 1)
	if !sure || next.Role != command.Member {
		return
	}
	score, member := c.WordExpr(i), c.WordExpr(i+1)
	declared := p.argument(c.Words[i])
	text := declared != nil && isKind(declared.typ, parser.String)
	number := c.Words[i+1].Is(kind.Number | kind.Numeral)
	named := !p.isCalled(score, c.Words[i], param.Name) && p.isCalled(member, c.Words[i+1], param.Name) && !p.isCalled(member, c.Words[i+1], next.Name)
	if !named && (!text || !number || p.isCalled(score, c.Words[i], param.Name)) {
		return
	}
	_, name := called(c)
	p.warn(syntax.Range{From: score.Span().From, To: member.Span().To},
		"%s takes the %s before the %s: these look swapped, and what is no number is refused with \"value is not a valid float\"", name, param.Name, next.Name)
}

// isCalled reports whether a local, or the argument that a value is, has a name with a word in it.
func (p *pass) isCalled(e syntax.Expr, v value.Value, word string) bool {
	var names []string
	one, in := p.argument(v), v.Input()
	if name, ok := syntax.Unparen(e).(*syntax.NameExpr); ok {
		names = []string{name.Name}
	} else if one != nil {
		names = []string{one.name}
	} else if in.Index > 0 {
		for _, b := range p.inputs(in.Table).Names(in.Index) {
			names = append(names, b.Name)
		}
	}
	return slices.ContainsFunc(names, func(n string) bool { return strings.Contains(strings.ToLower(n), word) })
}

// maybeZero reports an argument of the script as a time to live that deletes the key when it is zero,
// where the script has found the key, and neither tests the argument nor has written the key itself.
func (p *pass) maybeZero(c *analysis.Call, i int, v value.Value, param *command.Param) {
	if p.passesLifetime(c, i, v, param) {
		return
	}
	in := v.Input()
	if param.Zero != command.Deletes || !c.Match.RoleOf(param).IsSpan() || in.Index == 0 || in.Table != value.ARGV || c.Protected {
		return
	}
	if len(p.args.all) == 0 && !p.saysSuccess(c) || p.isCompared(in) || p.wroteBefore(c) || !p.isFoundBy(c) {
		return
	}
	e := c.WordExpr(i)
	_, name := called(c)
	d := p.warn(e.Span(), "%s deletes the key when %s is 0 or less, and the script goes on as if it lived; test that it is above 0 first", name, p.short(e))
	if one := p.argument(v); one != nil {
		d.Related = append(d.Related, diag.Related{Span: one.span, Message: one.name + " is declared here"})
	}
}

// passesLifetime reports the reply of TTL or PTTL that is passed on untested: it is negative where the key has
// no time to live, or is gone.
func (p *pass) passesLifetime(c *analysis.Call, i int, v value.Value, param *command.Param) bool {
	if param.Negative == command.Allowed || !c.Match.RoleOf(param).IsSpan() || c.Protected || !isNegativeNumber(v) {
		return false
	}
	e := c.WordExpr(i)
	asked := p.callBehind(e)
	if asked == nil || p.isFoundBy(c) || p.isInCondition(e) || p.givesLifetime(asked, c) {
		return false
	}
	_, name := called(c)
	_, from := called(asked)
	outcome := "refuses"
	if param.Negative == command.Deletes {
		outcome = "deletes the key with"
	}
	d := p.warn(e.Span(), "%s replies a negative number for a key without a time to live, and %s %s that; test that it is above 0 first", from, name, outcome)
	if asked.Expr != syntax.Unparen(e) {
		d.Related = []diag.Related{{Span: p.script.Span(asked.Expr.Range), Message: "it comes from here"}}
	}
	return true
}

// givesLifetime reports whether another call than one sets a time to live of the key that a call asks about.
func (p *pass) givesLifetime(asked, except *analysis.Call) bool {
	return slices.ContainsFunc(p.facts.Calls, func(c *analysis.Call) bool {
		if c == except || c.Match == nil || !c.Match.Writes() || !p.sameFirstKey(asked, c) {
			return false
		}
		for i := range c.Words {
			if c.Match.Role(i).IsSpan() {
				return true
			}
		}
		return false
	})
}

// isInCondition reports whether a condition of the script has a variable in it, however it is written.
func (p *pass) isInCondition(e syntax.Expr) bool {
	b := p.local(e)
	if b == nil {
		return false
	}
	found := false
	look := func(e syntax.Expr) {
		syntax.Inspect(e, func(n syntax.Node) bool {
			name, ok := n.(*syntax.NameExpr)
			found = found || ok && p.facts.Binding(name) == b
			return !found
		})
	}
	for _, c := range p.conditions() {
		for i := range c.truths {
			look(c.truths[i].expr)
		}
		for i := range c.comparisons {
			look(c.comparisons[i].expr)
		}
	}
	return found
}

// saysSuccess reports whether nothing reads a call's reply, and the script returns something fixed right after.
func (p *pass) saysSuccess(c *analysis.Call) bool {
	found := false
	syntax.Inspect(p.script.Chunk.Block, func(n syntax.Node) bool {
		block, ok := n.(*syntax.Block)
		if !ok {
			return !found
		}
		for i, s := range block.Stmts[:max(len(block.Stmts)-1, 0)] {
			call, ok := s.(*syntax.CallStmt)
			if !ok || call.Call != c.Expr {
				continue
			}
			r, ok := block.Stmts[i+1].(*syntax.ReturnStmt)
			found = ok && len(r.Exprs) == 1 && p.facts.Value(r.Exprs[0]).Is(kind.Number|kind.String|kind.True|kind.Status) &&
				p.facts.Value(r.Exprs[0]).Origin() == value.FromLiteral
		}
		return !found
	})
	return found
}

// isFoundBy reports whether a call only runs where a condition on a reply about the same key holds.
func (p *pass) isFoundBy(c *analysis.Call) bool {
	asks := func(cond syntax.Expr) bool {
		found := false
		syntax.Inspect(cond, func(n syntax.Node) bool {
			if e, ok := n.(syntax.Expr); ok && !found {
				o := p.callBehind(e)
				found = o != nil && p.sameFirstKey(o, c)
			}
			return !found
		})
		return found
	}
	found := false
	syntax.Inspect(p.script.Chunk.Block, func(n syntax.Node) bool {
		if clause, ok := n.(*syntax.IfClause); ok && clause.From <= c.Expr.From && c.Expr.To <= clause.To {
			found = found || asks(clause.Cond)
		}
		return !found
	})
	return found
}

// isCompared reports whether the script compares an element of ARGV with anything.
func (p *pass) isCompared(in value.InputRef) bool {
	return slices.ContainsFunc(p.facts.Binaries, func(b *syntax.BinaryExpr) bool {
		ordered := isOrdering(b.Op) || isEquality(b.Op)
		return ordered && (p.facts.Value(b.X).Input() == in || p.facts.Value(b.Y).Input() == in)
	})
}

// wroteBefore reports whether a call before c writes its first key.
func (p *pass) wroteBefore(c *analysis.Call) bool {
	if len(c.Keys) == 0 {
		return true
	}
	return slices.ContainsFunc(p.facts.Calls, func(o *analysis.Call) bool {
		return o.Expr.From < c.Expr.From && (o.Match == nil || o.Match.Writes()) && p.sameFirstKey(o, c)
	})
}

// sameFirstKey reports whether two calls have the same first key, as far as it is written so.
func (p *pass) sameFirstKey(a, b *analysis.Call) bool {
	if len(a.Keys) == 0 || len(b.Keys) == 0 {
		return false
	}
	x, y := a.Keys[0], b.Keys[0]
	return x.Input.Index > 0 && x.Input == y.Input || x.Known && y.Known && x.Text == y.Text || p.source(x.Expr) == p.source(y.Expr)
}

// countsFraction reports a command that counts on a key, or a field, to which the script has given a
// fraction.
func (p *pass) countsFraction(c *analysis.Call) {
	if c.Match == nil || !c.Match.Command.Is(command.Write) || !counts(c) || c.Match.Reply().Kinds != command.IntegerReply {
		return
	}
	for _, o := range p.facts.Calls {
		if o.Expr.From >= c.Expr.From || o.Match == nil || !p.sameFirstKey(o, c) {
			continue
		}
		for i, v := range o.Words {
			if o.Match.Role(i) != command.Value || !v.Can(kind.Fraction) || !v.Is(kind.Number|kind.AbsentOrNil) || !p.sameField(c, o, i-1) {
				continue
			}
			_, name := called(c)
			_, set := called(o)
			e := o.WordExpr(i)
			d := p.warn(commandAt(c), "%s counts in whole numbers, and %s gives it one that nothing makes whole: a fraction is refused with \"value is not an integer\"; round it with math.floor",
				name, set)
			d.Related = append(d.Related, diag.Related{Span: p.script.Span(e.Span()), Message: "it gets its value here"})
			p.traced(d, commandAt(c), e, kind.Fraction)
			return
		}
	}
}

// counts reports whether a call adds a whole number to what a key or field holds.
func counts(c *analysis.Call) bool {
	if c.Match.KeyName() == "counter" {
		return true
	}
	for i := range c.Words {
		if p, sure := c.Match.At(i); sure && p.Role == command.Integer && p.Name == "increment" {
			return true
		}
	}
	return false
}

// sameField reports whether word i of an earlier call is the field that a later one is about; true where that
// is about no field.
func (p *pass) sameField(later, earlier *analysis.Call, i int) bool {
	for j := range later.Words {
		if later.Match.Role(j) == command.Field {
			return i >= 0 && earlier.Match.Role(i) == command.Field && p.source(earlier.WordExpr(i)) == p.source(later.WordExpr(j))
		}
	}
	return true
}
