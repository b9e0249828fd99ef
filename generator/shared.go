package generator

import "github.com/luagen/luagen/diag"

// shared is what the scripts of a package share: the contents of luagen.go.
type shared struct {
	options   Options
	functions []*function // in order of their scripts' names
	errors    []*errorVar // those that several scripts use, by name
	named     []namedDecl // by the names of their @type
	templates []*keyFunc  // by name
	imports   *imports
	found     []diag.Diagnostic
}

// sharedNames are the names of what luagen.go declares by itself.
type sharedNames struct {
	scripts, load                 string
	querier, implementation, make string // with the interface
}

// names are long when they are not exported: the package is then likely to have other files.
func (s *shared) names() sharedNames {
	if s.options.Unexported {
		return sharedNames{"luaScripts", "loadLuaScripts", "luaQuerier", "luaQueries", "newLuaQuerier"}
	}
	return sharedNames{"Scripts", "Load", "Querier", "querier", "New"}
}

// newShared settles the shared file and declares the errors of all scripts.
func newShared(opts Options, functions []*function) *shared {
	s := &shared{options: opts, functions: functions, imports: newImports()}
	s.errors = declareErrors(functions)
	if len(s.errors) > 0 {
		s.imports.need(pathErrors)
	}
	s.shareNamed()
	s.shareTemplates()
	for _, f := range functions {
		for _, i := range f.sharedImports.list {
			s.imports.need(i.path)
		}
	}
	for _, f := range functions {
		for _, i := range f.sharedUsed {
			s.imports.place(i.Path, i.PackageName(), i.Alias != "")
		}
	}
	if opts.Interface {
		// The standard library's packages keep their names, so they come first.
		for _, f := range functions {
			s.importTypes(f, true)
		}
		for _, f := range functions {
			s.importTypes(f, false)
		}
	}
	return s
}

// importTypes adds the imports that a function's signature needs: luagen's own,
// or those of @import.
func (s *shared) importTypes(f *function, own bool) {
	var add func(t goType)
	add = func(t goType) {
		switch {
		case t.path == "" || isOwn(t.path) != own:
		case own:
			s.imports.need(t.path)
		default:
			s.imports.place(t.path, f.imports.name(t.path), f.imports.explicit(t.path))
		}
		if t.key != nil {
			add(*t.key)
		}
		if t.elem != nil {
			add(*t.elem)
		}
	}
	if !f.grouped {
		for _, param := range f.params {
			add(param.typ)
		}
	}
	if f.reply != nil {
		add(f.reply.goType())
	}
}
