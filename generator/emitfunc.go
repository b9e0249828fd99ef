package generator

import (
	"slices"
	"strconv"
	"strings"
)

// text is the text of a script's file.
func (f *function) text(around *frames) ([]byte, error) {
	frame, err := around.of(f.imports)
	if err != nil {
		return nil, err
	}
	room := around.rooms.Get().(*[]byte)
	defer around.rooms.Put(room)
	e := &emitter{code: code{text: (*room)[:0]}, imports: f.imports, whole: f.whole()}
	e.script(f)
	*room = e.text
	return e.file([]string{"// Source: " + oneLine(f.base)}, frame), nil
}

// script writes the declarations of one script.
func (e *emitter) script(f *function) {
	e.function(f)
	e.call(f)
	if f.grouped {
		e.paramsStruct(f)
	}
	for _, d := range f.decls {
		e.decl(d)
		if d == e.whole {
			e.replyDecoder(f)
		}
	}
	if f.wrapper() {
		e.replyDecoder(f)
	}
	e.errors(f.errors)
	e.source(f)
}

// function is the plain function: it encodes the keys and arguments, sends the call and decodes
// the reply. What the Call function returns would cost an object more.
func (e *emitter) function(f *function) {
	e.declare(f.doc)
	e.open("func ", f.name, e.signature(f), " {")
	if f.reply == nil || isOK(f.reply) {
		e.line("return ", call(e.runtime("Tell"), nameContext, nameClient, e.encoded(f)))
		e.end("}")
		return
	}
	e.line("var ", nameReply, " ", e.callType(f))
	args := e.encoded(f)
	if args != nameArgs {
		e.line(nameArgs, " := ", args)
	}
	e.open("if ", nameDecoder, " := ", call(e.runtime("Ask"), nameContext, nameClient, nameArgs), "; ", nameDecoder, " != nil {")
	e.line(call(e.decodesReply(f), nameDecoder, "&"+nameReply))
	e.end("}")
	e.line(nameErr, " := ", call(e.runtime("Answered"), nameArgs, "&"+nameReply))
	const value = nameReply + ".Value"
	switch optional, isOptional := f.reply.(*optionalValue); {
	case !isOptional:
		e.line("return ", value, ", ", nameErr)
	case isOK(optional.elem):
		e.line("return ", value, ".Valid, ", nameErr)
	default:
		e.line("return ", value, ".Value, ", value, ".Valid, ", nameErr)
	}
	e.end("}")
}

// params are parameters, or several results, as they are declared.
func params(list []string) string { return "(" + strings.Join(list, ", ") + ")" }

// signature is the parameters and results of the plain function.
func (e *emitter) signature(f *function) string {
	list := append([]string{e.contextParam(), e.clientParam()}, e.params(f)...)
	return params(list) + " " + e.results(f)
}

func (e *emitter) contextParam() string { return nameContext + " " + e.qual(pathContext, "Context") }

func (e *emitter) clientParam() string { return nameClient + " " + e.runtime("Client") }

// results are the results of the plain function.
func (e *emitter) results(f *function) string {
	v := f.reply
	o, optional := v.(*optionalValue)
	if optional {
		v = o.elem
	}
	var list []string
	if v != nil && !isOK(v) {
		list = append(list, e.typ(v.goType()))
	}
	if optional {
		list = append(list, "bool")
	}
	if len(list) == 0 {
		return "error"
	}
	return params(append(list, "error"))
}

// params are the parameters after context and client, those of one type together.
func (e *emitter) params(f *function) []string {
	if f.grouped {
		return []string{nameParams + " " + f.paramsType()}
	}
	var list []string
	for i, p := range f.params {
		switch {
		case p.spread:
			list = append(list, p.name+" ..."+e.typ(*p.typ.elem))
		case i+1 < len(f.params) && !f.params[i+1].spread && f.params[i+1].typ.equal(p.typ):
			list = append(list, p.name) // the type follows the next name
		default:
			list = append(list, p.name+" "+e.typ(p.typ))
		}
	}
	return list
}

// arguments pass the parameters on.
func (f *function) arguments() []string {
	if f.grouped {
		return []string{nameParams}
	}
	var list []string
	for _, p := range f.params {
		if p.spread {
			list = append(list, p.name+"...")
		} else {
			list = append(list, p.name)
		}
	}
	return list
}

// call is the Call function: it encodes the keys and arguments.
func (e *emitter) call(f *function) {
	e.declare(f.callDoc)
	e.open("func ", f.name, "Call", params(e.params(f)), " *", e.callType(f), " {")
	args := e.encoded(f)
	// A literal, as a generic function that makes the call would be compiled for each script anew.
	e.line("return &", e.callType(f), "{Untyped: ", e.runtime("Untyped"), "{Args: ", args, "}}")
	e.end("}")
}

// encoded writes the statements that encode the keys and arguments, and returns these.
func (e *emitter) encoded(f *function) (args string) {
	args = e.newArgs(f)
	if len(f.keys)+len(f.args) == 0 {
		return args
	}
	e.line(nameArgs, " := ", args)
	for _, s := range f.keys {
		e.step(f, s)
	}
	for _, s := range f.args {
		e.step(f, s)
	}
	return nameArgs
}

// newArgs begins the keys and arguments of the call.
func (e *emitter) newArgs(f *function) string {
	if f.repliesInts() {
		return call(e.runtime("NewIntsArgs"), f.scriptName(), f.size())
	}
	return call(e.runtime("NewArgs"), f.scriptName(), f.size(), e.decodesReply(f))
}

// callType is the runtime.Call.
func (e *emitter) callType(f *function) string { return e.runtime("Call") + "[" + e.result(f) + "]" }

// result is the type parameter of the runtime.Call.
func (e *emitter) result(f *function) string {
	switch v := f.reply.(type) {
	case nil:
		return "struct{}"
	case *optionalValue:
		return e.typ(optionalOf(v.elem.goType()))
	default:
		return e.typ(v.goType())
	}
}

// decodesReply is the function that sets the Value of the call.
func (e *emitter) decodesReply(f *function) string {
	if name := f.runtimeDecoder(); name != "" {
		return e.runtime(name)
	}
	return f.decoderName()
}

// size is the number of keys and arguments, as one of several arguments of a call.
func (f *function) size() string {
	total := 0
	var params []*param
	perElement := map[*param]int{}
	for _, s := range slices.Concat(f.keys, f.args) {
		fixed, each, of := s.size()
		total += fixed
		if each > 0 {
			if perElement[of] == 0 {
				params = append(params, of)
			}
			perElement[of] += each
		}
	}
	var terms []string
	if total > 0 || len(params) == 0 {
		terms = append(terms, strconv.Itoa(total))
	}
	for _, p := range params {
		n := call("len", f.ref(p))
		if perElement[p] > 1 {
			n = strconv.Itoa(perElement[p]) + "*" + n
		}
		terms = append(terms, n)
	}
	return strings.Join(terms, "+")
}

// ref is a parameter as an expression.
func (f *function) ref(p *param) string {
	if f.grouped {
		return nameParams + "." + p.field
	}
	return p.name
}
