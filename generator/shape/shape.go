// Package shape tells the variants of a reply apart: in which order they are tried, and by
// which tests. Generated code and luagen run do it alike.
package shape

import (
	"slices"

	"github.com/luagen/luagen/parser"
)

// Kind says what a test looks at.
type Kind int

const (
	IsNil       Kind = iota // nil
	IsLiteral               // the scalar Test.Literal
	LiteralAt               // an array with Test.Literal at position Test.At
	HasLength               // an array of Test.Min to Test.Max elements
	IsAggregate             // an array, set or map
	IsScalar                // a scalar of the kinds of Test.Scalar
	IsBoolean               // the same, or nil
	Fits                    // everything that the variant's decoder accepts
)

// Test is a condition that every reply of a variant meets.
type Test struct {
	Kind     Kind
	Literal  *parser.Literal // for IsLiteral and LiteralAt
	At       int             // for LiteralAt: the element, from 0
	Min, Max int             // for HasLength
	Array    bool            // for HasLength: a test before this one has found an array
	Scalar   Scalars         // for IsScalar and IsBoolean
}

// Scalars are kinds of scalar replies, as the runtime's decoder tells them apart.
type Scalars struct{ Ints, Strings, Doubles, Bools, Nils bool }

// kindsOf are the kinds of scalar reply that a type accepts.
func kindsOf(t parser.Type) Scalars {
	form := parser.FormOf(t)
	accepts := func(kinds ...parser.WireKind) bool {
		return slices.ContainsFunc(kinds, func(k parser.WireKind) bool { return form[k] != parser.Refused })
	}
	return Scalars{
		Ints:    accepts(parser.WireInteger, parser.WireBigNumber),
		Strings: accepts(parser.WireBulk, parser.WireStatus, parser.WireVerbatim),
		Doubles: accepts(parser.WireDouble),
		Bools:   accepts(parser.WireBoolean),
		Nils:    accepts(parser.WireNil),
	}
}

// Case is a variant with the tests that tell its replies from those of the cases after it.
type Case struct {
	Index   int // among the declared variants
	Variant parser.Variant
	Tests   []Test // all of them hold
}

// Separate gives the order in which variants are tried. That no reply fits two is the
// parser's to check.
func Separate(variants []parser.Variant) []Case {
	cases := make([]Case, len(variants))
	for i, v := range variants {
		cases[i] = Case{i, v, shapeTests(v)}
	}
	slices.SortStableFunc(cases, func(a, b Case) int { return int(a.Tests[0].Kind) - int(b.Tests[0].Kind) })
	for i := range cases {
		cases[i].Tests = cases[i].sufficient(cases[i+1:])
	}
	// A reply that fits none should be reported as that, not as a mismatch with the last.
	if n := len(cases); n > 1 && cases[n-2].Tests[0].Kind == Fits {
		cases[n-1].Tests = []Test{{Kind: Fits}}
	}
	return cases
}

// sufficient are the tests that tell a variant from later ones: those of its shape,
// the length of an array with literals only where these do not do.
func (c *Case) sufficient(later []Case) []Test {
	tests := c.Tests
	if n := len(tests) - 1; n > 0 && tests[n].Kind == HasLength && excludeAll(tests[:n], later) {
		return tests[:n]
	}
	if !excludeAll(tests, later) {
		return []Test{{Kind: Fits}}
	}
	return tests
}

// excludeAll reports whether no reply of any of the variants can meet all of the tests.
func excludeAll(tests []Test, later []Case) bool {
	return !slices.ContainsFunc(later, func(c Case) bool {
		return !slices.ContainsFunc(tests, func(t Test) bool { return t.excludes(c.Variant) })
	})
}

// shapeTests are the simplest tests for a variant, the one that tells most first.
func shapeTests(v parser.Variant) []Test {
	switch v.Form {
	case parser.VariantNil:
		return []Test{{Kind: IsNil}}
	case parser.VariantLiteral:
		if l, ok := v.Type.(*parser.Literal); ok {
			return []Test{{Kind: IsLiteral, Literal: l}}
		}
	case parser.VariantTuple:
		return tupleTests(v.Fields)
	}
	switch t := v.Type.(type) {
	case *parser.Tuple:
		return tupleTests(t.Fields)
	case *parser.List, *parser.Map, *parser.Hash, *parser.Flat:
		return []Test{{Kind: IsAggregate}}
	case *parser.Scalar, *parser.Enum:
		switch kinds := kindsOf(t); {
		case kinds == kindsOf(&parser.Scalar{Kind: parser.Any}):
			return []Test{{Kind: Fits}}
		case kinds.Nils:
			return []Test{{Kind: IsBoolean, Scalar: kinds}}
		default:
			return []Test{{Kind: IsScalar, Scalar: kinds}}
		}
	default:
		return []Test{{Kind: Fits}}
	}
}

// tupleTests look at the literals of a tuple, and at its length.
func tupleTests(fields []parser.Field) []Test {
	var tests []Test
	for i, f := range fields {
		if l, ok := f.Type.(*parser.Literal); ok {
			tests = append(tests, Test{Kind: LiteralAt, Literal: l, At: i})
		}
	}
	return append(tests, Test{Kind: HasLength, Min: parser.RequiredLength(fields), Max: len(fields), Array: len(tests) > 0})
}

// excludes reports whether no reply of a variant, which comes after the test's
// own, can meet the test.
func (t Test) excludes(v parser.Variant) bool {
	typ := v.Type
	switch v.Form {
	case parser.VariantTuple:
		typ = &parser.Tuple{Fields: v.Fields}
	case parser.VariantNil:
		return t.Kind != IsBoolean
	}
	switch t.Kind {
	case IsNil, IsLiteral:
		return true // a reply that meets the test is the variant
	case LiteralAt:
		return t.excludesAt(typ)
	case HasLength:
		return t.excludesLength(typ)
	case IsAggregate:
		return isAtomic(typ)
	case IsScalar:
		return t.Scalar.exclude(typ)
	case IsBoolean:
		return t.Scalar.exclude(typ)
	default:
		return true
	}
}

// excludesAt compares a literal inside an array with a type.
func (t Test) excludesAt(typ parser.Type) bool {
	tuple, ok := typ.(*parser.Tuple)
	if !ok {
		return isAtomic(typ)
	}
	if t.At >= len(tuple.Fields) {
		return true
	}
	l, ok := tuple.Fields[t.At].Type.(*parser.Literal)
	return ok && (l.Ints != t.Literal.Ints || l.Int != t.Literal.Int || l.Text != t.Literal.Text)
}

// excludesLength compares a tuple's lengths with a type.
func (t Test) excludesLength(typ parser.Type) bool {
	step := 0
	switch typ := typ.(type) {
	case *parser.Tuple:
		return parser.RequiredLength(typ.Fields) > t.Max || len(typ.Fields) < t.Min
	case *parser.Hash, *parser.Map:
		step = 2
	case *parser.Flat:
		step = max(1, len(typ.Fields))
	default:
		return isAtomic(typ)
	}
	for n := t.Min; n <= t.Max; n++ {
		if n%step == 0 {
			return false
		}
	}
	return true
}

func isAtomic(t parser.Type) bool {
	switch t.(type) {
	case *parser.Scalar, *parser.Enum, *parser.Literal:
		return true
	default:
		return false
	}
}

// exclude reports whether a type accepts none of the kinds.
func (k Scalars) exclude(t parser.Type) bool {
	other := kindsOf(t)
	return !(k.Ints && other.Ints || k.Strings && other.Strings || k.Doubles && other.Doubles || k.Bools && other.Bools || k.Nils && other.Nils)
}
