// Package flow runs a script on abstract values, to find what every expression can be and which
// statements are reached.
package flow

import (
	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/analysis/scope"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/parser/syntax"
)

// Machine runs a script on abstract values: every statement in order, both sides of
// every branch, loops until nothing changes. What it learns of each expression goes
// into Machine.Values.
//
// Locals of the running function are followed by flow (activation.slots). What several
// functions share, captured variables (cell) and tables (value.Shape), only ever grows; heap
// counts those changes, so that loops and functions know when to look again.
type Machine struct {
	script   *parser.Script
	scope    *scope.Scope
	resp3    bool // what commands reply is unknown
	Values   Values
	cells    []cell                             // of Scope.Bindings
	flows    []FunctionFlow                     // of the top level, then of Scope.Functions
	sites    map[syntax.Expr]*value.Shape       // tables by the expression that makes them
	Methods  map[*syntax.CallExpr]value.Value   // what "x:name()" calls
	words    map[*syntax.CallExpr]*Words        // what calls of commands, and of functions that are such, hand on
	Wholes   map[syntax.Expr][]value.InputTable // expressions that hand a whole input table to something unknown
	Stops    map[*syntax.Block]int              // the first statement of a block that was never reached
	Returned map[*syntax.ReturnStmt]bool        // the returns that were reached
	globals  []global                           // what the script has asked for of Redis's own
	errors   *value.Shape                       // {err=…} as Redis makes them
	statuses *value.Shape                       // {ok=…} as commands reply it: OK, PONG, what TYPE says, but no number
	anything *value.Shape                       // {ok=…} of any text

	activation
	depth int // of calls

	heap   int  // counts changes of cells, tables and results
	steps  int  // how much more work may be done
	Broken bool // out of steps: stop

	pool  [][]value.Value // states to use again
	arena []value.Value   // where lists of values are cut from
	chunk int             // the size of the last of them
}

// activation is the function that runs, and how far it has come.
type activation struct {
	fn     *scope.Function
	slots  []value.Value // its locals
	active int           // how many of them are in scope
	dead   bool          // this point is never reached
	loop   *loopFrame
	undo   []undo // refinements of slots, to be taken back
}

// undo is a refinement to be taken back.
type undo struct {
	slot int
	old  value.Value
}

// Bounds on the work, far above what scripts written by people need.
const (
	stepsPerNode = 32    // how often an expression may be looked at, on average
	stepsAtLeast = 50000 // for small scripts
	maxDepth     = 200   // of calls of the script's functions
)

func New(s *parser.Script, scope *scope.Scope, resp3 bool) *Machine {
	m := &Machine{
		script: s, scope: scope, resp3: resp3,
		Values:   make(Values, s.Chunk.Indexes),
		cells:    make([]cell, len(scope.Bindings)),
		flows:    make([]FunctionFlow, 1+len(scope.Functions)),
		sites:    map[syntax.Expr]*value.Shape{},
		words:    map[*syntax.CallExpr]*Words{},
		Returned: map[*syntax.ReturnStmt]bool{},
		errors:   withField("err", kind.AnyString),
		statuses: withField("ok", kind.Text),
		anything: withField("ok", kind.AnyString),
		steps:    stepsAtLeast + stepsPerNode*scope.Nodes,
	}
	return m
}

// withField is a table with one entry of such a kind.
func withField(name string, k kind.Set) *value.Shape {
	t := &struct { // in one piece, because every script has some
		value.Shape
		one [1]value.FieldShape
	}{one: [1]value.FieldShape{{Name: name, Value: value.Of(k, value.FromData)}}}
	t.Fields = t.one[:]
	return &t.Shape
}

// Run runs the script, then the functions that it never calls, so that something is
// known about their expressions too.
func (m *Machine) Run(block *syntax.Block) {
	main := m.scope.Main
	for range maxRuns {
		m.runBody(main, block)
		if !m.runEscaped() {
			break
		}
	}
	for _, fn := range m.scope.Functions {
		if !m.FlowOf(fn).done {
			m.runUnknown(fn)
		}
	}
}

// runBody runs a function's body until its results are stable.
func (m *Machine) runBody(fn *scope.Function, body *syntax.Block) {
	outer := m.activation
	if m.depth++; m.depth > maxDepth {
		m.Broken = true
	}
	flow := m.FlowOf(fn)
	flow.running = true
	for range maxRuns {
		flow.again = false
		m.activation = activation{fn: fn, slots: m.state(fn.Slots)}
		for i, p := range fn.Params {
			m.declare(p, flow.params[i])
		}
		before := m.heap
		m.stmts(body)
		if !m.dead && !m.Broken {
			flow.FellThrough = true
			m.addResults(fn, List{})
		}
		m.release(m.slots)
		flow.heap = before
		if m.Broken || !flow.again {
			break
		}
	}
	flow.running, flow.done = false, true
	m.activation = outer
	m.depth--
}

// maxRuns bounds how often a recursive function is run before its callers go on; it
// is run again when they come back to it.
const maxRuns = 8

// maxGrowth is how often something shared may grow before it is widened.
const maxGrowth = 8

// join is Join. What the result does not list any more is from then on unknown code's, too.
func (m *Machine) join(a, b value.Value) value.Value {
	v, over := value.Join(a, b)
	if over != nil {
		for _, s := range over.Tables {
			m.open(s, nil)
		}
		for _, f := range over.Funcs {
			m.escapeFunc(f.Func)
		}
	}
	return v
}

// step counts one unit of work.
func (m *Machine) step() {
	if m.steps--; m.steps < 0 {
		m.Broken = true
	}
}

// state returns a slice for n locals.
func (m *Machine) state(n int) []value.Value {
	for len(m.pool) > 0 {
		s := m.pool[len(m.pool)-1]
		m.pool = m.pool[:len(m.pool)-1]
		if cap(s) >= n {
			return s[:n]
		}
	}
	return make([]value.Value, n, max(n, 16))
}

// release gives a state back.
func (m *Machine) release(s []value.Value) { m.pool = append(m.pool, s) }

// save returns a copy of the locals in scope.
func (m *Machine) save() []value.Value {
	s := m.state(m.active)
	copy(s, m.slots)
	return s
}

// alloc returns a list of n values.
func (m *Machine) alloc(n int) []value.Value {
	if len(m.arena) < n {
		m.chunk = min(max(2*m.chunk, 32), 256)
		m.arena = make([]value.Value, max(n, m.chunk))
	}
	s := m.arena[:n:n]
	m.arena = m.arena[n:]
	return s
}

// merged is the join of the states at several ends of branches.
type merged struct {
	slots []value.Value
	live  bool // some end was reached
}

// merge adds the current state, its first n locals, unless this point is never reached.
func (m *Machine) merge(to *merged, n int) {
	if m.dead {
		return
	}
	if !to.live {
		to.slots, to.live = m.state(n), true
		copy(to.slots, m.slots[:n])
		return
	}
	for i := range to.slots {
		to.slots[i] = m.join(to.slots[i], m.slots[i])
	}
}

// become makes a merged state the current one.
func (m *Machine) become(s *merged) {
	m.dead = !s.live
	if s.live {
		copy(m.slots, s.slots)
		m.release(s.slots)
	}
}

// declare brings a local into scope.
func (m *Machine) declare(b *scope.Binding, v value.Value) {
	m.active = b.Slot + 1
	m.slots[b.Slot] = v
	if b.Captured {
		m.growCell(b, v)
	}
}

// read returns a local's value.
func (m *Machine) read(b *scope.Binding) value.Value {
	if b.Within == m.fn && !b.WrittenByInner {
		return m.slots[b.Slot]
	}
	return m.cells[b.Index].value
}

// assign changes a local.
func (m *Machine) assign(b *scope.Binding, v value.Value) {
	if b.Within == m.fn {
		m.slots[b.Slot] = v
	}
	if b.Captured {
		m.growCell(b, v)
	}
}

func (m *Machine) growCell(b *scope.Binding, v value.Value) {
	c := &m.cells[b.Index]
	m.grow(&c.value, v, &c.growth)
}

// cell is everything that was ever assigned to a captured local, which inner functions see.
type cell struct {
	value  value.Value
	growth int // how often it changed
}

// FlowOf is what is kept of a function.
func (m *Machine) FlowOf(fn *scope.Function) *FunctionFlow { return &m.flows[fn.Index] }

// grow joins v into what several functions share; growth counts the changes, so that it
// comes to an end.
func (m *Machine) grow(to *value.Value, v value.Value, growth *int) {
	joined := m.join(*to, v)
	if value.Equal(joined, *to) {
		return
	}
	*growth++
	if *growth > maxGrowth {
		joined = value.Widen(*to, joined)
	}
	m.heap++
	*to = joined
}

// value returns what is known of an expression so far.
func (m *Machine) value(e syntax.Expr) value.Value {
	if v := m.Values.Of(e); v != (value.Value{}) {
		return v
	}
	return value.Literal(e)
}

// record keeps an expression's value.
func (m *Machine) record(e syntax.Expr, v value.Value) value.Value {
	switch known := &m.Values[e.Index()]; *known {
	case value.Value{}:
		*known = v
	case v:
	default:
		*known = m.join(*known, v)
	}
	return v
}
