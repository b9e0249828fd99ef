package generator

import (
	"slices"

	"github.com/dave/jennifer/jen"
)

// emitShared writes luagen.go.
func emitShared(s *shared) ([]byte, error) {
	e := newEmitter(s.options.Package, s.imports)
	if s.options.Origin != "" {
		e.file.HeaderComment(OriginComment + oneLine(s.options.Origin))
	}
	for _, line := range canonical(paragraph("Package " + s.options.Package + " runs Lua scripts in Redis, each as a Go function.")) {
		e.file.PackageComment(commentLine(line))
	}
	e.importBlock()

	scripts := jen.Index().Op("*").Add(e.qual(pathRuntime, "Script"))
	e.declare([]string{"Scripts returns the scripts of the package, ordered by file name."},
		jen.Func().Id("Scripts").Params().Add(scripts.Clone()).Block(jen.Return(scripts.Clone().Custom(
			jen.Options{Open: "{", Close: ",\n}", Separator: ","}, s.scripts()...))))

	e.declare(canonical(paragraph("Load sends the scripts to every server behind c that runs them, so that no call has to. It is optional: "+
		"a call whose script the server does not know sends it along.")),
		jen.Func().Id("Load").Params(e.contextParam(), e.clientParam()).Error().Block(jen.Return(
			e.qual(pathRuntime, "Load").Call(jen.Id(nameContext), jen.Id(nameClient), jen.Id("Scripts").Call().Op("...")),
		)))

	e.errors(s.errors)
	if s.options.Interface {
		e.querier(s)
	}
	return e.render()
}

func (s *shared) scripts() []jen.Code {
	var list []jen.Code
	for _, f := range s.functions {
		list = append(list, jen.Line().Id(f.scriptName()))
	}
	return list
}

// querier adds the interface with a method per script, and what implements it.
func (e *emitter) querier(s *shared) {
	e.declare([]string{"Querier has a method for every script, for those who mock."},
		jen.Type().Id("Querier").InterfaceFunc(func(g *jen.Group) {
			for _, f := range s.functions {
				for _, line := range f.summary {
					g.Comment(commentLine(line))
				}
				g.Id(f.name).Add(e.method(f))
			}
		}))
	e.declare([]string{"New returns a Querier that runs the scripts on c."},
		jen.Func().Id("New").Params(jen.Id(nameClient).Add(e.qual(pathRuntime, "Client"))).Id("Querier").Block(
			jen.Return(jen.Op("&").Id("querier").Values(jen.Id(nameClient))),
		))
	e.file.Line()
	e.file.Type().Id("querier").Struct(jen.Id(nameClient).Add(e.qual(pathRuntime, "Client")))
	for _, f := range s.functions {
		e.file.Line()
		e.file.Add(e.querierMethod(f))
	}
}

// method is the signature of a Querier's method.
func (e *emitter) method(f *function) *jen.Statement {
	return jen.Params(append([]jen.Code{e.contextParam()}, e.params(f)...)...).Add(e.results(f))
}

// querierMethod forwards to the function.
func (e *emitter) querierMethod(f *function) jen.Code {
	receiver := nameQuerier
	for slices.ContainsFunc(f.params, func(p *param) bool { return p.name == receiver }) {
		receiver += "_"
	}
	args := append([]jen.Code{jen.Id(nameContext), jen.Id(receiver).Dot(nameClient)}, e.arguments(f)...)
	return jen.Func().Params(jen.Id(receiver).Op("*").Id("querier")).Id(f.name).Add(e.method(f)).Block(
		jen.Return(jen.Id(f.name).Call(args...)),
	)
}
