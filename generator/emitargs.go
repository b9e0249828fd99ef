package generator

import (
	"strings"

	"github.com/luagen/luagen/parser"
)

// step writes the statements that add one declared key or argument.
func (e *emitter) step(f *function, s step) {
	switch s := s.(type) {
	case *keyStep:
		e.line(argsCall("Key", f.ref(s.param)))
	case *keysStep:
		e.line(argsCall("Keys", f.ref(s.param)))
	case *templateStep:
		if s.arg {
			e.line(argsCall("String", e.template(f, s)))
		} else {
			e.line(argsCall("Key", e.template(f, s)))
		}
	case *groupStep:
		e.open("for _, ", s.loop, " := range ", f.ref(s.param), " {")
		for _, fl := range s.fields {
			x := s.loop + "." + fl.name
			if s.keys {
				e.line(argsCall("Key", x))
			} else {
				e.line(e.encode(fl.value, fl.lua, x))
			}
		}
		e.end("}")
	case *argStep:
		e.line(e.encode(s.value, s.param.lua, f.ref(s.param)))
	case *optionalStep:
		e.optional(f, s)
	case *listStep:
		if v, ok := s.value.(*scalarValue); ok && v.scalar.Kind == parser.String && v.scalar.Go == nil {
			e.line(argsCall("Strings", f.ref(s.param)))
			return
		}
		e.open("for _, ", s.loop, " := range ", f.ref(s.param), " {")
		e.line(e.encode(s.value, s.param.lua, s.loop))
		e.end("}")
	case *mapStep:
		e.sortedMap(f, s)
	}
}

// argsCall is the call of a method of the runtime.Args.
func argsCall(method string, args ...string) string { return call(nameArgs+"."+method, args...) }

// optional writes an argument that may be left out.
func (e *emitter) optional(f *function, s *optionalStep) {
	p := f.ref(s.param)
	e.open("if ", p, " != nil {")
	e.line(e.encodePointer(s.value, s.param.lua, p))
	e.between("} else {")
	e.line(argsCall("Skip"))
	e.end("}")
}

// sortedMap writes the keys and values of a map, sorted so that equal calls are
// equal on the wire.
func (e *emitter) sortedMap(f *function, s *mapStep) {
	m := f.ref(s.param)
	keys := call(e.qual(pathSlices, "Sorted"), call(e.qual(pathMaps, "Keys"), m))
	e.open("for _, ", s.loop, " := range ", keys, " {")
	e.line(e.encode(s.key, s.param.lua, s.loop))
	elem := m + "[" + s.loop + "]"
	if byAddress(s.value) { // an element of a map has none
		e.line(nameValue, " := ", elem)
		elem = nameValue
	}
	e.line(e.encode(s.value, s.param.lua, elem))
	e.end("}")
}

// byAddress reports whether a value is handed to the runtime by its address, so
// that methods with either receiver are found.
func byAddress(v value) bool {
	s, ok := v.(*scalarValue)
	return ok && s.scalar.Kind == parser.Text && s.typ.form != parser.GoPointer
}

// encode is the statement that adds the argument x. name is for errors.
func (e *emitter) encode(v value, name, x string) string {
	switch v := v.(type) {
	case *enumValue:
		return enumCall("", v.decl, name, x)
	case *scalarValue:
		if v.scalar.Kind == parser.MsgPack {
			return call(e.qual(pathMsgPack, "Arg"), nameArgs, quoted(name), x)
		}
		if byAddress(v) {
			x = "&" + x
		}
		return argsCall(CodecOf(v.scalar).Arg, e.scalarArgs(v, name, x)...)
	}
	return nameArgs
}

// encodePointer is the statement that adds the argument that x points to.
func (e *emitter) encodePointer(v value, name, x string) string {
	if byAddress(v) {
		return argsCall("Text", quoted(name), x)
	}
	return e.encode(v, name, "*"+x)
}

// scalarArgs are the arguments of the Args method for a scalar.
func (e *emitter) scalarArgs(v *scalarValue, name, x string) []string {
	var args []string
	if CodecOf(v.scalar).Named {
		args = append(args, quoted(name))
	}
	switch v.scalar.Kind {
	case parser.JSON, parser.Text, parser.Time, parser.Duration:
		args = append(args, x)
	default:
		args = append(args, converted(v, x))
	}
	return append(args, e.scalarOptions(v.scalar)...)
}

// scalarOptions are the last arguments of the methods for a scalar: the unit, the words.
func (e *emitter) scalarOptions(s *parser.Scalar) []string {
	c := CodecOf(s)
	var options []string
	if c.Unit != parser.NoUnit {
		options = append(options, e.unit(c.Unit))
	}
	for _, w := range c.Words {
		options = append(options, quoted(w))
	}
	return options
}

// converted turns a value of a named Go type into the scalar under it.
func converted(v *scalarValue, x string) string {
	if v.scalar.Go == nil {
		return x
	}
	switch v.scalar.Kind {
	case parser.Bytes:
		return call("[]byte", x)
	case parser.Int:
		return call("int64", x)
	case parser.Uint:
		return call("uint64", x)
	case parser.Float:
		return call("float64", x)
	case parser.Bool:
		return call("bool", x)
	default:
		return call("string", x)
	}
}

// enumCall is the call of the method that checks an enum's value. prefix begins the method's
// name.
func enumCall(prefix string, d *enumDecl, name, x string) string {
	method, under := d.codec()
	return argsCall(prefix+method, append([]string{quoted(name), call(under, x)}, d.values()...)...)
}

// maxKeyTerms is how many terms of a key go on one line.
const maxKeyTerms = 6

// template is the expression that builds a key.
func (e *emitter) template(f *function, s *templateStep) string {
	if len(s.parts) == 0 {
		return quoted("")
	}
	var sum strings.Builder
	for i, part := range s.parts {
		switch {
		case i == 0:
		case i%maxKeyTerms == 0:
			sum.WriteString(" +\n\t")
		default:
			sum.WriteString(" + ")
		}
		if part.param == nil {
			sum.WriteString(quoted(part.literal))
			continue
		}
		term := e.placeholder(part.value, part.param, f.ref(part.param))
		if part.inTag {
			method := "Tag"
			if s.arg {
				method = "ArgTag"
			}
			term = argsCall(method, quoted(part.param.lua), term)
		}
		sum.WriteString(term)
	}
	return sum.String()
}

// placeholder is the text of a parameter inside a key: what ARGV would carry.
func (e *emitter) placeholder(v value, p *param, x string) string {
	if enum, ok := v.(*enumValue); ok {
		return enumCall("Format", enum.decl, p.lua, x)
	}
	s, ok := v.(*scalarValue)
	if !ok {
		return x
	}
	switch s.scalar.Kind {
	case parser.String:
		return converted(s, x)
	case parser.Bytes:
		return call("string", x)
	case parser.Int:
		return call(e.qual(pathStrconv, "FormatInt"), converted(s, x), "10")
	case parser.Uint:
		return call(e.qual(pathStrconv, "FormatUint"), converted(s, x), "10")
	}
	if byAddress(s) {
		x = "&" + x
	}
	return argsCall("Format"+CodecOf(s.scalar).Arg, e.scalarArgs(s, p.lua, x)...)
}
