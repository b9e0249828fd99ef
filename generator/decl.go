package generator

import (
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/generator/shape"
	"github.com/luagen/luagen/parser"
)

// decl is a type declaration of a generated file: *structDecl, *enumDecl or
// *variantsDecl.
type decl interface{ isDecl() }

// structForm says what a struct type is read from or written to.
type structForm int

const (
	groupStruct structForm = iota // a repeating group of keys or arguments
	tupleStruct                   // an array, by position
	hashStruct                    // a flat field/value array, by name
	rowStruct                     // one group of a flat array
	valueStruct                   // a variant's single value
	emptyStruct                   // a variant that is nil or a literal
)

type (
	// structDecl is a struct type.
	structDecl struct {
		name   string
		at     diag.Span
		form   structForm
		fields []*field
		doc    string // what it is, without its name: "the reply of LikePost"
		// shape is the variants' interface that the struct belongs to; empty without.
		shape string
	}
	// field is a field of a struct type, or a literal that is read in its place.
	field struct {
		lua   string // as declared; empty for a literal
		name  string // the Go field; empty for what does not surface
		at    diag.Span
		value value
		note  string // what its Go type does not say: "whole seconds"
	}
	// enumDecl is a named type with constants.
	enumDecl struct {
		name    string
		at      diag.Span
		ints    bool
		members []enumMember
		doc     string
		decoded bool // it is part of the reply
	}
	enumMember struct {
		parser.EnumMember
		name string // the Go constant
	}
	// variantsDecl is an interface with one struct type per shape of a reply.
	variantsDecl struct {
		name  string
		at    diag.Span
		cases []*variantCase // as declared
		tried []*variantCase // in the order in which they are told apart
		doc   string
		text  string // the declaration, for errors
	}
	variantCase struct {
		decl    *structDecl
		variant parser.Variant
		tests   []shape.Test // what tells it from the others
	}
)

func (*structDecl) isDecl()   {}
func (*enumDecl) isDecl()     {}
func (*variantsDecl) isDecl() {}

// decoder is the name of the function that decodes a declared type.
func decoder(typeName string) string { return "decode" + upperFirst(typeName) }

// marker is the name of the method that makes a struct one of the shapes of an interface.
func marker(interfaceName string) string { return "is" + upperFirst(interfaceName) }

// decodes reports whether the struct has a decoder.
func (d *structDecl) decodes() bool { return d.form != groupStruct && d.form != emptyStruct }

// minimum is the number of elements that an array must have to fill the struct:
// fields at the end that may be nil, optional ones and any, may be missing.
func (d *structDecl) minimum() int {
	n := len(d.fields)
	for n > 0 && mayLack(d.fields[n-1].value) {
		n--
	}
	return n
}

func mayLack(v value) bool {
	_, optional := v.(*optionalValue)
	return optional || isPlainAny(v)
}

func isPlainAny(v value) bool {
	s, ok := v.(*scalarValue)
	return ok && s.scalar.Kind == parser.Any
}
