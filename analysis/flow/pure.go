package flow

import (
	"math"
	"strings"

	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/analysis/library"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/parser/syntax"
)

// pure calls a function that only computes something of its arguments.
func (m *Machine) pure(e *syntax.CallExpr, f *library.Member, args List) List {
	x := m.At(args, 0)
	from := m.combined(args)
	v := value.Of(f.Result, from)
	d := value.Plain()
	d.Lo, d.Hi = x.Bounds()
	switch f.Op {
	case library.ToNumber:
		return m.list(value.ToNumber(x, len(args.Known) > 1))
	case library.ToString:
		v = value.ToString(x)
	case library.Type:
		v = value.TypeName(x)
	case library.Floor:
		d.Lo, d.Hi = math.Floor(d.Lo), math.Ceil(d.Hi)
		v = value.With(kind.Int, x.Origin(), d)
	case library.Abs:
		v = value.Of(value.NumberKinds(x), x.Origin())
	case library.Max, library.Min:
		v = m.extreme(f.Op == library.Max, args)
	case library.Random:
		v = value.Of(kind.Fraction, value.FromLiteral)
		if len(args.Known) > 0 {
			v = value.Of(kind.Int, value.FromLiteral)
		}
	case library.Modf:
		return m.list(v, value.Of(kind.Fraction, from))
	case library.GSub:
		return m.list(v, value.Of(kind.Int, from))
	case library.Transform:
		v = value.Of(kind.AnyString, value.ElementOrigin(x.Origin()))
	case library.Format:
		v = value.Formatted(x, from)
	case library.JSONDecode:
		v = value.Decoded(x, from)
	case library.FindText:
		return List{Known: m.list(value.Of(kind.Int|kind.Nil, from)).Known, Rest: value.Of(kind.AnyString|kind.Int|kind.Nil, from)}
	case library.Byte:
		return List{Known: m.list(value.Of(kind.Int|kind.Absent, from)).Known, Rest: value.Of(kind.Int, from)}
	case library.StructUnpack, library.MsgpackUnpack:
		if f.Op == library.StructUnpack {
			if l, ok := m.unpacked(x, from); ok {
				return l
			}
		}
		return List{Known: m.list(value.Decoded(x, from)).Known, Rest: value.Of(kind.Unknown, from)}
	case library.Match:
		v = value.Of(kind.AnyString|kind.Nil|m.positions(args), from)
		return List{Known: m.list(v).Known, Rest: v}
	case library.JSONEncode, library.MsgpackPack, library.Concat, library.StructPack:
		for _, a := range args.Known {
			m.readWhole(a, e)
			from = value.Combine(from, m.deepOrigin(a))
		}
		v = value.Of(kind.AnyString, from)
	default:
		switch f.Results {
		case 0:
			return List{}
		case 1:
		default:
			return List{Known: m.list(v).Known, Rest: value.Of(kind.Unknown, from)}
		}
	}
	return m.list(v)
}

// positions is the kind of what a pattern captures besides strings: the places that "()" stands for.
func (m *Machine) positions(args List) kind.Set {
	if pattern, ok := m.At(args, 1).Str(); ok && !strings.Contains(pattern, "()") {
		return 0
	}
	return kind.Int
}

// combined is the origin of what is built of all arguments.
func (m *Machine) combined(args List) value.Origin {
	from := value.ElementOrigin(args.Rest.Origin())
	if args.from != nil {
		from = value.Combine(from, m.elementsFrom(args.from, args.start).Origin())
	}
	for _, v := range args.Known {
		from = value.Combine(from, v.Origin())
	}
	if from == 0 {
		return value.FromLiteral
	}
	return value.ElementOrigin(from)
}

// readWhole notes that a function reads all elements of an input table that it is given.
func (m *Machine) readWhole(v value.Value, e *syntax.CallExpr) {
	for _, s := range v.Tables() {
		if s.IsInput {
			m.whole(s.Input, asExpr(e))
		}
	}
}

// deepOrigin is the origin of a table's elements.
func (m *Machine) deepOrigin(v value.Value) value.Origin {
	from := value.Origin(0)
	for _, s := range v.Tables() {
		from = value.Combine(from, m.elementsFrom(s, 1).Origin())
	}
	return from
}

// extreme evaluates math.max and math.min.
func (m *Machine) extreme(greatest bool, args List) value.Value {
	d := value.Plain()
	var k kind.Set
	from := value.Origin(0)
	for i, a := range args.Known {
		k |= value.NumberKinds(a)
		from = value.Combine(from, a.Origin())
		lo, hi := a.Bounds()
		switch {
		case i == 0:
			d.Lo, d.Hi = lo, hi
		case greatest:
			d.Lo, d.Hi = max(d.Lo, lo), max(d.Hi, hi)
		default:
			d.Lo, d.Hi = min(d.Lo, lo), min(d.Hi, hi)
		}
	}
	if args.More() || k == 0 {
		return value.Of(k|kind.AnyNumber, value.Combine(from, m.All(args).Origin()))
	}
	return value.With(k, from, d)
}
