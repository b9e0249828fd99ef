package flow

import (
	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/parser/syntax"
)

// What follows is plausible rather than sound, as what plausible.go names.

// countsGroups reports whether an operation is "#ARGV / 2" or "(#KEYS - 1) / 3": a number of
// groups, which callers keep whole.
func (m *Machine) countsGroups(e *syntax.BinaryExpr) bool {
	if _, ok := e.Y.(*syntax.NumberExpr); !ok || e.Op != syntax.OpDiv {
		return false
	}
	x := e.X
	for {
		switch inner := x.(type) {
		case *syntax.ParenExpr:
			x = inner.X
			continue
		case *syntax.BinaryExpr:
			if _, ok := inner.Y.(*syntax.NumberExpr); ok && (inner.Op == syntax.OpSub || inner.Op == syntax.OpAdd) {
				x = inner.X
				continue
			}
		case *syntax.UnaryExpr:
			tables := m.value(inner.X).Tables()
			return inner.Op == syntax.OpLen && len(tables) == 1 && tables[0].IsInput
		}
		return false
	}
}

// narrowType narrows to what type() was found to say, or to all else. Where that looks
// impossible the script asks all the same, and what it guards is judged as if it were not.
func (m *Machine) narrowType(e syntax.Expr, k kind.Set, yes bool) {
	if !yes {
		k = kind.Unknown &^ k
	}
	b := m.flowing(e)
	if b == nil {
		return
	}
	if v := m.slots[b.Slot]; v.Can(k) || v.Kinds() == 0 {
		m.setSlot(b, v.Limit(k))
	} else {
		m.setSlot(b, value.Of(k, value.FromUnknown))
	}
}
