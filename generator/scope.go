package generator

import (
	"fmt"
	"strings"

	"github.com/luagen/luagen/diag"
)

// declared is something that takes a name in the package's scope.
type declared struct {
	what string // "the function", "the type of …"
	at   diag.Span
}

// scope are the names of a package.
type scope struct {
	names map[string]declared
	found []diag.Diagnostic
}

// checkScope reports everything in a package that would get one Go name, and
// generated files that would be one file.
func checkScope(pkg *shared, functions []*function) []diag.Diagnostic {
	s := &scope{names: make(map[string]declared)}
	s.reserve("Scripts", "Load")
	if pkg.options.Interface {
		s.reserve("New", "Querier", "querier")
	}
	for _, f := range functions {
		s.declare(f.name, "the function of "+f.base, f.at)
	}
	for _, e := range pkg.errors {
		s.declare(e.name, "the error", e.at)
	}
	for _, f := range functions {
		s.function(f)
	}
	s.imports(pkg.imports, diag.Span{File: functions[0].script.File})
	for _, f := range functions {
		s.imports(f.imports, f.at)
	}
	s.files(functions)
	return s.found
}

func (s *scope) reserve(names ...string) {
	for _, name := range names {
		s.names[name] = declared{what: "what luagen.go declares"}
	}
}

// function declares what one script adds to the package beside its function.
func (s *scope) function(f *function) {
	s.declare(f.name+"Call", "the Call function of "+f.base, f.at)
	s.declare(f.scriptName(), "the runtime.Script of "+f.base, f.at)
	s.declare(f.sourceName(), "the source of "+f.base, f.at)
	if f.grouped {
		s.declare(f.paramsType(), "the parameters of "+f.base, f.at)
	}
	if f.wrapper() {
		s.declare(f.decoderName(), "the decoder of "+f.base, f.at)
	}
	for _, e := range f.errors {
		s.declare(e.name, "the error", e.at)
	}
	for _, d := range f.decls {
		switch d := d.(type) {
		case *structDecl:
			s.declare(d.name, "a type of "+f.base, d.at)
			if d.decodes() {
				s.declare(decoder(d.name), "a decoder of "+f.base, d.at)
			}
		case *enumDecl:
			s.declare(d.name, "a type of "+f.base, d.at)
			if d.decoded {
				s.declare(decoder(d.name), "a decoder of "+f.base, d.at)
			}
			for _, m := range d.members {
				s.declare(m.name, "the constant for "+m.Ident.Text, m.Span)
			}
		case *variantsDecl:
			s.declare(d.name, "a type of "+f.base, d.at)
			s.declare(decoder(d.name), "a decoder of "+f.base, d.at)
		}
	}
}

// declare takes a name, or reports who has it.
func (s *scope) declare(name, what string, at diag.Span) {
	first, dup := s.names[name]
	if !dup {
		s.names[name] = declared{what, at}
		return
	}
	d := diag.Diagnostic{Span: at, Severity: diag.Error, Rule: RuleCollision}
	if first.at.File == "" {
		d.Message = fmt.Sprintf("%s would be called %s, as is %s; rename it, a function with --@name", what, name, first.what)
	} else {
		d.Message = fmt.Sprintf("%s would be called %s, as is %s (%s:%d); rename one, a function with --@name", what, name, first.what, first.at.File, first.at.Start.Line)
		d.Related = []diag.Related{{Span: first.at, Message: "the other " + name}}
	}
	s.found = append(s.found, d)
}

// imports reports imports whose name the package uses for something of its own.
func (s *scope) imports(im *imports, at diag.Span) {
	std, others := im.paths()
	for _, path := range append(std, others...) {
		if first, dup := s.names[im.names[path]]; dup {
			s.found = append(s.found, diag.Diagnostic{
				Span: at, Severity: diag.Error, Rule: RuleCollision,
				Message: fmt.Sprintf("the import %q would be called %s, as is %s; give it another name, as in --@import other %q", path, im.names[path], first.what, path),
			})
		}
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
