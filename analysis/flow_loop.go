package analysis

import (
	"math"

	"github.com/luagen/luagen/analysis/library"
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
func (m *machine) iterate(body func(frame *loopFrame)) {
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
				if Equal(joined, head[i]) {
					continue
				}
				changed = true
				switch {
				case round >= maxRounds:
					joined = unknown(joined.from)
				case round >= widenAfter:
					joined = Widen(head[i], joined)
				}
				head[i] = joined
			}
		}
		copy(m.slots, head)
		m.dead = false
		if !changed || m.broken || round > 10*maxRounds {
			m.broken = m.broken || changed
			break
		}
	}
	m.release(head)
	m.become(&frame.exit)
}

func (m *machine) while(s *syntax.WhileStmt) {
	m.iterate(func(frame *loopFrame) {
		m.eval(s.Cond)
		if m.dead {
			return
		}
		before := m.save()
		if !alwaysTrue(s.Cond) {
			m.refine(s.Cond, false)
			m.merge(&frame.exit, frame.active)
			copy(m.slots, before)
		}
		m.release(before)
		m.refine(s.Cond, true)
		m.block(s.Body)
	})
}

func (m *machine) repeat(s *syntax.RepeatStmt) {
	m.iterate(func(frame *loopFrame) {
		m.stmts(s.Body)
		if m.dead || m.broken {
			return
		}
		m.eval(s.Cond)
		if m.dead || alwaysFalse(s.Cond) {
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

func (m *machine) numericFor(s *syntax.NumericFor) {
	start, limit := m.eval(s.Start), m.eval(s.Limit)
	step, by := of(Int, FromLiteral), 1.0
	if s.Step != nil {
		step = m.eval(s.Step)
		by = math.NaN()
		if n, ok := step.Number(); ok {
			by = n
		}
	}
	d := plain()
	startLo, startHi := start.Bounds()
	limitLo, limitHi := limit.Bounds()
	switch {
	case by > 0:
		d.lo, d.hi = startLo, limitHi
	case by < 0:
		d.lo, d.hi = limitLo, startHi
	}
	k := AnyNumber
	switch {
	case start.Is(Int) && step.Is(Int):
		k = Int
	case start.Is(Int|Fraction) && step.Is(Int|Fraction):
		k = Int | Fraction
	}
	v := with(k, combine(start.from, limit.from), d)
	b := m.scope.decls[s.Var]
	m.iterate(func(frame *loopFrame) {
		m.merge(&frame.exit, frame.active)
		m.declare(b, v)
		m.block(s.Body)
		m.active = frame.active
	})
}

func (m *machine) genericFor(s *syntax.GenericFor) {
	vs := m.evalList(s.Exprs)
	m.iterate(func(frame *loopFrame) {
		m.merge(&frame.exit, frame.active)
		next := m.nextValues(vs)
		for i, n := range s.Names {
			v := m.at(next, i)
			if i == 0 {
				v = v.limit(Unknown &^ AbsentOrNil)
			}
			m.declare(m.scope.decls[n], v)
		}
		m.block(s.Body)
		m.active = frame.active
	})
}

// nextValues returns what an iterator yields.
func (m *machine) nextValues(vs values) values {
	iterator := m.at(vs, 0)
	switch iterator.Op() {
	case library.IPairsStep:
		element := m.elements(m.at(vs, 1)).limit(Unknown &^ AbsentOrNil)
		d := plain()
		d.lo = 1
		return m.list(with(Int, FromLiteral, d), element)
	case library.PairsStep, library.Next:
		key, element := m.entries(m.at(vs, 1))
		return m.list(key, element.limit(Unknown&^AbsentOrNil))
	case library.GMatchStep:
		str := of(AnyString, combine(m.at(vs, 1).from, FromLiteral))
		if m.at(vs, 2).kinds == True { // "()" in the pattern gives positions
			str = str.Or(Int)
		}
		rest := str
		rest = rest.Or(Absent)
		return values{list: []Value{str}, rest: rest}
	}
	if iterator.funcs() == nil {
		m.escapeAll(vs, nil)
		return values{rest: unknown(FromUnknown)}
	}
	return m.apply(nil, iterator, m.list(m.at(vs, 1), unknown(FromUnknown)))
}
