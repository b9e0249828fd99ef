package infer

import "github.com/luagen/luagen/parser/syntax"

// constant is a string literal's value.
func constant(e syntax.Expr) (string, bool) {
	switch e := e.(type) {
	case *syntax.ParenExpr:
		return constant(e.X)
	case *syntax.StringExpr:
		return e.Value, true
	default:
		return "", false
	}
}
