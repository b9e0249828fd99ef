package infer

import (
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/parser/syntax"
)

// underLength notes whether a use of an input is where "#ARGV == 4" or "#ARGV > 3" holds, so that the caller may
// leave it out.
func (c *useCollector) underLength(e syntax.Expr, u *usage, ref value.InputRef) {
	if _, element := e.(*syntax.IndexExpr); !element {
		return // a local that holds it; the element itself is seen where it is read
	}
	inner := syntax.Node(e)
	for i := len(c.path) - 1; i >= 0 && i >= len(c.path)-maxClimb; i-- {
		var cond syntax.Expr
		switch p := c.path[i].(type) {
		case *syntax.IfClause:
			if inner != syntax.Node(p.Cond) {
				cond = p.Cond
			}
		case *syntax.BinaryExpr:
			if p.Op == syntax.OpAnd && inner == syntax.Node(p.Y) {
				cond = p.X
			}
		}
		if cond != nil && c.atLeast(cond, ref.Table) >= ref.Index {
			u.counted = true
			return
		}
		inner = c.path[i]
	}
	u.uncounted = true
}

// atLeast is how many elements a table has where a condition holds; 0 when it does not say.
func (c *useCollector) atLeast(cond syntax.Expr, table value.InputTable) int {
	b, ok := syntax.Unparen(cond).(*syntax.BinaryExpr)
	if !ok {
		return 0
	}
	if b.Op == syntax.OpAnd {
		return max(c.atLeast(b.X, table), c.atLeast(b.Y, table))
	}
	length, ok := syntax.Unparen(b.X).(*syntax.UnaryExpr)
	n, known := c.facts.Value(b.Y).Number()
	if !ok || !known || length.Op != syntax.OpLen || n < 0 || n > maxFixed {
		return 0
	}
	if s := c.facts.Value(length.X).Shape(); s == nil || !s.IsInput || s.Input != table {
		return 0
	}
	switch b.Op {
	case syntax.OpEq, syntax.OpGe:
		return int(n)
	case syntax.OpGt:
		return int(n) + 1
	default:
		return 0
	}
}
