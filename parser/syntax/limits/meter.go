// Package limits finds where a script exceeds what Lua's compiler can hold: local
// variables, upvalues, registers, constants and the reach of jumps. Redis refuses such
// a script ("function or expression too complex") although its grammar is right.
//
// Package syntax checks what Lua's parser itself counts, such as how deep blocks nest.
package limits

import "github.com/luagen/luagen/parser/syntax"

// The limits.
const (
	maxActive    = 200       // LUAI_MAXVARS: locals alive at once in a function
	maxDeclared  = 1<<15 - 1 // SHRT_MAX: locals of a function in all
	maxUpvalues  = 60        // LUAI_MAXUPVALUES
	maxRegisters = 249       // MAXSTACK, less one
	maxConstants = 1<<18 - 1 // MAXARG_Bx; also of functions within a function
	maxJump      = 1<<17 - 1 // MAXARG_sBx: instructions that a jump passes over
	maxOperand   = 255       // MAXINDEXRK: greatest constant that is an operand itself
)

// meter goes through a tree as Lua's code generator would and keeps count of what
// that runs out of: locals, upvalues, registers, constants and the reach of jumps.
// It generates nothing. Where a value ends up is known exactly, because Lua
// allocates registers in one pass, as a stack.
type meter struct {
	fn    *frame
	err   *syntax.Error
	at    syntax.Range     // of the node being metered
	vars  []variable       // every visible local, of all open functions
	scope map[string]int32 // the innermost variable of a name: an index of vars
	spine []syntax.Expr    // operators and suffixes whose left operand is being metered
	// keeps is set when constants are kept. While there are so few that every one can be an
	// operand, it is enough to count how often one is used.
	keeps bool
	many  bool // there are more, and they are not kept
}

// variable is a visible local variable.
type variable struct {
	name   string
	fn     *frame
	reg    int
	hidden int32 // the variable of the same name that it hides, or -1
}

// frame is a function being metered.
type frame struct {
	outer     *frame
	pc        int // instructions so far
	target    int // the last instruction known as a jump's target, or -1
	pending   jumps
	free      int              // first free register
	active    int              // locals alive, which own the first registers
	declared  int              // locals so far
	functions int              // functions directly within
	uses      int              // how many constants were used so far
	constants map[constant]int // their indexes; nil unless the meter keeps them
	upvalues  []int32          // indexes of vars
	scope     *scope
	nils      nils
}

// constant is the identity of a constant: a string, a number, true, false or nil.
type constant struct {
	kind valueKind
	text string
	num  float64
}

// nils is the last LOADNIL, which a next one may extend.
type nils struct{ pc, from, to int }

// scope is a block being metered.
type scope struct {
	outer  *scope
	active int   // locals alive outside of it
	vars   int   // length of meter.vars outside of it
	upval  bool  // one of its locals is an upvalue
	loop   bool  // break leaves it
	breaks jumps // out of it
}

// small is how many expressions and names a script may have that exceeds no limit, whatever they are.
// A local is one of the names, self or arg of a function, or one of the three behind a loop, which
// has a name and an expression: those of a function are at most 2*small+2. What is in no local
// takes up a register for each expression, and calling an iterator three more.
const small = (maxActive - 8) / 2

// Check returns the first limit of Lua's compiler that a script exceeds, or nil. The
// chunk is a whole script without syntax errors.
func Check(chunk *syntax.Chunk) *syntax.Error {
	if chunk.Indexes <= small {
		return nil
	}
	block := chunk.Block
	m := newMeter()
	if m.all(block); m.many {
		m = newMeter()
		m.keeps = true
		m.all(block)
	}
	return m.err
}

func newMeter() *meter {
	return &meter{vars: make([]variable, 0, 16), scope: map[string]int32{}, spine: make([]syntax.Expr, 0, 16)}
}

// all meters a whole script.
func (m *meter) all(block *syntax.Block) {
	m.open()
	m.stmts(block)
	m.close(0)
}

// fail keeps the first error.
func (m *meter) fail(message string) {
	if m.err == nil {
		m.err = &syntax.Error{Range: m.at, Message: message}
	}
}

// open enters a function.
func (m *meter) open() {
	m.fn = &frame{outer: m.fn, target: -1, nils: nils{pc: -1}}
	if m.keeps {
		m.fn.constants = map[constant]int{}
	}
}

// close leaves the function, whose locals are those of vars from mark on.
func (m *meter) close(mark int) *frame {
	f := m.fn
	m.hide(mark)
	m.emit()
	m.fn = f.outer
	return f
}

// enter opens a block.
func (m *meter) enter(s *scope, loop bool) {
	*s = scope{outer: m.fn.scope, active: m.fn.active, vars: len(m.vars), loop: loop}
	m.fn.scope = s
}

// leave closes the innermost block.
func (m *meter) leave() {
	f, s := m.fn, m.fn.scope
	f.scope = s.outer
	f.active = s.active
	m.hide(s.vars)
	if s.upval {
		m.emit()
	}
	f.free = f.active
	m.patchHere(s.breaks)
}

// declare counts the n-th (from 0) of several locals that become alive together.
func (m *meter) declare(n int, r syntax.Range) {
	f := m.fn
	m.at = r
	if f.active+n+1 > maxActive {
		m.fail("too many local variables: Redis allows 200 in a function, and 'for' takes 3 more than it names; use a table or 'do … end' blocks")
	}
	if f.declared++; f.declared > maxDeclared {
		m.fail("too many local variables: Redis allows 32767 declarations in a function; use functions")
	}
}

// show makes a declared local alive. Hidden ones, such as a loop's, have no name.
func (m *meter) show(name string) {
	v := variable{name, m.fn, m.fn.active, -1}
	m.fn.active++
	if name == "" {
		return
	}
	if hidden, ok := m.scope[name]; ok {
		v.hidden = hidden
	}
	m.scope[name] = int32(len(m.vars))
	m.vars = append(m.vars, v)
}

// hide ends the variables from mark on.
func (m *meter) hide(mark int) {
	for i := len(m.vars) - 1; i >= mark; i-- {
		if v := m.vars[i]; v.hidden >= 0 {
			m.scope[v.name] = v.hidden
		} else {
			delete(m.scope, v.name)
		}
	}
	m.vars = m.vars[:mark]
}

// variable is the value of a name.
func (m *meter) variable(name string) value {
	id, ok := m.scope[name]
	if !ok {
		m.constant(constant{kind: vConst, text: name})
		return value{kind: vGlobal}
	}
	if v := m.vars[id]; v.fn == m.fn {
		return value{kind: vLocal, reg: v.reg}
	}
	m.capture(m.fn, id)
	return value{kind: vUpvalue}
}

// capture makes a variable of an outer function an upvalue of f and of all
// functions between the two.
func (m *meter) capture(f *frame, id int32) {
	v := m.vars[id]
	if v.fn == f {
		s := f.scope
		for s != nil && s.active > v.reg {
			s = s.outer
		}
		if s != nil {
			s.upval = true
		}
		return
	}
	for _, known := range f.upvalues {
		if known == id {
			return
		}
	}
	m.capture(f.outer, id)
	f.upvalues = append(f.upvalues, id)
	if len(f.upvalues) > maxUpvalues {
		m.fail("too many upvalues: Redis lets a function use 60 local variables of the functions around it; pass them as arguments or in a table")
	}
}

// constant returns the index of a constant of the function; 0 for all while they are not kept.
func (m *meter) constant(c constant) int {
	f := m.fn
	if !m.keeps {
		f.uses++
		m.many = m.many || f.uses > maxOperand
		return 0
	}
	index := f.add(c)
	if index >= maxConstants {
		m.fail("too many constants: Redis allows 262143 different strings and numbers in a function")
	}
	return index
}

// add returns the index of a constant, which it adds when it is new.
func (f *frame) add(c constant) int {
	index, ok := f.constants[c]
	if !ok {
		index = len(f.constants)
		f.constants[c] = index
	}
	return index
}

// reserve takes the next n registers.
func (m *meter) reserve(n int) {
	m.room(n)
	m.fn.free += n
}

// room checks that there are n more registers.
func (m *meter) room(n int) {
	if m.fn.free+n > maxRegisters {
		m.fail("function or expression too complex: Redis has 249 registers for the local variables, arguments and unfinished values of a function; pass long lists in several calls or with unpack")
	}
}

// release gives a register back, unless it is a local's or no register at all.
func (m *meter) release(operand int) {
	if operand <= maxOperand && operand >= m.fn.active {
		m.fn.free--
	}
}
