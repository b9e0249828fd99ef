package gosource

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
)

// element is an element of a list or map of the program.
type element struct {
	pkg  *Package
	expr ast.Expr
	key  constant.Value // its key or index; nil for one that is chosen at run time
}

// collection returns the elements of a list or map as far as they are written out, and reports
// whether these are all.
func (f *Finder) collection(p *Package, e ast.Expr) ([]element, bool) {
	if !f.enter() {
		return nil, false
	}
	defer func() { f.depth-- }()
	switch e := ast.Unparen(e).(type) {
	case *ast.CompositeLit:
		return written(p, e), true
	case *ast.UnaryExpr:
		if e.Op == token.AND {
			return f.collection(p, e.X)
		}
	case *ast.IndexExpr:
		in, all := f.elements(p, e)
		return f.collections(in, all)
	case *ast.CallExpr:
		return f.collectionOfCall(p, e)
	case *ast.Ident, *ast.SelectorExpr:
		return f.collectionOf(p, e)
	}
	return nil, false
}

// collections are the elements of several lists or maps.
func (f *Finder) collections(of []element, all bool) ([]element, bool) {
	var found []element
	for _, one := range of {
		more, ok := f.collection(one.pkg, one.expr)
		found, all = append(found, more...), all && ok
	}
	return found, all && len(of) > 0
}

// written are the elements that a composite literal writes out.
func written(p *Package, lit *ast.CompositeLit) []element {
	var all []element
	at := int64(0)
	for _, elem := range lit.Elts {
		one := element{p, elem, constant.MakeInt64(at)}
		if kv, ok := elem.(*ast.KeyValueExpr); ok {
			one.expr, one.key = kv.Value, p.Info.Types[kv.Key].Value
			if i, exact := constant.Int64Val(constant.ToInt(orZero(one.key))); exact {
				at = i
			}
		}
		at++
		all = append(all, one)
	}
	return all
}

func orZero(v constant.Value) constant.Value {
	if v == nil || v.Kind() != constant.Int {
		return constant.MakeInt64(0)
	}
	return v
}

// collectionOfCall is collection for make, append, and functions of the program.
func (f *Finder) collectionOfCall(p *Package, call *ast.CallExpr) ([]element, bool) {
	if tv, ok := p.Info.Types[call.Fun]; ok && tv.IsType() && len(call.Args) == 1 {
		return f.collection(p, call.Args[0])
	}
	if name, ok := ast.Unparen(call.Fun).(*ast.Ident); ok {
		switch p.Info.Uses[name] {
		case types.Universe.Lookup("make"), types.Universe.Lookup("new"):
			return nil, true
		case types.Universe.Lookup("append"):
			found, all := f.collection(p, call.Args[0])
			for _, arg := range call.Args[1:] {
				found = append(found, element{pkg: p, expr: arg})
			}
			return found, all && !call.Ellipsis.IsValid()
		}
	}
	var found []element
	all := true
	fns := f.functions(p, call.Fun)
	for _, fn := range fns {
		ast.Inspect(fn.body, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncLit:
				return false
			case *ast.ReturnStmt:
				if len(n.Results) > 0 && !fn.pkg.Info.Types[n.Results[0]].IsNil() {
					more, ok := f.collection(fn.pkg, n.Results[0])
					found, all = append(found, more...), all && ok
				}
			}
			return true
		})
	}
	return found, all && len(fns) > 0
}

// collectionOf is collection for a variable or field: all that it is set to, and all that is
// put in.
func (f *Finder) collectionOf(p *Package, e ast.Expr) ([]element, bool) {
	obj := objectOf(p, e)
	if arg, ok := f.frame.arg(obj); ok {
		var found []element
		var all bool
		f.within(f.frame.outer, func() { found, all = f.collection(arg.pkg, arg.expr) })
		return found, all
	}
	d := f.decls[obj]
	if d == nil || d.reading {
		return nil, false
	}
	d.reading = true
	defer func() { d.reading = false }()
	found, all := []element(nil), !d.opaque && len(d.sets)+len(d.each)+len(d.puts) > 0
	for _, s := range d.sets {
		if s.pkg.Info.Types[s.expr].IsNil() {
			continue
		}
		more, ok := f.collection(s.pkg, s.expr)
		found, all = append(found, more...), all && ok && s.result == 0
	}
	for _, s := range d.each {
		in, ok := f.collection(s.pkg, s.expr)
		more, okToo := f.collections(in, ok)
		found, all = append(found, more...), all && okToo
	}
	for _, s := range d.puts {
		one := element{pkg: s.pkg, expr: s.expr}
		if s.key != nil {
			one.key = s.pkg.Info.Types[s.key].Value
		}
		found = append(found, one)
	}
	return found, all
}

// elements returns the elements that an index chooses, and reports whether it can be no other.
func (f *Finder) elements(p *Package, e *ast.IndexExpr) ([]element, bool) {
	if tv, ok := p.Info.Types[e.X]; ok && tv.Type != nil {
		switch tv.Type.Underlying().(type) {
		case *types.Map, *types.Slice, *types.Array, *types.Pointer:
		default:
			return nil, false // a byte of a string, or an instance of a generic function
		}
	}
	in, all := f.collection(p, e.X)
	key := p.Info.Types[e.Index].Value
	if key == nil {
		if arg, ok := f.frame.arg(objectOf(p, e.Index)); ok {
			key = arg.pkg.Info.Types[arg.expr].Value
		}
	}
	if key == nil {
		return in, all
	}
	var chosen []element
	for _, one := range in {
		if one.key == nil || one.key.Kind() == key.Kind() && constant.Compare(one.key, token.EQL, key) {
			chosen = append(chosen, one)
		}
	}
	return chosen, all
}
