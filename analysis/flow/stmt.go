package flow

import (
	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/analysis/scope"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/parser/syntax"
)

// block runs a block in a scope of its own.
func (m *Machine) block(b *syntax.Block) {
	active := m.active
	m.stmts(b)
	m.active = active
}

// stmts runs a block's statements in the current scope, as far as they are reached.
func (m *Machine) stmts(b *syntax.Block) {
	for i, s := range b.Stmts {
		if m.dead {
			if m.Stops == nil {
				m.Stops = map[*syntax.Block]int{}
			}
			m.Stops[b] = max(m.Stops[b], i)
			return
		}
		if m.Broken {
			return
		}
		m.stmt(s)
		m.undo = m.undo[:0]
	}
	if _, ok := m.Stops[b]; ok {
		m.Stops[b] = len(b.Stmts)
	}
}

func (m *Machine) stmt(s syntax.Stmt) {
	m.step()
	switch s := s.(type) {
	case *syntax.LocalStmt:
		vs := m.evalList(s.Exprs)
		for i, n := range s.Names {
			v := m.At(vs, i)
			m.declare(m.scope.Decl(n), v)
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
			name := value.Constant(value.Const{IsString: true, Str: s.Method.Text})
			m.setIndex(m.eval(s.Target), name, m.eval(s.Func), s.Target)
			return
		}
		m.store(s.Target, m.eval(s.Func))
	case *syntax.LocalFunc:
		b := m.scope.Decl(s.Name)
		m.declare(b, m.eval(s.Func))
	case *syntax.ReturnStmt:
		vs := m.evalList(s.Exprs)
		if !m.dead {
			m.Returned[s] = true
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
func (m *Machine) assignment(s *syntax.AssignStmt) {
	vs := m.evalList(s.Exprs)
	for i, t := range s.Targets {
		m.store(t, m.At(vs, i))
	}
}

// store assigns a value to a variable or a table's entry.
func (m *Machine) store(target syntax.Expr, v value.Value) {
	switch t := target.(type) {
	case *syntax.NameExpr:
		if b := m.scope.Use(t); b != nil {
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

func (m *Machine) ifs(s *syntax.IfStmt) {
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
func (m *Machine) addResults(fn *scope.Function, vs List) {
	flow := m.FlowOf(fn)
	if fn == m.scope.Main {
		return // nobody sees them: collectReturns looks at each return by itself
	}
	n := max(len(vs.Known), 1)
	if vs.More() {
		n = max(n, maxResults)
	}
	n = min(n, maxResults)
	nothing := value.Of(kind.Nil, value.FromLiteral)
	for len(flow.results) < n {
		first := value.Value{}
		if flow.returns {
			first = nothing // earlier returns had fewer values
		}
		flow.results = append(flow.results, first)
	}
	flow.returns = true
	before := m.heap
	for i := range flow.results {
		m.grow(&flow.results[i], m.At(vs, i), &flow.growth)
	}
	flow.open = flow.open || vs.More() || len(vs.Known) > maxResults
	if m.heap != before && flow.running && flow.recursed {
		flow.again = true
	}
}

// maxResults is how many results of a function are told apart.
const maxResults = 8

// FunctionFlow is what the machine keeps of a function.
type FunctionFlow struct {
	params      []value.Value // joined over all calls
	varargs     value.Value   // what "..." can hold, joined
	results     []value.Value // joined over all returns
	open        bool          // there may be more results
	returns     bool          // some return, or the end, is reached
	FellThrough bool          // the end is reached
	done        bool          // was run
	running     bool          // is being run
	recursed    bool          // was called while running
	again       bool          // its results changed after that
	Escaped     bool          // was run with unknown arguments
	heap        int           // Machine.heap when it was last run
	growth      int
}

// Yields is what a call of the function expands to.
func (f *FunctionFlow) Yields() List {
	vs := List{Known: f.results}
	if f.open {
		vs.Rest = value.Unknown(value.FromUnknown)
	}
	return vs
}
