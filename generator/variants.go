package generator

import (
	"slices"

	"github.com/luagen/luagen/parser"
)

// testKind says what a test looks at.
type testKind int

const (
	isNil       testKind = iota // nil
	isLiteral                   // the scalar test.literal
	literalAt                   // an array with test.literal at position test.at
	hasLength                   // an array of test.min to test.max elements
	isAggregate                 // an array, set or map
	isScalar                    // a scalar of the kinds of test.scalar
	isBoolean                   // the same, or nil
	fits                        // everything that the variant's decoder accepts
)

// test is a condition that every reply of a variant meets.
type test struct {
	kind     testKind
	literal  *parser.Literal
	at       int
	min, max int
	array    bool // a test before this one has found an array
	scalar   scalarKinds
}

// scalarKinds are kinds of scalar replies, as the runtime's decoder tells them apart.
type scalarKinds struct{ ints, strings, doubles, bools, nils bool }

// kindsOf are the kinds of scalar reply that a type accepts.
func kindsOf(t parser.Type) scalarKinds {
	form := parser.FormOf(t)
	accepts := func(kinds ...parser.WireKind) bool {
		return slices.ContainsFunc(kinds, func(k parser.WireKind) bool { return form[k] != parser.Refused })
	}
	return scalarKinds{
		ints:    accepts(parser.WireInteger, parser.WireBigNumber),
		strings: accepts(parser.WireBulk, parser.WireStatus, parser.WireVerbatim),
		doubles: accepts(parser.WireDouble),
		bools:   accepts(parser.WireBoolean),
		nils:    accepts(parser.WireNil),
	}
}

// separate gives the order in which variants are tried, and each the tests that
// tell its replies from those of the variants after it. That no reply fits two is
// the parser's to check.
func separate(cases []*variantCase) []*variantCase {
	for _, c := range cases {
		c.tests = shapeTests(c.variant)
	}
	cases = slices.Clone(cases)
	slices.SortStableFunc(cases, func(a, b *variantCase) int { return int(a.tests[0].kind) - int(b.tests[0].kind) })
	for i, c := range cases {
		c.tests = c.sufficient(cases[i+1:])
	}
	// A reply that fits none should be reported as that, not as a mismatch with the last.
	if n := len(cases); n > 1 && cases[n-2].tests[0].kind == fits {
		cases[n-1].tests = []test{{kind: fits}}
	}
	return cases
}

// sufficient are the tests that tell a variant from later ones: those of its shape,
// the length of an array with literals only where these do not do.
func (c *variantCase) sufficient(later []*variantCase) []test {
	tests := c.tests
	if n := len(tests) - 1; n > 0 && tests[n].kind == hasLength && excludeAll(tests[:n], later) {
		return tests[:n]
	}
	if !excludeAll(tests, later) {
		return []test{{kind: fits}}
	}
	return tests
}

// excludeAll reports whether no reply of any of the variants can meet all of the tests.
func excludeAll(tests []test, later []*variantCase) bool {
	return !slices.ContainsFunc(later, func(c *variantCase) bool {
		return !slices.ContainsFunc(tests, func(t test) bool { return t.excludes(c.variant) })
	})
}

// shapeTests are the simplest tests for a variant, the one that tells most first.
func shapeTests(v parser.Variant) []test {
	switch v.Form {
	case parser.VariantNil:
		return []test{{kind: isNil}}
	case parser.VariantLiteral:
		if l, ok := v.Type.(*parser.Literal); ok {
			return []test{{kind: isLiteral, literal: l}}
		}
	case parser.VariantTuple:
		return tupleTests(v.Fields)
	}
	switch t := v.Type.(type) {
	case *parser.Tuple:
		return tupleTests(t.Fields)
	case *parser.List, *parser.Map, *parser.Hash, *parser.Flat:
		return []test{{kind: isAggregate}}
	case *parser.Scalar, *parser.Enum:
		switch kinds := kindsOf(t); {
		case kinds == kindsOf(&parser.Scalar{Kind: parser.Any}):
			return []test{{kind: fits}}
		case kinds.nils:
			return []test{{kind: isBoolean, scalar: kinds}}
		default:
			return []test{{kind: isScalar, scalar: kinds}}
		}
	default:
		return []test{{kind: fits}}
	}
}

// tupleTests look at the literals of a tuple, and at its length.
func tupleTests(fields []parser.Field) []test {
	var tests []test
	for i, f := range fields {
		if l, ok := f.Type.(*parser.Literal); ok {
			tests = append(tests, test{kind: literalAt, literal: l, at: i})
		}
	}
	return append(tests, test{kind: hasLength, min: parser.RequiredLength(fields), max: len(fields), array: len(tests) > 0})
}

// excludes reports whether no reply of a variant, which comes after the test's
// own, can meet the test.
func (t test) excludes(v parser.Variant) bool {
	typ := v.Type
	switch v.Form {
	case parser.VariantTuple:
		typ = &parser.Tuple{Fields: v.Fields}
	case parser.VariantNil:
		return t.kind != isBoolean
	}
	switch t.kind {
	case isNil, isLiteral:
		return true // a reply that meets the test is the variant
	case literalAt:
		return t.excludesAt(typ)
	case hasLength:
		return t.excludesLength(typ)
	case isAggregate:
		return isAtomic(typ)
	case isScalar:
		return t.scalar.exclude(typ)
	case isBoolean:
		return t.scalar.exclude(typ)
	default:
		return true
	}
}

// excludesAt compares a literal inside an array with a type.
func (t test) excludesAt(typ parser.Type) bool {
	tuple, ok := typ.(*parser.Tuple)
	if !ok {
		return isAtomic(typ)
	}
	if t.at >= len(tuple.Fields) {
		return true
	}
	l, ok := tuple.Fields[t.at].Type.(*parser.Literal)
	return ok && (l.Ints != t.literal.Ints || l.Int != t.literal.Int || l.Text != t.literal.Text)
}

// excludesLength compares a tuple's lengths with a type.
func (t test) excludesLength(typ parser.Type) bool {
	step := 0
	switch typ := typ.(type) {
	case *parser.Tuple:
		return parser.RequiredLength(typ.Fields) > t.max || len(typ.Fields) < t.min
	case *parser.Hash, *parser.Map:
		step = 2
	case *parser.Flat:
		step = max(1, len(typ.Fields))
	default:
		return isAtomic(typ)
	}
	for n := t.min; n <= t.max; n++ {
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
func (k scalarKinds) exclude(t parser.Type) bool {
	other := kindsOf(t)
	return !(k.ints && other.ints || k.strings && other.strings || k.doubles && other.doubles || k.bools && other.bools || k.nils && other.nils)
}
