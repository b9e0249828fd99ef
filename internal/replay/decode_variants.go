package replay

import (
	"slices"

	"github.com/luagen/luagen/generator/shape"
	"github.com/luagen/luagen/internal/vendored/runtime"
	"github.com/luagen/luagen/parser"
)

// variantsDecoder takes the variant that the reply is, told apart as in generated code.
func variantsDecoder(t *parser.Variants) decoder {
	cases := shape.Separate(t.Variants)
	decoders := make([]decoder, len(cases))
	for i, c := range cases {
		decoders[i] = variantDecoder(c.Variant)
	}
	return func(d *runtime.Decoder) Value {
		for i, c := range cases {
			if !slices.ContainsFunc(c.Tests, func(t shape.Test) bool { return !holds(t, d, decoders[i]) }) {
				v := decoders[i](d)
				v.Name = c.Variant.Text
				return v
			}
		}
		d.Mismatch(t.String())
		return none()
	}
}

// holds reports whether the next reply passes the test of a variant, which decode reads.
func holds(t shape.Test, d *runtime.Decoder, decode decoder) bool {
	switch t.Kind {
	case shape.IsNil:
		return d.IsNil()
	case shape.IsLiteral:
		if t.Literal.Ints {
			return d.EqualInt(t.Literal.Int)
		}
		return d.EqualString(t.Literal.Text)
	case shape.LiteralAt:
		if t.Literal.Ints {
			return d.IntAt(t.At, t.Literal.Int)
		}
		return d.StringAt(t.At, t.Literal.Text)
	case shape.HasLength:
		return d.IsArray() && d.Len() >= t.Min && d.Len() <= t.Max
	case shape.IsAggregate:
		return d.Len() >= 0
	case shape.IsScalar, shape.IsBoolean:
		k := t.Scalar
		return k.Ints && d.IsInt() || k.Strings && d.IsString() || k.Doubles && d.IsDouble() || k.Bools && d.IsBool() || k.Nils && d.IsNil()
	case shape.Fits:
		return runtime.Fits(d, decode)
	}
	return false
}

func variantDecoder(v parser.Variant) decoder {
	switch v.Form {
	case parser.VariantTuple:
		return tupleDecoder(v.Fields)
	case parser.VariantLiteral:
		check := decoderFor(v.Type)
		return func(d *runtime.Decoder) Value {
			check(d)
			return Value{}
		}
	case parser.VariantNil:
		return func(d *runtime.Decoder) Value {
			d.LiteralNil()
			return Value{}
		}
	default:
		return decoderFor(v.Type)
	}
}
