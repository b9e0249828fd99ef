package generator

import (
	"strconv"
	"strings"

	"github.com/luagen/luagen/parser"
)

// replyDecoder is the function that decodes the whole reply into the call. It and what it
// calls are plain functions: those of the runtime with type parameters would be compiled for
// each type of the scripts anew.
func (e *emitter) replyDecoder(f *function) {
	into := f.into()
	value := into + ".(*" + e.callType(f) + ").Value"
	const v, d = nameValue, nameDecoder
	e.declare(nil)
	e.open("func ", f.decoderName(), "(", e.decoderParam(), ", ", into, " ", e.runtime("Command"), ") {")
	defer e.end("}")
	switch whole := f.whole().(type) {
	case *structDecl:
		e.line("var ", v, " ", whole.name)
		e.structFields(whole)
		e.line(value, " = ", v)
		return
	case *variantsDecl:
		e.line(v, " := &", value)
		e.variantCases(whole, "*"+v+" = ")
		return
	case *enumDecl:
		e.line(value, " = ", whole.decode(d))
		return
	}
	if o, ok := f.reply.(*optionalValue); ok {
		e.line(v, " := &", value)
		e.line(v, ".Valid = ", call(d+"."+someMethod(o.elem)))
		e.open("if ", v, ".Valid {")
		e.set(v+".Value", " = ", o.elem, d, 0)
		e.end("}")
		return
	}
	switch method := intoMethod(f.reply); {
	case method != "":
		e.line(call(d+"."+method, "&"+value))
	case !e.isExpression(f.reply):
		e.set(v, " := ", f.reply, d, 0)
		e.line(value, " = ", v)
	default:
		e.line(value, " = ", e.decode(f.reply, d))
	}
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
func (e *emitter) set(target, op string, v value, d string, depth int) {
	if e.isExpression(v) {
		e.line(target, op, e.decode(v, d))
		return
	}
	if method := intoMethod(v); method != "" {
		e.line(call(d+"."+method, "&"+target))
		return
	}
	items := func(elem goType, method string, args ...string) {
		e.line(target, op, call("make", "[]"+e.typ(elem), call(d+"."+method, args...)))
		index := nameIndex + strings.Repeat("i", depth)
		element := target + "[" + index + "]"
		item := call(nameDecoder+".Item", index)
		e.open("for ", index, " := range ", target, " {")
		if flat, ok := v.(*flatValue); ok {
			e.line(element, " = ", call(decoder(flat.row.name), item))
		} else {
			e.set(element, " = ", v.(*listValue).elem, item, depth+1)
		}
		e.end("}")
		e.line(nameDecoder, ".EndItems()")
	}
	switch v := v.(type) {
	case *listValue:
		items(v.elem.goType(), "Items")
	case *flatValue:
		items(predeclared(v.row.name), "Rows", strconv.Itoa(len(v.row.fields)))
	case *optionalValue:
		e.open("if ", call(d+"."+someMethod(v.elem)), " {")
		e.setSome(target, op, v, depth)
		e.end("}")
	}
}

// setSome is the statements that decode an optional value that is there.
func (e *emitter) setSome(target, op string, v *optionalValue, depth int) {
	if isPointer(v) {
		e.line(target, op, call("new", e.typ(v.elem.goType())))
		if method := intoMethod(v.elem); method != "" {
			e.line(call(nameDecoder+"."+method, target))
			return
		}
		target = "*" + target
	}
	e.set(target, " = ", v.elem, nameDecoder, depth)
}

// isPointer reports whether an optional value is a pointer to the value.
func isPointer(v *optionalValue) bool {
	return v.goType().form == parser.GoPointer && v.elem.goType().form != parser.GoPointer
}

func (e *emitter) decoderParam() string { return nameDecoder + " *" + e.runtime("Decoder") }

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
func (e *emitter) decode(v value, d string) string {
	switch v := v.(type) {
	case *scalarValue:
		if v.scalar.Go != nil {
			return call(e.decodeFunc(v), d)
		}
		return call(d+"."+CodecOf(v.scalar).Decode, e.scalarOptions(v.scalar)...)
	case *listValue:
		if isPlainInt(v.elem) {
			return call(d + ".Ints")
		}
		return call(e.runtime("Slice"), d, e.decodeFunc(v.elem))
	case *mapValue:
		return call(e.runtime("Map"), d, e.decodeFunc(v.key), e.decodeFunc(v.elem))
	case *enumValue:
		return v.decl.decode(d)
	case *optionalValue:
		return call(e.runtime(optionalFunc(v)), d, e.decodeFunc(v.elem))
	case *literalValue:
		return literalCheck(v.literal, d)
	default:
		return call(e.decodeFunc(v), d)
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
func (e *emitter) decodeFunc(v value) string {
	switch v := v.(type) {
	case *scalarValue:
		switch {
		case v.scalar.Go != nil:
			return e.genericDecoder(v) + "[" + e.typ(v.typ) + "]"
		case len(e.scalarOptions(v.scalar)) == 0:
			return e.decoderMethod(CodecOf(v.scalar).Decode)
		}
	case *enumValue:
		return decoder(v.decl.name)
	case *structValue:
		return decoder(v.decl.name)
	case *variantsValue:
		return decoder(v.decl.name)
	case *listValue:
		if isPlainInt(v.elem) {
			return e.decoderMethod("Ints")
		}
	}
	return e.decodeLiteral(v)
}

// decodeLiteral is a function literal that decodes a value.
func (e *emitter) decodeLiteral(v value) string {
	body := &emitter{code: code{depth: 1}, imports: e.imports}
	result := e.typ(v.goType())
	if e.isExpression(v) {
		body.line("return ", e.decode(v, nameDecoder))
	} else {
		result = "(" + nameValue + " " + result + ")"
		body.set(nameValue, " = ", v, nameDecoder, 0)
		body.line("return ", nameValue)
	}
	return "func(" + e.decoderParam() + ") " + result + " {\n" + string(body.text) + "}"
}

// decoderMethod is a method of the decoder as a function.
func (e *emitter) decoderMethod(name string) string {
	return "(*" + e.runtime("Decoder") + ")." + name
}

// isPlainInt reports whether a value is an int64, of which the runtime decodes lists
// faster than of other types.
func isPlainInt(v value) bool {
	s, ok := v.(*scalarValue)
	return ok && s.scalar.Kind == parser.Int && s.scalar.Go == nil
}

// genericDecoder is the runtime function that decodes a scalar with a Go type of
// its own.
func (e *emitter) genericDecoder(v *scalarValue) string {
	switch v.scalar.Kind {
	case parser.JSON:
		return e.runtime("JSON")
	case parser.MsgPack:
		return e.qual(pathMsgPack, "Decode")
	case parser.Text:
		return e.runtime("Text")
	default:
		return e.runtime(CodecOf(v.scalar).Decode + "As")
	}
}

// literalCheck is the statement that checks a literal.
func literalCheck(l *parser.Literal, d string) string {
	if l.Ints {
		return call(d+".LiteralInt", integer(l.Int))
	}
	return call(d+".LiteralString", quoted(l.Text))
}
