package parser

import (
	"time"

	"github.com/luagen/luagen/diag"
)

// Type is a type of the annotation language: one of *Scalar, *Enum, *Optional,
// *List, *Map, *Tuple, *Hash, *Flat, *Literal and *Variants. Arguments and
// replies share it; which forms may appear where is checked by the parser.
type Type interface {
	// Span is the type's place in the source.
	Span() diag.Span
	// String is the type in annotation syntax, canonically spaced.
	String() string
	typ()
}

// ScalarKind is a scalar type's wire form.
type ScalarKind int

// The scalars of the annotation language.
const (
	String ScalarKind = iota
	Bytes
	Int
	Uint
	Float
	Bool
	Time     // with Scalar.Unit
	Duration // with Scalar.Unit
	JSON     // json.RawMessage without Scalar.Go
	MsgPack  // always with Scalar.Go
	Text     // always with Scalar.Go
	Any      // replies only
	OK       // replies only

	ScalarKinds // how many there are
)

// Rest is what becomes of the part of a time or duration that is less than its unit.
type Rest int

// What becomes of the rest.
const (
	RestDefault   Rest = iota // a time is truncated, a duration rounded up away from zero
	RestTruncated             // trunc, of a duration
	RestExact                 // exact, of a duration: refused when there is one
	RestFraction              // frac: a decimal fraction, in replies too
)

// Unit is the unit in which a time or duration travels.
type Unit int

// The units of time(…) and duration(…).
const (
	NoUnit Unit = iota
	Seconds
	Milliseconds
	Microseconds
	Nanoseconds
)

// Duration is the unit as a duration; 0 for NoUnit.
func (u Unit) Duration() time.Duration {
	switch u {
	case Seconds:
		return time.Second
	case Milliseconds:
		return time.Millisecond
	case Microseconds:
		return time.Microsecond
	case Nanoseconds:
		return time.Nanosecond
	default:
		return 0
	}
}

type (
	// Scalar is a single value.
	Scalar struct {
		At    diag.Span
		Kind  ScalarKind
		Unit  Unit     // for Time and Duration
		Rest  Rest     // for Time and Duration
		Words []string // of bool("true", "false"): for true, for false; nil for 1 and 0
		Go    *GoType  // T of json(T), msgpack(T), text(T), string(T), int(T), …; nil without
	}
	// Enum is "enum(asc, desc)" or "enum(on=1, off=0)". Its values are all integers
	// or all strings.
	Enum struct {
		Named   *NamedType // the @type that it is or is part of; nil for none
		At      diag.Span
		Ints    bool // the values are integers
		Members []EnumMember
	}
	// Optional is "T?" (or "name?:T" in a field).
	Optional struct {
		At   diag.Span
		Elem Type
	}
	// List is "[]T".
	List struct {
		At   diag.Span
		Elem Type
	}
	// Map is "map[K]V".
	Map struct {
		At   diag.Span
		Key  Type // *Scalar: String or Int, perhaps with Go
		Elem Type
	}
	// Tuple is "tuple(a:T, …)", an array read by position. A bare "tuple" takes its
	// fields from the script.
	Tuple struct {
		Named  *NamedType // the @type that it is or is part of; nil for none
		At     diag.Span
		Bare   bool
		Fields []Field
	}
	// Hash is "hash(a:T, …)", a flat field/value array or map read by name.
	Hash struct {
		Named  *NamedType // the @type that it is or is part of; nil for none
		At     diag.Span
		Fields []Field
	}
	// Flat is "flat(a:T, …)", a flat array read in groups.
	Flat struct {
		Named  *NamedType // the @type that it is or is part of; nil for none
		At     diag.Span
		Fields []Field
	}
	// Literal is a value that is checked and not surfaced: 1 or "OK".
	Literal struct {
		At   diag.Span
		Ints bool   // an integer, else a bulk or status string
		Int  int64  // the integer
		Text string // the string
	}
	// Variants is "A(…) | B=nil | …".
	Variants struct {
		Named    *NamedType // the @type that it is or is part of; nil for none
		At       diag.Span
		Variants []Variant
	}
)

// EnumMember is one value of an enum.
type EnumMember struct {
	Ident        // the declared name
	Int   int64  // the value of an integer enum
	Text  string // the value of a string enum; the name when no value was given
}

// Field is a part of a tuple, hash, flat or variant. A literal's Ident is empty.
type Field struct {
	Ident
	Type Type
}

func isRequired(f Field) bool {
	_, optional := f.Type.(*Optional)
	return !optional
}

// RequiredLength is the number of fields without those at the end that may be nil, optional ones and any, which
// an array may lack: Redis cuts an array at its first nil.
func RequiredLength(fields []Field) int {
	n := len(fields)
	for n > 0 && (!isRequired(fields[n-1]) || isAny(fields[n-1].Type)) {
		n--
	}
	return n
}

// VariantForm says how a variant of a reply is written.
type VariantForm int

// The forms of a variant.
const (
	VariantTuple   VariantForm = iota // Name(field, …): Fields
	VariantLiteral                    // Name=1, Name="OK": Type is a *Literal
	VariantValue                      // Name:type: Type
	VariantNil                        // Name=nil
)

// Variant is one shape of a reply that has several.
type Variant struct {
	Ident
	At     diag.Span // the whole variant
	Form   VariantForm
	Fields []Field
	Type   Type
}

// GoType is a Go type expression: a named type, or *T, []T or map[K]V of such.
type GoType struct {
	At      diag.Span
	Form    GoForm
	Package string  // of a named type: the import's name; empty for a predeclared one, and one of the generated package
	Name    string  // of a named type
	Key     *GoType // of a map
	Elem    *GoType // of a pointer, slice or map
}

// GoForm is the outermost form of a GoType.
type GoForm int

// The forms of a GoType.
const (
	GoNamed GoForm = iota
	GoPointer
	GoSlice
	GoMap
)

// Span implements Type.
func (t *Scalar) Span() diag.Span   { return t.At }
func (t *Enum) Span() diag.Span     { return t.At }
func (t *Optional) Span() diag.Span { return t.At }
func (t *List) Span() diag.Span     { return t.At }
func (t *Map) Span() diag.Span      { return t.At }
func (t *Tuple) Span() diag.Span    { return t.At }
func (t *Hash) Span() diag.Span     { return t.At }
func (t *Flat) Span() diag.Span     { return t.At }
func (t *Literal) Span() diag.Span  { return t.At }
func (t *Variants) Span() diag.Span { return t.At }

func (*Scalar) typ()   {}
func (*Enum) typ()     {}
func (*Optional) typ() {}
func (*List) typ()     {}
func (*Map) typ()      {}
func (*Tuple) typ()    {}
func (*Hash) typ()     {}
func (*Flat) typ()     {}
func (*Literal) typ()  {}
func (*Variants) typ() {}
