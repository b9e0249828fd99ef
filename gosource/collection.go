package gosource

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
)

// assignPart notes an assignment to a field, or to an element of a list or map.
func (f *Finder) assignPart(p *Package, s *ast.AssignStmt, i int) {
	switch target := ast.Unparen(s.Lhs[i]).(type) {
	case *ast.IndexExpr:
		f.change(p, target.X)
	case *ast.SelectorExpr:
		field, ok := p.Info.ObjectOf(target.Sel).(*types.Var)
		if !ok {
			return
		}
		if !field.IsField() {
			f.change(p, target)
			return
		}
		if s.Tok == token.ADD_ASSIGN || len(s.Lhs) == len(s.Rhs) && mentions(p, s.Rhs[i], field) {
			f.assembled[field] = true
		}
	}
}

// mentions reports whether an expression uses an object.
func mentions(p *Package, e ast.Expr, obj types.Object) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		if name, ok := n.(*ast.Ident); ok && p.Info.Uses[name] == obj {
			found = true
		}
		return !found
	})
	return found
}

// collection returns the elements of a list or map that is written out and never changed.
func (f *Finder) collection(p *Package, e ast.Expr) (in *Package, lit *ast.CompositeLit) {
	switch e := ast.Unparen(e).(type) {
	case *ast.CompositeLit:
		return p, e
	case *ast.Ident:
		return f.declaredCollection(p.Info.ObjectOf(e))
	case *ast.SelectorExpr:
		return f.declaredCollection(p.Info.ObjectOf(e.Sel))
	}
	return nil, nil
}

func (f *Finder) declaredCollection(obj types.Object) (*Package, *ast.CompositeLit) {
	d, ok := f.decls[obj]
	if obj == nil || !ok || d.changed || d.expr == nil {
		return nil, nil
	}
	lit, _ := ast.Unparen(d.expr).(*ast.CompositeLit)
	return d.pkg, lit
}

// element reads an element of a list or map by a constant key.
func (f *Finder) element(p *Package, e *ast.IndexExpr) value {
	in, lit := f.collection(p, e.X)
	key := p.Info.Types[e.Index].Value
	if lit == nil || key == nil {
		return unknown("an element that is chosen at run time")
	}
	for i, elem := range lit.Elts {
		var at constant.Value = constant.MakeInt64(int64(i))
		if kv, ok := elem.(*ast.KeyValueExpr); ok {
			at, elem = in.Info.Types[kv.Key].Value, kv.Value
		}
		if at != nil && at.Kind() == key.Kind() && constant.Compare(at, token.EQL, key) {
			return f.value(in, elem)
		}
	}
	return unknown("an element that is not there")
}

// elements returns all texts that an expression may be, when it is any element of a list or
// map; nil for others.
func (f *Finder) elements(p *Package, e ast.Expr) []value {
	var of ast.Expr
	switch e := ast.Unparen(e).(type) {
	case *ast.IndexExpr:
		if p.Info.Types[e.Index].Value == nil {
			of = e.X
		}
	case *ast.Ident:
		obj := p.Info.ObjectOf(e)
		of = f.ranged[obj]
		if d, ok := f.decls[obj]; ok && !d.changed && d.expr != nil && of == nil {
			if index, ok := ast.Unparen(d.expr).(*ast.IndexExpr); ok {
				return f.elements(d.pkg, index)
			}
		}
	}
	if of == nil {
		return nil
	}
	in, lit := f.collection(p, of)
	if lit == nil {
		return nil
	}
	var all []value
	for _, elem := range lit.Elts {
		if kv, ok := elem.(*ast.KeyValueExpr); ok {
			elem = kv.Value
		}
		all = append(all, f.value(in, elem))
	}
	return all
}
