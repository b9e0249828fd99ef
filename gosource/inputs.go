package gosource

import (
	"go/ast"
	"go/types"
)

// Inputs are the keys or the arguments of a call.
type Inputs struct {
	// Elems are the expressions of the inputs, one each and in order, as far as they are
	// written out: in the call, or in a list that is declared and never changed.
	Elems []ast.Expr
	// Open says that their number is not plain to see: there may be more or fewer.
	Open bool
	// Expr is the expression of all of them, as "keys" or "[]string{a, b}"; nil where the call
	// has each as an argument.
	Expr ast.Expr
}

// Count is the number of inputs, and whether it is plain to see.
func (in Inputs) Count() (n int, ok bool) { return len(in.Elems), !in.Open }

// list reads an expression that is a list of inputs.
func (f *Finder) list(p *Package, e ast.Expr) Inputs {
	in := Inputs{Expr: e}
	if p.Info.Types[e].IsNil() {
		return in
	}
	lit, ok := f.literalList(p, e)
	if !ok {
		in.Open = true
		return in
	}
	if _, ok := p.Info.TypeOf(lit).Underlying().(*types.Slice); !ok {
		in.Open = true
		return in
	}
	for _, elem := range lit.Elts {
		if _, indexed := elem.(*ast.KeyValueExpr); indexed {
			return Inputs{Expr: e, Open: true}
		}
		in.Elems = append(in.Elems, elem)
	}
	return in
}

// rest reads the arguments of a variadic call from one on: each is an input, or the last is a
// list of them.
func (f *Finder) rest(p *Package, call *ast.CallExpr, args []ast.Expr) Inputs {
	switch {
	case len(args) > 0 && call.Ellipsis.IsValid():
		if len(args) == 1 {
			return f.list(p, args[0])
		}
		return Inputs{Open: true}
	case len(args) == 1 && spread(p.Info, args[0]):
		return Inputs{Elems: args, Open: true}
	}
	return Inputs{Elems: args}
}

// spread reports whether go-redis may send a lone argument as several, or as none: a list, a
// map, a struct, or what may hold one.
func spread(info *types.Info, e ast.Expr) bool {
	t := info.TypeOf(e)
	if t == nil || info.Types[e].IsNil() {
		return true
	}
	if _, basic := t.Underlying().(*types.Basic); basic {
		return false
	}
	list, ok := types.Unalias(t).(*types.Slice)
	return !ok || !types.Identical(list.Elem(), types.Typ[types.Byte])
}
