package generator

import (
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/luagen/luagen/parser"
)

// replyDecoder is the function that decodes the whole reply into the call. It and what it
// calls are plain functions: those of the runtime with type parameters would be compiled for
// each type of the scripts anew.
func (e *emitter) replyDecoder(f *function) jen.Code {
	into := jen.Id(f.into())
	value := into.Clone().Assert(jen.Op("*").Add(e.callType(f))).Dot("Value")
	params := jen.Params(e.decoderParam(), into.Clone().Add(e.qual(pathRuntime, "Command")))
	return jen.Func().Id(f.decoderName()).Add(params).BlockFunc(func(g *jen.Group) {
		v, d := jen.Id(nameValue), jen.Id(nameDecoder)
		switch whole := f.whole().(type) {
		case *structDecl:
			g.Var().Add(v).Id(whole.name)
			e.structFields(g, whole)
			g.Add(value).Op("=").Add(v)
			return
		case *variantsDecl:
			g.Add(v).Op(":=").Op("&").Add(value)
			e.variantCases(g, whole, jen.Op("*").Add(v).Op("="))
			return
		case *enumDecl:
			g.Add(value).Op("=").Add(e.enum(whole, d))
			return
		}
		if o, ok := f.reply.(*optionalValue); ok {
			g.Add(v).Op(":=").Op("&").Add(value)
			valid := v.Clone().Dot("Valid")
			g.Add(valid).Op("=").Add(d.Clone().Dot(someMethod(o.elem)).Call())
			g.If(valid).BlockFunc(func(g *jen.Group) {
				e.set(g, v.Clone().Dot("Value"), "=", o.elem, d, 0)
			})
			return
		}
		if method := intoMethod(f.reply); method != "" {
			g.Add(d).Dot(method).Call(jen.Op("&").Add(value))
			return
		}
		if !e.isExpression(f.reply) {
			e.set(g, v, ":=", f.reply, d, 0)
			g.Add(value).Op("=").Add(v)
			return
		}
		g.Add(value).Op("=").Add(e.decode(f.reply, d))
	})
}

// someMethod is the method that tells whether there is a value of an optional type.
func someMethod(elem value) string {
	if emptyIsNil(elem) {
		return "SomeOrEmpty"
	}
	return "Some"
}

// isExpression reports whether a value is decoded by one expression.
func (e *emitter) isExpression(v value) bool {
	switch v := v.(type) {
	case *scalarValue:
		return intoMethod(v) == ""
	case *listValue:
		return isPlainInt(v.elem) || e.isShared(v.elem)
	case *flatValue:
		return false
	case *optionalValue:
		return e.isShared(v.elem)
	default:
		return true
	}
}

// intoMethod is the method of the decoder that decodes a value to where a pointer points; empty
// for most.
func intoMethod(v value) string {
	s, ok := v.(*scalarValue)
	switch {
	case !ok || s.scalar.Go == nil:
		return ""
	case s.scalar.Kind == parser.JSON:
		return "JSONInto"
	case s.scalar.Kind == parser.Text:
		return "TextInto"
	}
	return ""
}

// isShared reports whether a value is decoded by a method of the runtime's decoder, so that
// many scripts have one list of such values, and one optional value.
func (e *emitter) isShared(v value) bool {
	s, ok := v.(*scalarValue)
	return ok && s.scalar.Go == nil && len(e.scalarOptions(s.scalar)) == 0
}

// set is the statements that decode a value into target, whose name may be declared by op.
// depth is the number of loops around them.
func (e *emitter) set(g *jen.Group, target *jen.Statement, op string, v value, d *jen.Statement, depth int) {
	if e.isExpression(v) {
		g.Add(target.Clone()).Op(op).Add(e.decode(v, d))
		return
	}
	if method := intoMethod(v); method != "" {
		g.Add(d.Clone()).Dot(method).Call(jen.Op("&").Add(target.Clone()))
		return
	}
	items := func(elem goType, method string, args ...jen.Code) {
		g.Add(target.Clone()).Op(op).Make(jen.Index().Add(e.typ(elem)), d.Clone().Dot(method).Call(args...))
		index := jen.Id(nameIndex + strings.Repeat("i", depth))
		element := target.Clone().Index(index)
		g.For(index.Clone().Op(":=").Range().Add(target.Clone())).BlockFunc(func(g *jen.Group) {
			item := jen.Id(nameDecoder).Dot("Item").Call(index.Clone())
			if flat, ok := v.(*flatValue); ok {
				g.Add(element).Op("=").Id(decoder(flat.row.name)).Call(item)
			} else {
				e.set(g, element, "=", v.(*listValue).elem, item, depth+1)
			}
		})
		g.Id(nameDecoder).Dot("EndItems").Call()
	}
	switch v := v.(type) {
	case *listValue:
		items(v.elem.goType(), "Items")
	case *flatValue:
		items(predeclared(v.row.name), "Rows", jen.Lit(len(v.row.fields)))
	case *optionalValue:
		g.If(d.Clone().Dot(someMethod(v.elem)).Call()).BlockFunc(func(g *jen.Group) {
			if isPointer(v) {
				g.Add(target.Clone()).Op(op).New(e.typ(v.elem.goType()))
				if method := intoMethod(v.elem); method != "" {
					g.Id(nameDecoder).Dot(method).Call(target.Clone())
					return
				}
				target = jen.Op("*").Add(target.Clone())
			}
			e.set(g, target, "=", v.elem, jen.Id(nameDecoder), depth)
		})
	}
}

// isPointer reports whether an optional value is a pointer to the value.
func isPointer(v *optionalValue) bool {
	return v.goType().form == parser.GoPointer && v.elem.goType().form != parser.GoPointer
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
	case *enumValue:
		return e.enum(v.decl, d)
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
	switch pointer, empty := isPointer(v), emptyIsNil(v.elem); {
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
	d := jen.Id(nameDecoder)
	if e.isExpression(v) {
		return jen.Func().Params(e.decoderParam()).Add(e.typ(v.goType())).Block(jen.Return(e.decode(v, d)))
	}
	result := jen.Params(jen.Id(nameValue).Add(e.typ(v.goType())))
	return jen.Func().Params(e.decoderParam()).Add(result).BlockFunc(func(g *jen.Group) {
		e.set(g, jen.Id(nameValue), "=", v, d, 0)
		g.Return(jen.Id(nameValue))
	})
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
