package lint

import (
	"slices"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/command"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser/syntax"
)

// hasMany reports whether a call certainly has more than one group of the words that repeat.
func hasMany(c *analysis.Call) bool {
	if c.Match == nil {
		return false
	}
	seen := map[string]bool{}
	for i := range min(c.Least, len(c.Words)) {
		param, sure := c.Match.At(i)
		if !sure || param.Token != "" {
			continue
		}
		if seen[param.Name] {
			return true
		}
		seen[param.Name] = true
	}
	return false
}

// targetRandom reports the first write after a command that replies otherwise each time, which Redis refuses
// before 5.0.
func (p *pass) targetRandom(t Target) {
	if !t.olderThan("5.0", "") || slices.ContainsFunc(p.facts.Members, func(m analysis.Member) bool { return m.Name == "replicate_commands" }) {
		return
	}
	var random *analysis.Call
	var rest syntax.Range // of the block in which it certainly ran
	for _, c := range p.facts.Calls {
		cmd, name := called(c)
		if cmd == nil {
			continue
		}
		if random != nil && c.Match != nil && c.Match.Writes() && !c.Protected && rest.From <= c.Expr.From && c.Expr.To <= rest.To && p.sameFunction(random.Expr, c.Expr) {
			_, first := called(random)
			d := p.report(commandAt(c), "before Redis 5.0 %s is refused after %s (Write commands not allowed after non deterministic commands); the target is %s: call redis.replicate_commands() first, or pass the value in ARGV", name, first, t)
			d.Related = []diag.Related{{Span: p.script.Span(random.Expr.Range), Message: "what this replies differs each time"}}
			return
		}
		if random == nil && cmd.Is(command.Random) && !c.Protected {
			if at, ok := p.certainUntil(c.Expr); ok {
				random, rest = c, at
			}
		}
	}
}

// certainUntil returns the range after a call in which it has certainly run: to the end of the block of the
// statement that it is in; ok is false where it is only run under a condition within that.
func (p *pass) certainUntil(c *syntax.CallExpr) (rest syntax.Range, ok bool) {
	ok = true
	syntax.Inspect(p.script.Chunk.Block, func(n syntax.Node) bool {
		r := n.Span()
		if r.From > c.From || r.To < c.To {
			return false
		}
		switch n := n.(type) {
		case *syntax.Block:
			rest = syntax.Range{From: c.To, To: r.To}
		case *syntax.BinaryExpr:
			if y := n.Y.Span(); (n.Op == syntax.OpAnd || n.Op == syntax.OpOr) && y.From <= c.From {
				ok = false
			}
		case *syntax.IfStmt:
			// Only the first condition is evaluated in any case.
			if len(n.Clauses) > 1 && c.From > n.Clauses[0].To {
				for _, clause := range n.Clauses[1:] {
					if cond := clause.Cond.Span(); cond.From <= c.From && c.To <= cond.To {
						ok = false
					}
				}
			}
		}
		return true
	})
	return rest, ok
}

// sameFunction reports whether two expressions are in the same function.
func (p *pass) sameFunction(a, b syntax.Expr) bool {
	for _, fn := range p.facts.Functions {
		r := fn.Expr.Range
		inA := r.From <= a.Span().From && a.Span().To <= r.To
		inB := r.From <= b.Span().From && b.Span().To <= r.To
		if inA != inB {
			return false
		}
	}
	return true
}
