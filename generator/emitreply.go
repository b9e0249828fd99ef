package generator

import (
	"github.com/dave/jennifer/jen"

	"github.com/luagen/luagen/parser"
)

// wrapper is the decoder of a reply whose type declares none.
func (e *emitter) wrapper(f *function) jen.Code {
	d := jen.Id(nameDecoder)
	var body *jen.Statement
	if o, ok := f.reply.(*optionalValue); ok {
		open := "Opt"
		if emptyIsNil(o.elem) {
			open = "OptOrEmpty"
		}
		body = e.qual(pathRuntime, open).Call(d, e.decodeFunc(o.elem))
	} else {
		body = e.decode(f.reply, d)
	}
	return jen.Func().Id(f.decoderName()).Params(e.decoderParam()).Add(e.result(f)).Block(jen.Return(body))
}

func (e *emitter) decoderParam() *jen.Statement {
	return jen.Id(nameDecoder).Op("*").Add(e.qual(pathRuntime, "Decoder"))
}

// emptyIsNil reports whether an empty array is no value for an optional type.
func emptyIsNil(v value) bool {
	switch v.(type) {
	case *structValue, *listValue, *mapValue, *flatValue:
		return true
	default:
		return false
	}
}

// decode is the expression that decodes a value; d is the decoder, positioned at it.
func (e *emitter) decode(v value, d *jen.Statement) *jen.Statement {
	of := func(function string, args ...jen.Code) *jen.Statement {
		return e.qual(pathRuntime, function).Call(append([]jen.Code{d}, args...)...)
	}
	switch v := v.(type) {
	case *scalarValue:
		if v.scalar.Go != nil {
			return e.decodeFunc(v).Call(d)
		}
		return d.Clone().Dot(CodecOf(v.scalar).Decode).Call(e.scalarOptions(v.scalar)...)
	case *listValue:
		if isPlainInt(v.elem) {
			return d.Clone().Dot("Ints").Call()
		}
		return of("Slice", e.decodeFunc(v.elem))
	case *mapValue:
		return of("Map", e.decodeFunc(v.key), e.decodeFunc(v.elem))
	case *flatValue:
		return of("Flat", jen.Lit(len(v.row.fields)), jen.Id(decoder(v.row.name)))
	case *optionalValue:
		return of(optionalFunc(v), e.decodeFunc(v.elem))
	case *literalValue:
		return e.literal(v.literal, d)
	default:
		return e.decodeFunc(v).Call(d)
	}
}

// optionalFunc is the runtime function that decodes an optional value inside
// another type.
func optionalFunc(v *optionalValue) string {
	pointer := v.goType().form == parser.GoPointer && v.elem.goType().form != parser.GoPointer
	switch empty := emptyIsNil(v.elem); {
	case pointer && empty:
		return "PtrOrEmpty"
	case pointer:
		return "Ptr"
	case empty:
		return "OrNil"
	default:
		return "NilOr"
	}
}

// decodeFunc is a function that decodes a value: func(*runtime.Decoder) T.
func (e *emitter) decodeFunc(v value) *jen.Statement {
	switch v := v.(type) {
	case *scalarValue:
		switch {
		case v.scalar.Go != nil:
			return e.genericDecoder(v).Types(e.typ(v.typ))
		case len(e.scalarOptions(v.scalar)) == 0:
			return e.decoderMethod(CodecOf(v.scalar).Decode)
		}
	case *enumValue:
		return jen.Id(decoder(v.decl.name))
	case *structValue:
		return jen.Id(decoder(v.decl.name))
	case *variantsValue:
		return jen.Id(decoder(v.decl.name))
	case *listValue:
		if isPlainInt(v.elem) {
			return e.decoderMethod("Ints")
		}
	}
	return jen.Func().Params(e.decoderParam()).Add(e.typ(v.goType())).Block(jen.Return(e.decode(v, jen.Id(nameDecoder))))
}

// decoderMethod is a method of the decoder as a function.
func (e *emitter) decoderMethod(name string) *jen.Statement {
	return jen.Parens(jen.Op("*").Add(e.qual(pathRuntime, "Decoder"))).Dot(name)
}

// isPlainInt reports whether a value is an int64, of which the runtime decodes lists
// faster than of other types.
func isPlainInt(v value) bool {
	s, ok := v.(*scalarValue)
	return ok && s.scalar.Kind == parser.Int && s.scalar.Go == nil
}

// genericDecoder is the runtime function that decodes a scalar with a Go type of
// its own.
func (e *emitter) genericDecoder(v *scalarValue) *jen.Statement {
	switch v.scalar.Kind {
	case parser.JSON:
		return e.qual(pathRuntime, "JSON")
	case parser.MsgPack:
		return e.qual(pathMsgPack, "Decode")
	case parser.Text:
		return e.qual(pathRuntime, "Text")
	default:
		return e.qual(pathRuntime, CodecOf(v.scalar).Decode+"As")
	}
}

// literal is the statement that checks a literal.
func (e *emitter) literal(l *parser.Literal, d *jen.Statement) *jen.Statement {
	if l.Ints {
		return d.Clone().Dot("LiteralInt").Call(e.integer(l.Int))
	}
	return d.Clone().Dot("LiteralString").Call(jen.Lit(l.Text))
}
