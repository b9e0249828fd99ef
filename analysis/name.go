package analysis

import (
	"github.com/luagen/luagen/analysis/flow"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/parser/syntax"
)

// NameOf returns the name that an expression's value goes by: a local variable's, a field's,
// that of a declared key or argument, also through a conversion; empty when it has none.
func (f *Facts) NameOf(e syntax.Expr) string {
	for {
		switch x := e.(type) {
		case *syntax.NameExpr:
			return x.Name
		case *syntax.ParenExpr:
			e = x.X
		case *syntax.IndexExpr:
			if key, ok := x.Key.(*syntax.StringExpr); ok {
				if isName(key.Value) {
					return key.Value
				}
				return ""
			}
			return f.declaredName(f.Value(x).Input())
		case *syntax.BinaryExpr:
			if x.Op != syntax.OpOr && x.Op != syntax.OpAnd {
				return ""
			}
			e = x.X
		case *syntax.CallExpr:
			if lib := f.Value(x.Func).Lib(); lib == nil || !lib.Converts || len(x.Args) == 0 {
				return ""
			}
			e = x.Args[0]
		default:
			return ""
		}
	}
}

// declaredName is the name that the header gives to an input.
func (f *Facts) declaredName(in value.InputRef) string {
	if in.Index == 0 {
		return ""
	}
	if in.Table == value.KEYS {
		if flow.DeclaredKey(f.Script, in.Index) {
			return f.Script.Keys[in.Index-1].Text
		}
		return ""
	}
	if a := flow.DeclaredArgAt(f.Script, in.Index); a != nil {
		return a.Text
	}
	return ""
}

// isName reports whether a string can be a field's name.
func isName(s string) bool {
	for i, r := range s {
		if r != '_' && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (i == 0 || r < '0' || r > '9') {
			return false
		}
	}
	return s != ""
}
