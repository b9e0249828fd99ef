package analysis

import "github.com/luagen/luagen/parser/syntax"

// resolver binds names to variables and lists the parts of the tree that later
// steps look at, in one walk.
type resolver struct {
	facts *Facts
	main  *Function
	fn    *Function // the function being walked
	// scope is every visible local, the innermost of each name.
	scope map[string]*Binding
	// active is the visible locals in the order of their declaration.
	active []*Binding
	// slots counts those of them that belong to fn.
	slots int

	nodes    int                  // how many statements and expressions there are
	globals  []*syntax.NameExpr   // names that are no local
	written  []*syntax.NameExpr   // those of globals that are assigned
	indexes  []*syntax.IndexExpr  // reads
	stores   []*syntax.IndexExpr  // assigned
	methods  []*syntax.FuncStmt   // "function x:name()"
	calls    []*syntax.CallExpr   // every call
	called   map[syntax.Expr]bool // what calls call, where it is a name or an index
	lengths  []*syntax.UnaryExpr  // every "#x"
	returns  map[*Function][]*syntax.ReturnStmt
	discards map[*syntax.CallExpr]bool // calls that are statements
	locals   []*syntax.LocalStmt
	// damagedStmts is set when some text is no statement.
	damagedStmts bool

	taken map[*syntax.CallExpr]int // how many results of a call in last place have names
}

// resolve walks the whole script.
func resolve(f *Facts, block *syntax.Block) *resolver {
	main := &Function{}
	r := &resolver{
		facts: f, main: main, fn: main,
		scope:    map[string]*Binding{},
		called:   map[syntax.Expr]bool{},
		returns:  map[*Function][]*syntax.ReturnStmt{},
		discards: map[*syntax.CallExpr]bool{},
		taken:    map[*syntax.CallExpr]int{},
	}
	r.block(block)
	return r
}

// declare makes a variable visible from now to the end of the block.
func (r *resolver) declare(name string, decl syntax.Range, kind BindingKind, scopeEnd int) *Binding {
	b := &Binding{Name: name, Kind: kind, Decl: decl, Scope: syntax.Range{From: decl.To, To: scopeEnd}, fn: r.fn, slot: r.slots}
	if r.fn != r.main {
		b.Owner = r.fn
	}
	b.shadows = r.scope[name]
	r.scope[name] = b
	r.active = append(r.active, b)
	r.slots++
	r.fn.slots = max(r.fn.slots, r.slots)
	r.facts.Bindings = append(r.facts.Bindings, b)
	return b
}

// leave ends the scope of all variables declared since mark.
func (r *resolver) leave(mark int) {
	for i := len(r.active) - 1; i >= mark; i-- {
		b := r.active[i]
		if b.shadows == nil {
			delete(r.scope, b.Name)
		} else {
			r.scope[b.Name] = b.shadows
			b.shadows = nil
		}
	}
	r.slots -= len(r.active) - mark
	r.active = r.active[:mark]
}

// block walks a block in a scope of its own.
func (r *resolver) block(b *syntax.Block) {
	mark := len(r.active)
	r.stmts(b)
	r.leave(mark)
}

func (r *resolver) stmts(b *syntax.Block) {
	for _, s := range b.Stmts {
		r.stmt(s, b.To)
	}
}

// stmt walks a statement; locals that it declares are visible up to end.
func (r *resolver) stmt(s syntax.Stmt, end int) {
	r.nodes++
	switch s := s.(type) {
	case *syntax.LocalStmt:
		r.local(s, end)
	case *syntax.AssignStmt:
		for _, t := range s.Targets {
			r.target(t)
		}
		r.exprs(s.Exprs)
	case *syntax.CallStmt:
		r.discards[s.Call] = true
		r.expr(s.Call)
	case *syntax.DoStmt:
		r.block(s.Body)
	case *syntax.WhileStmt:
		r.expr(s.Cond)
		r.block(s.Body)
	case *syntax.RepeatStmt:
		mark := len(r.active)
		r.stmts(s.Body)
		r.expr(s.Cond)
		r.leave(mark)
	case *syntax.IfStmt:
		for i := range s.Clauses {
			r.expr(s.Clauses[i].Cond)
			r.block(s.Clauses[i].Body)
		}
		if s.Else != nil {
			r.block(s.Else)
		}
	case *syntax.NumericFor:
		r.expr(s.Start)
		r.expr(s.Limit)
		if s.Step != nil {
			r.expr(s.Step)
		}
		r.loopBody(s.Body, s.Var)
	case *syntax.GenericFor:
		r.exprs(s.Exprs)
		r.loopBody(s.Body, s.Names...)
	case *syntax.FuncStmt:
		if s.Method != nil {
			r.methods = append(r.methods, s)
			r.expr(s.Target)
		} else {
			r.target(s.Target)
		}
		r.expr(s.Func)
	case *syntax.LocalFunc:
		b := r.declare(s.Name.Text, s.Name.Range, FuncName, end)
		r.facts.decls[s.Name] = b
		b.Init = s.Func
		r.expr(s.Func)
	case *syntax.ErrorStmt:
		r.damagedStmts = true
		r.damaged(s.Parts)
	case *syntax.ReturnStmt:
		r.returns[r.fn] = append(r.returns[r.fn], s)
		r.exprs(s.Exprs)
	}
}

func (r *resolver) local(s *syntax.LocalStmt, end int) {
	r.locals = append(r.locals, s)
	r.exprs(s.Exprs)
	if n := len(s.Exprs); n > 0 && n <= len(s.Names) {
		if call, ok := s.Exprs[n-1].(*syntax.CallExpr); ok {
			r.taken[call] = len(s.Names) - n + 1
		}
	}
	for i, n := range s.Names {
		b := r.declare(n.Text, n.Range, Local, end)
		if i < len(s.Exprs) {
			b.Init = s.Exprs[i]
		}
		r.facts.decls[n] = b
	}
}

func (r *resolver) loopBody(body *syntax.Block, names ...*syntax.Name) {
	mark := len(r.active)
	for _, n := range names {
		r.facts.decls[n] = r.declare(n.Text, n.Range, LoopVar, body.To)
	}
	r.stmts(body)
	r.leave(mark)
}

// function walks a function's body.
func (r *resolver) function(e *syntax.FuncExpr) {
	fn := &Function{Expr: e}
	r.facts.Functions = append(r.facts.Functions, fn)
	r.facts.funcs[e] = fn
	outer, outerSlots, mark := r.fn, r.slots, len(r.active)
	r.fn, r.slots = fn, 0
	if e.Method {
		fn.Params = append(fn.Params, r.declare("self", e.Range, Self, e.Body.To))
	}
	for _, p := range e.Params {
		fn.Params = append(fn.Params, r.declare(p.Text, p.Range, Param, e.Body.To))
	}
	r.stmts(e.Body)
	fn.passes = r.passes(fn)
	r.leave(mark)
	r.fn, r.slots = outer, outerSlots
}

// passes returns the call in "function(a, …) return call(a, …) end", with or without "..." at
// the end of both; nil for a function of another form.
func (r *resolver) passes(fn *Function) *syntax.CallExpr {
	if len(fn.Expr.Body.Stmts) != 1 || len(fn.handsOn) != 1 {
		return nil
	}
	ret, ok := fn.Expr.Body.Stmts[0].(*syntax.ReturnStmt)
	if ok && len(ret.Exprs) == 1 && ret.Exprs[0] == syntax.Expr(fn.handsOn[0]) {
		return fn.handsOn[0]
	}
	return nil
}

// handsOn reports whether a call has all the arguments of the function around it, in their order
// and no others; self is none of them.
func (r *resolver) handsOn(fn *Function, call *syntax.CallExpr) bool {
	args, params := call.Args, fn.Params
	if fn.Expr.Method {
		params = params[1:]
	}
	if call.Method != nil || len(args) == 0 {
		return false
	}
	if fn.Expr.Vararg {
		if _, ok := args[len(args)-1].(*syntax.VarargExpr); !ok {
			return false
		}
		args = args[:len(args)-1]
	}
	if len(args) != len(params) {
		return false
	}
	for i, p := range params {
		name, ok := args[i].(*syntax.NameExpr)
		if !ok || r.facts.uses[name] != p {
			return false
		}
	}
	return true
}
