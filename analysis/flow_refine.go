package analysis

import (
	"github.com/luagen/luagen/analysis/library"
	"github.com/luagen/luagen/parser/syntax"
)

// maxRefine bounds how far into a condition is looked.
const maxRefine = 24

// refine narrows the locals that a condition tests to what they can be when it is
// true, or false. Narrowings are noted in machine.undo.
func (m *machine) refine(cond syntax.Expr, truth bool) { m.refineTo(cond, truth, maxRefine) }

func (m *machine) refineTo(cond syntax.Expr, truth bool, depth int) {
	if depth == 0 {
		return
	}
	switch e := cond.(type) {
	case *syntax.ParenExpr:
		m.refineTo(e.X, truth, depth-1)
	case *syntax.NameExpr:
		if truth {
			m.narrow(e, Unknown&^Falsy)
		} else {
			m.narrow(e, Falsy)
		}
	case *syntax.UnaryExpr:
		if e.Op == syntax.OpNot {
			m.refineTo(e.X, !truth, depth-1)
		}
	case *syntax.CallExpr:
		if truth && len(e.Args) > 0 && m.values[e.Func].Op() == library.ToNumber {
			m.numeral(e.Args[0])
		}
	case *syntax.BinaryExpr:
		m.refineBinary(e, truth, depth-1)
	}
}

func (m *machine) refineBinary(e *syntax.BinaryExpr, truth bool, depth int) {
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
func (m *machine) refineOrdered(e *syntax.BinaryExpr) {
	x, y := m.values[e.X], m.values[e.Y]
	k := Number | String
	switch {
	case x.kinds != 0 && !x.Can(String|Table) || y.kinds != 0 && !y.Can(String|Table):
		k = Number
	case x.kinds != 0 && !x.Can(Number|Table) || y.kinds != 0 && !y.Can(Number|Table):
		k = String
	case x.Can(Table) && y.Can(Table): // tables with __lt
		return
	}
	m.narrow(e.X, k)
	m.narrow(e.Y, k)
}

// refineEqual narrows x by its being equal, or not, to y.
func (m *machine) refineEqual(x, y syntax.Expr, equal bool) {
	if call, ok := x.(*syntax.CallExpr); ok {
		m.refineCall(call, y, equal)
		return
	}
	if _, ok := x.(*syntax.NameExpr); !ok {
		return
	}
	switch y := y.(type) {
	case *syntax.NilExpr:
		m.narrowIf(x, AbsentOrNil, equal)
	case *syntax.BoolExpr:
		k := False
		if y.Value {
			k = True
		}
		m.narrowIf(x, k, equal)
	case *syntax.NumberExpr, *syntax.StringExpr:
		if equal {
			m.narrowTo(x, literal(y))
		}
	}
}

// refineCall narrows the argument of type(x) == "…" and tonumber(x) == nil.
func (m *machine) refineCall(call *syntax.CallExpr, y syntax.Expr, equal bool) {
	if len(call.Args) == 0 {
		return
	}
	switch m.values[call.Func].Op() {
	case library.Type:
		name, ok := y.(*syntax.StringExpr)
		if !ok {
			return
		}
		if k := typeKinds(name.Value); k != 0 {
			m.narrowType(call.Args[0], k, equal)
		}
	case library.ToNumber:
		if _, ok := y.(*syntax.NilExpr); ok && !equal {
			m.numeral(call.Args[0])
		}
	}
}

// numeral narrows an expression to what tonumber and arithmetic accept.
func (m *machine) numeral(e syntax.Expr) {
	if b := m.flowing(e); b != nil {
		m.setSlot(b, m.slots[b.slot].limit(Number|Numeral))
	}
}

// narrowIf narrows to some kinds, or to all others.
func (m *machine) narrowIf(e syntax.Expr, k Kinds, yes bool) {
	if !yes {
		k = Unknown &^ k
	}
	m.narrow(e, k)
}

// narrow narrows a variable to some kinds.
func (m *machine) narrow(e syntax.Expr, k Kinds) {
	if b := m.flowing(e); b != nil {
		m.setSlot(b, m.slots[b.slot].limit(k))
	}
}

// narrowTo narrows a variable to a constant that it was found equal to.
func (m *machine) narrowTo(e syntax.Expr, c Value) {
	b := m.flowing(e)
	if b == nil {
		return
	}
	c = c.WithOrigin(0) // it is still from where it was
	if v := Meet(m.slots[b.slot], c); v.kinds != 0 {
		m.setSlot(b, v)
	} // else they are never equal as far as is known: leave it
}

// flowing returns the variable that an expression is, when its value is followed by flow.
func (m *machine) flowing(e syntax.Expr) *Binding {
	name, ok := syntax.Unparen(e).(*syntax.NameExpr)
	if !ok {
		return nil
	}
	b := m.scope.uses[name]
	if b == nil || b.fn != m.fn || b.writtenByInner {
		return nil
	}
	return b
}

func (m *machine) setSlot(b *Binding, v Value) {
	m.undo = append(m.undo, undo{b.slot, m.slots[b.slot]})
	m.slots[b.slot] = v
}
