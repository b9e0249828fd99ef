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
		return m.list(toNumber(x, len(args.list) > 1))
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
