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
	if t.Package == "" {
		return predeclared(t.Name)
	}
	for _, i := range p.script.Imports {
		if i.PackageName() == t.Package {
			p.used = append(p.used, i)
			return imported(i.Path, t.Name)
		}
	}
	p.errorf(t.At, RuleName, "the package of %s.%s is not imported; add --@import with the path of %s", t.Package, t.Name, t.Package)
	return predeclared("any")
}

// scalarType is the Go type of a scalar.
func (p *plan) scalarType(s *parser.Scalar) goType {
	if s.Go != nil {
		if s.Kind == parser.MsgPack {
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
