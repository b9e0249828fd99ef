package limits

// jumps is a list of jumps to one place that is not known yet. Lua chains them
// through their own operands, so that neighbours in the list must reach each other.
type jumps struct {
	first, last int // instructions, in list order; valid when some
	min, max    int
	some        bool
	plain       bool // one of them leaves no value behind
}

// emit counts one instruction and returns its position.
func (m *meter) emit() int {
	f := m.fn
	if f.pending.some {
		m.patch(f.pending, f.pc)
		f.pending = jumps{}
	}
	f.pc++
	return f.pc - 1
}

// jump emits a jump. Those that wait for the next instruction join it.
func (m *meter) jump(plain bool) jumps {
	waiting := m.fn.pending
	m.fn.pending = jumps{}
	list := m.branch()
	list.plain = plain
	m.join(&list, waiting)
	return list
}

// branch emits an instruction that jumps among other things.
func (m *meter) branch() jumps {
	pc := m.emit()
	return jumps{first: pc, last: pc, min: pc, max: pc, some: true, plain: true}
}

// join puts the jumps of more after those of list.
func (m *meter) join(list *jumps, more jumps) {
	switch {
	case !more.some:
	case !list.some:
		*list = more
	default:
		m.reach(list.last, more.first)
		list.last = more.last
		list.min, list.max = min(list.min, more.min), max(list.max, more.max)
		list.plain = list.plain || more.plain
	}
}

// patch lets all jumps of a list go to target.
func (m *meter) patch(list jumps, target int) {
	if list.some {
		m.reach(list.min, target)
		m.reach(list.max, target)
	}
}

// patchHere lets all jumps of a list go to the next instruction.
func (m *meter) patchHere(list jumps) {
	m.label()
	m.join(&m.fn.pending, list)
}

// patchTo lets all jumps of a list go to target, which may be the next instruction.
func (m *meter) patchTo(list jumps, target int) {
	if target == m.fn.pc {
		m.patchHere(list)
	} else {
		m.patch(list, target)
	}
}

// label marks the next instruction as a jump's target.
func (m *meter) label() int {
	m.fn.target = m.fn.pc
	return m.fn.pc
}

// reach checks that a jump at from can go to target.
func (m *meter) reach(from, target int) {
	if d := target - (from + 1); d > maxJump || -d > maxJump {
		m.fail("control structure too long: Redis lets a branch or a loop span 131071 instructions; use functions")
	}
}

// loadNil sets n registers from first on to nil.
func (m *meter) loadNil(first, n int) {
	f := m.fn
	if f.pc > f.target {
		if f.pc == 0 {
			if first >= f.active {
				return // a function starts with nil everywhere
			}
		} else if f.nils.pc == f.pc-1 && f.nils.from <= first && first <= f.nils.to+1 {
			f.nils.to = max(f.nils.to, first+n-1)
			return
		}
	}
	f.nils = nils{m.emit(), first, first + n - 1}
}
