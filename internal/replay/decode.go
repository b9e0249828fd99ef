package replay

import (
	"strconv"

	"github.com/luagen/luagen/internal/vendored/runtime"
	"github.com/luagen/luagen/parser"
)

// decoder reads one value of a reply.
type decoder = func(*runtime.Decoder) Value

// decoderFor builds what decodes replies of a type, as generated code would. Named Go
// types are not known here: their wire form is shown.
func decoderFor(t parser.Type) decoder {
	switch t := t.(type) {
	case nil:
		return func(d *runtime.Decoder) Value {
			runtime.Discard(d)
			return Value{Text: "(no reply declared)"}
		}
	case *parser.Scalar:
		return scalarDecoder(t)
	case *parser.Enum:
		return enumDecoder(t)
	case *parser.Literal:
		return func(d *runtime.Decoder) Value {
			literal(d, t)
			return Value{Text: t.String()}
		}
	case *parser.Optional:
		return optionalDecoder(t)
	case *parser.List:
		elem := decoderFor(t.Elem)
		return func(d *runtime.Decoder) Value { return Value{List: runtime.Slice(d, elem)} }
	case *parser.Map:
		return mapDecoder(t)
	case *parser.Tuple:
		return tupleDecoder(t.Fields)
	case *parser.Hash:
		return hashDecoder(t.Fields)
	case *parser.Flat:
		return flatDecoder(t.Fields)
	case *parser.Variants:
		return variantsDecoder(t)
	default:
		return func(d *runtime.Decoder) Value { return anyValue(d.Any()) }
	}
}

func enumDecoder(t *parser.Enum) decoder {
	names := map[string]string{}
	var numbers []int64
	var words []string
	for _, m := range t.Members {
		if t.Ints {
			numbers = append(numbers, m.Int)
			names[strconv.FormatInt(m.Int, 10)] = m.Ident.Text
		} else {
			words = append(words, m.Text)
			names[m.Text] = m.Ident.Text
		}
	}
	if t.Ints {
		return func(d *runtime.Decoder) Value {
			return Value{Text: names[strconv.FormatInt(d.IntEnum(numbers...), 10)]}
		}
	}
	return func(d *runtime.Decoder) Value { return Value{Text: names[d.StringEnum(words...)]} }
}

func optionalDecoder(t *parser.Optional) decoder {
	elem := decoderFor(t.Elem)
	orEmpty := false // an empty array is no value either
	switch t.Elem.(type) {
	case *parser.Tuple, *parser.Hash, *parser.Flat, *parser.List, *parser.Map:
		orEmpty = true
	}
	return func(d *runtime.Decoder) Value {
		var v *Value
		if orEmpty {
			v = runtime.PtrOrEmpty(d, elem)
		} else {
			v = runtime.Ptr(d, elem)
		}
		if v == nil {
			return none()
		}
		return *v
	}
}

func mapDecoder(t *parser.Map) decoder {
	elem := decoderFor(t.Elem)
	key := (*runtime.Decoder).String
	if s, ok := t.Key.(*parser.Scalar); ok && s.Kind == parser.Int {
		key = func(d *runtime.Decoder) string { return strconv.FormatInt(d.Int(), 10) }
	}
	return func(d *runtime.Decoder) Value {
		m := runtime.Map(d, key, elem)
		fields := make([]Field, 0, len(m))
		for k, v := range m {
			fields = append(fields, Field{Name: k, Value: v})
		}
		return Value{Fields: sorted(fields)}
	}
}

// literal checks a value that is not surfaced.
func literal(d *runtime.Decoder, t *parser.Literal) {
	if t.Ints {
		d.LiteralInt(t.Int)
	} else {
		d.LiteralString(t.Text)
	}
}
