// Package value holds what is known of the values of a script's expressions: a lattice of
// abstract values, with the arithmetic, concatenation and conversions of Lua on them. All of it is pure:
// nothing here changes a value, or a table or function that a value lists.
//
// Join says what holds of a value that is one of two, Meet what holds of one that is both. With
// Equal as equality, for all values that are well-formed:
//
//	Join(a, b) = Join(b, a)                     Meet(a, b) = Meet(b, a)
//	Join(a, Join(b, c)) = Join(Join(a, b), c)   Meet(a, Meet(b, c)) = Meet(Meet(a, b), c)
//	Join(a, a) = a                              Meet(a, a) = a
//	Join(a, Value{}) = a                        Meet(a, anything) = a
//	                                            Meet(a, Value{}) = Value{}
//
// It follows that both are monotone: what is joined to more becomes no less. They are sound: what a
// or b can be, so can Join(a, b); what both a and b can be, so can Meet(a, b), and nothing that only
// one of them can be. Nothing is above all values, as any number of tables can be listed. A test
// tries all this on random values.
//
// A value lists what it can be up to a bound, beyond which it says less. What Join then no
// longer lists is its overflow: whoever relies on tables being listed where they are changed has
// to take those for changed by anyone.
package value

import (
	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/analysis/library"
	"github.com/luagen/luagen/parser/syntax"
)

// Origin is the set of places that a value may come from. What was built of several
// parts, 'user:' .. ARGV[1], counts as the part that comes last in the order below: it is
// FromKeys as soon as an element of KEYS is in it.
type Origin uint8

// The origins of a value.
const (
	// FromLiteral is text or numbers of the script itself only.
	FromLiteral Origin = 1 << iota
	// FromData was read from Redis, without any part from KEYS or ARGV.
	FromData
	// FromArgs is an element of ARGV or was built from one.
	FromArgs
	// FromUnknown is not known.
	FromUnknown
	// FromKeys was built from an element of KEYS.
	FromKeys
	// KeysElement is an element of KEYS as it was sent.
	KeysElement
)

// Value is what is known about an expression's value: the kinds it can have, its
// constants, bounds, where it comes from. The zero Value belongs to what is never
// evaluated.
type Value struct {
	kinds  kind.Set
	from   Origin
	detail *Detail // nil when nothing more is known; never changed once made
}

// Detail is the rarer part of a Value.
type Detail struct {
	Consts []Const // when not empty, every number and string that the value can be
	Lo, Hi float64 // bounds of every number and numeral it can be; ±Inf without
	Tables []*Shape
	Funcs  []Callee
	Input  InputRef
	// May also be tables, or functions, beyond those listed; false where none are.
	MoreTables, MoreFuncs bool
}

// Const is a known number or string.
type Const struct {
	IsString bool
	Num      float64
	Str      string
}

// Kinds returns the kinds that the value can have; 0 when it is never evaluated.
func (v Value) Kinds() kind.Set { return v.kinds }

// Origin returns where the value can come from.
func (v Value) Origin() Origin { return v.from }

// Known reports whether anything is known of the value's kind.
func (v Value) Known() bool { return v.kinds != 0 && v.kinds != kind.Unknown }

// IsOpen reports whether the value is one of which nothing is known but, perhaps, that it is
// not nil or not false: no value of which more is known can be of all these kinds.
func (v Value) IsOpen() bool {
	const wide = kind.True | kind.AnyNumber | kind.AnyString | kind.Array | kind.Func | kind.Other
	return v.kinds&wide == wide
}

// Is reports whether the value is certainly of one of the kinds. It is false for
// what is never evaluated.
func (v Value) Is(k kind.Set) bool { return v.kinds != 0 && v.kinds&^k == 0 }

// Can reports whether the value can be of one of the kinds.
func (v Value) Can(k kind.Set) bool { return v.kinds&k != 0 }

// Number returns the value when it is certainly this one number.
func (v Value) Number() (float64, bool) {
	if !v.Is(kind.Number) || v.detail == nil || len(v.detail.Consts) != 1 {
		return 0, false
	}
	return v.detail.Consts[0].Num, true
}

// Str returns the value when it is certainly this one string.
func (v Value) Str() (string, bool) {
	if !v.Is(kind.String) || v.detail == nil || len(v.detail.Consts) != 1 {
		return "", false
	}
	return v.detail.Consts[0].Str, true
}

// Consts returns every number and string that the value can be; nil when they are
// not all known.
func (v Value) Consts() []Const {
	if v.detail == nil {
		return nil
	}
	return v.detail.Consts
}

// Bounds returns the least and the greatest number, or numeral, that the value can
// be; infinities where unknown.
func (v Value) Bounds() (lo, hi float64) {
	if v.detail == nil {
		return unbounded[0], unbounded[1]
	}
	return v.detail.Lo, v.detail.Hi
}

// Input returns the element of KEYS or ARGV that the value is, as it was sent or
// converted (tonumber, "or" with a default, cjson.decode); Index is 0 when it is none.
func (v Value) Input() InputRef {
	if v.detail == nil {
		return InputRef{}
	}
	if v.detail.Input.Index < 0 {
		return InputRef{}
	}
	return v.detail.Input
}

// Shape returns what is known of the table that the value is; nil when it can be
// several or unknown ones.
func (v Value) Shape() *Shape {
	if v.detail == nil || v.detail.MoreTables || len(v.detail.Tables) != 1 {
		return nil
	}
	return v.detail.Tables[0]
}

// Shapes returns what is known of every table that the value can be; nil when they are not
// all known, or when it can be none.
func (v Value) Shapes() []*Shape {
	if v.OpaqueTables() {
		return nil
	}
	return v.Tables()
}

// Func returns the function of the script that the value is; nil when it can be
// several, unknown or library ones.
func (v Value) Func() *syntax.FuncExpr {
	if v.detail == nil || v.detail.MoreFuncs || len(v.detail.Funcs) != 1 {
		return nil
	}
	return v.detail.Funcs[0].Func
}

// Lib returns the library function that the value is; nil when it can be several, unknown or
// the script's own.
func (v Value) Lib() *library.Member {
	if v.detail == nil || v.detail.MoreFuncs || len(v.detail.Funcs) != 1 {
		return nil
	}
	return v.detail.Funcs[0].Lib
}

// Op returns what the library function does that the value is; library.NoOp when it is not
// known to be one, or nothing depends on what it does.
func (v Value) Op() library.Op {
	if lib := v.Lib(); lib != nil {
		return lib.Op
	}
	return library.NoOp
}
