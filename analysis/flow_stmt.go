package analysis

import "github.com/luagen/luagen/parser/syntax"

// block runs a block in a scope of its own.
func (m *machine) block(b *syntax.Block) {
	active := m.active
	m.stmts(b)
	m.active = active
}

// stmts runs a block's statements in the current scope, as far as they are reached.
func (m *machine) stmts(b *syntax.Block) {
	for i, s := range b.Stmts {
		if m.dead {
			m.stops[b] = max(m.stops[b], i)
			return
		}
		if m.broken {
			return
		}
		m.stmt(s)
		m.undo = m.undo[:0]
	}
	if _, ok := m.stops[b]; ok {
		m.stops[b] = len(b.Stmts)
	}
}

func (m *machine) stmt(s syntax.Stmt) {
	m.step()
	switch s := s.(type) {
	case *syntax.LocalStmt:
		vs := m.evalList(s.Exprs)
		for i, n := range s.Names {
			v := m.at(vs, i)
			m.declare(m.scope.decls[n], v)
		}
	case *syntax.AssignStmt:
		m.assignment(s)
	case *syntax.CallStmt:
		m.evalMulti(s.Call)
	case *syntax.DoStmt:
		m.block(s.Body)
	case *syntax.WhileStmt:
		m.while(s)
	case *syntax.RepeatStmt:
		m.repeat(s)
	case *syntax.IfStmt:
		m.ifs(s)
	case *syntax.NumericFor:
		m.numericFor(s)
	case *syntax.GenericFor:
		m.genericFor(s)
	case *syntax.FuncStmt:
		if s.Method != nil {
			name := ofConst(Const{IsString: true, Str: s.Method.Text})
			m.setIndex(m.eval(s.Target), name, m.eval(s.Func), s.Target)
			return
		}
		m.store(s.Target, m.eval(s.Func))
	case *syntax.LocalFunc:
		b := m.scope.decls[s.Name]
		m.declare(b, m.eval(s.Func))
	case *syntax.ReturnStmt:
		vs := m.evalList(s.Exprs)
		if !m.dead {
			m.returned[s] = true
			m.addResults(m.fn, vs)
		}
		m.dead = true
	case *syntax.ErrorStmt:
		m.damaged(s)
	case *syntax.BreakStmt:
		if m.loop != nil {
			m.merge(&m.loop.exit, m.loop.active)
		}
		m.dead = true
	}
}

// assignment runs "a, t[k] = x, y": everything on the right first.
func (m *machine) assignment(s *syntax.AssignStmt) {
	vs := m.evalList(s.Exprs)
	for i, t := range s.Targets {
		m.store(t, m.at(vs, i))
	}
}

// store assigns a value to a variable or a table's entry.
func (m *machine) store(target syntax.Expr, v Value) {
	switch t := target.(type) {
	case *syntax.NameExpr:
		if b := m.scope.uses[t]; b != nil {
			m.assign(b, v)
			return
		}
		m.escape(v, target)
	case *syntax.IndexExpr:
		x, key := m.eval(t.X), m.eval(t.Key)
		m.setIndex(x, key, v, target)
	case *syntax.ErrorExpr:
		m.escape(v, target)
		m.errorParts(t.Parts)
	}
}

func (m *machine) ifs(s *syntax.IfStmt) {
	n := m.active
	var end merged
	for i := range s.Clauses {
		c := &s.Clauses[i]
		m.eval(c.Cond)
		if m.dead {
			break
		}
		before := m.save()
		m.refine(c.Cond, true)
		m.block(c.Body)
		m.merge(&end, n)
		copy(m.slots, before)
		m.release(before)
		m.dead = false
		m.refine(c.Cond, false)
	}
	if s.Else != nil && !m.dead {
		m.block(s.Else)
	}
	m.merge(&end, n)
	m.active = n
	m.become(&end)
}

// addResults adds what a return statement returns to its function's results.
func (m *machine) addResults(fn *Function, vs values) {
	flow := m.flow(fn)
	if fn == m.scope.main {
		return // nobody sees them: collectReturns looks at each return by itself
	}
	n := max(len(vs.list), 1)
	if vs.more() {
		n = max(n, maxResults)
	}
	n = min(n, maxResults)
	nothing := of(Nil, FromLiteral)
	for len(flow.results) < n {
		first := Value{}
		if flow.returns {
			first = nothing // earlier returns had fewer values
		}
		flow.results = append(flow.results, first)
	}
	flow.returns = true
	before := m.heap
	for i := range flow.results {
		m.grow(&flow.results[i], m.at(vs, i), &flow.growth)
	}
	flow.open = flow.open || vs.more() || len(vs.list) > maxResults
	if m.heap != before && flow.running && flow.recursed {
		flow.again = true
	}
}

// maxResults is how many results of a function are told apart.
const maxResults = 8

// funcFlow is what the machine keeps of a function.
type funcFlow struct {
	params      []Value // joined over all calls
	varargs     Value   // what "..." can hold, joined
	results     []Value // joined over all returns
	open        bool    // there may be more results
	returns     bool    // some return, or the end, is reached
	fellThrough bool    // the end is reached
	done        bool    // was run
	running     bool    // is being run
	recursed    bool    // was called while running
	again       bool    // its results changed after that
	escaped     bool    // was run with unknown arguments
	heap        int     // machine.heap when it was last run
	growth      int
}

// yields is what a call of the function expands to.
func (f *funcFlow) yields() values {
	vs := values{list: f.results}
	if f.open {
		vs.rest = unknown(FromUnknown)
	}
	return vs
}
