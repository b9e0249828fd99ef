package analysis

import (
	"math"

	"github.com/luagen/luagen/parser/syntax"
)

// unary evaluates "-x", "not x" and "#x".
func unary(op syntax.Op, x Value) Value {
	switch op {
	case syntax.OpNot:
		switch {
		case x.Is(Falsy):
			return of(True, x.from)
		case x.Is(Unknown &^ Falsy):
			return of(False, x.from)
		}
		return of(Bool, x.from)
	case syntax.OpLen:
		d := plain()
		d.lo = leastLength(x)
		return with(Int, combine(x.from, FromLiteral), d)
	default:
		d := plain()
		lo, hi := x.Bounds()
		d.lo, d.hi = -hi, -lo
		for _, c := range x.Consts() {
			if n, ok := constNumber(c); ok {
				d.consts = append(d.consts, Const{Num: -n})
			}
		}
		return with(numberKinds(x), x.from, d)
	}
}

// leastLength is the least that "#x" can be.
func leastLength(x Value) float64 {
	s := x.Shape()
	if s == nil || s.Open || s.moved || s.isInput || !x.Is(Table) {
		return 0
	}
	for i := range s.Items {
		if s.Items[i].Can(AbsentOrNil) {
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

// numberKinds is what kinds of number a value is to arithmetic, which also takes
// strings that read as numbers.
func numberKinds(v Value) Kinds {
	k := v.suggested() & Number
	if cs := v.Consts(); len(cs) > 0 && v.Is(Number|String) {
		k = 0
		for _, c := range cs {
			if n, ok := constNumber(c); ok {
				k |= constKind(Const{Num: n})
			}
		}
	} else if v.kinds&String != 0 {
		k |= AnyNumber
	}
	if k == 0 {
		return AnyNumber
	}
	return k
}

// arithmetic evaluates "x + y" and its kin.
func arithmetic(op syntax.Op, x, y Value) Value {
	kx, ky := numberKinds(x), numberKinds(y)
	var k Kinds
	if kx&Int != 0 && ky&Int != 0 {
		k |= Int
		switch op {
		case syntax.OpDiv:
			k = 0
		case syntax.OpPow:
			if n, ok := y.Number(); !ok || n < 0 {
				k = AnyNumber
			}
		}
	}
	k |= (kx | ky) & (Fraction | AnyNumber)
	if op == syntax.OpDiv || kx == Fraction || ky == Fraction {
		k = Fraction
	}
	from := combine(x.from, y.from)
	d := plain()
	d.lo, d.hi = arithmeticBounds(op, x, y)
	if cx, cy := x.Consts(), y.Consts(); len(cx)*len(cy) > 0 && len(cx)*len(cy) <= maxConsts && x.Is(Number|String) && y.Is(Number|String) {
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
					return of(AnyNumber, from)
				}
				k |= constKind(c)
				d.consts = addConsts(d.consts, []Const{c})
			}
		}
		if k == 0 {
			return of(AnyNumber, from)
		}
		d.lo, d.hi = math.Inf(1), math.Inf(-1)
		for _, c := range d.consts {
			d.lo, d.hi = min(d.lo, c.Num), max(d.hi, c.Num)
		}
	}
	return with(k, from, d)
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
