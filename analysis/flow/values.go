package flow

import (
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/parser/syntax"
)

// Values are what is known of the expressions of a tree, by their Index. What was never evaluated
// has the zero Value there.
type Values []value.Value

// Of returns what is known of an expression of the tree; the zero Value for nil, and when nothing is
// known of any.
func (vs Values) Of(e syntax.Expr) value.Value {
	if e == nil || len(vs) == 0 {
		return value.Value{}
	}
	return vs[e.Index()]
}
