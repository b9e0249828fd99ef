package analysis

import (
	"math"

	"github.com/luagen/luagen/parser/syntax"
)

// severalInputs marks a value that comes from several inputs.
const severalInputs = -1

var unbounded = [2]float64{math.Inf(-1), math.Inf(1)}

// of is a value of which only kind and origin are known.
func of(k Kinds, from Origin) Value { return Value{kinds: k, from: from} }

// with is a value with details.
func with(k Kinds, from Origin, d detail) Value {
	return Value{kinds: k, from: from, detail: &d}
}

// unknown is a value of which only the origin is known.
func unknown(from Origin) Value { return Value{kinds: Unknown, from: from} }

// plain returns a detail without any knowledge, as a start.
func plain() detail { return detail{lo: unbounded[0], hi: unbounded[1]} }

// details returns a copy of the value's details.
func (v Value) details() detail {
	if v.detail == nil {
		return plain()
	}
	return *v.detail
}

// numeric reports whether the value can be a number or a string that reads as one.
func (v Value) numeric() bool { return v.kinds&(Number|Numeral|AnyString) != 0 }

// opaqueTables reports whether the value can be a table that it does not list.
func (v Value) opaqueTables() bool {
	return v.kinds&Table != 0 && (v.detail == nil || len(v.detail.tables) == 0 || v.detail.moreTables)
}

// opaqueFuncs reports whether the value can be a function that it does not list.
func (v Value) opaqueFuncs() bool {
	return v.kinds&Func != 0 && (v.detail == nil || len(v.detail.funcs) == 0 || v.detail.moreFuncs)
}

func (v Value) tables() []*Shape {
	if v.detail == nil {
		return nil
	}
	return v.detail.tables
}

func (v Value) funcs() []callee {
	if v.detail == nil {
		return nil
	}
	return v.detail.funcs
}

// constKind is the kind of a constant.
func constKind(c Const) Kinds {
	switch {
	case c.IsString && isNumeral(c.Str):
		return Numeral
	case c.IsString:
		return Text
	case c.Num == math.Trunc(c.Num) && !math.IsInf(c.Num, 0):
		return Int
	default:
		return Fraction
	}
}

// ofConst is the value of a constant in the script.
func ofConst(c Const) Value {
	d := plain()
	d.consts = []Const{c}
	if !c.IsString {
		d.lo, d.hi = c.Num, c.Num
	} else if n, ok := parseNumeral(c.Str); ok && !math.IsNaN(n) {
		d.lo, d.hi = n, n
	}
	return with(constKind(c), FromLiteral, d)
}

// literal is the value of a literal; the zero Value for any other expression.
func literal(e syntax.Expr) Value {
	switch e := e.(type) {
	case *syntax.NilExpr:
		return of(Nil, FromLiteral)
	case *syntax.BoolExpr:
		if e.Value {
			return of(True, FromLiteral)
		}
		return of(False, FromLiteral)
	case *syntax.NumberExpr:
		return ofConst(Const{Num: e.Value})
	case *syntax.StringExpr:
		return ofConst(Const{IsString: true, Str: e.Value})
	}
	return Value{}
}

// Or returns the value with more kinds that it can be.
func (v Value) Or(k Kinds) Value {
	v.kinds |= k
	return v
}

// WithKinds returns the value with other kinds, which must leave room for what else is known of it.
func (v Value) WithKinds(k Kinds) Value {
	v.kinds = k
	return v
}

// WithOrigin returns the value with another origin.
func (v Value) WithOrigin(o Origin) Value {
	v.from = o
	return v
}

// WithInput returns the value as an element of KEYS or ARGV.
func (v Value) WithInput(in InputRef) Value {
	d := v.details()
	d.input = in
	v.detail = &d
	return v
}
