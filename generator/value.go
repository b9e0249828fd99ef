package generator

import "github.com/luagen/luagen/parser"

// value is a type of the annotation language together with its Go form. It is
// one of *scalarValue, *enumValue, *optionalValue, *listValue, *mapValue,
// *structValue, *flatValue, *literalValue and *variantsValue.
type value interface {
	// goType is how generated code writes the type of the Go value.
	goType() goType
}

type (
	// scalarValue is a single value.
	scalarValue struct {
		scalar *parser.Scalar
		typ    goType
	}
	// enumValue is one of a few declared values.
	enumValue struct{ decl *enumDecl }
	// optionalValue is a value that may be nil.
	optionalValue struct{ elem value }
	// listValue is an array of any length.
	listValue struct{ elem value }
	// mapValue is a map.
	mapValue struct{ key, elem value }
	// structValue is a tuple or a hash.
	structValue struct{ decl *structDecl }
	// flatValue is a flat array read in groups.
	flatValue struct{ row *structDecl }
	// literalValue is checked and has no Go value.
	literalValue struct{ literal *parser.Literal }
	// variantsValue is one of several shapes.
	variantsValue struct{ decl *variantsDecl }
)

func (v *scalarValue) goType() goType   { return v.typ }
func (v *enumValue) goType() goType     { return predeclared(v.decl.name) }
func (v *listValue) goType() goType     { return sliceOf(v.elem.goType()) }
func (v *mapValue) goType() goType      { return mapOf(v.key.goType(), v.elem.goType()) }
func (v *structValue) goType() goType   { return predeclared(v.decl.name) }
func (v *flatValue) goType() goType     { return sliceOf(predeclared(v.row.name)) }
func (v *literalValue) goType() goType  { return goType{name: "struct{}"} }
func (v *variantsValue) goType() goType { return predeclared(v.decl.name) }

// goType of an optional value is a pointer, unless nil is a value of the type as it is.
func (v *optionalValue) goType() goType {
	t := v.elem.goType()
	if t.canBeNil() {
		return t
	}
	switch elem := v.elem.(type) {
	case *variantsValue:
		return t
	case *scalarValue:
		if elem.scalar.Kind == parser.Bytes { // a named type over []byte too
			return t
		}
	}
	return pointerTo(t)
}

// isOK reports the type that says nothing but that there was a reply.
func isOK(v value) bool {
	s, ok := v.(*scalarValue)
	return ok && s.scalar.Kind == parser.OK
}

// surfaces reports whether a Go value comes out of v.
func surfaces(v value) bool {
	_, literal := v.(*literalValue)
	return !literal && !isOK(v)
}
