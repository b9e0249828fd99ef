package gosource

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"
)

// Decode is a step in which the program takes the reply of a script, or a part of it, for
// something.
type Decode struct {
	// Path leads to the part: the index of an element of the reply, and of an element of that.
	// It is empty for the reply itself; Any is every element.
	Path []int
	// Name is the function or method of the client that decodes it: "Int64"; empty for a type
	// assertion.
	Name string
	// Type is what it becomes.
	Type types.Type
	// Tested says that the program sees whether it is that: "v, ok := reply.(string)".
	Tested bool
	// Var is the variable that holds what was decoded; nil for none.
	Var *types.Var
	// Err is the variable that holds the error; nil for none.
	Err  *types.Var
	Node ast.Expr
}

// Any is every element, in the path of a Decode.
const Any = -1

// usage is how the nodes of a file are used.
type usage struct {
	Nodes
	p    *Package
	sets map[types.Object]int // how often a variable is assigned, or may be: its address is taken
}

func newUsage(p *Package, file *ast.File) *usage {
	u := &usage{p: p, sets: map[types.Object]int{}}
	u.Nodes = readNodes(p, file, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for _, target := range n.Lhs {
				u.set(target)
			}
		case *ast.ValueSpec:
			for _, name := range n.Names {
				if len(n.Values) > 0 {
					u.set(name)
				}
			}
		case *ast.IncDecStmt:
			u.set(n.X)
		case *ast.RangeStmt:
			u.set(n.Key)
			u.set(n.Value)
		case *ast.UnaryExpr:
			if n.Op == token.AND {
				u.sets[u.p.Info.ObjectOf(rootOf(n.X))] = 2
			}
		}
	})
	return u
}

func (u *usage) set(e ast.Expr) {
	if name, ok := e.(*ast.Ident); ok {
		if obj := u.p.Info.ObjectOf(name); obj != nil {
			u.sets[obj]++
		}
	}
}

// rootOf is the variable that an expression is of, or a part of; an empty name for others.
func rootOf(e ast.Expr) *ast.Ident {
	for {
		switch x := ast.Unparen(e).(type) {
		case *ast.Ident:
			return x
		case *ast.SelectorExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		default:
			return &ast.Ident{}
		}
	}
}

// looped reports whether a node stands in a loop of its function.
func (u *usage) looped(n ast.Node) bool {
	for n = u.Parents[n]; n != nil; n = u.Parents[n] {
		switch n.(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			return true
		case *ast.FuncLit, *ast.FuncDecl:
			return false
		}
	}
	return false
}

// sendsLoad reports whether the declared function around a node sends SCRIPT LOAD through a
// client.
func (u *usage) sendsLoad(n ast.Node) bool {
	decl := u.declaration(n)
	if decl == nil {
		return false
	}
	found := false
	ast.Inspect(decl, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return !found
		}
		if fn, ok := typeutil.Callee(u.p.Info, call).(*types.Func); ok && (fn.Name() == "Load" || fn.Name() == "ScriptLoad") && fn.Pkg() != nil {
			_, of := clientOf(fn.Pkg().Path())
			found = found || of
		}
		return !found
	})
	return found
}

// declaration is the declared function around a node; nil outside of one.
func (u *usage) declaration(n ast.Node) *ast.FuncDecl {
	for ; n != nil; n = u.Parents[n] {
		if d, ok := n.(*ast.FuncDecl); ok {
			return d
		}
	}
	return nil
}

// function is the declared function around a node; nil outside of one.
func (u *usage) function(n ast.Node) *types.Func {
	d := u.declaration(n)
	if d == nil {
		return nil
	}
	fn, _ := u.p.Info.Defs[d.Name].(*types.Func)
	return fn
}

// decodes returns what is done with the reply that an expression is, and whether its error is
// looked at.
func (u *usage) decodes(e ast.Expr) ([]Decode, bool) {
	t := &tracking{usage: u}
	t.seeError(e)
	t.follow(e, nil)
	return t.found, t.errSeen
}

// tracking follows a reply through a function.
type tracking struct {
	*usage
	found   []Decode
	errSeen bool
	depth   int
}

// seeError notes whether the error that an expression gives, alone or with a value, is looked
// at.
func (t *tracking) seeError(e ast.Expr) {
	if t.errSeen {
		return
	}
	last := t.p.Info.TypeOf(e)
	alone := true
	if tuple, ok := last.(*types.Tuple); ok {
		if tuple.Len() == 0 {
			return
		}
		last, alone = tuple.At(tuple.Len()-1).Type(), false
	}
	if last == nil || !types.Identical(last, types.Universe.Lookup("error").Type()) {
		return
	}
	switch t.Parent(e).(type) {
	case *ast.AssignStmt, *ast.ValueSpec:
		first, second := t.results(e)
		if alone {
			second = first
		}
		t.errSeen = second != nil && len(t.Uses[second]) > 0
	case *ast.ReturnStmt, *ast.BinaryExpr, *ast.CallExpr:
		t.errSeen = true
	}
}

// follow notes what is done with a part of a reply.
func (t *tracking) follow(e ast.Expr, path []int) {
	if t.depth++; t.depth > 50 {
		return
	}
	switch n := t.Parent(e).(type) {
	case *ast.SelectorExpr:
		call, ok := t.Parent(n).(*ast.CallExpr)
		if fn, isFunc := t.p.Info.Uses[n.Sel].(*types.Func); ok && isFunc && call.Fun == n && fn.Pkg() != nil {
			if c, of := clientOf(fn.Pkg().Path()); of {
				t.decode(c, call, n.Sel.Name, path)
			}
		}
	case *ast.CallExpr:
		fn, ok := typeutil.Callee(t.p.Info, n).(*types.Func)
		if !ok || fn.Pkg() == nil || n.Fun == e || fn.Signature().Recv() != nil {
			return
		}
		if c, of := clientOf(fn.Pkg().Path()); of && n.Args[0] == e {
			t.decode(c, n, fn.Name(), path)
		}
	case *ast.AssignStmt, *ast.ValueSpec:
		if v, _ := t.results(e); v != nil {
			t.followVar(v, path)
		}
	case *ast.TypeAssertExpr:
		if n.Type == nil {
			return // a switch, which sees what it is
		}
		d := Decode{Path: path, Type: t.p.Info.TypeOf(n.Type), Node: n}
		var second *types.Var
		d.Var, second = t.results(n)
		d.Tested = second != nil || t.pair(n) || t.inTypeSwitch(n)
		t.found = append(t.found, d)
		t.follow(n, path)
	case *ast.IndexExpr:
		if i := t.p.Info.Types[n.Index].Value; n.X == e && i != nil && i.Kind() == constant.Int {
			at, _ := constant.Int64Val(i)
			t.follow(n, append(path[:len(path):len(path)], int(at)))
		}
	case *ast.RangeStmt:
		if name, ok := n.Value.(*ast.Ident); ok && n.X == e {
			if v, ok := t.p.Info.Defs[name].(*types.Var); ok {
				t.followVar(v, append(path[:len(path):len(path)], Any))
			}
		}
	}
}

// decode notes a decoding by a function or method of a client, and goes on with what it
// returns.
func (t *tracking) decode(c client, call *ast.CallExpr, name string, path []int) {
	step := c.steps[name]
	t.seeError(call)
	if step != whole {
		d := Decode{Path: path, Name: name, Type: firstResult(t.p.Info.TypeOf(call)), Node: call}
		d.Var, d.Err = t.results(call)
		t.found = append(t.found, d)
	}
	if step == whole || step == elements {
		t.follow(call, path)
	}
}

func firstResult(t types.Type) types.Type {
	if tuple, ok := t.(*types.Tuple); ok {
		if tuple.Len() == 0 {
			return nil
		}
		return tuple.At(0).Type()
	}
	return t
}

// followVar follows a variable that is set once.
func (t *tracking) followVar(v *types.Var, path []int) {
	if t.sets[v] > 1 {
		return
	}
	for _, use := range t.Uses[v] {
		t.follow(use, path)
	}
}

// results returns the variables that the results of an expression are assigned to: the first,
// and the second of two.
func (t *tracking) results(e ast.Expr) (first, second *types.Var) {
	var targets []ast.Expr
	values := 0
	switch n := t.Parent(e).(type) {
	case *ast.AssignStmt:
		targets, values = n.Lhs, len(n.Rhs)
		if values > 1 {
			for i, value := range n.Rhs {
				if ast.Unparen(value) == e && i < len(n.Lhs) {
					return t.variable(n.Lhs[i]), nil
				}
			}
		}
	case *ast.ValueSpec:
		for _, name := range n.Names {
			targets = append(targets, name)
		}
		values = len(n.Values)
	}
	if values != 1 || len(targets) == 0 {
		return nil, nil
	}
	first = t.variable(targets[0])
	if len(targets) == 2 {
		second = t.variable(targets[1])
	}
	return first, second
}

// inTypeSwitch reports whether a node stands in a switch over types, which may have seen to it.
func (t *tracking) inTypeSwitch(n ast.Node) bool {
	for ; n != nil; n = t.Parents[n] {
		if _, ok := n.(*ast.TypeSwitchStmt); ok {
			return true
		}
	}
	return false
}

// pair reports whether an expression is assigned to two targets.
func (t *tracking) pair(e ast.Expr) bool {
	switch n := t.Parent(e).(type) {
	case *ast.AssignStmt:
		return len(n.Rhs) == 1 && len(n.Lhs) == 2
	case *ast.ValueSpec:
		return len(n.Values) == 1 && len(n.Names) == 2
	}
	return false
}

func (t *tracking) variable(e ast.Expr) *types.Var {
	name, ok := e.(*ast.Ident)
	if !ok {
		return nil
	}
	v, _ := t.p.Info.ObjectOf(name).(*types.Var)
	return v
}
