package limits

import (
	"math"

	"github.com/luagen/luagen/parser/syntax"
)

// test emits a jump that is taken when v is true, or when it is false.
func (m *meter) test(v *value) jumps {
	if v.kind == vFloating && v.not {
		m.fn.pc-- // the test takes the place of the "not"
		m.emit()
		return m.jump(true)
	}
	m.intoAny(v)
	m.free(v)
	m.emit()
	return m.jump(false)
}

// goIfTrue goes on when v is true, and leaves by its isFalse jumps otherwise.
func (m *meter) goIfTrue(v *value) {
	m.read(v)
	var out jumps
	switch v.kind {
	case vConst, vNumber, vTrue:
	case vFalse:
		out = m.jump(true)
	case vJump:
		out = v.jump
	default:
		out = m.test(v)
	}
	m.join(&v.isFalse, out)
	m.patchHere(v.isTrue)
	v.isTrue = jumps{}
}

// goIfFalse goes on when v is false, and leaves by its isTrue jumps otherwise.
func (m *meter) goIfFalse(v *value) {
	m.read(v)
	var out jumps
	switch v.kind {
	case vNil, vFalse:
	case vTrue:
		out = m.jump(true)
	case vJump:
		out = v.jump
	default:
		out = m.test(v)
	}
	m.join(&v.isTrue, out)
	m.patchHere(v.isFalse)
	v.isFalse = jumps{}
}

// negate makes v "not v".
func (m *meter) negate(v *value) {
	m.read(v)
	switch v.kind {
	case vNil, vFalse:
		v.kind = vTrue
	case vConst, vNumber, vTrue:
		v.kind = vFalse
	case vFloating, vRegister:
		m.intoAny(v)
		m.free(v)
		m.emit()
		v.float()
		v.not = true
	}
	v.isTrue, v.isFalse = v.isFalse, v.isTrue
	v.isTrue.plain, v.isFalse.plain = v.isTrue.some, v.isFalse.some
}

// arithmetic computes "a op b" into a.
func (m *meter) arithmetic(op syntax.Op, a, b *value) {
	if a.isNumeral() && b.isNumeral() {
		if num, ok := fold(op, a.num, b.num); ok {
			a.num = num
			return
		}
	}
	if op != syntax.OpNeg && op != syntax.OpLen {
		m.operand(b)
	}
	m.operand(a)
	m.free(a)
	m.free(b)
	m.emit()
	a.float()
	a.concat = op == syntax.OpConcat
}

// fold computes an operation on numerals. What is not a number is left to run time.
func fold(op syntax.Op, a, b float64) (float64, bool) {
	var r float64
	switch {
	case op == syntax.OpAdd:
		r = a + b
	case op == syntax.OpSub:
		r = a - b
	case op == syntax.OpMul:
		r = a * b
	case op == syntax.OpDiv && b != 0:
		r = a / b
	case op == syntax.OpMod && b != 0:
		r = a - math.Floor(a/b)*b
	case op == syntax.OpPow:
		r = math.Pow(a, b)
	case op == syntax.OpNeg:
		r = -a
	default:
		return 0, false
	}
	return r, !math.IsNaN(r)
}

// compare computes a comparison of a and b into a.
func (m *meter) compare(a, b *value) {
	m.operand(a)
	m.operand(b)
	m.free(b)
	m.free(a)
	m.emit()
	a.jump = m.jump(true)
	a.kind = vJump
}
