package analysis

import (
	"slices"

	"github.com/luagen/luagen/analysis/scope"
	"github.com/luagen/luagen/parser/syntax"
)

// assignment is one assignment of a local.
type assignment struct {
	at    syntax.Node // the name that is declared or assigned; its own statement's node for a loop's
	value syntax.Expr // what is assigned; nil when nothing is written
	exact bool        // the local gets value's first value, not a later one or one of many
	param bool        // a call passes it
}

// reaching returns the assignments of a local that may be the last before a read of it. Where that
// is not followed, they are all assignments.
func (f *Facts) reaching(read *syntax.NameExpr, b *scope.Binding) []assignment {
	body := f.Script.Chunk.Block
	if b.Owner != nil {
		body = b.Owner.Expr.Body
	}
	r := reach{f: f, b: b, read: read, assigned: f.assignments(b)}
	if b.WrittenByInner || b.Within != f.functionAt(read) || len(r.assigned) > maxReachable {
		return r.assigned
	}
	if len(r.assigned) > 0 && r.assigned[0].param {
		r.now = 1
	}
	r.block(body)
	var reaching []assignment
	for i, a := range r.assigned {
		if r.found&(1<<i) != 0 {
			reaching = append(reaching, a)
		}
	}
	return reaching
}

// functionAt is the function that a name is read in, the top level included.
func (f *Facts) functionAt(read *syntax.NameExpr) *scope.Function {
	var inner *scope.Function
	for _, fn := range f.Functions { // an outer function comes before those in it
		if fn.Expr.From <= read.From && read.To <= fn.Expr.To {
			inner = fn
		}
	}
	if inner == nil {
		return f.scope.Main
	}
	return inner
}

// assignments lists the assignments of a local in source order.
func (f *Facts) assignments(b *scope.Binding) []assignment {
	list := f.assigned()[b]
	if b.Kind == scope.Param || b.Kind == scope.Self {
		return slices.Concat([]assignment{{param: true}}, list)
	}
	return list
}

// newAssigned lists the assignments of every local but those of parameters by calls.
func newAssigned(f *Facts) map[*scope.Binding][]assignment {
	lists := map[*scope.Binding][]assignment{}
	add := func(b *scope.Binding, a assignment) {
		if b != nil {
			lists[b] = append(lists[b], a)
		}
	}
	syntax.Inspect(f.Script.Chunk.Block, func(n syntax.Node) bool {
		switch s := n.(type) {
		case *syntax.LocalStmt:
			for i, n := range s.Names {
				add(f.scope.Decl(n), assigned(n, i, s.Exprs))
			}
		case *syntax.NumericFor:
			add(f.scope.Decl(s.Var), assignment{at: s, value: s.Start})
		case *syntax.GenericFor:
			for _, n := range s.Names {
				add(f.scope.Decl(n), assignment{at: s, value: s.Exprs[0]})
			}
		case *syntax.LocalFunc:
			add(f.scope.Decl(s.Name), assignment{at: s.Name, value: s.Func, exact: true})
		case *syntax.FuncStmt:
			if name, ok := s.Target.(*syntax.NameExpr); ok && s.Method == nil {
				add(f.scope.Use(name), assignment{at: name, value: s.Func, exact: true})
			}
		case *syntax.AssignStmt:
			for i, target := range s.Targets {
				if name, ok := target.(*syntax.NameExpr); ok {
					add(f.scope.Use(name), assigned(name, i, s.Exprs))
				}
			}
		}
		return true
	})
	return lists
}

// assigned is what name i of a list gets of the expressions.
func assigned(at syntax.Node, i int, exprs []syntax.Expr) assignment {
	last := len(exprs) - 1
	switch {
	case i <= last:
		return assignment{at: at, value: exprs[i], exact: true}
	case last >= 0 && scope.Expands(exprs[last]):
		return assignment{at: at, value: exprs[last]}
	default:
		return assignment{at: at}
	}
}

// reach walks a function with the set of assignments of one local that may be the last so far.
type reach struct {
	f        *Facts
	b        *scope.Binding
	read     *syntax.NameExpr
	assigned []assignment

	now   uint64  // the assignments that may be the last, by their index
	dead  bool    // this point is never reached
	found uint64  // those that reach the read
	exits *uint64 // of the loop around: those that reach a break of it
}

func (r *reach) block(b *syntax.Block) {
	for _, s := range b.Stmts {
		if r.dead {
			return
		}
		r.stmt(s)
	}
}

// reads notes the read when it is in a node.
func (r *reach) reads(n syntax.Node) {
	if at := n.Span(); !r.dead && at.From <= r.read.From && r.read.To <= at.To {
		r.found |= r.now
	}
}

func (r *reach) readsAll(es []syntax.Expr) {
	for _, e := range es {
		r.reads(e)
	}
}

// writes makes the assignment at a node the last.
func (r *reach) writes(at syntax.Node) {
	i := slices.IndexFunc(r.assigned, func(a assignment) bool { return a.at == at })
	if i >= 0 {
		r.now = 1 << i
	}
}

func (r *reach) stmt(s syntax.Stmt) {
	switch s := s.(type) {
	case *syntax.LocalStmt:
		r.readsAll(s.Exprs)
		for _, n := range s.Names {
			r.writes(n)
		}
	case *syntax.AssignStmt:
		r.readsAll(s.Exprs)
		for _, t := range s.Targets {
			if _, ok := t.(*syntax.NameExpr); !ok {
				r.reads(t)
			}
		}
		for _, t := range s.Targets {
			r.writes(t)
		}
	case *syntax.LocalFunc:
		r.writes(s.Name)
	case *syntax.FuncStmt:
		r.reads(s.Target)
		r.writes(s.Target)
	case *syntax.CallStmt:
		r.reads(s.Call)
	case *syntax.DoStmt:
		r.block(s.Body)
	case *syntax.IfStmt:
		r.ifs(s)
	case *syntax.WhileStmt:
		r.loop(nil, func() {
			r.reads(s.Cond)
			r.leave(!scope.AlwaysTrue(s.Cond))
			r.block(s.Body)
		})
	case *syntax.RepeatStmt:
		r.loop(nil, func() {
			r.block(s.Body)
			if !r.dead {
				r.reads(s.Cond)
				r.leave(true)
			}
		})
	case *syntax.NumericFor:
		r.readsAll([]syntax.Expr{s.Start, s.Limit})
		if s.Step != nil {
			r.reads(s.Step)
		}
		r.loop(s, func() {
			r.block(s.Body)
		})
	case *syntax.GenericFor:
		r.readsAll(s.Exprs)
		r.loop(s, func() {
			r.block(s.Body)
		})
	case *syntax.ReturnStmt:
		r.readsAll(s.Exprs)
		r.dead = true
	case *syntax.BreakStmt:
		r.leave(true)
		r.dead = true
	}
}

func (r *reach) ifs(s *syntax.IfStmt) {
	var end uint64
	live := false
	join := func() {
		if !r.dead {
			end, live = end|r.now, true
		}
	}
	for i := range s.Clauses {
		r.reads(s.Clauses[i].Cond)
		before := r.now
		r.block(s.Clauses[i].Body)
		join()
		r.now, r.dead = before, false
	}
	if s.Else != nil {
		r.block(s.Else)
	}
	join()
	r.now, r.dead = end, !live
}

// leave notes what reaches the end of the loop around from here, if anything does.
func (r *reach) leave(can bool) {
	if can && r.exits != nil && !r.dead {
		*r.exits |= r.now
	}
}

// loop walks a loop until nothing new comes around. A for loop gives its variables values at each
// round, and may end before one.
func (r *reach) loop(forLoop syntax.Stmt, body func()) {
	outer := r.exits
	var exits uint64
	head := r.now
	for {
		r.now, r.exits = head, &exits
		if forLoop != nil {
			exits |= head
			r.writes(forLoop)
		}
		body()
		if r.dead || head|r.now == head {
			break
		}
		head |= r.now
	}
	r.now, r.exits, r.dead = exits, outer, false
}
