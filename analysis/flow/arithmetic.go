package flow

import (
	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/parser/syntax"
)

// isFloor reports whether an operation is "x - x % n", which is x made whole by n.
func (m *Machine) isFloor(e *syntax.BinaryExpr) bool {
	rest, ok := syntax.Unparen(e.Y).(*syntax.BinaryExpr)
	if !ok || e.Op != syntax.OpSub || rest.Op != syntax.OpMod || !m.value(rest.Y).Is(kind.Int) {
		return false
	}
	x, ok := e.X.(*syntax.NameExpr)
	again, same := rest.X.(*syntax.NameExpr)
	return ok && same && m.scope.Use(x) != nil && m.scope.Use(x) == m.scope.Use(again)
}
