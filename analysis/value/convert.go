package value

import (
	"github.com/luagen/luagen/analysis/kind"
	"math"
	"strings"
)

// ToNumber is what tonumber makes of a value, with a base of its own or without.
func ToNumber(x Value, based bool) Value {
	d := Plain()
	d.Lo, d.Hi = x.Bounds()
	d.Input = x.details().Input
	if based {
		return With(kind.Int|kind.Nil, x.from, Detail{Lo: unbounded[0], Hi: unbounded[1], Input: d.Input})
	}
	k := x.Suggested() & kind.Number
	if x.Can(kind.Numeral) {
		k |= kind.AnyNumber
	}
	if x.Can(kind.AnyString) {
		k |= kind.AnyNumber | kind.Absent // nothing suggests that it is no number
	}
	switch others := x.kinds &^ (kind.Number | kind.Numeral | kind.AnyString); {
	case others == 0:
	case others == kind.Absent || x.kinds == kind.Unknown:
		k |= kind.Absent
	default:
		k |= kind.Nil
	}
	if cs := x.Consts(); len(cs) > 0 && x.Is(kind.Number|kind.String) {
		k = 0
		for _, c := range cs {
			n, ok := constNumber(c)
			if !ok {
				k |= kind.Nil
				continue
			}
			if math.IsNaN(n) {
				return Of(kind.AnyNumber|kind.Nil, x.from)
			}
			nc := Const{Num: n}
			k |= constKind(nc)
			d.Consts = addConsts(d.Consts, []Const{nc})
		}
	}
	if k&kind.AnyNumber != 0 && x.Is(kind.String|kind.Absent) && d.Lo == math.Trunc(d.Lo) && d.Lo > 0 && !math.IsInf(d.Hi, 0) {
		k = k&^kind.AnyNumber | kind.Int // TIME's
	}
	return With(k, x.from, d)
}

// ToString is what tostring makes of a value.
func ToString(x Value) Value {
	d := x.details()
	d.Tables, d.Funcs, d.MoreTables, d.MoreFuncs, d.Consts = nil, nil, false, false, nil
	var k kind.Set
	if x.Can(kind.Number) {
		k |= kind.Numeral
	}
	k |= x.Suggested() & kind.String
	if x.kinds&^(kind.Number|kind.String) != 0 {
		k |= kind.Text
	}
	if cs := x.Consts(); len(cs) > 0 && x.Is(kind.Number|kind.String) {
		k = 0
		for _, c := range cs {
			sc := Const{IsString: true, Str: constText(c)}
			d.Consts = append(d.Consts, sc)
			k |= constKind(sc)
		}
	}
	return With(k, ElementOrigin(x.from), d)
}

// TypeName is what type says of a value.
func TypeName(x Value) Value {
	d := Plain()
	for _, name := range [...]string{"nil", "boolean", "number", "string", "table", "function", "userdata"} {
		if x.Can(TypeKinds(name)) {
			d.Consts = append(d.Consts, Const{IsString: true, Str: name})
		}
	}
	return With(kind.Text, FromLiteral, d)
}

// Decoded is what a function makes of a packed value, which is still the input that x is.
func Decoded(x Value, from Origin) Value {
	v := Of(kind.Unknown, from)
	if in := x.Input(); in.Index > 0 {
		return v.WithInput(in)
	}
	return v
}

// Formatted is the result of string.format with the format x.
func Formatted(x Value, from Origin) Value {
	switch format, ok := x.Str(); {
	case !ok:
		return Of(kind.AnyString, from)
	case !strings.Contains(format, "%"):
		return Of(constKind(Const{IsString: true, Str: format}), from)
	case len(format) > 1 && strings.Count(format, "%") == 1 && strings.HasPrefix(format, "%") &&
		strings.Trim(format[1:], "0123456789.+- ") != "" && strings.Contains("diufgeE", strings.Trim(format[1:], "0123456789.+- ")):
		return Of(kind.Numeral, from)
	case neverNumeral(strings.NewReplacer("%s", "", "%d", "", "%i", "", "%f", "", "%.", "", "%0", "", "%x", "", "%q", "").Replace(format)):
		return Of(kind.Text, from)
	}
	return Of(kind.AnyString, from)
}

// TypeKinds is the kinds for which type() returns a name; 0 for none.
func TypeKinds(name string) kind.Set {
	switch name {
	case "nil":
		return kind.AbsentOrNil
	case "boolean":
		return kind.Bool
	case "number":
		return kind.Number
	case "string":
		return kind.String
	case "table":
		return kind.Table
	case "function":
		return kind.Func
	case "userdata", "thread":
		return kind.Other
	}
	return 0
}
