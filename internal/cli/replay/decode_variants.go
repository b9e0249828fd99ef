package replay

import (
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/runtime"
)

// variantsDecoder takes the first variant that the reply can be. The parser has made
// sure that no reply can be two.
func variantsDecoder(t *parser.Variants) decoder {
	type form struct {
		name   string
		fits   func(*runtime.Decoder) bool
		decode decoder
	}
	forms := make([]form, len(t.Variants))
	for i, v := range t.Variants {
		forms[i] = form{name: v.Text, fits: fits(v), decode: variantDecoder(v)}
	}
	return func(d *runtime.Decoder) Value {
		for _, f := range forms {
			if f.fits(d) {
				v := f.decode(d)
				v.Name = f.name
				return v
			}
		}
		d.Mismatch(t.String())
		return none()
	}
}

func variantDecoder(v parser.Variant) decoder {
	switch v.Form {
	case parser.VariantTuple:
		return tupleDecoder(v.Fields)
	case parser.VariantValue:
		return decoderFor(v.Type)
	default: // a literal or nil, which fits has checked
		return func(d *runtime.Decoder) Value {
			runtime.Discard(d)
			return Value{}
		}
	}
}

// fits returns the test whether a reply is a variant, by its kind, its length and its
// literals.
func fits(v parser.Variant) func(*runtime.Decoder) bool {
	switch v.Form {
	case parser.VariantNil:
		return (*runtime.Decoder).IsNil
	case parser.VariantLiteral:
		if l, ok := v.Type.(*parser.Literal); ok {
			return func(d *runtime.Decoder) bool {
				return l.Ints && d.EqualInt(l.Int) || !l.Ints && d.EqualString(l.Text)
			}
		}
	case parser.VariantTuple:
		return func(d *runtime.Decoder) bool { return tupleFits(d, v.Fields) }
	}
	return kindFits(v.Type)
}

func tupleFits(d *runtime.Decoder, fields []parser.Field) bool {
	if n := d.Len(); !d.IsArray() || n < lowest(fields) || n > len(fields) {
		return false
	}
	for i, f := range fields {
		l, ok := f.Type.(*parser.Literal)
		if ok && (l.Ints && !d.IntAt(i, l.Int) || !l.Ints && !d.StringAt(i, l.Text)) {
			return false
		}
	}
	return true
}

// kindFits tests the kind of reply that a type decodes.
func kindFits(t parser.Type) func(*runtime.Decoder) bool {
	switch t := t.(type) {
	case *parser.Enum:
		return func(d *runtime.Decoder) bool {
			for _, m := range t.Members {
				if t.Ints && d.EqualInt(m.Int) || !t.Ints && d.EqualString(m.Text) {
					return true
				}
			}
			return false
		}
	case *parser.Tuple:
		return func(d *runtime.Decoder) bool { return tupleFits(d, t.Fields) }
	case *parser.Scalar:
		switch t.Kind {
		case parser.Any:
			return func(*runtime.Decoder) bool { return true }
		case parser.OK:
			return (*runtime.Decoder).IsStatus
		case parser.Int, parser.Uint, parser.Time, parser.Duration:
			return (*runtime.Decoder).IsInt
		case parser.Float:
			return func(d *runtime.Decoder) bool { return d.IsDouble() || d.IsInt() || d.IsString() }
		case parser.Bool:
			return func(d *runtime.Decoder) bool { return d.IsBool() || d.EqualInt(0) || d.EqualInt(1) }
		default:
			return func(d *runtime.Decoder) bool { return d.IsString() || d.IsStatus() }
		}
	default:
		return func(d *runtime.Decoder) bool { return d.IsArray() || d.IsMap() || d.IsSet() }
	}
}
