package generator

import (
	"maps"
	"reflect"
	"slices"
)

// apart reports whether the names of a package are known not to clash: the earlier package had
// the same ones, and was made.
func (m *Made) apart(pkg *shared) bool {
	if len(m.Files) == 0 || m.pkg == nil || !reflect.DeepEqual(m.pkg.options, pkg.options) || !m.pkg.sameParts(pkg) ||
		!slices.EqualFunc(m.pkg.imports.list, pkg.imports.list, sameImport) {
		return false
	}
	return slices.EqualFunc(m.pkg.functions, pkg.functions, func(a, b *function) bool {
		return a.file == b.file && a.name == b.name && slices.EqualFunc(a.errors, b.errors, sameName) &&
			(a.planned == b.planned || slices.EqualFunc(a.imports.list, b.imports.list, sameImport) && slices.Equal(a.claims(), b.claims()))
	})
}

// claims are the names that a function's file declares, sorted; one that it declares twice makes
// them unlike those of any package that was made.
func (f *function) claims() []string {
	s := &scope{names: make(map[string]declared), told: make(map[string]bool)}
	s.function(f)
	names := slices.Sorted(maps.Keys(s.names))
	for _, d := range s.found {
		names = append(names, d.Message)
	}
	return names
}

// sameImport reports whether two imports are of one package by one name.
func sameImport(a, b importedAs) bool { return a.path == b.path && a.name == b.name }

func sameName(a, b *errorVar) bool { return a.name == b.name }

// same reports whether the shared file of two packages is the same. It may say no when it is.
func (s *shared) same(o *shared) bool {
	if s == nil || !reflect.DeepEqual(s.options, o.options) || !s.sameParts(o) || !slices.EqualFunc(s.errors, o.errors, (*errorVar).equal) ||
		!slices.Equal(s.imports.list, o.imports.list) {
		return false
	}
	return slices.EqualFunc(s.functions, o.functions, func(a, b *function) bool {
		return a.planned == b.planned || !s.options.Interface && a.name == b.name
	})
}

// sameParts reports whether what two packages share of their scripts is one and the same.
func (s *shared) sameParts(o *shared) bool {
	return slices.EqualFunc(s.errors, o.errors, sameName) && slices.Equal(s.named, o.named) && slices.Equal(s.templates, o.templates)
}
