package generator

import (
	"github.com/dave/jennifer/jen"

	"github.com/luagen/luagen/parser"
)

// step writes the statements that add one declared key or argument.
func (e *emitter) step(g *jen.Group, f *function, s step) {
	add := func(method string, args ...jen.Code) { g.Id(nameArgs).Dot(method).Call(args...) }
	switch s := s.(type) {
	case *keyStep:
		add("Key", e.ref(f, s.param))
	case *keysStep:
		add("Keys", e.ref(f, s.param))
	case *templateStep:
		if s.arg {
			add("String", e.template(f, s))
		} else {
			add("Key", e.template(f, s))
		}
	case *groupStep:
		g.For(jen.List(jen.Id("_"), jen.Id(s.loop)).Op(":=").Range().Add(e.ref(f, s.param))).BlockFunc(func(g *jen.Group) {
			for _, fl := range s.fields {
				x := jen.Id(s.loop).Dot(fl.name)
				if s.keys {
					g.Id(nameArgs).Dot("Key").Call(x)
				} else {
					g.Add(e.encode(fl.value, fl.lua, x))
				}
			}
		})
	case *argStep:
		g.Add(e.encode(s.value, s.param.lua, e.ref(f, s.param)))
	case *optionalStep:
		e.optional(g, f, s)
	case *listStep:
		if v, ok := s.value.(*scalarValue); ok && v.scalar.Kind == parser.String && v.scalar.Go == nil {
			add("Strings", e.ref(f, s.param))
			return
		}
		g.For(jen.List(jen.Id("_"), jen.Id(s.loop)).Op(":=").Range().Add(e.ref(f, s.param))).Block(
			e.encode(s.value, s.param.lua, jen.Id(s.loop)),
		)
	case *mapStep:
		e.sortedMap(g, f, s)
	}
}

// optional writes an argument that may be left out.
func (e *emitter) optional(g *jen.Group, f *function, s *optionalStep) {
	p := e.ref(f, s.param)
	g.If(p.Clone().Op("!=").Nil()).Block(
		e.encodePointer(s.value, s.param.lua, p),
	).Else().Block(
		jen.Id(nameArgs).Dot("Skip").Call(),
	)
}

// sortedMap writes the keys and values of a map, sorted so that equal calls are
// equal on the wire.
func (e *emitter) sortedMap(g *jen.Group, f *function, s *mapStep) {
	m := e.ref(f, s.param)
	keys := e.qual(pathSlices, "Sorted").Call(e.qual(pathMaps, "Keys").Call(m.Clone()))
	g.For(jen.List(jen.Id("_"), jen.Id(s.loop)).Op(":=").Range().Add(keys)).BlockFunc(func(g *jen.Group) {
		g.Add(e.encode(s.key, s.param.lua, jen.Id(s.loop)))
		elem := m.Clone().Index(jen.Id(s.loop))
		if byAddress(s.value) { // an element of a map has none
			g.Id(nameValue).Op(":=").Add(elem)
			elem = jen.Id(nameValue)
		}
		g.Add(e.encode(s.value, s.param.lua, elem))
	})
}

// byAddress reports whether a value is handed to the runtime by its address, so
// that methods with either receiver are found.
func byAddress(v value) bool {
	s, ok := v.(*scalarValue)
	return ok && s.scalar.Kind == parser.Text && s.typ.form != parser.GoPointer
}

// encode is the statement that adds the argument x. name is for errors.
func (e *emitter) encode(v value, name string, x *jen.Statement) *jen.Statement {
	call := jen.Id(nameArgs)
	switch v := v.(type) {
	case *enumValue:
		return e.enumCall("", v.decl, name, x)
	case *scalarValue:
		if v.scalar.Kind == parser.MsgPack {
			return e.qual(pathMsgPack, "Arg").Call(jen.Id(nameArgs), jen.Lit(name), x)
		}
		if byAddress(v) {
			x = jen.Op("&").Add(x)
		}
		return call.Dot(CodecOf(v.scalar).Arg).Call(e.scalarArgs(v, name, x)...)
	}
	return call
}

// encodePointer is the statement that adds the argument that x points to.
func (e *emitter) encodePointer(v value, name string, x *jen.Statement) *jen.Statement {
	if byAddress(v) {
		return jen.Id(nameArgs).Dot("Text").Call(jen.Lit(name), x.Clone())
	}
	return e.encode(v, name, jen.Op("*").Add(x.Clone()))
}

// scalarArgs are the arguments of the Args method for a scalar.
func (e *emitter) scalarArgs(v *scalarValue, name string, x *jen.Statement) []jen.Code {
	var args []jen.Code
	if CodecOf(v.scalar).Named {
		args = append(args, jen.Lit(name))
	}
	switch v.scalar.Kind {
	case parser.JSON, parser.Text, parser.Time, parser.Duration:
		args = append(args, x)
	default:
		args = append(args, e.convert(v, x))
	}
	return append(args, e.scalarOptions(v.scalar)...)
}

// scalarOptions are the last arguments of the methods for a scalar: the unit, the words.
func (e *emitter) scalarOptions(s *parser.Scalar) []jen.Code {
	c := CodecOf(s)
	var options []jen.Code
	if c.Unit != parser.NoUnit {
		options = append(options, e.unit(c.Unit))
	}
	for _, w := range c.Words {
		options = append(options, jen.Lit(w))
	}
	return options
}

// convert turns a value of a named Go type into the scalar under it.
func (e *emitter) convert(v *scalarValue, x *jen.Statement) *jen.Statement {
	if v.scalar.Go == nil {
		return x
	}
	switch v.scalar.Kind {
	case parser.Bytes:
		return jen.Index().Byte().Call(x)
	case parser.Int:
		return jen.Int64().Call(x)
	case parser.Uint:
		return jen.Uint64().Call(x)
	case parser.Float:
		return jen.Float64().Call(x)
	case parser.Bool:
		return jen.Bool().Call(x)
	default:
		return jen.String().Call(x)
	}
}

// enumCall is the call of the method that checks an enum's value. prefix begins the method's
// name.
func (e *emitter) enumCall(prefix string, d *enumDecl, name string, x *jen.Statement) *jen.Statement {
	method, under := d.codec()
	args := append([]jen.Code{jen.Lit(name), jen.Id(under).Call(x)}, d.values()...)
	return jen.Id(nameArgs).Dot(prefix + method).Call(args...)
}

// maxKeyTerms is how many terms of a key go on one line.
const maxKeyTerms = 6

// template is the expression that builds a key.
func (e *emitter) template(f *function, s *templateStep) *jen.Statement {
	var sum *jen.Statement
	for i, part := range s.parts {
		term := jen.Lit(part.literal)
		if part.param != nil {
			term = e.placeholder(part.value, part.param, e.ref(f, part.param))
			if part.inTag {
				method := "Tag"
				if s.arg {
					method = "ArgTag"
				}
				term = jen.Id(nameArgs).Dot(method).Call(jen.Lit(part.param.lua), term)
			}
		}
		switch {
		case sum == nil:
			sum = term
		case i%maxKeyTerms == 0:
			sum.Op("+").Line().Add(term)
		default:
			sum.Op("+").Add(term)
		}
	}
	if sum == nil {
		return jen.Lit("")
	}
	return sum
}

// placeholder is the text of a parameter inside a key: what ARGV would carry.
func (e *emitter) placeholder(v value, p *param, x *jen.Statement) *jen.Statement {
	if enum, ok := v.(*enumValue); ok {
		return e.enumCall("Format", enum.decl, p.lua, x)
	}
	s, ok := v.(*scalarValue)
	if !ok {
		return x
	}
	switch s.scalar.Kind {
	case parser.String:
		return e.convert(s, x)
	case parser.Bytes:
		return jen.String().Call(x)
	case parser.Int:
		return e.qual(pathStrconv, "FormatInt").Call(e.convert(s, x), jen.Lit(10))
	case parser.Uint:
		return e.qual(pathStrconv, "FormatUint").Call(e.convert(s, x), jen.Lit(10))
	}
	if byAddress(s) {
		x = jen.Op("&").Add(x)
	}
	return jen.Id(nameArgs).Dot("Format" + CodecOf(s.scalar).Arg).Call(e.scalarArgs(s, p.lua, x)...)
}
