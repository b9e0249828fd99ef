package parser

import (
	"go/doc"
	gotoken "go/token"
	"slices"
)

// goType reads a Go type expression.
func (o *operand) goType(nesting int) (*GoType, bool) {
	if nesting > maxNesting {
		o.errorf(o.at(o.tok), RuleType, "the Go type nests deeper than %d levels: declare a named type for it in Go and write that", maxNesting)
		return nil, false
	}
	t := &GoType{}
	from := o.tok.from
	ok := true
	switch {
	case o.tok.is("*"):
		o.next()
		t.Form = GoPointer
		t.Elem, ok = o.goType(nesting + 1)
	case o.tok.is("["):
		o.next()
		if !o.tok.is("]") {
			o.errorf(o.at(o.tok), RuleType, `expected "]" to make the slice type []T, found %s; arrays of a fixed length are not supported`, o.tok.found())
			return nil, false
		}
		o.next()
		t.Form = GoSlice
		t.Elem, ok = o.goType(nesting + 1)
	case o.tok.is("map"):
		o.next()
		ok = o.goMap(t, nesting)
	case o.tok.kind == tokName:
		ok = o.goName(t)
	default:
		o.expected(RuleType, "a Go type")
		return nil, false
	}
	if !ok {
		return nil, false
	}
	t.At = o.span(from, o.last)
	return t, true
}

// goMap reads "[K]V" after "map".
func (o *operand) goMap(t *GoType, nesting int) bool {
	t.Form = GoMap
	if !o.tok.is("[") {
		o.expected(RuleType, `"[" of the Go type map[K]V`)
		return false
	}
	o.next()
	var ok bool
	if t.Key, ok = o.goType(nesting + 1); !ok {
		return false
	}
	if t.Key.Form == GoSlice || t.Key.Form == GoMap {
		o.errorf(t.Key.At, RuleType, "%s cannot be the key of a Go map, because such values cannot be compared", t.Key)
	}
	if !o.tok.is("]") {
		o.expected(RuleType, `"]" after the key type of a Go map`)
		return false
	}
	o.next()
	t.Elem, ok = o.goType(nesting + 1)
	return ok
}

// goName reads "Name" or "pkg.Name".
func (o *operand) goName(t *GoType) bool {
	word := o.tok
	o.next()
	if !o.tok.sticks(".") {
		t.Name = word.text
		switch {
		case o.tok.is("{"):
			o.errorf(o.span(word.from, o.tok.to), RuleType, "found %s{: declare the type in Go, import its package with @import and name it here (any is the empty interface)", word.text)
			return false
		case gotoken.IsKeyword(word.text):
			o.errorf(o.at(word), RuleType, "a %s cannot be sent or decoded: use a named type, *T, []T or map[K]V", word.text)
		case isPredeclared(word.text):
		case doc.IsPredeclared(word.text):
			o.errorf(o.at(word), RuleType, "Go's own %s is nothing that can be sent or decoded: use a named type, *T, []T or map[K]V", word.text)
		}
		return true
	}
	o.next()
	if o.tok.kind != tokName || o.tok.blank {
		o.expected(RuleType, "the name of a type of package "+shorten(word.text))
		return false
	}
	t.Package, t.Name = word.text, o.tok.text
	if !gotoken.IsExported(t.Name) {
		o.errorf(o.at(o.tok), RuleType, "%s.%s is not exported: generated code is in another package and cannot name it", t.Package, t.Name)
	}
	o.next()
	if o.tok.is("[") {
		o.errorf(o.at(o.tok), RuleType, "a type with type arguments is not supported: declare a named type for it in Go and write that")
		return false
	}
	return true
}

// checkGoForm reports a Go type that the scalar cannot be converted to.
func (o *operand) checkGoForm(t *Scalar) {
	g := t.Go
	if t.Kind == JSON || t.Kind == MsgPack {
		return
	}
	if t.Kind == Text {
		for g.Form == GoPointer {
			g = g.Elem
		}
		if g.Form != GoNamed || g.Package == "" && isPredeclared(g.Name) {
			o.errorf(t.Go.At, RuleType, "%s has no MarshalText: text(T) needs a named type that implements encoding.TextMarshaler", t.Go)
		}
		return
	}
	if g.Form != GoNamed {
		if t.Kind == Bytes && g.Form == GoSlice && g.Elem.Form == GoNamed && g.Elem.Package == "" && g.Elem.Name == "byte" {
			return
		}
		o.errorf(g.At, RuleType, "%s is not a named Go type over %s: write json(%s) for a value in JSON", g, t.Kind, g)
		return
	}
	if g.Package == "" && isPredeclared(g.Name) && !slices.Contains(predeclaredOver(t.Kind), g.Name) {
		o.errorf(g.At, RuleType, "the Go type %s is not one over %s", g, t.Kind)
	}
}

// predeclaredOver lists the predeclared Go types that a scalar converts to.
func predeclaredOver(k ScalarKind) []string {
	switch k {
	case String:
		return []string{"string"}
	case Int:
		return []string{"int", "int8", "int16", "int32", "int64", "rune"}
	case Uint:
		return []string{"uint", "uint8", "uint16", "uint32", "uint64", "byte"}
	case Float:
		return []string{"float32", "float64"}
	case Bool:
		return []string{"bool"}
	default:
		return nil
	}
}

// isPredeclared knows Go's own types that can be sent or decoded.
func isPredeclared(name string) bool {
	switch name {
	case "any", "bool", "byte", "float32", "float64", "int", "int8", "int16", "int32", "int64",
		"rune", "string", "uint", "uint8", "uint16", "uint32", "uint64":
		return true
	default:
		return false
	}
}

// Predeclared reports whether a named type is Go's own. One that is not and has no package
// is of the package that is generated.
func (t *GoType) Predeclared() bool { return t.Package == "" && isPredeclared(t.Name) }
