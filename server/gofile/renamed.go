package gofile

import (
	"go/ast"
	"go/parser"
	"go/token"
	"reflect"
)

// Renamed is a name of a package that a change of its generated code renames.
type Renamed struct {
	File     string // the base name of the file that declares it
	Line     int    // of its declaration, before the change
	Old, New string
}

// Renames compares a generated file before and after a change that renames things alone. ok is
// false when anything else is different.
func Renames(file string, before, after []byte) (all []Renamed, ok bool) {
	set := token.NewFileSet()
	a, err := parser.ParseFile(set, file, before, parser.SkipObjectResolution)
	if err != nil {
		return nil, false
	}
	b, err := parser.ParseFile(token.NewFileSet(), file, after, parser.SkipObjectResolution)
	if err != nil || len(a.Decls) != len(b.Decls) {
		return nil, false
	}
	pair := func(x, y *ast.Ident) {
		if x.Name != y.Name && x.IsExported() {
			all = append(all, Renamed{file, set.Position(x.Pos()).Line, x.Name, y.Name})
		}
	}
	for i := range a.Decls {
		x, y := declared(a.Decls[i]), declared(b.Decls[i])
		if reflect.TypeOf(a.Decls[i]) != reflect.TypeOf(b.Decls[i]) || len(x) != len(y) {
			return nil, false
		}
		for j := range x {
			pair(x[j], y[j])
		}
	}
	return all, true
}

// declared are the names that a declaration declares for others: its own, and fields and methods.
func declared(d ast.Decl) []*ast.Ident {
	if fn, ok := d.(*ast.FuncDecl); ok {
		return []*ast.Ident{fn.Name}
	}
	all := names(d)
	ast.Inspect(d, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncType, *ast.FuncLit:
			return false
		case *ast.StructType:
			for _, f := range n.Fields.List {
				all = append(all, f.Names...)
			}
		case *ast.InterfaceType:
			for _, f := range n.Methods.List {
				all = append(all, f.Names...)
			}
		}
		return true
	})
	return all
}
