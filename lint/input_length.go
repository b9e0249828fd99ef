package lint

import (
	"math"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/parser/syntax"
)

// lengthTest is a comparison of #KEYS or #ARGV with something.
type lengthTest struct {
	op    syntax.Op   // with the length on the left
	limit syntax.Expr // the other side
}

// lengthTests returns the comparisons of the table's length in the script.
func (p *pass) lengthTests(in *analysis.Inputs) []lengthTest {
	lengths := map[syntax.Expr]bool{}
	for _, use := range in.Uses {
		if use.Kind == analysis.ReadLength {
			lengths[use.Expr] = true
		}
	}
	if len(lengths) == 0 {
		return nil
	}
	var tests []lengthTest
	for _, b := range p.facts.Binaries {
		switch {
		case !isOrdering(b.Op) && b.Op != syntax.OpEq && b.Op != syntax.OpNe:
		case p.isLength(lengths, b.X):
			tests = append(tests, lengthTest{b.Op, b.Y})
		case p.isLength(lengths, b.Y):
			tests = append(tests, lengthTest{mirrored(b.Op), b.X})
		}
	}
	return tests
}

// isLength reports whether an expression is one of the lengths, or a local variable that
// is declared as one.
func (p *pass) isLength(lengths map[syntax.Expr]bool, e syntax.Expr) bool {
	if n, ok := e.(*syntax.NameExpr); ok {
		if b := p.facts.Binding(n); b != nil && b.Init != nil {
			e = b.Init
		}
	}
	return lengths[e]
}

// mirrored is the comparison with its sides exchanged.
func mirrored(op syntax.Op) syntax.Op {
	switch op {
	case syntax.OpLt:
		return syntax.OpGt
	case syntax.OpLe:
		return syntax.OpGe
	case syntax.OpGt:
		return syntax.OpLt
	case syntax.OpGe:
		return syntax.OpLe
	default:
		return op
	}
}

// boundsLength reports whether the script compares the table's length with a limit.
func (p *pass) boundsLength(in *analysis.Inputs) bool {
	for _, t := range p.lengthTests(in) {
		if isOrdering(t.op) {
			return true
		}
	}
	return false
}

// checkedLength returns the most elements of the table that the script makes sure of
// somewhere, by a comparison that it branches on.
func (p *pass) checkedLength(in *analysis.Inputs) int {
	most := 0
	for _, t := range p.lengthTests(in) {
		n, ok := p.facts.Value(t.limit).Number()
		if !ok || n >= math.MaxInt32 {
			return math.MaxInt
		}
		if t.op == syntax.OpGt || t.op == syntax.OpLe {
			n++
		}
		most = max(most, int(n))
	}
	return most
}
