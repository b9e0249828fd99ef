// Package scope finds which variable each name of a script stands for, and lists the parts of its
// tree that later steps look at, in one walk.
package scope

import (
	"iter"

	"github.com/luagen/luagen/parser/syntax"
)

// Scope is which variables the names of a script stand for, and the parts of its tree that later
// steps look at, all in source order.
type Scope struct {
	Bindings  []*Binding           // every local, parameter, loop variable and local function
	Functions []*Function          // every function expression
	Binaries  []*syntax.BinaryExpr // every binary operation
	Main      *Function            // the top level
	Funcs     map[*syntax.FuncExpr]*Function

	bindings []*Binding // by their Index, the variables that names stand for or declare
	roles    []role     // likewise, what is told of expressions

	Nodes   int                 // how many statements and expressions there are
	Globals []*syntax.NameExpr  // names that are no local
	Written []*syntax.NameExpr  // those of globals that are assigned
	Indexes []*syntax.IndexExpr // reads
	Stores  []*syntax.IndexExpr // assigned
	Methods []*syntax.FuncStmt  // "function x:name()"
	Calls   []*syntax.CallExpr  // every call
	Lengths []*syntax.UnaryExpr // every "#x"
	Locals  []*syntax.LocalStmt
	Loops   int // how many loops there are
	// DamagedStmts is set when some text is no statement.
	DamagedStmts bool

	Taken map[*syntax.CallExpr]int // how many results of a call in last place have names
}

// resolver binds names to variables in one walk.
type resolver struct {
	*Scope
	fn *Function // the function being walked
	// visible is every visible local, the innermost of each name.
	visible map[string]*Binding
	// active is the visible locals in the order of their declaration.
	active []*Binding
	made   []Binding          // several at once, as scripts have many; never moved
	reads  []*syntax.NameExpr // see few
	// slots counts those of them that belong to fn.
	slots int
}

// role is how an expression is used.
type role uint8

const (
	callee    role = 1 << iota // it is what a call calls
	discarded                  // it is a call that is a statement
)

// usual is how many of each kind most scripts have room in.
const usual = 16

// Resolve walks the whole script.
func Resolve(chunk *syntax.Chunk) *Scope {
	main := &Function{}
	r := &resolver{
		Scope: &Scope{
			Main:     main,
			bindings: make([]*Binding, chunk.Indexes),
			roles:    make([]role, chunk.Indexes),
			Bindings: make([]*Binding, 0, usual),
			Globals:  make([]*syntax.NameExpr, 0, usual),
			Indexes:  make([]*syntax.IndexExpr, 0, usual),
			Calls:    make([]*syntax.CallExpr, 0, usual),
		},
		fn:      main,
		visible: map[string]*Binding{},
		active:  make([]*Binding, 0, usual),
	}
	r.block(chunk.Block)
	return r.Scope
}

// Bodies are the top level and every function.
func (s *Scope) Bodies() iter.Seq[*Function] {
	return func(yield func(*Function) bool) {
		if !yield(s.Main) {
			return
		}
		for _, fn := range s.Functions {
			if !yield(fn) {
				return
			}
		}
	}
}

// Use is the variable that a name of the script stands for; nil for a global.
func (s *Scope) Use(e *syntax.NameExpr) *Binding {
	if e == nil || len(s.bindings) == 0 {
		return nil
	}
	return s.bindings[e.Index()]
}

// Decl is the variable that a name of the script declares.
func (s *Scope) Decl(n *syntax.Name) *Binding {
	if n == nil || len(s.bindings) == 0 {
		return nil
	}
	return s.bindings[n.Index()]
}

// IsCallee reports whether an expression of the script is what a call, of no method, calls.
func (s *Scope) IsCallee(e syntax.Expr) bool { return s.roles[e.Index()]&callee != 0 }

// IsDiscarded reports whether a call of the script is a statement.
func (s *Scope) IsDiscarded(e *syntax.CallExpr) bool { return s.roles[e.Index()]&discarded != 0 }

// declare makes a variable visible from now to the end of the block.
func (r *resolver) declare(name string, decl syntax.Range, kind BindingKind, scopeEnd int) *Binding {
	if len(r.made) == cap(r.made) {
		r.made = make([]Binding, 0, min(max(2*cap(r.made), 4), 64))
	}
	r.made = append(r.made, Binding{Name: name, Kind: kind, Decl: decl, Scope: syntax.Range{From: decl.To, To: scopeEnd}, Within: r.fn, Index: len(r.Bindings), Slot: r.slots})
	b := &r.made[len(r.made)-1]
	if r.fn != r.Main {
		b.Owner = r.fn
	}
	b.shadows = r.visible[name]
	r.visible[name] = b
	r.active = append(r.active, b)
	r.slots++
	r.fn.Slots = max(r.fn.Slots, r.slots)
	r.Bindings = append(r.Bindings, b)
	return b
}

// leave ends the scope of all variables declared since mark.
func (r *resolver) leave(mark int) {
	for i := len(r.active) - 1; i >= mark; i-- {
		b := r.active[i]
		if b.shadows == nil {
			delete(r.visible, b.Name)
		} else {
			r.visible[b.Name] = b.shadows
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
	r.Nodes++
	switch s := s.(type) {
	case *syntax.LocalStmt:
		r.local(s, end)
	case *syntax.AssignStmt:
		for _, t := range s.Targets {
			r.target(t)
		}
		r.exprs(s.Exprs)
	case *syntax.CallStmt:
		r.roles[s.Call.Index()] |= discarded
		r.expr(s.Call)
	case *syntax.DoStmt:
		r.block(s.Body)
	case *syntax.WhileStmt:
		r.Loops++
		r.expr(s.Cond)
		r.block(s.Body)
	case *syntax.RepeatStmt:
		r.Loops++
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
			r.Methods = append(r.Methods, s)
			r.expr(s.Target)
		} else {
			r.target(s.Target)
		}
		r.expr(s.Func)
	case *syntax.LocalFunc:
		b := r.declare(s.Name.Text, s.Name.Range, FuncName, end)
		r.bindings[s.Name.Index()] = b
		b.Init = s.Func
		r.expr(s.Func)
	case *syntax.ErrorStmt:
		r.DamagedStmts = true
		r.damaged(s.Parts)
	case *syntax.ReturnStmt:
		r.fn.Returns = append(r.fn.Returns, s)
		r.exprs(s.Exprs)
	}
}

func (r *resolver) local(s *syntax.LocalStmt, end int) {
	r.Locals = append(r.Locals, s)
	r.exprs(s.Exprs)
	if n := len(s.Exprs); n > 0 && n <= len(s.Names) {
		if call, ok := s.Exprs[n-1].(*syntax.CallExpr); ok {
			if r.Taken == nil {
				r.Taken = map[*syntax.CallExpr]int{}
			}
			r.Taken[call] = len(s.Names) - n + 1
		}
	}
	for i, n := range s.Names {
		b := r.declare(n.Text, n.Range, Local, end)
		if i < len(s.Exprs) {
			b.Init = s.Exprs[i]
		}
		r.bindings[n.Index()] = b
	}
}

func (r *resolver) loopBody(body *syntax.Block, names ...*syntax.Name) {
	r.Loops++
	mark := len(r.active)
	for _, n := range names {
		r.bindings[n.Index()] = r.declare(n.Text, n.Range, LoopVar, body.To)
	}
	r.stmts(body)
	r.leave(mark)
}

// function walks a function's body.
func (r *resolver) function(e *syntax.FuncExpr) {
	fn := &Function{Expr: e, Index: 1 + len(r.Functions)}
	r.Functions = append(r.Functions, fn)
	if r.Funcs == nil {
		r.Funcs = map[*syntax.FuncExpr]*Function{}
	}
	r.Funcs[e] = fn
	outer, outerSlots, mark := r.fn, r.slots, len(r.active)
	r.fn, r.slots = fn, 0
	if e.Method {
		fn.Params = append(fn.Params, r.declare("self", e.Range, Self, e.Body.To))
	}
	for _, p := range e.Params {
		fn.Params = append(fn.Params, r.declare(p.Text, p.Range, Param, e.Body.To))
	}
	r.stmts(e.Body)
	fn.Forwards = r.onlyForwards(fn)
	r.leave(mark)
	r.fn, r.slots = outer, outerSlots
}

// onlyForwards returns the call in "function(a, …) return call(a, …) end", with or without "..." at
// the end of both; nil for a function of another form.
func (r *resolver) onlyForwards(fn *Function) *syntax.CallExpr {
	if len(fn.Expr.Body.Stmts) != 1 || len(fn.Forwarding) != 1 {
		return nil
	}
	ret, ok := fn.Expr.Body.Stmts[0].(*syntax.ReturnStmt)
	if ok && len(ret.Exprs) == 1 && ret.Exprs[0] == syntax.Expr(fn.Forwarding[0]) {
		return fn.Forwarding[0]
	}
	return nil
}

// forwards reports whether a call has all the arguments of the function around it, in their order
// and no others; self is none of them.
func (r *resolver) forwards(fn *Function, call *syntax.CallExpr) bool {
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
		if !ok || r.Use(name) != p {
			return false
		}
	}
	return true
}

// Mentions reports whether the script uses a member of that name of anything.
func (r *Scope) Mentions(name string) bool {
	for _, e := range r.Indexes {
		if key, ok := e.Key.(*syntax.StringExpr); ok && key.Value == name {
			return true
		}
	}
	return false
}
