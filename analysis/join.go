package analysis

import (
	"math"
	"slices"
)

// The bounds on what a Value lists; beyond them it says less.
const (
	maxConsts = 8
	maxTables = 32
	maxFuncs  = 8
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
	return v.kinds&Table != 0 && (v.detail == nil || len(v.detail.tables) == 0 || v.detail.opaque)
}

// opaqueFuncs reports whether the value can be a function that it does not list.
func (v Value) opaqueFuncs() bool {
	return v.kinds&Func != 0 && (v.detail == nil || len(v.detail.funcs) == 0 || v.detail.opaque)
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

// join returns a value that is either a or b.
func (m *machine) join(a, b Value) Value {
	switch {
	case a == b || b.kinds == 0:
		return a
	case a.kinds == 0:
		return b
	}
	k, from := a.kinds|b.kinds, a.from|b.from
	if a.detail == nil && b.detail == nil {
		return Value{kinds: k, from: from}
	}
	da, db := a.details(), b.details()
	d := detail{
		consts: joinConsts(a, b, da.consts, db.consts),
		input:  joinInputs(da.input, db.input),
	}
	d.lo, d.hi = joinBounds(a, b)
	d.tables, d.opaque = m.joinTables(a, b)
	var opaqueFuncs bool
	d.funcs, opaqueFuncs = m.joinFuncs(a, b)
	d.opaque = d.opaque || opaqueFuncs
	if a.detail != nil && d.equal(a.detail) {
		return Value{kinds: k, from: from, detail: a.detail}
	}
	if b.detail != nil && d.equal(b.detail) {
		return Value{kinds: k, from: from, detail: b.detail}
	}
	return Value{kinds: k, from: from, detail: &d}
}

// joinConsts is the union of two lists of constants, or nil when some are unknown or they are
// too many.
func joinConsts(a, b Value, ca, cb []Const) []Const {
	const scalars = Number | String
	switch {
	case (a.kinds|b.kinds)&scalars == 0:
		return nil
	case a.kinds&scalars == 0:
		return cb
	case b.kinds&scalars == 0:
		return ca
	case len(ca) == 0 || len(cb) == 0:
		return nil
	}
	union := ca[:len(ca):len(ca)]
	for _, c := range cb {
		if !slices.Contains(union, c) {
			union = append(union, c)
		}
	}
	if len(union) > maxConsts {
		return nil
	}
	return union
}

func joinBounds(a, b Value) (lo, hi float64) {
	switch {
	case !a.numeric() && !b.numeric():
		return unbounded[0], unbounded[1]
	case !a.numeric():
		return b.Bounds()
	case !b.numeric():
		return a.Bounds()
	}
	alo, ahi := a.Bounds()
	blo, bhi := b.Bounds()
	return min(alo, blo), max(ahi, bhi)
}

func joinInputs(a, b InputRef) InputRef {
	switch {
	case a.Index == 0 || a == b:
		return b
	case b.Index == 0:
		return a
	default:
		return InputRef{Index: severalInputs}
	}
}

func (m *machine) joinTables(a, b Value) (union []*Shape, opaque bool) {
	ta, tb := a.tables(), b.tables()
	union = ta[:len(ta):len(ta)]
	for _, t := range tb {
		if slices.Contains(union, t) {
			continue
		}
		if len(union) == maxTables {
			opaque = true
			m.open(t, nil)
			continue
		}
		union = append(union, t)
	}
	return union, len(union) > 0 && (opaque || a.opaqueTables() || b.opaqueTables())
}

func (m *machine) joinFuncs(a, b Value) (union []callee, opaque bool) {
	fa, fb := a.funcs(), b.funcs()
	union = fa[:len(fa):len(fa)]
	for _, f := range fb {
		if slices.Contains(union, f) {
			continue
		}
		if len(union) == maxFuncs {
			opaque = true
			m.escapeFunc(f.fn)
			continue
		}
		union = append(union, f)
	}
	return union, len(union) > 0 && (opaque || a.opaqueFuncs() || b.opaqueFuncs())
}

func (d *detail) equal(e *detail) bool {
	return d == e || d.lo == e.lo && d.hi == e.hi && d.input == e.input && d.opaque == e.opaque &&
		slices.Equal(d.consts, e.consts) && slices.Equal(d.tables, e.tables) && slices.Equal(d.funcs, e.funcs)
}

// same reports whether two values say the same.
func same(a, b Value) bool {
	if a.kinds != b.kinds || a.from != b.from {
		return false
	}
	if a.detail == b.detail {
		return true
	}
	da, db := a.details(), b.details()
	return da.equal(&db)
}

// widen returns a value that covers the growth from old to grown and all further growth of the same
// sort, so that loops come to an end.
func widen(old, grown Value) Value {
	if grown.detail == nil || old.kinds == 0 {
		return grown
	}
	d := *grown.detail
	oldDetail := old.details()
	if !slices.Equal(oldDetail.consts, d.consts) {
		d.consts = nil
	}
	if d.lo < oldDetail.lo {
		d.lo = unbounded[0]
	}
	if d.hi > oldDetail.hi {
		d.hi = unbounded[1]
	}
	return Value{kinds: grown.kinds, from: grown.from, detail: &d}
}

// unsuggested is what an unknown value can be without any evidence for more.
const unsuggested = Unknown &^ (Nil | Int | Fraction | Numeral | Text)

// suggested returns the kinds that a value can have, without those of an unknown value that
// stand for evidence: that nothing is known does not suggest a fraction.
func (v Value) suggested() Kinds {
	if v.kinds == Unknown {
		return unsuggested
	}
	return v.kinds
}

// limit returns the value cut down to some kinds. A value that has none of them is
// left as it is: what looks impossible is then at least not called so.
func (v Value) limit(k Kinds) Value {
	left := v.suggested() & k
	if left == 0 || left == v.kinds {
		return v
	}
	lost := v.kinds &^ left
	v.kinds = left
	if v.detail == nil {
		return v
	}
	const scalars = Number | String
	if len(v.detail.consts) > 0 && lost&scalars != 0 {
		d := *v.detail
		d.consts = nil
		for _, c := range v.detail.consts {
			if constKind(c)&left != 0 {
				d.consts = append(d.consts, c)
			}
		}
		v.detail = &d
	}
	return v
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
