package flow

import (
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/parser/syntax"
)

// damaged runs text that is no statement: it may assign to every variable that it names,
// return anything, or leave a loop.
func (m *Machine) damaged(s *syntax.ErrorStmt) {
	m.errorParts(s.Parts)
	m.addResults(m.fn, List{Rest: value.Unknown(value.FromUnknown)})
	if m.loop != nil {
		m.merge(&m.loop.exit, m.loop.active)
	}
}

// errorParts evaluates what could be read of damaged text.
func (m *Machine) errorParts(parts []syntax.Expr) {
	for _, e := range parts {
		m.escape(m.eval(e), e)
		syntax.Inspect(e, func(n syntax.Node) bool {
			switch n := n.(type) {
			case *syntax.FuncExpr:
				return false
			case *syntax.NameExpr:
				if b := m.scope.Use(n); b != nil {
					m.assign(b, value.Unknown(value.FromUnknown))
				}
			}
			return true
		})
	}
	m.dead = false
}

// isDamaged reports whether an expression is an operation of which an operand could not be
// read: another operator may be meant.
func isDamaged(e syntax.Expr) bool {
	b, ok := e.(*syntax.BinaryExpr)
	if !ok {
		return false
	}
	_, x := b.X.(*syntax.ErrorExpr)
	_, y := b.Y.(*syntax.ErrorExpr)
	return x || y
}

// isHole reports whether an expression is a name, a number or a string of which a part is put
// there by a program when it runs.
func (m *Machine) isHole(e syntax.Expr) bool {
	if len(m.script.Holes) == 0 {
		return false
	}
	switch e.(type) {
	case *syntax.NameExpr, *syntax.NumberExpr, *syntax.StringExpr:
		return m.script.InHole(e.Span())
	default:
		return false
	}
}
