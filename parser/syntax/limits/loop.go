package limits

import "github.com/luagen/luagen/parser/syntax"

func (m *meter) while(s *syntax.WhileStmt) {
	start := m.label()
	exit := m.cond(s.Cond)
	var loop scope
	m.enter(&loop, true)
	m.block(s.Body)
	m.at = s.Span()
	m.patchTo(m.jump(true), start)
	m.leave()
	m.patchHere(exit)
}

func (m *meter) repeat(s *syntax.RepeatStmt) {
	start := m.label()
	var loop, body scope
	m.enter(&loop, true)
	m.enter(&body, false)
	m.stmts(s.Body)
	exit := m.cond(s.Cond)
	m.at = s.Span()
	if body.upval {
		m.brk()
		m.patchHere(exit)
		m.leave()
		exit = m.jump(true)
	} else {
		m.leave()
	}
	m.patchTo(exit, start)
	m.leave()
}

func (m *meter) numericFor(s *syntax.NumericFor) {
	var loop scope
	m.enter(&loop, true)
	for i := range 4 {
		m.declare(i, s.Var.Span())
	}
	for _, x := range []syntax.Expr{s.Start, s.Limit, s.Step} {
		if x == nil {
			m.constant(constant{kind: vNumber, num: 1})
			m.emit()
			m.reserve(1)
			continue
		}
		v := m.expr(x)
		m.next(&v)
	}
	m.forBody(s.Body, true, s.Var)
	m.leave()
}

func (m *meter) genericFor(s *syntax.GenericFor) {
	var loop scope
	m.enter(&loop, true)
	for i := range 3 {
		m.declare(i, s.Names[0].Span())
	}
	for i, name := range s.Names {
		m.declare(3+i, name.Span())
	}
	m.at = s.Span()
	last, n := m.exprList(s.Exprs)
	m.adjust(3, n, &last)
	m.room(3)
	m.forBody(s.Body, false, s.Names...)
	m.leave()
}

// forBody meters the body of a "for", whose state is in the last three registers.
func (m *meter) forBody(body *syntax.Block, numeric bool, names ...*syntax.Name) {
	for range 3 {
		m.show("")
	}
	at := m.at
	var prepare jumps
	if numeric {
		prepare = m.branch()
	} else {
		prepare = m.jump(true)
	}
	var s scope
	m.enter(&s, false)
	for _, name := range names {
		m.show(name.Text)
	}
	m.reserve(len(names))
	m.block(body)
	m.leave()
	m.at = at
	m.patchHere(prepare)
	loop := m.branch()
	if !numeric {
		loop = m.jump(true)
	}
	m.patchTo(loop, prepare.first+1)
}

func (m *meter) brk() {
	s, upval := m.fn.scope, false
	for s != nil && !s.loop {
		upval = upval || s.upval
		s = s.outer
	}
	if s == nil {
		return
	}
	if upval {
		m.emit()
	}
	m.join(&s.breaks, m.jump(true))
}
