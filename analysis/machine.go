package analysis

import (
	"github.com/luagen/luagen/analysis/library"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/parser/syntax"
)

// machine runs a script on abstract values: every statement in order, both sides of
// every branch, loops until nothing changes. What it learns of each expression goes
// into machine.values.
//
// Locals of the running function are followed by flow (machine.slots). What several
// functions share, captured variables (cell) and tables (Shape), only ever grows; heap
// counts those changes, so that loops and functions know when to look again.
type machine struct {
	script   *parser.Script
	scope    *Scope
	resp3    bool // what commands reply is unknown
	values   map[syntax.Expr]Value
	cells    []cell                       // of Scope.Bindings
	flows    []funcFlow                   // of the top level, then of Scope.Functions
	sites    map[syntax.Expr]*Shape       // tables by the expression that makes them
	methods  map[*syntax.CallExpr]Value   // what "x:name()" calls
	wholes   map[syntax.Expr][]InputTable // expressions that hand a whole input table to something unknown
	stops    map[*syntax.Block]int        // the first statement of a block that was never reached
	returned map[*syntax.ReturnStmt]bool  // the returns that were reached
	inputs   [2]*Shape                    // KEYS and ARGV
	globals  *Shape                       // _G
	libs     map[*library.Library]*Shape
	members  map[*library.Member]Value
	errors   *Shape // {err=…} as Redis makes them
	statuses *Shape // {ok=…} as commands reply it: OK, PONG, what TYPE says, but no number
	anything *Shape // {ok=…} of any text

	activation
	depth int // of calls

	heap   int  // counts changes of cells, tables and results
	steps  int  // how much more work may be done
	broken bool // out of steps: stop

	pool  [][]Value // states to use again
	arena []Value   // where lists of values are cut from
}

// activation is the function that runs, and how far it has come.
type activation struct {
	fn     *Function
	slots  []Value // its locals
	active int     // how many of them are in scope
	dead   bool    // this point is never reached
	loop   *loopFrame
	undo   []undo // refinements of slots, to be taken back
}

// undo is a refinement to be taken back.
type undo struct {
	slot int
	old  Value
}

// Bounds on the work, far above what scripts written by people need.
const (
	stepsPerNode = 32    // how often an expression may be looked at, on average
	stepsAtLeast = 50000 // for small scripts
	maxDepth     = 200   // of calls of the script's functions
)

func newMachine(s *parser.Script, scope *Scope, resp3 bool) *machine {
	m := &machine{
		script: s, scope: scope, resp3: resp3,
		values:   make(map[syntax.Expr]Value, scope.nodes),
		cells:    make([]cell, len(scope.Bindings)),
		flows:    make([]funcFlow, 1+len(scope.Functions)),
		sites:    map[syntax.Expr]*Shape{},
		methods:  map[*syntax.CallExpr]Value{},
		wholes:   map[syntax.Expr][]InputTable{},
		stops:    map[*syntax.Block]int{},
		returned: map[*syntax.ReturnStmt]bool{},
		globals:  &Shape{globals: true},
		libs:     map[*library.Library]*Shape{},
		members:  map[*library.Member]Value{},
		errors:   &Shape{Fields: []FieldShape{{Name: "err", Value: of(AnyString, FromData)}}},
		statuses: &Shape{Fields: []FieldShape{{Name: "ok", Value: of(Text, FromData)}}},
		anything: &Shape{Fields: []FieldShape{{Name: "ok", Value: of(AnyString, FromData)}}},
		steps:    stepsAtLeast + stepsPerNode*scope.nodes,
	}
	for _, t := range []InputTable{KEYS, ARGV} {
		m.inputs[t] = &Shape{isInput: true, input: t}
	}
	return m
}

// run runs the script, then the functions that it never calls, so that something is
// known about their expressions too.
func (m *machine) run(block *syntax.Block) {
	main := m.scope.main
	for range maxRuns {
		m.runBody(main, block)
		if !m.runEscaped() {
			break
		}
	}
	for _, fn := range m.scope.Functions {
		if !m.flow(fn).done {
			m.runUnknown(fn)
		}
	}
}

// runBody runs a function's body until its results are stable.
func (m *machine) runBody(fn *Function, body *syntax.Block) {
	outer := m.activation
	if m.depth++; m.depth > maxDepth {
		m.broken = true
	}
	flow := m.flow(fn)
	flow.running = true
	for range maxRuns {
		flow.again = false
		m.activation = activation{fn: fn, slots: m.state(fn.slots)}
		for i, p := range fn.Params {
			m.declare(p, flow.params[i])
		}
		before := m.heap
		m.stmts(body)
		if !m.dead && !m.broken {
			flow.fellThrough = true
			m.addResults(fn, values{})
		}
		m.release(m.slots)
		flow.heap = before
		if m.broken || !flow.again {
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
func (m *machine) join(a, b Value) Value {
	v, over := Join(a, b)
	if over != nil {
		for _, s := range over.tables {
			m.open(s, nil)
		}
		for _, f := range over.funcs {
			m.escapeFunc(f.fn)
		}
	}
	return v
}

// step counts one unit of work.
func (m *machine) step() {
	if m.steps--; m.steps < 0 {
		m.broken = true
	}
}

// state returns a slice for n locals.
func (m *machine) state(n int) []Value {
	for len(m.pool) > 0 {
		s := m.pool[len(m.pool)-1]
		m.pool = m.pool[:len(m.pool)-1]
		if cap(s) >= n {
			return s[:n]
		}
	}
	return make([]Value, n, max(n, 16))
}

// release gives a state back.
func (m *machine) release(s []Value) { m.pool = append(m.pool, s) }

// save returns a copy of the locals in scope.
func (m *machine) save() []Value {
	s := m.state(m.active)
	copy(s, m.slots)
	return s
}

// alloc returns a list of n values.
func (m *machine) alloc(n int) []Value {
	if len(m.arena) < n {
		m.arena = make([]Value, max(n, 256))
	}
	s := m.arena[:n:n]
	m.arena = m.arena[n:]
	return s
}

// merged is the join of the states at several ends of branches.
type merged struct {
	slots []Value
	live  bool // some end was reached
}

// merge adds the current state, its first n locals, unless this point is never reached.
func (m *machine) merge(to *merged, n int) {
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
func (m *machine) become(s *merged) {
	m.dead = !s.live
	if s.live {
		copy(m.slots, s.slots)
		m.release(s.slots)
	}
}

// declare brings a local into scope.
func (m *machine) declare(b *Binding, v Value) {
	m.active = b.slot + 1
	m.slots[b.slot] = v
	if b.Captured {
		m.growCell(b, v)
	}
}

// read returns a local's value.
func (m *machine) read(b *Binding) Value {
	if b.fn == m.fn && !b.writtenByInner {
		return m.slots[b.slot]
	}
	return m.cells[b.index].value
}

// assign changes a local.
func (m *machine) assign(b *Binding, v Value) {
	if b.fn == m.fn {
		m.slots[b.slot] = v
	}
	if b.Captured {
		m.growCell(b, v)
	}
}

func (m *machine) growCell(b *Binding, v Value) {
	c := &m.cells[b.index]
	m.grow(&c.value, v, &c.growth)
}

// cell is everything that was ever assigned to a captured local, which inner functions see.
type cell struct {
	value  Value
	growth int // how often it changed
}

// flow is what is kept of a function.
func (m *machine) flow(fn *Function) *funcFlow { return &m.flows[fn.index] }

// grow joins v into what several functions share; growth counts the changes, so that it
// comes to an end.
func (m *machine) grow(to *Value, v Value, growth *int) {
	joined := m.join(*to, v)
	if Equal(joined, *to) {
		return
	}
	*growth++
	if *growth > maxGrowth {
		joined = Widen(*to, joined)
	}
	m.heap++
	*to = joined
}

// value returns what is known of an expression so far.
func (m *machine) value(e syntax.Expr) Value {
	if v, ok := m.values[e]; ok {
		return v
	}
	return literal(e)
}

// record keeps an expression's value.
func (m *machine) record(e syntax.Expr, v Value) Value {
	if old, ok := m.values[e]; !ok {
		m.values[e] = v
	} else if old != v {
		m.values[e] = m.join(old, v)
	}
	return v
}
