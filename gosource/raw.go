package gosource

import (
	"go/ast"
	"go/types"
	"slices"
)

// returnsReply reports whether a function returns the reply of a script as its client has it.
func (f *Finder) returnsReply(fn *types.Func) bool {
	results := fn.Signature().Results()
	if results.Len() == 0 {
		return false
	}
	if n := named(results.At(0).Type()); n != nil && n.Obj().Pkg() != nil {
		_, of := clientOf(n.Obj().Pkg().Path())
		return of
	}
	body, ok := f.bodies[fn]
	if !ok || !types.IsInterface(results.At(0).Type()) {
		return false
	}
	raw := true
	ast.Inspect(body.body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.ReturnStmt:
			raw = raw && len(n.Results) > 0 && f.isReply(body.pkg, n.Results[0])
		}
		return raw
	})
	return raw
}

// isReply reports whether an expression is the reply of a script as its client has it, or nil.
func (f *Finder) isReply(p *Package, e ast.Expr) bool {
	if !f.enter() {
		return false
	}
	defer func() { f.depth-- }()
	e = ast.Unparen(e)
	if p.Info.Types[e].IsNil() {
		return true
	}
	switch e := e.(type) {
	case *ast.CallExpr:
		if r, ok := f.run(p, e); ok {
			return r.Wrapper == nil || f.Known[r.Wrapper].Raw
		}
		sel, ok := ast.Unparen(e.Fun).(*ast.SelectorExpr)
		if !ok {
			return false
		}
		fn, ok := p.Info.Uses[sel.Sel].(*types.Func)
		if !ok || fn.Pkg() == nil {
			return false
		}
		c, of := clientOf(fn.Pkg().Path())
		return of && c.steps[fn.Name()] == whole && f.isReply(p, sel.X)
	case *ast.Ident:
		d := f.decls[objectOf(p, e)]
		if d == nil || d.opaque || d.reading || len(d.sets) == 0 {
			return false
		}
		d.reading = true
		defer func() { d.reading = false }()
		return !slices.ContainsFunc(d.sets, func(s setting) bool { return s.result > 0 || !f.isReply(s.pkg, s.expr) })
	}
	return false
}
