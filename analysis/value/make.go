package value

import (
	"math"

	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/parser/syntax"
)

// severalInputs marks a value that comes from several inputs.
const severalInputs = -1

var unbounded = [2]float64{math.Inf(-1), math.Inf(1)}

// Of is a value of which only kind and origin are known.
func Of(k kind.Set, from Origin) Value { return Value{kinds: k, from: from} }

// With is a value with details.
func With(k kind.Set, from Origin, d Detail) Value {
	return Value{kinds: k, from: from, detail: &d}
}

// Unknown is a value of which only the origin is known.
func Unknown(from Origin) Value { return Value{kinds: kind.Unknown, from: from} }

// Plain returns a detail without any knowledge, as a start.
func Plain() Detail { return Detail{Lo: unbounded[0], Hi: unbounded[1]} }

// details returns a copy of the value's details.
func (v Value) details() Detail {
	if v.detail == nil {
		return Plain()
	}
	return *v.detail
}

// numeric reports whether the value can be a number or a string that reads as one.
func (v Value) numeric() bool { return v.kinds&(kind.Number|kind.Numeral|kind.AnyString) != 0 }

// OpaqueTables reports whether the value can be a table that it does not list.
func (v Value) OpaqueTables() bool {
	return v.kinds&kind.Table != 0 && (v.detail == nil || len(v.detail.Tables) == 0 || v.detail.MoreTables)
}

// OpaqueFuncs reports whether the value can be a function that it does not list.
func (v Value) OpaqueFuncs() bool {
	return v.kinds&kind.Func != 0 && (v.detail == nil || len(v.detail.Funcs) == 0 || v.detail.MoreFuncs)
}

func (v Value) Tables() []*Shape {
	if v.detail == nil {
		return nil
	}
	return v.detail.Tables
}

func (v Value) Funcs() []Callee {
	if v.detail == nil {
		return nil
	}
	return v.detail.Funcs
}

// constKind is the kind of a constant.
func constKind(c Const) kind.Set {
	switch {
	case c.IsString && isNumeral(c.Str):
		return kind.Numeral
	case c.IsString:
		return kind.Text
	case c.Num == math.Trunc(c.Num) && !math.IsInf(c.Num, 0):
		return kind.Int
	default:
		return kind.Fraction
	}
}

// Constant is the value of a constant in the script.
func Constant(c Const) Value {
	d := &struct { // in one piece, because a script has many
		Detail
		one [1]Const
	}{Plain(), [1]Const{c}}
	d.Consts = d.one[:]
	if !c.IsString {
		d.Lo, d.Hi = c.Num, c.Num
	} else if n, ok := parseNumeral(c.Str); ok && !math.IsNaN(n) {
		d.Lo, d.Hi = n, n
	}
	return Value{kinds: constKind(c), from: FromLiteral, detail: &d.Detail}
}

// Literal is the value of a literal; the zero Value for any other expression.
func Literal(e syntax.Expr) Value {
	switch e := e.(type) {
	case *syntax.NilExpr:
		return Of(kind.Nil, FromLiteral)
	case *syntax.BoolExpr:
		if e.Value {
			return Of(kind.True, FromLiteral)
		}
		return Of(kind.False, FromLiteral)
	case *syntax.NumberExpr:
		return Constant(Const{Num: e.Value})
	case *syntax.StringExpr:
		return Constant(Const{IsString: true, Str: e.Value})
	}
	return Value{}
}

// Or returns the value with more kinds that it can be.
func (v Value) Or(k kind.Set) Value {
	v.kinds |= k
	return v
}

// WithKinds returns the value with other kinds, which must leave room for what else is known of it.
func (v Value) WithKinds(k kind.Set) Value {
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
	d.Input = in
	v.detail = &d
	return v
}
