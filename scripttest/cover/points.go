// Package cover measures which statements of scripts ran, and which way their decisions went,
// on a real server.
//
// Counters are the usual way: a copy of the script with counters in it runs as a function of a
// temporary library, at nearly full speed, and answers as the script does. Where a function
// cannot stand for the script, the copy runs in the server's debugger and tells each count;
// where the copy is more than Lua's compiler can hold, the debugger steps through the script's
// own bytes, and decisions are not counted.
package cover

import (
	"slices"
	"strings"

	"github.com/luagen/luagen/analysis/scope"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/parser/syntax"
)

// kind says what decides.
type kind int

const (
	condition kind = iota // of if, elseif and while
	until                 // of repeat
	loop                  // for: entered, or over before it began
	operator              // and, or
)

// statement is a statement that is counted.
type statement struct {
	syntax.Range              // what of it stands before its blocks and functions
	node         syntax.Stmt  // itself
	index        int          // of its counter, from 0
	operands     []*operandOf // right sides of and and or in it, outer ones first
}

// decision is a place that the script leaves in one of two ways.
type decision struct {
	syntax.Range // of the condition, the left side of and or or, or the head of for
	kind         kind
	op           string // of an operator: "and" or "or"
	yes, no      sum    // true, entered; false, not entered
}

// sum is a number made of counters.
type sum struct{ plus, minus []int }

func only(index int) sum { return sum{plus: []int{index}} }

// of is the sum of some counts.
func (s sum) of(counts []int64) int64 {
	var n int64
	for _, i := range s.plus {
		n += counts[i]
	}
	for _, i := range s.minus {
		n -= counts[i]
	}
	return n
}

// operandOf is the right side of an operator, which is evaluated on one outcome of the left.
type operandOf struct {
	syntax.Range
	index int // of the counter of that outcome
}

// plan is what is counted of a script, and where its counters go.
type plan struct {
	script     *parser.Script
	lines      *syntax.Lines
	statements []*statement
	decisions  []*decision
	counters   int

	byStmt  map[syntax.Stmt]*statement
	byNode  map[syntax.Node]*decision // operators by their left sides, loops by themselves
	entries map[*syntax.Block]int     // counters of blocks whose first statement has none
	others  map[*syntax.IfStmt]int    // counters of the outcome that no block is for
	elses   map[*syntax.IfClause]int  // counters of the ways to an elseif
	begins  map[*syntax.RepeatStmt]int
	ends    map[syntax.Stmt]int // counters of the ways out of a while or repeat, but for return
	breaks  map[syntax.Node][]int

	loops []syntax.Node // around the node that is visited; nil for a function

	scope    *scope.Scope
	counting map[*scope.Binding]bool // variables of numeric loops
	metaless bool                    // no value is given a metatable
}

// planOf finds what is counted of a script. Statements without code and conditions that are
// constant are not.
func planOf(s *parser.Script) *plan {
	p := &plan{
		script: s, lines: syntax.NewLines(s.Text), byStmt: map[syntax.Stmt]*statement{}, byNode: map[syntax.Node]*decision{},
		entries: map[*syntax.Block]int{}, others: map[*syntax.IfStmt]int{}, elses: map[*syntax.IfClause]int{},
		begins: map[*syntax.RepeatStmt]int{}, ends: map[syntax.Stmt]int{}, breaks: map[syntax.Node][]int{},
		counting: map[*scope.Binding]bool{},
	}
	if s.Chunk.Block != nil {
		p.scope = scope.Resolve(s.Chunk)
		p.metaless = !slices.ContainsFunc(p.scope.Globals, func(n *syntax.NameExpr) bool { return n.Name == "setmetatable" || n.Name == "getmetatable" })
		syntax.Walk(s.Chunk.Block, p.count, p.leave)
		syntax.Inspect(s.Chunk.Block, p.decide)
	}
	for _, st := range p.statements {
		p.operands(st)
	}
	return p
}

// count plans the counter of a statement.
func (p *plan) count(n syntax.Node) bool {
	s, ok := n.(syntax.Stmt)
	if ok && !silent(s) {
		st := &statement{Range: p.head(s), node: s, index: p.next()}
		p.statements = append(p.statements, st)
		p.byStmt[s] = st
	}
	if loop, ok := n.(*syntax.NumericFor); ok {
		p.counting[p.scope.Decl(loop.Var)] = true
	}
	switch n := n.(type) {
	case *syntax.WhileStmt, *syntax.RepeatStmt, *syntax.NumericFor, *syntax.GenericFor, *syntax.FuncExpr:
		p.loops = append(p.loops, n)
	case *syntax.BreakStmt:
		if len(p.loops) > 0 {
			loop := p.loops[len(p.loops)-1]
			p.breaks[loop] = append(p.breaks[loop], p.byStmt[n].index)
		}
	}
	return true
}

func (p *plan) leave(n syntax.Node) {
	if last := len(p.loops) - 1; last >= 0 && p.loops[last] == n {
		p.loops = p.loops[:last]
	}
}

// decide plans the decision that a node makes.
func (p *plan) decide(n syntax.Node) bool {
	switch n := n.(type) {
	case *syntax.IfStmt:
		p.decideIf(n)
	case *syntax.WhileStmt:
		if !constant(n.Cond) {
			p.ends[n] = p.next()
			p.add(n, n.Cond, decision{kind: condition, yes: only(p.entry(n.Body)), no: sum{[]int{p.ends[n]}, p.breaks[n]}})
		}
	case *syntax.RepeatStmt:
		if !constant(n.Cond) {
			p.begins[n], p.ends[n] = p.next(), p.next()
			p.add(n, n.Cond, decision{kind: until, yes: sum{[]int{p.ends[n]}, p.breaks[n]}, no: sum{[]int{p.entry(n.Body)}, []int{p.begins[n]}}})
		}
	case *syntax.NumericFor, *syntax.GenericFor:
		p.add(n, p.head(n.(syntax.Stmt)), decision{kind: loop, yes: only(p.next()), no: only(p.next())})
	case *syntax.BinaryExpr:
		if (n.Op == syntax.OpAnd || n.Op == syntax.OpOr) && !constant(n.X) {
			p.add(n.X, n.X, decision{kind: operator, op: n.Op.String(), yes: only(p.next()), no: only(p.next())})
		}
	}
	return true
}

func (p *plan) decideIf(n *syntax.IfStmt) {
	for i := range n.Clauses {
		clause := &n.Clauses[i]
		var no int
		switch {
		case i+1 < len(n.Clauses):
			no = p.next()
			p.elses[&n.Clauses[i+1]] = no
		case n.Else != nil:
			no = p.entry(n.Else)
		default:
			no = p.next()
			p.others[n] = no
		}
		if !constant(clause.Cond) {
			p.add(clause, clause.Cond, decision{kind: condition, yes: only(p.entry(clause.Body)), no: only(no)})
		}
	}
}

// add plans a decision that a node makes by what has a range.
func (p *plan) add(n syntax.Node, by syntax.Node, d decision) {
	d.Range = by.Span()
	p.decisions = append(p.decisions, &d)
	p.byNode[n] = &d
}

// entry is the counter of a block: that of its first statement, or one of its own.
func (p *plan) entry(b *syntax.Block) int {
	if len(b.Stmts) > 0 {
		if st := p.byStmt[b.Stmts[0]]; st != nil {
			return st.index
		}
	}
	if _, planned := p.entries[b]; !planned {
		p.entries[b] = p.next()
	}
	return p.entries[b]
}

func (p *plan) next() int {
	p.counters++
	return p.counters - 1
}

// head is the part of a statement before the first block in it.
func (p *plan) head(s syntax.Stmt) syntax.Range {
	r := s.Span()
	switch s := s.(type) {
	case *syntax.IfStmt:
		r.To = s.Clauses[0].Cond.Span().To
	case *syntax.WhileStmt:
		r.To = s.Cond.Span().To
	case *syntax.RepeatStmt:
		r.To = r.From + len("repeat")
	case *syntax.NumericFor:
		r.To = s.Limit.Span().To
		if s.Step != nil {
			r.To = s.Step.Span().To
		}
	case *syntax.GenericFor:
		r.To = s.Exprs[len(s.Exprs)-1].Span().To
	}
	first := r.To // of the first function's body
	syntax.Inspect(s, func(n syntax.Node) bool {
		f, ok := n.(*syntax.FuncExpr)
		if ok && f.From < first {
			first = p.trimmed(f.Body.From)
		}
		return !ok
	})
	r.To = min(r.To, first)
	return r
}

// trimmed is an offset without the blanks and comments before it, as far as these begin a line.
func (p *plan) trimmed(to int) int {
	text := strings.TrimRight(string(p.script.Text[:to]), " \t\r\n")
	for _, c := range p.script.Chunk.Comments {
		if c.From < len(text) && len(text) <= c.To {
			return p.trimmed(c.From)
		}
	}
	return len(text)
}

// operands finds the right sides of operators in the head of a statement.
func (p *plan) operands(st *statement) {
	syntax.Inspect(st.node, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.FuncExpr, *syntax.Block:
			return false
		case *syntax.BinaryExpr:
			d := p.byNode[n.X]
			if (n.Op == syntax.OpAnd || n.Op == syntax.OpOr) && d != nil && st.From <= n.From && n.To <= st.To {
				o := &operandOf{Range: n.Y.Span(), index: d.yes.plus[0]}
				if n.Op == syntax.OpOr {
					o.index = d.no.plus[0]
				}
				st.operands = append(st.operands, o)
			}
		}
		return true
	})
}
