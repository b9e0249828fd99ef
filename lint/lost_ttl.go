package lint

import (
	"slices"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/command"
	"github.com/luagen/luagen/analysis/scope"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser/syntax"
)

func lostTTL() *Rule {
	return &Rule{Rule: diag.Rule{
		Name:     "lost-ttl",
		Severity: diag.Hint,
		Doc: diag.Doc{
			Title: "a key that loses its time to live, or gets one on some paths only",
			Text: `SET without a time removes the key's time to live, and so do GETSET, MSET and the commands that store a result: the key then never expires. Add KEEPTTL (Redis 6.0 and later), set the time again, or change the value with a command that leaves the time alone, such as INCRBY.

A key that gets its time to live on one branch and is written without one on another never expires when the second branch runs first. A branch that only an argument decides is not reported.`,
			Bad: `--@keys session
local seen = tonumber(redis.call('GET', KEYS[1]) or 0)
if seen == 0 then
  return redis.call('SET', KEYS[1], 1, 'EX', 60)
end
return redis.call('SET', KEYS[1], seen + 1)
`,
			Good: `--@keys session
local seen = tonumber(redis.call('GET', KEYS[1]) or 0)
if seen == 0 then
  return redis.call('SET', KEYS[1], 1, 'EX', 60)
end
return redis.call('SET', KEYS[1], seen + 1, 'KEEPTTL')
`,
		},
	}, needs: whole, run: runLostTTL}
}

func runLostTTL(p *pass) {
	byKey := map[string][]*analysis.Call{}
	for _, c := range p.facts.Calls {
		if c.Match == nil || len(c.Keys) != 1 || !c.Match.Writes() {
			continue
		}
		key := p.keyText(c.Keys[0])
		byKey[key] = append(byKey[key], c)
	}
	sets := func(c *analysis.Call) bool { return c.Match.Expiry() == command.SetsExpiry }
	for key, calls := range byKey {
		if len(calls) < 2 || !slices.ContainsFunc(calls, sets) {
			continue // no time to live to be lost
		}
		if p.asksExpiry(key) {
			continue // the script minds the time itself
		}
		for i, c := range calls {
			if c.Match.Expiry() == command.DropsExpiry && storesData(c) {
				p.dropped(c, calls[:i], calls[i+1:])
			}
		}
		p.oneBranch(calls)
	}
}

// asksExpiry reports whether the script reads a key's time to live, which is -2 where there is no key.
func (p *pass) asksExpiry(key string) bool {
	return slices.ContainsFunc(p.facts.Calls, func(c *analysis.Call) bool {
		if c.Match == nil || len(c.Keys) != 1 || p.keyText(c.Keys[0]) != key {
			return false
		}
		r := c.Match.Reply()
		return r.IsBounded() && r.Min == -2
	})
}

// storesData reports whether a call has words beside its key and options: what drops a time to live without them
// is there for that.
func storesData(c *analysis.Call) bool {
	if c.Match.Unwritten()&command.NilReply != 0 {
		return false // only under a condition of its own, and perhaps where there is no key
	}
	for i := range c.Words {
		if !keepsData(c.Match.Role(i)) {
			return true
		}
	}
	return false
}

// dropped reports a write that takes away the time to live that the script gives to the key elsewhere.
func (p *pass) dropped(c *analysis.Call, before, after []*analysis.Call) {
	for _, d := range after {
		if e := d.Match.Expiry(); e == command.SetsExpiry || e == command.RemovesKey || e == command.UnknownExpiry {
			return // it gets one again
		}
	}
	for _, d := range before {
		if d.Match.Expiry() != command.SetsExpiry || p.chosenByArgument(d, c) || p.functionOf(d) != p.functionOf(c) {
			continue
		}
		_, name := called(c)
		advice := "give it again behind"
		if slices.ContainsFunc(c.Match.Command.Grammar.Params, func(q command.Param) bool { return q.Name == "keepttl" }) {
			advice = "keep it with KEEPTTL, or give it again"
		}
		r := p.report(commandAt(c), "%s takes away the time to live that the key has, so that it lives for ever; %s", name, advice)
		r.Related = []diag.Related{{Span: p.script.Span(d.Expr.Range), Message: "the key gets its time to live here"}}
		return
	}
}

// chosenByArgument reports whether two calls are in different branches of an if that asks nothing of the data.
func (p *pass) chosenByArgument(a, b *analysis.Call) bool {
	found := false
	p.branchesOf(a, b, func(s *syntax.IfStmt) { found = found || !p.asksData(s) })
	return found
}

// branchesOf calls visit with the if statements of which two calls are in different branches.
func (p *pass) branchesOf(a, b *analysis.Call, visit func(*syntax.IfStmt)) {
	for _, s := range p.ifsAround(a) {
		if i, j := branchOf(s, a), branchOf(s, b); i >= 0 && j >= 0 && i != j {
			visit(s)
		}
	}
}

// ifsAround are the if statements that a call is in, the outermost first.
func (p *pass) ifsAround(c *analysis.Call) []*syntax.IfStmt {
	if p.ifs == nil {
		p.ifs = map[*syntax.CallExpr][]*syntax.IfStmt{}
		var around []*syntax.IfStmt
		syntax.Walk(p.script.Chunk.Block, func(n syntax.Node) bool {
			switch n := n.(type) {
			case *syntax.IfStmt:
				around = append(around, n)
			case *syntax.CallExpr:
				p.ifs[n] = slices.Clone(around)
			}
			return true
		}, func(n syntax.Node) {
			if _, ok := n.(*syntax.IfStmt); ok {
				around = around[:len(around)-1]
			}
		})
	}
	return p.ifs[c.Expr]
}

// branchOf is the branch of an if statement that a call is in; -1 when it is in none.
func branchOf(s *syntax.IfStmt, c *analysis.Call) int {
	in := func(b *syntax.Block) bool { return b != nil && b.From <= c.Expr.From && c.Expr.To <= b.To }
	for i := range s.Clauses {
		if in(s.Clauses[i].Body) {
			return i
		}
	}
	if in(s.Else) {
		return len(s.Clauses)
	}
	return -1
}

// asksData reports whether a condition of an if statement depends on what a command replied.
func (p *pass) asksData(s *syntax.IfStmt) bool {
	found := false
	for i := range s.Clauses {
		syntax.Inspect(s.Clauses[i].Cond, func(n syntax.Node) bool {
			switch n := n.(type) {
			case *syntax.CallExpr:
				found = found || p.facts.Call(n) != nil
			case *syntax.NameExpr:
				if b := p.facts.Binding(n); b != nil && b.Init != nil {
					syntax.Inspect(b.Init, func(n syntax.Node) bool {
						if call, ok := n.(*syntax.CallExpr); ok {
							found = found || p.facts.Call(call) != nil
						}
						return !found
					})
				}
			}
			return !found
		})
	}
	return found
}

// functionOf is the innermost function that a call is in; nil at the top level.
func (p *pass) functionOf(c *analysis.Call) *scope.Function {
	var inner *scope.Function
	for _, fn := range p.facts.Functions {
		if fn.Expr.From <= c.Expr.From && c.Expr.To <= fn.Expr.To {
			inner = fn
		}
	}
	return inner
}

// oneBranch reports a key that is written in two branches of an if that asks other data than the key's, and gets
// a time to live in one of them only.
func (p *pass) oneBranch(calls []*analysis.Call) {
	for _, set := range calls {
		if set.Match.Expiry() != command.SetsExpiry {
			continue
		}
		for _, c := range calls {
			if c.Match.Expiry() != command.KeepsExpiry || c == set {
				continue
			}
			p.branchesOf(set, c, func(s *syntax.IfStmt) {
				if !p.asksData(s) || p.asksKey(s, set) || p.setsElsewhere(s, c, calls) {
					return
				}
				d := p.report(commandAt(c), "where this branch makes the key it gets no time to live, and lives for ever; set it here, too, or behind the if")
				d.Related = []diag.Related{{Span: p.script.Span(set.Expr.Range), Message: "the other branch sets it here"}}
			})
		}
	}
}

// setsElsewhere reports whether the key of a call gets a time to live in the call's own branch, or outside of the if.
func (p *pass) setsElsewhere(s *syntax.IfStmt, c *analysis.Call, calls []*analysis.Call) bool {
	for _, d := range calls {
		if d.Match.Expiry() == command.SetsExpiry && (branchOf(s, d) < 0 || branchOf(s, d) == branchOf(s, c)) {
			return true
		}
	}
	return false
}

// asksKey reports whether a condition of an if statement depends on a command on the call's key, which tells
// whether there is one.
func (p *pass) asksKey(s *syntax.IfStmt, c *analysis.Call) bool {
	key := p.keyText(c.Keys[0])
	for _, other := range p.facts.Calls {
		if other.Expr.To > s.Clauses[len(s.Clauses)-1].Cond.Span().To {
			continue
		}
		for _, k := range other.Keys {
			if p.keyText(k) == key {
				return true
			}
		}
	}
	return false
}
