package generator

import "slices"

// emitShared writes the declarations of luagen.go.
func emitShared(s *shared) *emitter {
	e := &emitter{imports: s.imports}
	names := s.names()

	e.declare([]string{names.scripts + " returns the scripts of the package, ordered by file name."})
	e.open("func ", names.scripts, "() []*", e.runtime("Script"), " {")
	e.open("return ", e.runtime("ScriptsOf"), "(")
	for _, f := range s.functions {
		e.line("&", f.scriptName(), ",")
	}
	e.end(")")
	e.end("}")

	e.declare(canonical(paragraph(names.load + " sends the scripts to every server behind c that runs them, so that no call has to. It is optional: " +
		"a call loads a missing script itself.")))
	e.open("func ", names.load, params([]string{e.contextParam(), e.clientParam()}), " error {")
	e.line("return ", call(e.runtime("Load"), nameContext, nameClient, names.scripts+"()..."))
	e.end("}")

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

// sharedText is the text of luagen.go.
func (s *shared) text() ([]byte, error) {
	var about, doc []string
	if s.options.Origin != "" {
		about = []string{OriginComment + oneLine(s.options.Origin)}
	}
	if n := s.options.Neighbours; n == nil || !n.documented {
		doc = canonical(paragraph("Package " + s.options.Package + " runs Lua scripts in Redis, each as a Go function."))
	}
	around, err := frame(s.options.Package, doc, s.imports)
	if err != nil {
		return nil, err
	}
	return emitShared(s).file(about, around), nil
}

// querier adds the interface with a method per script, and what implements it.
func (e *emitter) querier(s *shared) {
	names := s.names()
	e.declare([]string{names.querier + " has one method per script, so that tests can substitute a fake."})
	e.open("type ", names.querier, " interface {")
	for _, f := range s.functions {
		e.comment(f.summary)
		e.line(f.name, e.method(f))
	}
	e.end("}")

	e.declare([]string{names.make + " returns a " + names.querier + " that runs the scripts on c."})
	e.open("func ", names.make, "(", e.clientParam(), ") ", names.querier, " {")
	e.line("return &", names.implementation, "{", nameClient, "}")
	e.end("}")

	client := nameClient
	for slices.ContainsFunc(s.functions, func(f *function) bool { return f.name == client }) {
		client += "_"
	}
	e.declare(nil)
	e.open("type ", names.implementation, " struct {")
	e.line(client, " ", e.runtime("Client"))
	e.end("}")
	for _, f := range s.functions {
		e.querierMethod(names, client, f)
	}
}

// method is the signature of a Querier's method.
func (e *emitter) method(f *function) string {
	return params(append([]string{e.contextParam()}, e.params(f)...)) + " " + e.results(f)
}

// querierMethod forwards to the function, with the client in the field of this name.
func (e *emitter) querierMethod(names sharedNames, client string, f *function) {
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
	declared := append([]string{context + " " + e.qual(pathContext, "Context")}, e.params(&m)...)
	args := append([]string{context, receiver + "." + client}, m.arguments()...)
	e.declare(nil)
	e.open("func (", receiver, " *", names.implementation, ") ", f.name, params(declared), " ", e.results(f), " {")
	e.line("return ", call(f.name, args...))
	e.end("}")
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
