package lint

import (
	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/library"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser/syntax"
)

func unpackLimit() *Rule {
	return &Rule{Rule: diag.Rule{
		Name:     "unpack-limit",
		Severity: diag.Warning,
		Doc: diag.Doc{
			Title: "unpack of any number of values, which fails from 8000 on, or of none",
			Text: `Lua's stack in Redis holds about 8000 values, and a call that unpacks more raises "too many results to unpack". If callers can send any number of values, one of them will.

Process the values in steps, as in the second example, or check #ARGV first. A header that declares a fixed number of keys or arguments is enough. The reply of a command without a limit (ZRANGEBYSCORE without LIMIT, SMEMBERS, LRANGE 0 -1) grows with the data, and so does a table that a loop over it fills; give the command a limit.

An empty table fails as well: a command that takes at least one value raises "Wrong number of args calling Redis command from script". Test the length first.`,
			Bad: `--@keys set
--@args members:string...
return redis.call('SADD', KEYS[1], unpack(ARGV))
`,
			Good: `--@keys set
--@args members:string...
local added = 0
for i = 1, #ARGV, 5000 do
  added = added + redis.call('SADD', KEYS[1], unpack(ARGV, i, math.min(i + 4999, #ARGV)))
end
return added
`,
		},
	}, run: runUnpackLimit}
}

func runUnpackLimit(p *pass) {
	if !p.brokenHeader {
		p.unpackedInputs()
	}
	p.unpackedLists()
}

// unpackedInputs reports unpack of KEYS and ARGV.
func (p *pass) unpackedInputs() {
	var bounded map[syntax.Expr]bool
	for _, table := range []value.InputTable{value.KEYS, value.ARGV} {
		d := p.declared(table)
		if p.script.Declares && d.bounded() {
			continue
		}
		in := p.inputs(table)
		if len(in.Uses) == 0 || p.boundsLength(in) {
			continue
		}
		for _, use := range in.Uses {
			c, ok := use.Expr.(*syntax.CallExpr)
			if use.Kind != analysis.ReadRange || use.Max != 0 || !ok || !p.isUnpack(c) || !unpacksAll(c) {
				continue
			}
			if bounded == nil {
				bounded = p.boundedOperands()
			}
			if !bounded[c] {
				p.report(c.Span(), "%s fails from 8000 values on; go over %s in steps of 5000, or check #%s first", p.short(c), table, table)
			}
		}
	}
}

// boundedOperands returns the expressions of which a handful of values is taken at most:
// the last arguments of some commands, and what is assigned to variables one by one.
func (p *pass) boundedOperands() map[syntax.Expr]bool {
	bounded := map[syntax.Expr]bool{}
	syntax.Inspect(p.script.Chunk.Block, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.LocalStmt:
			addLast(bounded, n.Exprs)
		case *syntax.AssignStmt:
			addLast(bounded, n.Exprs)
		}
		return true
	})
	for _, c := range p.facts.Calls {
		if c.Match != nil && c.Open && len(c.Args) > 0 && !c.Match.Endless() {
			addLast(bounded, c.Args)
		}
	}
	return bounded
}

func addLast(set map[syntax.Expr]bool, exprs []syntax.Expr) {
	if len(exprs) > 0 {
		set[exprs[len(exprs)-1]] = true
	}
}

// isUnpack reports whether a call calls unpack, by whatever name.
func (p *pass) isUnpack(c *syntax.CallExpr) bool {
	return p.facts.Value(c.Func).Op() == library.Unpack
}

// unpacksAll reports whether a call of unpack goes up to the table's end: it has no
// third argument, or that is the table's length.
func unpacksAll(c *syntax.CallExpr) bool {
	if len(c.Args) < 3 {
		return true
	}
	length, ok := c.Args[2].(*syntax.UnaryExpr)
	return ok && length.Op == syntax.OpLen
}
