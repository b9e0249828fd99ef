package replay

import (
	"github.com/luagen/luagen/internal/vendored/runtime"
	"github.com/luagen/luagen/parser"
)

// part is a field of a tuple, hash, flat or variant; decode is nil for a literal.
type part struct {
	name    string
	decode  decoder
	literal *parser.Literal
}

func partsOf(fields []parser.Field) []part {
	parts := make([]part, len(fields))
	for i, f := range fields {
		parts[i].name = f.Text
		if l, ok := f.Type.(*parser.Literal); ok {
			parts[i].literal = l
		} else {
			parts[i].decode = decoderFor(f.Type)
		}
	}
	return parts
}

// read decodes a field, where is the decoder standing before it, into v.
func (p part) read(where *runtime.Decoder, v *Value) {
	if p.literal != nil {
		literal(where, p.literal)
		return
	}
	v.Fields = append(v.Fields, Field{Name: p.name, Value: p.decode(where)})
}

func tupleDecoder(fields []parser.Field) decoder {
	parts := partsOf(fields)
	least := parser.RequiredLength(fields)
	for i, f := range fields[least:] {
		if s, ok := f.Type.(*parser.Scalar); ok && s.Kind == parser.Any { // which may be missing
			parts[least+i].decode = func(d *runtime.Decoder) Value { return anyValue(runtime.NilOr(d, (*runtime.Decoder).Any)) }
		}
	}
	return func(d *runtime.Decoder) Value {
		v := Value{Fields: []Field{}}
		d.Tuple(least, len(parts))
		for _, p := range parts {
			p.read(d.Field(p.name), &v)
		}
		d.End()
		return v
	}
}

func hashDecoder(fields []parser.Field) decoder {
	parts := partsOf(fields)
	return func(d *runtime.Decoder) Value {
		v := Value{Fields: []Field{}}
		d.Hash()
		for _, p := range parts {
			p.read(d.Named(p.name), &v)
		}
		d.EndHash()
		return v
	}
}

func flatDecoder(fields []parser.Field) decoder {
	parts := partsOf(fields)
	return func(d *runtime.Decoder) Value {
		return Value{List: runtime.Flat(d, len(parts), func(d *runtime.Decoder) Value {
			v := Value{Fields: []Field{}}
			for _, p := range parts {
				p.read(d.Field(p.name), &v)
			}
			return v
		})}
	}
}
