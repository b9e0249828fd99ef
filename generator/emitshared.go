package generator

import (
	"slices"

	"github.com/dave/jennifer/jen"
)

// emitShared puts luagen.go together.
func emitShared(s *shared) *emitter {
	e := newEmitter(s.options.Package, s.imports)
	if s.options.Origin != "" {
		e.file.HeaderComment(OriginComment + oneLine(s.options.Origin))
	}
	if n := s.options.Neighbours; n == nil || !n.documented {
		for _, line := range canonical(paragraph("Package " + s.options.Package + " runs Lua scripts in Redis, each as a Go function.")) {
			e.file.PackageComment(commentLine(line))
		}
	}
	e.importBlock()
	names := s.names()

	scripts := jen.Index().Op("*").Add(e.qual(pathRuntime, "Script"))
	e.declare([]string{names.scripts + " returns the scripts of the package, ordered by file name."},
		jen.Func().Id(names.scripts).Params().Add(scripts.Clone()).Block(jen.Return(e.qual(pathRuntime, "ScriptsOf").Custom(
			jen.Options{Open: "(", Close: ",\n)", Separator: ","}, s.scripts()...))))

	e.declare(canonical(paragraph(names.load+" sends the scripts to every server behind c that runs them, so that no call has to. It is optional: "+
		"a call loads a missing script itself.")),
		jen.Func().Id(names.load).Params(e.contextParam(), e.clientParam()).Error().Block(jen.Return(
			e.qual(pathRuntime, "Load").Call(jen.Id(nameContext), jen.Id(nameClient), jen.Id(names.scripts).Call().Op("...")),
		)))

	for _, t := range s.templates {
		e.keyFunc(t)
	}
	for _, n := range s.named {
		e.decl(n.decl)
	}
	e.errors(s.errors)
	if s.options.Interface {
		e.querier(s)
	}
	return e
}

func (s *shared) scripts() []jen.Code {
	var list []jen.Code
	for _, f := range s.functions {
		list = append(list, jen.Line().Op("&").Id(f.scriptName()))
	}
	return list
}

// querier adds the interface with a method per script, and what implements it.
func (e *emitter) querier(s *shared) {
	names := s.names()
	e.declare([]string{names.querier + " has one method per script, so that tests can substitute a fake."},
		jen.Type().Id(names.querier).InterfaceFunc(func(g *jen.Group) {
			for _, f := range s.functions {
				for _, line := range f.summary {
					g.Comment(commentLine(line))
				}
				g.Id(f.name).Add(e.method(f))
			}
		}))
	e.declare([]string{names.make + " returns a " + names.querier + " that runs the scripts on c."},
		jen.Func().Id(names.make).Params(jen.Id(nameClient).Add(e.qual(pathRuntime, "Client"))).Id(names.querier).Block(
			jen.Return(jen.Op("&").Id(names.implementation).Values(jen.Id(nameClient))),
		))
	e.file.Line()
	client := nameClient
	for slices.ContainsFunc(s.functions, func(f *function) bool { return f.name == client }) {
		client += "_"
	}
	e.file.Type().Id(names.implementation).Struct(jen.Id(client).Add(e.qual(pathRuntime, "Client")))
	for _, f := range s.functions {
		e.file.Line()
		e.file.Add(e.querierMethod(names, client, f))
	}
}

// method is the signature of a Querier's method.
func (e *emitter) method(f *function) *jen.Statement {
	return jen.Params(append([]jen.Code{e.contextParam()}, e.params(f)...)...).Add(e.results(f))
}

// querierMethod forwards to the function, with the client in the field of this name.
func (e *emitter) querierMethod(names sharedNames, client string, f *function) jen.Code {
	// Its own names do not hide the function.
	m, own := *f, *f.settled
	m.settled, own.params = &own, nil
	for _, p := range f.params {
		renamed := *p
		renamed.name = f.unlike(p.name)
		own.params = append(own.params, &renamed)
	}
	receiver, context := f.unlike(nameQuerier), f.unlike(nameContext)
	for slices.ContainsFunc(m.params, func(p *param) bool { return p.name == receiver }) {
		receiver += "_"
	}
	signature := jen.Params(append([]jen.Code{jen.Id(context).Add(e.qual(pathContext, "Context"))}, e.params(&m)...)...).Add(e.results(f))
	args := append([]jen.Code{jen.Id(context), jen.Id(receiver).Dot(client)}, e.arguments(&m)...)
	return jen.Func().Params(jen.Id(receiver).Op("*").Id(names.implementation)).Id(f.name).Add(signature).Block(
		jen.Return(jen.Id(f.name).Call(args...)),
	)
}

// unlike is a name for a parameter that is not the function's own, or another parameter's.
func (f *function) unlike(name string) string {
	if name != f.name {
		return name
	}
	for name += "_"; slices.ContainsFunc(f.params, func(p *param) bool { return p.name == name }); {
		name += "_"
	}
	return name
}
