package analysis

import (
	"math"
	"strings"

	"github.com/luagen/luagen/analysis/library"
	"github.com/luagen/luagen/parser/syntax"
)

// pure calls a function that only computes something of its arguments.
func (m *machine) pure(e *syntax.CallExpr, f *library.Member, args values) values {
	x := m.at(args, 0)
	from := m.combined(args)
	v := of(f.Result, from)
	d := plain()
	d.lo, d.hi = x.Bounds()
	switch f.Op {
	case library.ToNumber:
		return m.list(m.toNumber(x, args))
	case library.ToString:
		v = toString(x)
	case library.Type:
		v = typeName(x)
	case library.Floor:
		d.lo, d.hi = math.Floor(d.lo), math.Ceil(d.hi)
		v = with(Int, x.from, d)
	case library.Abs:
		v = of(numberKinds(x), x.from)
	case library.Max, library.Min:
		v = m.extreme(f.Op == library.Max, args)
	case library.Random:
		v = of(Fraction, FromLiteral)
		if len(args.list) > 0 {
			v = of(Int, FromLiteral)
		}
	case library.Modf:
		return m.list(v, of(Fraction, from))
	case library.GSub:
		return m.list(v, of(Int, from))
	case library.Transform:
		v = of(AnyString, elementOrigin(x.from))
	case library.Format:
		v = formatted(x, from)
	case library.JSONDecode:
		v = decoded(x, from)
	case library.FindText:
		return values{list: m.list(of(Int|Nil, from)).list, rest: of(AnyString|Int|Nil, from)}
	case library.Byte:
		return values{list: m.list(of(Int|Absent, from)).list, rest: of(Int, from)}
	case library.StructUnpack, library.MsgpackUnpack:
		return values{list: m.list(decoded(x, from)).list, rest: of(Unknown, from)}
	case library.Match:
		v = of(AnyString|Nil|m.positions(args), from)
		return values{list: m.list(v).list, rest: v}
	case library.JSONEncode, library.MsgpackPack, library.Concat, library.StructPack:
		for _, a := range args.list {
			m.readWhole(a, e)
			from = combine(from, m.deepOrigin(a))
		}
		v = of(AnyString, from)
	default:
		switch f.Results {
		case 0:
			return values{}
		case 1:
		default:
			return values{list: m.list(v).list, rest: of(Unknown, from)}
		}
	}
	return m.list(v)
}

// decoded is what a function makes of a packed value, which is still the input that x is.
func decoded(x Value, from Origin) Value {
	v := of(Unknown, from)
	if in := x.Input(); in.Index > 0 {
		d := plain()
		d.input = in
		v.detail = &d
	}
	return v
}

// positions is the kind of what a pattern captures besides strings: the places that "()" stands for.
func (m *machine) positions(args values) Kinds {
	if pattern, ok := m.at(args, 1).Str(); ok && !strings.Contains(pattern, "()") {
		return 0
	}
	return Int
}

// combined is the origin of what is built of all arguments.
func (m *machine) combined(args values) Origin {
	from := elementOrigin(args.rest.from)
	if args.from != nil {
		from = combine(from, m.elementsFrom(args.from, args.start).from)
	}
	for _, v := range args.list {
		from = combine(from, v.from)
	}
	if from == 0 {
		return FromLiteral
	}
	return elementOrigin(from)
}

// readWhole notes that a function reads all elements of an input table that it is given.
func (m *machine) readWhole(v Value, e *syntax.CallExpr) {
	for _, s := range v.tables() {
		if s.isInput {
			m.whole(s.input, asExpr(e))
		}
	}
}

// deepOrigin is the origin of a table's elements.
func (m *machine) deepOrigin(v Value) Origin {
	from := Origin(0)
	for _, s := range v.tables() {
		from = combine(from, m.elementsFrom(s, 1).from)
	}
	return from
}

func (m *machine) toNumber(x Value, args values) Value {
	d := plain()
	d.lo, d.hi = x.Bounds()
	d.input = x.details().input
	if len(args.list) > 1 { // with a base
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

func typeName(x Value) Value {
	d := plain()
	for _, name := range [...]string{"nil", "boolean", "number", "string", "table", "function", "userdata"} {
		if x.Can(typeKinds(name)) {
			d.consts = append(d.consts, Const{IsString: true, Str: name})
		}
	}
	return with(Text, FromLiteral, d)
}

// extreme evaluates math.max and math.min.
func (m *machine) extreme(greatest bool, args values) Value {
	d := plain()
	var k Kinds
	from := Origin(0)
	for i, a := range args.list {
		k |= numberKinds(a)
		from = combine(from, a.from)
		lo, hi := a.Bounds()
		switch {
		case i == 0:
			d.lo, d.hi = lo, hi
		case greatest:
			d.lo, d.hi = max(d.lo, lo), max(d.hi, hi)
		default:
			d.lo, d.hi = min(d.lo, lo), min(d.hi, hi)
		}
	}
	if args.more() || k == 0 {
		return of(k|AnyNumber, combine(from, m.all(args).from))
	}
	return with(k, from, d)
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
