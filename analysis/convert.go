package analysis

import (
	"math"
	"strings"
)

// toNumber is what tonumber makes of a value, with a base of its own or without.
func toNumber(x Value, based bool) Value {
	d := plain()
	d.lo, d.hi = x.Bounds()
	d.input = x.details().input
	if based {
		return with(Int|Nil, x.from, detail{lo: unbounded[0], hi: unbounded[1], input: d.input})
	}
	k := x.suggested() & Number
	if x.Can(Numeral) {
		k |= AnyNumber
	}
	if x.Can(AnyString) {
		k |= AnyNumber | Absent // nothing suggests that it is no number
	}
	switch others := x.kinds &^ (Number | Numeral | AnyString); {
	case others == 0:
	case others == Absent || x.kinds == Unknown:
		k |= Absent
	default:
		k |= Nil
	}
	if cs := x.Consts(); len(cs) > 0 && x.Is(Number|String) {
		k = 0
		for _, c := range cs {
			n, ok := constNumber(c)
			if !ok {
				k |= Nil
				continue
			}
			if math.IsNaN(n) {
				return of(AnyNumber|Nil, x.from)
			}
			nc := Const{Num: n}
			k |= constKind(nc)
			d.consts = addConsts(d.consts, []Const{nc})
		}
	}
	if k&AnyNumber != 0 && x.Is(String|Absent) && d.lo == math.Trunc(d.lo) && d.lo > 0 && !math.IsInf(d.hi, 0) {
		k = k&^AnyNumber | Int // TIME's
	}
	return with(k, x.from, d)
}

// toString is what tostring makes of a value.
func toString(x Value) Value {
	d := x.details()
	d.tables, d.funcs, d.moreTables, d.moreFuncs, d.consts = nil, nil, false, false, nil
	var k Kinds
	if x.Can(Number) {
		k |= Numeral
	}
	k |= x.suggested() & String
	if x.kinds&^(Number|String) != 0 {
		k |= Text
	}
	if cs := x.Consts(); len(cs) > 0 && x.Is(Number|String) {
		k = 0
		for _, c := range cs {
			sc := Const{IsString: true, Str: constText(c)}
			d.consts = append(d.consts, sc)
			k |= constKind(sc)
		}
	}
	return with(k, elementOrigin(x.from), d)
}

// typeName is what type says of a value.
func typeName(x Value) Value {
	d := plain()
	for _, name := range [...]string{"nil", "boolean", "number", "string", "table", "function", "userdata"} {
		if x.Can(typeKinds(name)) {
			d.consts = append(d.consts, Const{IsString: true, Str: name})
		}
	}
	return with(Text, FromLiteral, d)
}

// decoded is what a function makes of a packed value, which is still the input that x is.
func decoded(x Value, from Origin) Value {
	v := of(Unknown, from)
	if in := x.Input(); in.Index > 0 {
		return v.WithInput(in)
	}
	return v
}

// formatted is the result of string.format with the format x.
func formatted(x Value, from Origin) Value {
	switch format, ok := x.Str(); {
	case !ok:
		return of(AnyString, from)
	case !strings.Contains(format, "%"):
		return of(constKind(Const{IsString: true, Str: format}), from)
	case len(format) > 1 && strings.Count(format, "%") == 1 && strings.HasPrefix(format, "%") &&
		strings.Trim(format[1:], "0123456789.+- ") != "" && strings.Contains("diufgeE", strings.Trim(format[1:], "0123456789.+- ")):
		return of(Numeral, from)
	case neverNumeral(strings.NewReplacer("%s", "", "%d", "", "%i", "", "%f", "", "%.", "", "%0", "", "%x", "", "%q", "").Replace(format)):
		return of(Text, from)
	}
	return of(AnyString, from)
}

// typeKinds is the kinds for which type() returns a name; 0 for none.
func typeKinds(name string) Kinds {
	switch name {
	case "nil":
		return AbsentOrNil
	case "boolean":
		return Bool
	case "number":
		return Number
	case "string":
		return String
	case "table":
		return Table
	case "function":
		return Func
	case "userdata", "thread":
		return Other
	}
	return 0
}
