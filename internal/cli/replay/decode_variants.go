package replay

import (
	"slices"

	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/runtime"
)

// form is a variant of a reply.
type form struct {
	name      string
	decode    decoder
	resembles func(*runtime.Decoder) bool // a reply that does not fit is meant to be one
}

// variantsDecoder takes the variant that the reply is. The parser has made sure that no
// reply can be two.
func variantsDecoder(t *parser.Variants) decoder {
	forms := make([]form, len(t.Variants))
	for i, v := range t.Variants {
		forms[i] = form{v.Text, variantDecoder(v), resembles(v)}
	}
	return func(d *runtime.Decoder) Value {
		i := slices.IndexFunc(forms, func(f form) bool { return runtime.Fits(d, f.decode) })
		if i < 0 { // the one that was meant says best what is wrong
			i = slices.IndexFunc(forms, func(f form) bool { return f.resembles(d) })
		}
		if i < 0 {
			d.Mismatch(t.String())
			return none()
		}
		v := forms[i].decode(d)
		v.Name = forms[i].name
		return v
	}
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

// resembles returns the test whether a reply has the length and the literals of a
// variant, or is at least an aggregate as it is.
func resembles(v parser.Variant) func(*runtime.Decoder) bool {
	tuple := func(fields []parser.Field) func(*runtime.Decoder) bool {
		return func(d *runtime.Decoder) bool { return tupleResembles(d, fields) }
	}
	if v.Form == parser.VariantTuple {
		return tuple(v.Fields)
	}
	switch t := v.Type.(type) {
	case *parser.Tuple:
		return tuple(t.Fields)
	case *parser.List, *parser.Map, *parser.Hash, *parser.Flat:
		return func(d *runtime.Decoder) bool { return d.IsArray() || d.IsMap() || d.IsSet() }
	default:
		return func(*runtime.Decoder) bool { return false }
	}
}

func tupleResembles(d *runtime.Decoder, fields []parser.Field) bool {
	if n := d.Len(); !d.IsArray() || n < parser.RequiredLength(fields) || n > len(fields) {
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
