package source

import (
	"github.com/luagen/luagen/analysis/scope"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/parser/syntax"
)

// Binding returns the local that the last node of a path names, where it is declared or used; nil for
// none.
func (s Script) Binding(path []syntax.Node) *scope.Binding {
	if len(path) == 0 {
		return nil
	}
	switch n := path[len(path)-1].(type) {
	case *syntax.NameExpr:
		return s.Facts.Binding(n)
	case *syntax.Name:
		for _, b := range s.Facts.Bindings {
			if b.Decl == n.Range && b.Name == n.Text {
				return b
			}
		}
	}
	return nil
}

// Type is what is known of a local where it is declared, or else where it is first read.
func (s Script) Type(b *scope.Binding) value.Value {
	if b.Init == nil && len(b.Reads) > 0 {
		return s.Facts.Value(b.Reads[0])
	}
	return s.Facts.Value(b.Init)
}
