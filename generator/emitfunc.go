package generator

import (
	"slices"

	"github.com/dave/jennifer/jen"
)

// emitFunction puts the file of one script together.
func emitFunction(pkg string, f *function) *emitter {
	e := newEmitter(pkg, f.imports)
	e.whole = f.whole()
	e.file.HeaderComment("// Source: " + oneLine(f.base))
	e.importBlock()
	e.declare(f.doc, e.function(f))
	e.declare(f.callDoc, e.call(f))
	if f.grouped {
		e.paramsStruct(f)
	}
	for _, d := range f.decls {
		e.decl(d)
		if d == f.whole() {
			e.file.Line()
			e.file.Add(e.replyDecoder(f))
		}
	}
	if f.wrapper() {
		e.file.Line()
		e.file.Add(e.replyDecoder(f))
	}
	e.errors(f.errors)
	e.script(f)
	return e
}

// function is the plain function: it makes the call and sends it.
func (e *emitter) function(f *function) jen.Code {
	return jen.Func().Id(f.name).Add(e.signature(f)).BlockFunc(func(g *jen.Group) {
		made := jen.Id(f.name + "Call").Call(e.arguments(f)...)
		send := func(call jen.Code) *jen.Statement {
			return e.qual(pathRuntime, "Send").Call(jen.Id(nameContext), jen.Id(nameClient), call)
		}
		optional, isOptional := f.reply.(*optionalValue)
		if f.reply == nil || isOK(f.reply) {
			g.Return(send(made))
			return
		}
		g.Id(nameReply).Op(":=").Add(made)
		g.Id(nameErr).Op(":=").Add(send(jen.Id(nameReply)))
		value := jen.Id(nameReply).Dot("Value")
		switch {
		case !isOptional:
			g.Return(value, jen.Id(nameErr))
		case isOK(optional.elem):
			g.Return(value.Dot("Valid"), jen.Id(nameErr))
		default:
			g.Return(value.Clone().Dot("Value"), value.Clone().Dot("Valid"), jen.Id(nameErr))
		}
	})
}

// signature is the parameters and results of the plain function.
func (e *emitter) signature(f *function) *jen.Statement {
	params := []jen.Code{e.contextParam(), e.clientParam()}
	return jen.Params(append(params, e.params(f)...)...).Add(e.results(f))
}

func (e *emitter) contextParam() jen.Code {
	return jen.Id(nameContext).Add(e.qual(pathContext, "Context"))
}

func (e *emitter) clientParam() jen.Code {
	return jen.Id(nameClient).Add(e.qual(pathRuntime, "Client"))
}

// results are the results of the plain function.
func (e *emitter) results(f *function) *jen.Statement {
	v := f.reply
	o, optional := v.(*optionalValue)
	if optional {
		v = o.elem
	}
	var list []jen.Code
	if v != nil && !isOK(v) {
		list = append(list, e.typ(v.goType()))
	}
	if optional {
		list = append(list, jen.Bool())
	}
	if len(list) == 0 {
		return jen.Error()
	}
	return jen.Params(append(list, jen.Error())...)
}

// params are the parameters after context and client, those of one type together.
func (e *emitter) params(f *function) []jen.Code {
	if f.grouped {
		return []jen.Code{jen.Id(nameParams).Id(f.paramsType())}
	}
	var list []jen.Code
	for i := 0; i < len(f.params); {
		p := f.params[i]
		if p.spread {
			list = append(list, jen.Id(p.name).Op("...").Add(e.typ(*p.typ.elem)))
			i++
			continue
		}
		var names []jen.Code
		for ; i < len(f.params) && !f.params[i].spread && f.params[i].typ.equal(p.typ); i++ {
			names = append(names, jen.Id(f.params[i].name))
		}
		list = append(list, jen.List(names...).Add(e.typ(p.typ)))
	}
	return list
}

// arguments pass the parameters on.
func (e *emitter) arguments(f *function) []jen.Code {
	if f.grouped {
		return []jen.Code{jen.Id(nameParams)}
	}
	var list []jen.Code
	for _, p := range f.params {
		arg := jen.Id(p.name)
		if p.spread {
			arg.Op("...")
		}
		list = append(list, arg)
	}
	return list
}

// call is the Call function: it encodes the keys and arguments.
func (e *emitter) call(f *function) jen.Code {
	return jen.Func().Id(f.name + "Call").Params(e.params(f)...).Op("*").Add(e.callType(f)).BlockFunc(func(g *jen.Group) {
		made := e.newArgs(f)
		if len(f.keys)+len(f.args) == 0 {
			g.Return(e.literalCall(f, made))
			return
		}
		g.Id(nameArgs).Op(":=").Add(made)
		for _, s := range f.keys {
			e.step(g, f, s)
		}
		for _, s := range f.args {
			e.step(g, f, s)
		}
		g.Return(e.literalCall(f, jen.Id(nameArgs)))
	})
}

// newArgs begins the keys and arguments of the call.
func (e *emitter) newArgs(f *function) *jen.Statement {
	if f.repliesInts() {
		return e.qual(pathRuntime, "NewIntsArgs").Call(jen.Id(f.scriptName()), e.size(f))
	}
	return e.qual(pathRuntime, "NewArgs").Call(jen.Id(f.scriptName()), e.size(f), e.decodesReply(f))
}

// literalCall is the call with its keys and arguments. It is a literal, as a generic function
// that makes it would be compiled for each script anew.
func (e *emitter) literalCall(f *function, args jen.Code) *jen.Statement {
	untyped := e.qual(pathRuntime, "Untyped").Values(jen.Id("Args").Op(":").Add(args))
	return jen.Op("&").Add(e.callType(f)).Values(jen.Id("Untyped").Op(":").Add(untyped))
}

// callType is the runtime.Call.
func (e *emitter) callType(f *function) *jen.Statement {
	return e.qual(pathRuntime, "Call").Types(e.result(f))
}

// result is the type parameter of the runtime.Call.
func (e *emitter) result(f *function) *jen.Statement {
	switch v := f.reply.(type) {
	case nil:
		return jen.Struct()
	case *optionalValue:
		return e.typ(optionalOf(v.elem.goType()))
	default:
		return e.typ(v.goType())
	}
}

// decodesReply is the function that sets the Value of the call.
func (e *emitter) decodesReply(f *function) *jen.Statement {
	if name := f.runtimeDecoder(); name != "" {
		return e.qual(pathRuntime, name)
	}
	return jen.Id(f.decoderName())
}

// size is the number of keys and arguments.
func (e *emitter) size(f *function) *jen.Statement {
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
	var terms []*jen.Statement
	if total > 0 || len(params) == 0 {
		terms = append(terms, jen.Lit(total))
	}
	for _, p := range params {
		n := jen.Len(e.ref(f, p))
		if perElement[p] > 1 {
			n = jen.Lit(perElement[p]).Op("*").Add(n)
		}
		terms = append(terms, n)
	}
	return joined("+", terms)
}

// ref is a parameter as an expression.
func (e *emitter) ref(f *function, p *param) *jen.Statement {
	if f.grouped {
		return jen.Id(nameParams).Dot(p.field)
	}
	return jen.Id(p.name)
}
