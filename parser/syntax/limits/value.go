package limits

// valueKind says where the value of an expression is while it is being compiled.
type valueKind int

const (
	vVoid     valueKind = iota // there is none
	vNil                       // nil
	vTrue                      // true
	vFalse                     // false
	vConst                     // a string: a constant at value.reg
	vNumber                    // a number: value.num
	vLocal                     // a local in register reg
	vUpvalue                   // an upvalue
	vGlobal                    // a global
	vIndexed                   // an element of the table in reg, its key the operand key
	vJump                      // a comparison: value.jump is taken when it is true
	vFloating                  // an instruction has it that can still choose its register
	vRegister                  // in register reg
	vCall                      // results of a call from register reg on
	vVararg                    // "..."
)

// value is the value of an expression while it is being compiled.
type value struct {
	kind    valueKind
	reg     int // a register; of a vConst the constant's index
	key     int // an operand: a register, or a constant's index + 256
	num     float64
	not     bool  // a vFloating "not"
	concat  bool  // a vFloating ".."
	jump    jumps // of a vJump
	isTrue  jumps // out of the expression when it is true
	isFalse jumps // out of the expression when it is false
}

func (v *value) jumps() bool { return v.isTrue.some || v.isFalse.some }

func (v *value) isNumeral() bool { return v.kind == vNumber && !v.jumps() }

func (v *value) isOpen() bool { return v.kind == vCall || v.kind == vVararg }

// float makes v a value whose instruction can still choose its register, and
// leaves its jumps alone.
func (v *value) float() { v.kind, v.not, v.concat = vFloating, false, false }

// free gives the register of v back.
func (m *meter) free(v *value) {
	if v.kind == vRegister {
		m.release(v.reg)
	}
}

// setReturns lets a call or "…" give more than one result.
func (m *meter) setReturns(v *value) {
	if v.kind == vVararg {
		m.reserve(1)
	}
}

// oneReturn lets a call or "…" give one result.
func (v *value) oneReturn() {
	switch v.kind {
	case vCall:
		v.kind = vRegister
	case vVararg:
		v.float()
	}
}

// read makes a variable a value.
func (m *meter) read(v *value) {
	switch v.kind {
	case vLocal:
		v.kind = vRegister
	case vUpvalue, vGlobal:
		m.emit()
		v.float()
	case vIndexed:
		m.release(v.key)
		m.release(v.reg)
		m.emit()
		v.float()
	default:
		v.oneReturn()
	}
}

// into puts v into reg, its jumps aside.
func (m *meter) into(v *value, reg int) {
	m.read(v)
	switch v.kind {
	case vNil:
		m.loadNil(reg, 1)
	case vTrue, vFalse, vConst:
		m.emit()
	case vNumber:
		m.constant(constant{kind: vNumber, num: v.num})
		m.emit()
	case vFloating:
	case vRegister:
		if v.reg != reg {
			m.emit()
		}
	default:
		return // vVoid, vJump
	}
	v.kind, v.reg = vRegister, reg
}

// intoAny puts v into some register, its jumps aside.
func (m *meter) intoAny(v *value) {
	if v.kind != vRegister {
		m.reserve(1)
		m.into(v, m.fn.free-1)
	}
}

// store puts v into reg, with what its jumps bring.
func (m *meter) store(v *value, reg int) {
	m.into(v, reg)
	isJump := v.kind == vJump
	if isJump {
		m.join(&v.isTrue, v.jump)
	}
	if v.jumps() {
		plain := v.isTrue.plain || v.isFalse.plain
		if plain {
			var skip jumps
			if !isJump {
				skip = m.jump(true)
			}
			m.label()
			m.emit()
			m.label()
			m.emit()
			m.patchHere(skip)
		}
		end := m.label()
		m.patch(v.isFalse, end)
		m.patch(v.isTrue, end)
	}
	*v = value{kind: vRegister, reg: reg}
}

// next puts v into the next free register.
func (m *meter) next(v *value) {
	m.read(v)
	m.free(v)
	m.reserve(1)
	m.store(v, m.fn.free-1)
}

// anywhere puts v into a register, unless it is in one, and returns that.
func (m *meter) anywhere(v *value) int {
	m.read(v)
	if v.kind == vRegister {
		if !v.jumps() {
			return v.reg
		}
		if v.reg >= m.fn.active {
			m.store(v, v.reg)
			return v.reg
		}
	}
	m.next(v)
	return v.reg
}

// settle makes v a value without jumps.
func (m *meter) settle(v *value) {
	if v.jumps() {
		m.anywhere(v)
	} else {
		m.read(v)
	}
}

// operand makes v an operand of an instruction: a register, or a constant with a
// small index (returned with 256 added).
func (m *meter) operand(v *value) int {
	m.settle(v)
	switch v.kind {
	case vNumber, vTrue, vFalse, vNil:
		if len(m.fn.constants) <= maxOperand {
			v.reg = m.constant(constant{kind: v.kind, num: v.num})
			v.kind = vConst
			return maxOperand + 1 + v.reg
		}
	case vConst:
		if v.reg <= maxOperand {
			return maxOperand + 1 + v.reg
		}
	}
	return m.anywhere(v)
}
