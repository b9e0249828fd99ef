package limits

import "github.com/luagen/luagen/parser/syntax"

// stmts meters the statements of a block in its present scope.
func (m *meter) stmts(block *syntax.Block) {
	for _, s := range block.Stmts {
		if m.err != nil {
			return
		}
		m.stmt(s)
		m.fn.free = m.fn.active
	}
}

// block meters a block in a scope of its own.
func (m *meter) block(block *syntax.Block) {
	var s scope
	m.enter(&s, false)
	m.stmts(block)
	m.leave()
}

func (m *meter) stmt(s syntax.Stmt) {
	m.at = s.Span()
	switch s := s.(type) {
	case *syntax.LocalStmt:
		m.localStmt(s)
	case *syntax.AssignStmt:
		m.assign(s)
	case *syntax.CallStmt:
		m.expr(s.Call)
	case *syntax.DoStmt:
		m.block(s.Body)
	case *syntax.WhileStmt:
		m.while(s)
	case *syntax.RepeatStmt:
		m.repeat(s)
	case *syntax.IfStmt:
		m.ifStmt(s)
	case *syntax.NumericFor:
		m.numericFor(s)
	case *syntax.GenericFor:
		m.genericFor(s)
	case *syntax.FuncStmt:
		target := m.expr(s.Target)
		if s.Method != nil {
			key := m.stringConstant(s.Method.Text)
			m.anywhere(&target)
			target = value{kind: vIndexed, reg: target.reg, key: m.operand(&key)}
		}
		f := m.function(s.Func)
		m.set(&target, &f)
	case *syntax.LocalFunc:
		m.declare(0, s.Name.Span())
		local := value{kind: vLocal, reg: m.fn.free}
		m.reserve(1)
		m.show(s.Name.Text)
		f := m.function(s.Func)
		m.set(&local, &f)
	case *syntax.ReturnStmt:
		m.ret(s)
	case *syntax.BreakStmt:
		m.brk()
	}
}

func (m *meter) localStmt(s *syntax.LocalStmt) {
	for i, name := range s.Names {
		m.declare(i, name.Span())
	}
	m.at = s.Span()
	last, n := m.exprList(s.Exprs)
	m.adjust(len(s.Names), n, &last)
	for _, name := range s.Names {
		m.show(name.Text)
	}
}

// adjust makes want values of the got that there are, the last of them in v.
func (m *meter) adjust(want, got int, v *value) {
	extra := want - got
	if v.isOpen() {
		extra = max(extra+1, 0)
		m.setReturns(v)
		if extra > 1 {
			m.reserve(extra - 1)
		}
		return
	}
	if v.kind != vVoid {
		m.next(v)
	}
	if extra > 0 {
		first := m.fn.free
		m.reserve(extra)
		m.loadNil(first, extra)
	}
}

func (m *meter) assign(s *syntax.AssignStmt) {
	targets := make([]value, len(s.Targets))
	for i, x := range s.Targets {
		targets[i] = m.expr(x)
		if targets[i].kind == vLocal {
			m.rescue(targets[:i], targets[i].reg)
		}
	}
	m.at = s.Span()
	last, n := m.exprList(s.Exprs)
	rest := len(targets)
	if n == rest {
		last.oneReturn()
		rest--
		m.set(&targets[rest], &last)
	} else {
		m.adjust(rest, n, &last)
		m.fn.free -= max(n-rest, 0)
	}
	for i := rest - 1; i >= 0; i-- {
		top := value{kind: vRegister, reg: m.fn.free - 1}
		m.set(&targets[i], &top)
	}
}

// rescue copies a local that is assigned to and that earlier targets index, or
// index with.
func (m *meter) rescue(targets []value, local int) {
	conflict := false
	for i := range targets {
		t := &targets[i]
		if t.kind == vIndexed && t.reg == local {
			conflict, t.reg = true, m.fn.free
		}
		if t.kind == vIndexed && t.key == local {
			conflict, t.key = true, m.fn.free
		}
	}
	if conflict {
		m.emit()
		m.reserve(1)
	}
}

// set assigns v to a variable or a table's element.
func (m *meter) set(target, v *value) {
	switch target.kind {
	case vLocal:
		m.free(v)
		m.store(v, target.reg)
		return
	case vIndexed:
		m.operand(v)
	default:
		m.anywhere(v)
	}
	m.emit()
	m.free(v)
}

// cond meters a condition and returns the jumps that are taken when it is false.
func (m *meter) cond(x syntax.Expr) jumps {
	v := m.expr(x)
	if v.kind == vNil {
		v.kind = vFalse
	}
	m.goIfTrue(&v)
	return v.isFalse
}

func (m *meter) ifStmt(s *syntax.IfStmt) {
	var end, next jumps
	for i := range s.Clauses {
		if i > 0 {
			m.at = s.Clauses[i].Span()
			m.join(&end, m.jump(true))
			m.patchHere(next)
		}
		next = m.cond(s.Clauses[i].Cond)
		m.block(s.Clauses[i].Body)
	}
	m.at = s.Span()
	if s.Else != nil {
		m.join(&end, m.jump(true))
		m.patchHere(next)
		m.block(s.Else)
	} else {
		m.join(&end, next)
	}
	m.patchHere(end)
}

func (m *meter) ret(s *syntax.ReturnStmt) {
	last, n := m.exprList(s.Exprs)
	switch {
	case last.isOpen():
		m.setReturns(&last)
	case n == 1:
		m.anywhere(&last)
	case n > 1:
		m.next(&last)
	}
	m.emit()
}
