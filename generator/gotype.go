package generator

import "github.com/luagen/luagen/parser"

// goType is a Go type as generated code writes it.
type goType struct {
	form parser.GoForm
	path string // import path of a named type; empty for predeclared types and the generated package's own
	name string // of a named type
	key  *goType
	elem *goType
}

func predeclared(name string) goType { return goType{name: name} }

func imported(path, name string) goType { return goType{path: path, name: name} }

func pointerTo(elem goType) goType { return goType{form: parser.GoPointer, elem: &elem} }

func sliceOf(elem goType) goType { return goType{form: parser.GoSlice, elem: &elem} }

func mapOf(key, elem goType) goType { return goType{form: parser.GoMap, key: &key, elem: &elem} }

func optionalOf(elem goType) goType {
	return goType{path: pathRuntime, name: "Optional", elem: &elem}
}

// equal reports whether two types are written alike.
func (t goType) equal(u goType) bool {
	if t.form != u.form || t.path != u.path || t.name != u.name {
		return false
	}
	same := func(a, b *goType) bool { return a == b || a != nil && b != nil && a.equal(*b) }
	return same(t.key, u.key) && same(t.elem, u.elem)
}

// canBeNil reports whether a value of the type can itself say that there is none.
func (t goType) canBeNil() bool {
	return t.form != parser.GoNamed || t.path == pathJSON && t.name == "RawMessage"
}

// goType resolves the Go type of json(T), string(T), and so on.
func (p *plan) goType(t *parser.GoType) goType {
	switch t.Form {
	case parser.GoPointer:
		return pointerTo(p.goType(t.Elem))
	case parser.GoSlice:
		return sliceOf(p.goType(t.Elem))
	case parser.GoMap:
		return mapOf(p.goType(t.Key), p.goType(t.Elem))
	}
	path := ""
	if t.Package != "" {
		path = p.importPath(t.Package, t.Package+"."+t.Name, t.At)
	}
	if path == "" && !t.Predeclared() {
		p.ownType(t)
	}
	return imported(path, t.Name)
}

// ownType checks that the package's own files declare a type.
func (p *plan) ownType(t *parser.GoType) {
	n := p.names.neighbours
	if n == nil {
		return
	}
	switch d, ok := n.find(t.Name); {
	case ok && d.kind == neighbourType && !d.test:
	case ok && d.kind == neighbourType:
		p.errorf(t.At, RuleName, "the type %s is declared in a test file (%s:%d), which generated code cannot use", t.Name, d.at.File, d.at.Start.Line)
	case ok && d.kind == neighbourGeneric:
		p.errorf(t.At, RuleName, "the type %s has type parameters (%s:%d), which is not supported; declare a named type for what you need", t.Name, d.at.File, d.at.Start.Line)
	case ok && d.kind != neighbourImport:
		p.errorf(t.At, RuleName, "%s is a %s of the package (%s:%d), not a type", t.Name, d.kind, d.at.File, d.at.Start.Line)
	default:
		p.errorf(t.At, RuleName, "%s is neither a predeclared Go type nor one that the package's own Go files declare; declare it there, or import its package with @import and write package.%s",
			t.Name, t.Name)
	}
}

// scalarType is the Go type of a scalar.
func (p *plan) scalarType(s *parser.Scalar) goType {
	if s.Go != nil {
		if s.Kind == parser.MsgPack && (p.naming == nil || p.decoding) {
			p.imports.need(pathMsgPack)
		}
		return p.goType(s.Go)
	}
	switch s.Kind {
	case parser.Bytes:
		return sliceOf(predeclared("byte"))
	case parser.Int:
		return predeclared("int64")
	case parser.Uint:
		return predeclared("uint64")
	case parser.Float:
		return predeclared("float64")
	case parser.Bool:
		return predeclared("bool")
	case parser.Time:
		p.imports.need(pathTime)
		return imported(pathTime, "Time")
	case parser.Duration:
		p.imports.need(pathTime)
		return imported(pathTime, "Duration")
	case parser.JSON:
		p.imports.need(pathJSON)
		return imported(pathJSON, "RawMessage")
	case parser.Any:
		return predeclared("any")
	case parser.OK:
		return goType{name: "struct{}"}
	case parser.String, parser.MsgPack, parser.Text:
	}
	return predeclared("string")
}
