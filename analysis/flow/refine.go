package flow

import (
	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/analysis/library"
	"github.com/luagen/luagen/analysis/scope"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/parser/syntax"
)

// maxRefine bounds how far into a condition is looked.
const maxRefine = 24

// refine narrows the locals that a condition tests to what they can be when it is
// true, or false. Narrowings are noted in activation.undo.
func (m *Machine) refine(cond syntax.Expr, truth bool) { m.refineTo(cond, truth, maxRefine) }

func (m *Machine) refineTo(cond syntax.Expr, truth bool, depth int) {
	if depth == 0 {
		return
	}
	switch e := cond.(type) {
	case *syntax.ParenExpr:
		m.refineTo(e.X, truth, depth-1)
	case *syntax.NameExpr:
		if truth {
			m.narrow(e, kind.Unknown&^kind.Falsy)
		} else {
			m.narrow(e, kind.Falsy)
		}
	case *syntax.UnaryExpr:
		if e.Op == syntax.OpNot {
			m.refineTo(e.X, !truth, depth-1)
		}
	case *syntax.CallExpr:
		if truth && len(e.Args) > 0 && m.Values.Of(e.Func).Op() == library.ToNumber {
			m.numeral(e.Args[0])
		}
	case *syntax.BinaryExpr:
		m.refineBinary(e, truth, depth-1)
	}
}

func (m *Machine) refineBinary(e *syntax.BinaryExpr, truth bool, depth int) {
	switch e.Op {
	case syntax.OpAnd, syntax.OpOr:
		if truth == (e.Op == syntax.OpAnd) {
			m.refineTo(e.X, truth, depth)
			m.refineTo(e.Y, truth, depth)
		}
	case syntax.OpEq, syntax.OpNe:
		m.refineEqual(e.X, e.Y, truth == (e.Op == syntax.OpEq))
		m.refineEqual(e.Y, e.X, truth == (e.Op == syntax.OpEq))
	case syntax.OpLt, syntax.OpLe, syntax.OpGt, syntax.OpGe:
		m.refineOrdered(e)
	}
}

// refineOrdered narrows the sides of "x < y" and its kin to what does not raise: two
// numbers or two strings. What follows an operation knows that it did not raise.
func (m *Machine) refineOrdered(e *syntax.BinaryExpr) {
	x, y := m.Values.Of(e.X), m.Values.Of(e.Y)
	k := kind.Number | kind.String
	switch {
	case x.Kinds() != 0 && !x.Can(kind.String|kind.Table) || y.Kinds() != 0 && !y.Can(kind.String|kind.Table):
		k = kind.Number
	case x.Kinds() != 0 && !x.Can(kind.Number|kind.Table) || y.Kinds() != 0 && !y.Can(kind.Number|kind.Table):
		k = kind.String
	case x.Can(kind.Table) && y.Can(kind.Table): // tables with __lt
		return
	}
	m.narrow(e.X, k)
	m.narrow(e.Y, k)
}

// refineEqual narrows x by its being equal, or not, to y.
func (m *Machine) refineEqual(x, y syntax.Expr, equal bool) {
	if call, ok := x.(*syntax.CallExpr); ok {
		m.refineCall(call, y, equal)
		return
	}
	if _, ok := x.(*syntax.NameExpr); !ok {
		return
	}
	switch y := y.(type) {
	case *syntax.NilExpr:
		m.narrowIf(x, kind.AbsentOrNil, equal)
	case *syntax.BoolExpr:
		k := kind.False
		if y.Value {
			k = kind.True
		}
		m.narrowIf(x, k, equal)
	case *syntax.NumberExpr, *syntax.StringExpr:
		if equal && !m.isHole(y) {
			m.narrowTo(x, value.Literal(y))
		}
	}
}

// refineCall narrows the argument of type(x) == "…" and tonumber(x) == nil.
func (m *Machine) refineCall(call *syntax.CallExpr, y syntax.Expr, equal bool) {
	if len(call.Args) == 0 {
		return
	}
	switch m.Values.Of(call.Func).Op() {
	case library.Type:
		name, ok := y.(*syntax.StringExpr)
		if !ok {
			return
		}
		if k := value.TypeKinds(name.Value); k != 0 {
			m.narrowType(call.Args[0], k, equal)
		}
	case library.ToNumber:
		if _, ok := y.(*syntax.NilExpr); ok && !equal {
			m.numeral(call.Args[0])
		}
	}
}

// numeral narrows an expression to what tonumber and arithmetic accept.
func (m *Machine) numeral(e syntax.Expr) {
	if b := m.flowing(e); b != nil {
		m.setSlot(b, m.slots[b.Slot].Limit(kind.Number|kind.Numeral))
	}
}

// narrowIf narrows to some kinds, or to all others.
func (m *Machine) narrowIf(e syntax.Expr, k kind.Set, yes bool) {
	if !yes {
		k = kind.Unknown &^ k
	}
	m.narrow(e, k)
}

// narrow narrows a variable to some kinds.
func (m *Machine) narrow(e syntax.Expr, k kind.Set) {
	if b := m.flowing(e); b != nil {
		m.setSlot(b, m.slots[b.Slot].Limit(k))
	}
}

// narrowTo narrows a variable to a constant that it was found equal to.
func (m *Machine) narrowTo(e syntax.Expr, c value.Value) {
	b := m.flowing(e)
	if b == nil {
		return
	}
	c = c.WithOrigin(0) // it is still from where it was
	if v := value.Meet(m.slots[b.Slot], c); v.Kinds() != 0 {
		m.setSlot(b, v)
	} // else they are never equal as far as is known: leave it
}

// flowing returns the variable that an expression is, when its value is followed by flow.
func (m *Machine) flowing(e syntax.Expr) *scope.Binding {
	name, ok := syntax.Unparen(e).(*syntax.NameExpr)
	if !ok {
		return nil
	}
	b := m.scope.Use(name)
	if b == nil || b.Within != m.fn || b.WrittenByInner {
		return nil
	}
	return b
}

func (m *Machine) setSlot(b *scope.Binding, v value.Value) {
	m.undo = append(m.undo, undo{b.Slot, m.slots[b.Slot]})
	m.slots[b.Slot] = v
}
