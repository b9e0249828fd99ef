package flow

import (
	"math"

	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/analysis/library"
	"github.com/luagen/luagen/analysis/scope"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/parser/syntax"
)

// loopFrame is the loop that a break leaves.
type loopFrame struct {
	exit   merged // the states at breaks, and where the condition ends the loop
	active int    // locals in scope around the loop
}

// Bounds on how often a loop's body is run.
const (
	widenAfter = 2 // runs before growing bounds and constants are given up
	maxRounds  = 6 // runs before what still changes becomes unknown
)

// iterate runs a loop's body until the locals at its head no longer change. The
// body leaves the current state at the loop's back edge; it adds the states at which the loop
// ends to the frame.
func (m *Machine) iterate(body func(frame *loopFrame)) {
	n := m.active
	frame := &loopFrame{active: n}
	outer := m.loop
	head := m.save()
	for round := 0; ; round++ {
		heap := m.heap
		m.loop = frame
		body(frame)
		m.loop = outer
		m.active = n
		changed := m.heap != heap
		if !m.dead {
			for i := range head {
				joined := m.join(head[i], m.slots[i])
				if value.Equal(joined, head[i]) {
					continue
				}
				changed = true
				switch {
				case round >= maxRounds:
					joined = value.Unknown(joined.Origin())
				case round >= widenAfter:
					joined = value.Widen(head[i], joined)
				}
				head[i] = joined
			}
		}
		copy(m.slots, head)
		m.dead = false
		if !changed || m.Broken || round > 10*maxRounds {
			m.Broken = m.Broken || changed
			break
		}
	}
	m.release(head)
	m.become(&frame.exit)
}

func (m *Machine) while(s *syntax.WhileStmt) {
	m.iterate(func(frame *loopFrame) {
		m.eval(s.Cond)
		if m.dead {
			return
		}
		before := m.save()
		if !scope.AlwaysTrue(s.Cond) {
			m.refine(s.Cond, false)
			m.merge(&frame.exit, frame.active)
			copy(m.slots, before)
		}
		m.release(before)
		m.refine(s.Cond, true)
		m.block(s.Body)
	})
}

func (m *Machine) repeat(s *syntax.RepeatStmt) {
	m.iterate(func(frame *loopFrame) {
		m.stmts(s.Body)
		if m.dead || m.Broken {
			return
		}
		m.eval(s.Cond)
		if m.dead || scope.AlwaysFalse(s.Cond) {
			return
		}
		before := m.save()
		m.refine(s.Cond, true)
		m.merge(&frame.exit, frame.active)
		copy(m.slots, before)
		m.release(before)
		m.refine(s.Cond, false)
	})
}

func (m *Machine) numericFor(s *syntax.NumericFor) {
	start, limit := m.eval(s.Start), m.eval(s.Limit)
	step, by := value.Of(kind.Int, value.FromLiteral), 1.0
	if s.Step != nil {
		step = m.eval(s.Step)
		by = math.NaN()
		if n, ok := step.Number(); ok {
			by = n
		}
	}
	d := value.Plain()
	startLo, startHi := start.Bounds()
	limitLo, limitHi := limit.Bounds()
	switch {
	case by > 0:
		d.Lo, d.Hi = startLo, limitHi
	case by < 0:
		d.Lo, d.Hi = limitLo, startHi
	}
	k := kind.AnyNumber
	switch {
	case start.Is(kind.Int) && step.Is(kind.Int):
		k = kind.Int
	case start.Is(kind.Int|kind.Fraction) && step.Is(kind.Int|kind.Fraction):
		k = kind.Int | kind.Fraction
	}
	v := value.With(k, value.Combine(start.Origin(), limit.Origin()), d)
	b := m.scope.Decl(s.Var)
	m.iterate(func(frame *loopFrame) {
		m.merge(&frame.exit, frame.active)
		m.declare(b, v)
		m.block(s.Body)
		m.active = frame.active
	})
}

func (m *Machine) genericFor(s *syntax.GenericFor) {
	vs := m.evalList(s.Exprs)
	m.iterate(func(frame *loopFrame) {
		m.merge(&frame.exit, frame.active)
		next := m.nextValues(vs)
		for i, n := range s.Names {
			v := m.At(next, i)
			if i == 0 {
				v = v.Limit(kind.Unknown &^ kind.AbsentOrNil)
			}
			m.declare(m.scope.Decl(n), v)
		}
		m.block(s.Body)
		m.active = frame.active
	})
}

// nextValues returns what an iterator yields.
func (m *Machine) nextValues(vs List) List {
	iterator := m.At(vs, 0)
	switch iterator.Op() {
	case library.IPairsStep:
		element := m.elements(m.At(vs, 1)).Limit(kind.Unknown &^ kind.AbsentOrNil)
		d := value.Plain()
		d.Lo = 1
		return m.list(value.With(kind.Int, value.FromLiteral, d), element)
	case library.PairsStep, library.Next:
		key, element := m.entries(m.At(vs, 1))
		return m.list(key, element.Limit(kind.Unknown&^kind.AbsentOrNil))
	case library.GMatchStep:
		str := value.Of(kind.AnyString, value.Combine(m.At(vs, 1).Origin(), value.FromLiteral))
		if m.At(vs, 2).Kinds() == kind.True { // "()" in the pattern gives positions
			str = str.Or(kind.Int)
		}
		rest := str
		rest = rest.Or(kind.Absent)
		return List{Known: []value.Value{str}, Rest: rest}
	}
	if iterator.Funcs() == nil {
		m.escapeAll(vs, nil)
		return List{Rest: value.Unknown(value.FromUnknown)}
	}
	return m.apply(nil, iterator, m.list(m.At(vs, 1), value.Unknown(value.FromUnknown)))
}
