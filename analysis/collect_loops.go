package analysis

import (
	"math"
	"slices"

	"github.com/luagen/luagen/analysis/library"
	"github.com/luagen/luagen/analysis/scope"
	"github.com/luagen/luagen/parser/syntax"
)

// region is a loop or function while it is walked.
type region struct {
	node    syntax.Node
	fn      *scope.Function // the function it is, or is in; nil at the top level
	isLoop  bool
	breaks  bool              // has a break of its own
	exits   bool              // has a return, an error, or calls something unknown
	callees []*scope.Function // the script's functions that it calls
	cond    syntax.Expr       // of a loop; the limit of a numeric for
}

// collectLoops lists the loops and tells which have no way out.
func (c *collector) collectLoops(block *syntax.Block) {
	if c.scope.Loops == 0 {
		return
	}
	stack := []*region{{node: block}}
	var loops []*region
	functions := map[*scope.Function]*region{}
	enter := func(n syntax.Node) bool {
		top := stack[len(stack)-1]
		switch n := n.(type) {
		case *syntax.WhileStmt:
			stack = append(stack, &region{node: n, fn: top.fn, isLoop: true, cond: n.Cond})
		case *syntax.RepeatStmt:
			stack = append(stack, &region{node: n, fn: top.fn, isLoop: true, cond: n.Cond})
		case *syntax.NumericFor:
			stack = append(stack, &region{node: n, fn: top.fn, isLoop: true, cond: n.Limit})
		case *syntax.GenericFor:
			stack = append(stack, &region{node: n, fn: top.fn, isLoop: true})
		case *syntax.FuncExpr:
			fn := c.scope.Funcs[n]
			r := &region{node: n, fn: fn}
			functions[fn] = r
			stack = append(stack, r)
		case *syntax.BreakStmt:
			top.breaks = true
		case *syntax.ErrorStmt, *syntax.ErrorExpr:
			top.breaks, top.exits = true, true
		case *syntax.ReturnStmt:
			if top.isLoop { // in a function it ends only that
				top.exits = true
			}
		case *syntax.CallExpr:
			c.callee(top, n)
		}
		return true
	}
	leave := func(n syntax.Node) {
		top := stack[len(stack)-1]
		if top.node != n || len(stack) == 1 {
			return
		}
		stack = stack[:len(stack)-1]
		if !top.isLoop {
			return
		}
		loops = append(loops, top)
		outer := stack[len(stack)-1]
		outer.exits = outer.exits || top.exits
		outer.callees = append(outer.callees, top.callees...)
	}
	syntax.Walk(block, enter, leave)

	raising(functions)
	for _, r := range loops {
		out := r.breaks || r.exits || slices.ContainsFunc(r.callees, func(fn *scope.Function) bool { return functions[fn].exits })
		c.addLoop(r, out)
	}
	slices.SortFunc(c.Loops, func(a, b Loop) int { return a.Stmt.Span().From - b.Stmt.Span().From })
}

// callee notes what a call in a region calls.
func (c *collector) callee(r *region, e *syntax.CallExpr) {
	v := c.calledValue(e)
	if v.OpaqueFuncs() || len(v.Funcs()) == 0 {
		r.exits = true
	}
	for _, f := range v.Funcs() {
		switch {
		case f.Func != nil:
			if fn := c.scope.Funcs[f.Func]; !slices.Contains(r.callees, fn) {
				r.callees = append(r.callees, fn)
			}
		case f.Lib.Op == library.Error || f.Lib.Op == library.Assert || f.Lib.Op == library.Yield || f.Lib.Opaque:
			r.exits = true
		}
	}
}

// raising marks the functions that may raise because they call one that may. A function's own
// returns do not count.
func raising(functions map[*scope.Function]*region) {
	callers := map[*scope.Function][]*scope.Function{}
	var work []*scope.Function
	for fn, r := range functions {
		for _, callee := range r.callees {
			callers[callee] = append(callers[callee], fn)
		}
		if r.exits {
			work = append(work, fn)
		}
	}
	for len(work) > 0 {
		fn := work[len(work)-1]
		work = work[:len(work)-1]
		for _, caller := range callers[fn] {
			if r := functions[caller]; !r.exits {
				r.exits = true
				work = append(work, caller)
			}
		}
	}
}

func (c *collector) addLoop(r *region, out bool) {
	l := Loop{Cond: r.cond}
	switch s := r.node.(type) {
	case *syntax.WhileStmt:
		l.Stmt = s
		l.Endless = !out && scope.AlwaysTrue(s.Cond)
		l.Stuck = !out && c.unchanging(s.Cond, s.Range)
	case *syntax.RepeatStmt:
		l.Stmt = s
		l.Endless = !out && scope.AlwaysFalse(s.Cond)
		l.Stuck = !out && c.unchanging(s.Cond, s.Range)
	case *syntax.NumericFor:
		l.Stmt = s
		n, ok := c.Value(s.Limit).Number()
		l.Endless = !out && ok && math.IsInf(n, 1) && s.Step == nil
	default:
		return
	}
	c.Loops = append(c.Loops, l)
}

// unchanging reports whether a condition consists of locals that are not assigned in
// the loop, constants and operators, with at least one local or operation.
func (c *collector) unchanging(cond syntax.Expr, loop syntax.Range) bool {
	constant, compound := true, false
	syntax.Inspect(cond, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.NameExpr:
			b := c.scope.Use(n)
			if b == nil || b.WrittenByInner || loop.From <= b.Decl.From && b.Decl.From < loop.To || writtenIn(b, loop) {
				constant = false
			}
			compound = true
		case *syntax.BinaryExpr:
			compound = true
		case *syntax.UnaryExpr:
			constant = constant && n.Op != syntax.OpLen
		case *syntax.CallExpr, *syntax.IndexExpr, *syntax.FuncExpr, *syntax.TableExpr, *syntax.VarargExpr:
			constant = false
		}
		return constant
	})
	return constant && compound
}

// writtenIn reports whether a variable is assigned inside of a range.
func writtenIn(b *scope.Binding, r syntax.Range) bool {
	i, _ := slices.BinarySearchFunc(b.Writes, r.From, func(w *syntax.NameExpr, from int) int { return w.From - from })
	return i < len(b.Writes) && b.Writes[i].From < r.To
}
