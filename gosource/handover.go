package gosource

import (
	"go/ast"
	"go/types"
)

// handover is a place where a script goes on to a client: an argument of a call, or the value
// of a field that holds scripts.
type handover struct {
	file   *ast.File
	client string
	form   form
	fn     *types.Func // the declared function that it is in; nil outside of one
	call   *ast.CallExpr
	script ast.Expr
	rest   []ast.Expr // the arguments after it
}

// eachHandover visits every such place of a package.
func (f *Finder) eachHandover(p *Package, visit func(handover)) {
	for _, file := range p.Files {
		for _, decl := range file.Decls {
			var fn *types.Func
			if d, ok := decl.(*ast.FuncDecl); ok {
				fn, _ = p.Info.Defs[d.Name].(*types.Func)
			}
			set := func(field *types.Var, value ast.Expr) {
				if client := f.Fields[field.Origin()]; client != "" {
					visit(handover{file: file, client: client, fn: fn, script: value})
				}
			}
			ast.Inspect(decl, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.CallExpr:
					if t, ok := f.target(p, file, n); ok {
						args := n.Args
						if t.words != nil {
							args = t.words
						}
						visit(handover{file, t.client, t.form, fn, n, args[t.script], args[t.script+1:]})
					}
				case *ast.CompositeLit:
					eachField(p, n, set)
				case *ast.AssignStmt:
					for i, target := range n.Lhs {
						if sel, ok := target.(*ast.SelectorExpr); ok && len(n.Lhs) == len(n.Rhs) {
							if field, ok := p.Info.ObjectOf(sel.Sel).(*types.Var); ok && field.IsField() {
								set(field, n.Rhs[i])
							}
						}
					}
				}
				return true
			})
		}
	}
}

// eachField visits the fields that a composite literal of a struct sets.
func eachField(p *Package, lit *ast.CompositeLit, set func(*types.Var, ast.Expr)) {
	for i, elem := range lit.Elts {
		if kv, ok := elem.(*ast.KeyValueExpr); ok {
			if name, ok := kv.Key.(*ast.Ident); ok {
				if field, ok := p.Info.ObjectOf(name).(*types.Var); ok && field.IsField() {
					set(field, kv.Value)
				}
			}
			continue
		}
		t := p.Info.TypeOf(lit)
		if t == nil {
			return
		}
		if s, ok := t.Underlying().(*types.Struct); ok && i < s.NumFields() {
			set(s.Field(i), elem)
		}
	}
}

// handed is the variable that an expression is, white space at its ends aside; nil when it is
// none.
func (f *Finder) handed(p *Package, e ast.Expr) types.Object {
	e = ast.Unparen(e)
	if call, ok := e.(*ast.CallExpr); ok && len(call.Args) == 1 {
		if sel, ok := call.Fun.(*ast.SelectorExpr); ok {
			if fn, ok := p.Info.ObjectOf(sel.Sel).(*types.Func); ok && fn.FullName() == "strings.TrimSpace" {
				e = ast.Unparen(call.Args[0])
			}
		}
	}
	switch e := e.(type) {
	case *ast.Ident:
		return p.Info.ObjectOf(e)
	case *ast.SelectorExpr:
		if v, ok := p.Info.ObjectOf(e.Sel).(*types.Var); ok && v.IsField() {
			return v.Origin()
		}
	}
	return nil
}
