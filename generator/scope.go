package generator

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/luagen/luagen/diag"
)

// declared is something that takes a name in the package's scope.
type declared struct {
	what string // "the function of like_post.lua"
	at   diag.Span
}

// scope are the names of a package.
type scope struct {
	names      map[string]declared
	neighbours *Neighbours
	told       map[string]bool // own imports whose name is taken, which every script has
	found      []diag.Diagnostic
}

// checkScope reports everything in a package that would get one Go name, and
// generated files that would be one file.
func checkScope(pkg *shared, functions []*function) []diag.Diagnostic {
	const each = 5 // names of a function, about
	s := &scope{names: make(map[string]declared, each*len(functions)), told: make(map[string]bool), neighbours: pkg.options.Neighbours}
	shared := pkg.names()
	s.reserve(functions[0].at, shared.scripts, shared.load)
	if pkg.options.Interface {
		s.reserve(functions[0].at, shared.make, shared.querier, shared.implementation)
	}
	var named []*function // those whose own name is theirs alone
	for _, f := range functions {
		if f.name != noName && s.declare(f.name, "the function of "+f.base, f.at) {
			named = append(named, f)
		}
	}
	for _, e := range pkg.errors {
		s.declare(e.name, "an error", e.at)
	}
	for _, n := range pkg.named {
		s.decl(n.decl, n.from.Span)
	}
	for _, t := range pkg.templates {
		s.declare(t.name, "the function of the key template "+t.from.Text, t.from.Span)
	}
	for _, f := range named {
		s.function(f)
	}
	for _, f := range functions {
		s.imports(f.imports, f.at, nil)
	}
	s.imports(pkg.imports, functions[0].at, functions)
	s.files(functions)
	return s.found
}

// reserve takes the names of what luagen.go always declares. at is a place in some script.
func (s *scope) reserve(at diag.Span, names ...string) {
	for _, name := range names {
		s.names[name] = declared{what: "what luagen.go declares"}
		if d, ok := s.neighbours.find(name); ok {
			s.found = append(s.found, diag.Diagnostic{
				Span: d.at, Severity: diag.Error, Rule: RuleCollision,
				Message: fmt.Sprintf("luagen.go declares %s, as does this %s; rename yours, or generate into a folder of its own with -o or output in luagen.yaml", name, d.kind),
				Related: []diag.Related{{Span: at, Message: "one of the scripts of the package"}},
			})
		}
	}
}

// function declares what one script adds to the package beside its function.
func (s *scope) function(f *function) {
	s.declare(f.name+"Call", "the Call function of "+f.base, f.at)
	s.declare(f.scriptName(), "the runtime.Script of "+f.base, f.at)
	s.declare(f.sourceName(), "the source of "+f.base, f.at)
	if f.grouped {
		s.declare(f.paramsType(), "the parameters of "+f.name, f.at)
		s.declare(f.paramsMaker(), "the function that makes the parameters of "+f.name, f.at)
	}
	if f.wrapper() {
		s.declare(f.decoderName(), "the decoder of "+f.name, f.at)
	}
	for _, e := range f.errors {
		s.declare(e.name, "an error", e.at)
	}
	for _, d := range f.decls {
		s.decl(d, diag.Span{})
	}
}

// decl declares what a type adds to the package. at is where the type gets its name, unless
// that is where it stands.
func (s *scope) decl(d decl, at diag.Span) {
	switch d := d.(type) {
	case *structDecl:
		s.typ(d.name, d.doc, cmp.Or(at, d.at), d.decodes())
	case *enumDecl:
		if !s.typ(d.name, d.doc, cmp.Or(at, d.at), d.decoded) {
			return
		}
		for _, m := range d.members {
			s.declare(m.name, "the enum's value "+m.Ident.Text, m.Span)
		}
	case *variantsDecl:
		s.typ(d.name, d.doc, cmp.Or(at, d.at), true)
	}
}

// typ declares a type, and its decoder if it has one.
func (s *scope) typ(name, doc string, at diag.Span, decodes bool) bool {
	what, _, _ := strings.Cut(doc, ": ")
	if !s.declare(name, what, at) {
		return false
	}
	if decodes {
		s.declare(decoder(name), "the decoder of "+name, at)
	}
	return true
}

// declare takes a name. When it is taken it reports by what, and returns false.
func (s *scope) declare(name, what string, at diag.Span) bool {
	first, dup := s.names[name]
	if d, ok := s.neighbours.find(name); ok && !dup {
		first, dup = declared{"the package's own " + d.kind.String(), d.at}, true
	}
	if !dup {
		s.names[name] = declared{what, at}
		return true
	}
	d := diag.Diagnostic{Span: at, Severity: diag.Error, Rule: RuleCollision}
	if first.at.File == "" {
		d.Message = fmt.Sprintf("%s would be the Go name of %s, but luagen.go declares that name; rename it (a function: with --@name)", name, what)
	} else {
		d.Message = fmt.Sprintf("%s would be the Go name of both %s and %s (%s:%d); rename one (a function: with --@name)",
			name, what, first.what, first.at.File, first.at.Start.Line)
		d.Related = []diag.Related{{Span: first.at, Message: first.what}}
	}
	s.found = append(s.found, d)
	return false
}

// imports reports imports whose name the package uses for something of its own, but for
// those that some functions have under that name.
func (s *scope) imports(im *imports, at diag.Span, told []*function) {
	std, others := im.paths()
	for _, path := range append(std, others...) {
		name := im.name(path)
		first, dup := s.names[name]
		if d, ok := s.neighbours.find(name); ok && d.kind != neighbourImport {
			first, dup = declared{fmt.Sprintf("the package's own %s (%s:%d)", d.kind, d.at.File, d.at.Start.Line), d.at}, true
		}
		if !dup || slices.ContainsFunc(told, func(f *function) bool { return f.imports.name(path) == name }) {
			continue
		}
		d := diag.Diagnostic{
			Span: at, Severity: diag.Error, Rule: RuleCollision,
			Message: fmt.Sprintf("the import %q would be called %s, as is %s; give it another name, as in --@import other %q", path, name, first.what, path),
		}
		if isOwn(path) && s.told[path] {
			continue
		}
		if isOwn(path) {
			s.told[path] = true
			d.Message = fmt.Sprintf("generated code imports %q under the name %s, which is that of %s; rename that", path, name, first.what)
		}
		if first.at.File != "" {
			d.Related = []diag.Related{{Span: first.at, Message: first.what}}
		}
		s.found = append(s.found, d)
	}
}

// files reports scripts whose generated files would be one file, if only where
// case makes no difference.
func (s *scope) files(functions []*function) {
	taken := map[string]*function{}
	for _, f := range functions {
		name := strings.ToLower(f.file)
		if first := taken[name]; first != nil {
			s.found = append(s.found, diag.Diagnostic{
				Span: f.at, Severity: diag.Error, Rule: RuleFileName,
				Message: fmt.Sprintf("%s and %s would both be generated into %s; rename one file", f.base, first.base, f.file),
				Related: []diag.Related{{Span: first.at, Message: "the other script"}},
			})
		}
		taken[name] = f
	}
}
