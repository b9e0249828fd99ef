package value

import (
	"math"

	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/parser/syntax"
)

// Unary evaluates "-x", "not x" and "#x".
func Unary(op syntax.Op, x Value) Value {
	switch op {
	case syntax.OpNot:
		switch {
		case x.Is(kind.Falsy):
			return Of(kind.True, x.from)
		case x.Is(kind.Unknown &^ kind.Falsy):
			return Of(kind.False, x.from)
		}
		return Of(kind.Bool, x.from)
	case syntax.OpLen:
		d := Plain()
		d.Lo = leastLength(x)
		return With(kind.Int, Combine(x.from, FromLiteral), d)
	default:
		d := Plain()
		lo, hi := x.Bounds()
		d.Lo, d.Hi = -hi, -lo
		for _, c := range x.Consts() {
			if n, ok := constNumber(c); ok {
				d.Consts = append(d.Consts, Const{Num: -n})
			}
		}
		return With(NumberKinds(x), x.from, d)
	}
}

// leastLength is the least that "#x" can be.
func leastLength(x Value) float64 {
	s := x.Shape()
	if s == nil || s.Open || s.Moved || s.IsInput || !x.Is(kind.Table) {
		return 0
	}
	for i := range s.Items {
		if s.Items[i].Can(kind.AbsentOrNil) {
			return float64(i) // anything from there on may be missing; Lua may then count less
		}
	}
	return float64(len(s.Items))
}

// constNumber is a constant as arithmetic sees it.
func constNumber(c Const) (float64, bool) {
	if c.IsString {
		return parseNumeral(c.Str)
	}
	return c.Num, true
}

// NumberKinds is what kinds of number a value is to arithmetic, which also takes
// strings that read as numbers.
func NumberKinds(v Value) kind.Set {
	k := v.Suggested() & kind.Number
	if cs := v.Consts(); len(cs) > 0 && v.Is(kind.Number|kind.String) {
		k = 0
		for _, c := range cs {
			if n, ok := constNumber(c); ok {
				k |= constKind(Const{Num: n})
			}
		}
	} else if v.kinds&kind.String != 0 {
		k |= kind.AnyNumber
	}
	if k == 0 {
		return kind.AnyNumber
	}
	return k
}

// Arithmetic evaluates "x + y" and its kin.
func Arithmetic(op syntax.Op, x, y Value) Value {
	kx, ky := NumberKinds(x), NumberKinds(y)
	var k kind.Set
	if kx&kind.Int != 0 && ky&kind.Int != 0 {
		k |= kind.Int
		switch op {
		case syntax.OpDiv:
			k = 0
		case syntax.OpPow:
			if n, ok := y.Number(); !ok || n < 0 {
				k = kind.AnyNumber
			}
		}
	}
	k |= (kx | ky) & (kind.Fraction | kind.AnyNumber)
	if op == syntax.OpDiv || kx == kind.Fraction || ky == kind.Fraction {
		k = kind.Fraction
	}
	from := Combine(x.from, y.from)
	d := Plain()
	d.Lo, d.Hi = arithmeticBounds(op, x, y)
	if cx, cy := x.Consts(), y.Consts(); len(cx)*len(cy) > 0 && len(cx)*len(cy) <= maxConsts && x.Is(kind.Number|kind.String) && y.Is(kind.Number|kind.String) {
		k = 0
		for _, a := range cx {
			for _, b := range cy {
				na, oka := constNumber(a)
				nb, okb := constNumber(b)
				if !oka || !okb {
					continue
				}
				c := Const{Num: calculate(op, na, nb)}
				if math.IsNaN(c.Num) {
					return Of(kind.AnyNumber, from)
				}
				k |= constKind(c)
				d.Consts = addConsts(d.Consts, []Const{c})
			}
		}
		if k == 0 {
			return Of(kind.AnyNumber, from)
		}
		d.Lo, d.Hi = math.Inf(1), math.Inf(-1)
		for _, c := range d.Consts {
			d.Lo, d.Hi = min(d.Lo, c.Num), max(d.Hi, c.Num)
		}
	}
	return With(k, from, d)
}

func calculate(op syntax.Op, a, b float64) float64 {
	switch op {
	case syntax.OpAdd:
		return a + b
	case syntax.OpSub:
		return a - b
	case syntax.OpMul:
		return a * b
	case syntax.OpDiv:
		return a / b
	case syntax.OpMod:
		return a - math.Floor(a/b)*b
	case syntax.OpPow:
		return math.Pow(a, b)
	}
	return math.NaN()
}

func arithmeticBounds(op syntax.Op, x, y Value) (lo, hi float64) {
	xl, xh := x.Bounds()
	yl, yh := y.Bounds()
	switch op {
	case syntax.OpAdd:
		lo, hi = xl+yl, xh+yh
	case syntax.OpSub:
		lo, hi = xl-yh, xh-yl
	case syntax.OpMul:
		a, b, c, d := times(xl, yl), times(xl, yh), times(xh, yl), times(xh, yh)
		lo, hi = min(a, b, c, d), max(a, b, c, d)
	case syntax.OpDiv:
		if yl <= 0 {
			return unbounded[0], unbounded[1]
		}
		lo, hi = min(xl/yl, xl/yh), max(xh/yl, xh/yh)
	case syntax.OpMod:
		if yl <= 0 {
			return unbounded[0], unbounded[1]
		}
		lo, hi = 0, yh
		if NumberKinds(x)|NumberKinds(y) == kind.Int {
			hi = yh - 1
		}
	default:
		return unbounded[0], unbounded[1]
	}
	if math.IsNaN(lo) || math.IsNaN(hi) {
		return unbounded[0], unbounded[1]
	}
	return lo, hi
}

// times multiplies bounds, of which 0 · ∞ is 0.
func times(a, b float64) float64 {
	if a == 0 || b == 0 {
		return 0
	}
	return a * b
}
