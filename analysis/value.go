package analysis

import (
	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/analysis/library"
	"github.com/luagen/luagen/parser/syntax"
)

// Kinds is a set of kinds of value: see package kind.
type Kinds = kind.Set

// The kinds of value, and sets of them.
const (
	Absent      = kind.Absent
	Nil         = kind.Nil
	False       = kind.False
	True        = kind.True
	Int         = kind.Int
	Fraction    = kind.Fraction
	AnyNumber   = kind.AnyNumber
	Numeral     = kind.Numeral
	Text        = kind.Text
	AnyString   = kind.AnyString
	Array       = kind.Array
	Status      = kind.Status
	ErrorTable  = kind.ErrorTable
	Func        = kind.Func
	Other       = kind.Other
	AbsentOrNil = kind.AbsentOrNil
	Falsy       = kind.Falsy
	Bool        = kind.Bool
	Number      = kind.Number
	String      = kind.String
	Table       = kind.Table
	Unknown     = kind.Unknown
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
	kinds  Kinds
	from   Origin
	detail *detail // nil when nothing more is known; never changed once made
}

// detail is the rarer part of a Value.
type detail struct {
	consts []Const // when not empty, every number and string that the value can be
	lo, hi float64 // bounds of every number and numeral it can be; ±Inf without
	tables []*Shape
	funcs  []callee
	input  InputRef
	// May also be tables, or functions, beyond those listed; false where none are.
	moreTables, moreFuncs bool
}

// Const is a known number or string.
type Const struct {
	IsString bool
	Num      float64
	Str      string
}

// Kinds returns the kinds that the value can have; 0 when it is never evaluated.
func (v Value) Kinds() Kinds { return v.kinds }

// Origin returns where the value can come from.
func (v Value) Origin() Origin { return v.from }

// Known reports whether anything is known of the value's kind.
func (v Value) Known() bool { return v.kinds != 0 && v.kinds != Unknown }

// isOpen reports whether the value is one of which nothing is known but, perhaps, that it is
// not nil or not false: no value of which more is known can be of all these kinds.
func (v Value) isOpen() bool {
	const wide = True | AnyNumber | AnyString | Array | Func | Other
	return v.kinds&wide == wide
}

// Is reports whether the value is certainly of one of the kinds. It is false for
// what is never evaluated.
func (v Value) Is(k Kinds) bool { return v.kinds != 0 && v.kinds&^k == 0 }

// Can reports whether the value can be of one of the kinds.
func (v Value) Can(k Kinds) bool { return v.kinds&k != 0 }

// Number returns the value when it is certainly this one number.
func (v Value) Number() (float64, bool) {
	if !v.Is(Number) || v.detail == nil || len(v.detail.consts) != 1 {
		return 0, false
	}
	return v.detail.consts[0].Num, true
}

// Str returns the value when it is certainly this one string.
func (v Value) Str() (string, bool) {
	if !v.Is(String) || v.detail == nil || len(v.detail.consts) != 1 {
		return "", false
	}
	return v.detail.consts[0].Str, true
}

// Consts returns every number and string that the value can be; nil when they are
// not all known.
func (v Value) Consts() []Const {
	if v.detail == nil {
		return nil
	}
	return v.detail.consts
}

// Bounds returns the least and the greatest number, or numeral, that the value can
// be; infinities where unknown.
func (v Value) Bounds() (lo, hi float64) {
	if v.detail == nil {
		return unbounded[0], unbounded[1]
	}
	return v.detail.lo, v.detail.hi
}

// Input returns the element of KEYS or ARGV that the value is, as it was sent or
// converted (tonumber, "or" with a default, cjson.decode); Index is 0 when it is none.
func (v Value) Input() InputRef {
	if v.detail == nil {
		return InputRef{}
	}
	if v.detail.input.Index < 0 {
		return InputRef{}
	}
	return v.detail.input
}

// Shape returns what is known of the table that the value is; nil when it can be
// several or unknown ones.
func (v Value) Shape() *Shape {
	if v.detail == nil || v.detail.moreTables || len(v.detail.tables) != 1 {
		return nil
	}
	return v.detail.tables[0]
}

// Shapes returns what is known of every table that the value can be; nil when they are not
// all known, or when it can be none.
func (v Value) Shapes() []*Shape {
	if v.opaqueTables() {
		return nil
	}
	return v.tables()
}

// Func returns the function of the script that the value is; nil when it can be
// several, unknown or library ones.
func (v Value) Func() *syntax.FuncExpr {
	if v.detail == nil || v.detail.moreFuncs || len(v.detail.funcs) != 1 {
		return nil
	}
	return v.detail.funcs[0].fn
}

// Lib returns the library function that the value is; nil when it can be several, unknown or
// the script's own.
func (v Value) Lib() *library.Member {
	if v.detail == nil || v.detail.moreFuncs || len(v.detail.funcs) != 1 {
		return nil
	}
	return v.detail.funcs[0].lib
}

// Op returns what the library function does that the value is; library.NoOp when it is not
// known to be one, or nothing depends on what it does.
func (v Value) Op() library.Op {
	if lib := v.Lib(); lib != nil {
		return lib.Op
	}
	return library.NoOp
}
