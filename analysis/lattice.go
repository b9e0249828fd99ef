package analysis

import (
	"cmp"
	"slices"
)

// The lattice of values. Both of its operations are pure: they change neither of their operands,
// nor any table or function that these list.
//
// Join says what holds of a value that is one of two, Meet what holds of one that is both. With
// Equal as equality, for all values that are well-formed:
//
//	Join(a, b) = Join(b, a)                     Meet(a, b) = Meet(b, a)
//	Join(a, Join(b, c)) = Join(Join(a, b), c)   Meet(a, Meet(b, c)) = Meet(Meet(a, b), c)
//	Join(a, a) = a                              Meet(a, a) = a
//	Join(a, Value{}) = a                        Meet(a, anything) = a
//	                                            Meet(a, Value{}) = Value{}
//
// It follows that both are monotone: what is joined to more becomes no less. They are sound: what a
// or b can be, so can Join(a, b); what both a and b can be, so can Meet(a, b), and nothing that only
// one of them can be. Nothing is above all values, as any number of tables can be listed. A test
// tries all this on random values.
//
// A value lists what it can be up to a bound, beyond which it says less. What Join then no
// longer lists is its overflow: whoever relies on tables being listed where they are changed has
// to take those for changed by anyone.

// The bounds on what a Value lists; beyond them it says less.
const (
	maxConsts = 8
	maxTables = 32
	maxFuncs  = 8
)

// overflow is what a join does not list any more of what its operands list.
type overflow struct {
	tables []*Shape
	funcs  []callee
}

// Join returns what is known of a value that is either a or b, and what it no longer lists; the
// overflow is nil when that is nothing.
func Join(a, b Value) (Value, *overflow) {
	switch {
	case a == b || b.kinds == 0:
		return a, nil
	case a.kinds == 0:
		return b, nil
	}
	k, from := a.kinds|b.kinds, a.from|b.from
	if a.detail == nil && b.detail == nil {
		return Value{kinds: k, from: from}, nil
	}
	da, db := a.details(), b.details()
	d := detail{
		consts: joinConsts(a, b),
		input:  joinInputs(da.input, db.input),
	}
	d.lo, d.hi = joinBounds(a, b)
	var over *overflow
	tables, lost := joinTables(a, b)
	if d.tables = tables; len(lost) > 0 {
		over = &overflow{tables: lost}
	}
	d.moreTables = len(d.tables) > 0 && (len(lost) > 0 || a.opaqueTables() || b.opaqueTables())
	funcs, lostFuncs := joinFuncs(a, b)
	if d.funcs = funcs; len(lostFuncs) > 0 {
		if over == nil {
			over = &overflow{}
		}
		over.funcs = lostFuncs
	}
	d.moreFuncs = len(d.funcs) > 0 && (len(lostFuncs) > 0 || a.opaqueFuncs() || b.opaqueFuncs())
	switch {
	case a.detail != nil && d.same(a.detail):
		return Value{kinds: k, from: from, detail: a.detail}, over
	case b.detail != nil && d.same(b.detail):
		return Value{kinds: k, from: from, detail: b.detail}, over
	}
	return Value{kinds: k, from: from, detail: &d}, over
}

// joinAll is Join of values of which nothing is changed any more, so that nobody needs the overflow.
func joinAll(vs ...Value) Value {
	var all Value
	for _, v := range vs {
		all, _ = Join(all, v)
	}
	return all
}

const scalars = Number | String

// joinConsts is the union of the constants of two values, or nil when some are unknown or they are
// too many.
func joinConsts(a, b Value) []Const {
	ca, cb := a.Consts(), b.Consts()
	switch {
	case a.kinds&scalars == 0:
		return cb
	case b.kinds&scalars == 0:
		return ca
	case len(ca) == 0 || len(cb) == 0:
		return nil
	}
	return addConsts(ca, cb)
}

// addConsts is the union of two lists of constants; nil when they are too many.
func addConsts(ca, cb []Const) []Const {
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

// joinTables is the union of the tables that two values list: of too many those that were made first.
func joinTables(a, b Value) (union, lost []*Shape) {
	union = unite(a.tables(), b.tables())
	if len(union) > maxTables {
		union = slices.SortedFunc(slices.Values(union), func(s, t *Shape) int { return s.serial - t.serial })
		union, lost = union[:maxTables:maxTables], union[maxTables:]
	}
	return union, lost
}

// joinFuncs is the union of the functions that two values list: of too many the script's first.
func joinFuncs(a, b Value) (union, lost []callee) {
	union = unite(a.funcs(), b.funcs())
	if len(union) > maxFuncs {
		union = slices.SortedFunc(slices.Values(union), callee.compare)
		union, lost = union[:maxFuncs:maxFuncs], union[maxFuncs:]
	}
	return union, lost
}

// unite is the union of two lists, those of a first; it is a where b adds nothing.
func unite[T comparable](a, b []T) []T {
	union := a[:len(a):len(a)]
	for _, x := range b {
		if !slices.Contains(a, x) {
			union = append(union, x)
		}
	}
	return union
}

// compare orders functions: the script's by their place, then libraries' by their name.
func (c callee) compare(d callee) int {
	switch {
	case c.fn != nil && d.fn != nil:
		return c.fn.From - d.fn.From
	case c.fn != nil:
		return -1
	case d.fn != nil:
		return 1
	default:
		return cmp.Compare(c.lib.String(), d.lib.String())
	}
}

// Meet returns what is known of a value that is both a and b; the zero Value when there is
// none. It has the origins and inputs of both.
func Meet(a, b Value) Value {
	if a == b {
		return a
	}
	v := Value{kinds: meetKinds(a.kinds, b.kinds), from: a.from | b.from}
	if v.kinds == 0 {
		return Value{}
	}
	if a.detail == nil && b.detail == nil {
		return v
	}
	if b.detail == nil && a.detail.fits(v.kinds) {
		v.detail = a.detail
		return v
	}
	da, db := a.details(), b.details()
	d := detail{input: joinInputs(da.input, db.input), lo: max(da.lo, db.lo), hi: min(da.hi, db.hi)}
	if d.lo > d.hi {
		v.kinds = withoutNumbers(v.kinds)
	}
	var none bool
	if d.consts, none = meetConsts(a, b, v.kinds); none {
		v.kinds &^= scalars
	} else if len(d.consts) > 0 {
		v.kinds &^= scalars
		for _, c := range d.consts {
			v.kinds |= constKind(c)
		}
	}
	d.tables, d.moreTables = meetLists(da.tables, db.tables, a.opaqueTables(), b.opaqueTables())
	if len(d.tables) == 0 && !d.moreTables {
		v.kinds &^= Table
	}
	d.funcs, d.moreFuncs = meetLists(da.funcs, db.funcs, a.opaqueFuncs(), b.opaqueFuncs())
	if len(d.funcs) == 0 && !d.moreFuncs {
		v.kinds &^= Func
	}
	if v.kinds == 0 {
		return Value{}
	}
	v.detail = &d
	return v.wellFormed()
}

// sorts are the sets of kinds of which one stands for all: it says nothing of what the others tell apart.
var sorts = [...]struct{ any, all Kinds }{{AnyString, String}, {AnyNumber, Number}, {Absent, AbsentOrNil}}

// meetKinds is the kinds that a value can be of which two sets are known. A kind that stands for
// all of a sort, such as AnyString, leaves open what the other set tells apart.
func meetKinds(a, b Kinds) Kinds {
	k := a & b
	for _, sort := range sorts {
		if a&sort.any != 0 {
			k |= b & sort.all
		}
		if b&sort.any != 0 {
			k |= a & sort.all
		}
	}
	return k
}

// withoutNumbers is the kinds that are left of what is no number, and no string that reads as one.
func withoutNumbers(k Kinds) Kinds {
	if k&AnyString != 0 {
		k |= Text
	}
	return k &^ (Number | Numeral | AnyString)
}

// meetConsts is the constants of one of some kinds that both values can be; none is set when both
// are known and have none in common.
func meetConsts(a, b Value, k Kinds) (both []Const, none bool) {
	ca, cb := a.Consts(), b.Consts()
	if len(ca) == 0 {
		ca, cb = cb, ca
	}
	if len(ca) == 0 {
		return nil, false
	}
	for _, c := range ca {
		if (len(cb) == 0 || slices.Contains(cb, c)) && kindsOf(c)&k != 0 {
			both = append(both, c)
		}
	}
	return both, len(both) == 0
}

// kindsOf is the kinds that stand for a constant.
func kindsOf(c Const) Kinds {
	if c.IsString {
		return constKind(c) | AnyString
	}
	return constKind(c) | AnyNumber
}

// meetLists is what two values can be that each list something and are open, or not, for more.
func meetLists[T comparable](a, b []T, moreA, moreB bool) (both []T, more bool) {
	for _, x := range a {
		if moreB || slices.Contains(b, x) {
			both = append(both, x)
		}
	}
	if moreA {
		both = unite(both, b)
	}
	return both, moreA && moreB
}

// fits reports whether details say nothing about other kinds than these.
func (d *detail) fits(k Kinds) bool {
	v := Value{kinds: k}
	switch {
	case len(d.consts) > 0 && slices.ContainsFunc(d.consts, func(c Const) bool { return kindsOf(c)&k == 0 }):
	case !v.numeric() && (d.lo != unbounded[0] || d.hi != unbounded[1]):
	case k&Table == 0 && len(d.tables) > 0:
	case k&Func == 0 && len(d.funcs) > 0:
	default:
		return true
	}
	return false
}

// wellFormed drops the details that the kinds leave no room for.
func (v Value) wellFormed() Value {
	if v.detail == nil {
		return v
	}
	d := *v.detail
	if v.kinds&scalars == 0 {
		d.consts = nil
	}
	if !v.numeric() {
		d.lo, d.hi = unbounded[0], unbounded[1]
	}
	if v.kinds&Table == 0 {
		d.tables, d.moreTables = nil, false
	}
	if v.kinds&Func == 0 {
		d.funcs, d.moreFuncs = nil, false
	}
	d.moreTables = d.moreTables && len(d.tables) > 0
	d.moreFuncs = d.moreFuncs && len(d.funcs) > 0
	if empty := plain(); d.same(&empty) {
		v.detail = nil
		return v
	}
	v.detail = &d
	return v
}

// same reports whether two details say the same in the same order, which is what is quickly told.
func (d *detail) same(e *detail) bool {
	return d == e || d.lo == e.lo && d.hi == e.hi && d.input == e.input && d.moreTables == e.moreTables && d.moreFuncs == e.moreFuncs &&
		slices.Equal(d.consts, e.consts) && slices.Equal(d.tables, e.tables) && slices.Equal(d.funcs, e.funcs)
}

// Equal reports whether two values say the same. The order of what they list is of no meaning.
func Equal(a, b Value) bool {
	if a.kinds != b.kinds || a.from != b.from {
		return false
	}
	if a.detail == b.detail {
		return true
	}
	da, db := a.details(), b.details()
	return da.same(&db) || da.lo == db.lo && da.hi == db.hi && da.input == db.input && da.moreTables == db.moreTables && da.moreFuncs == db.moreFuncs &&
		sameSet(da.consts, db.consts) && sameSet(da.tables, db.tables) && sameSet(da.funcs, db.funcs)
}

// sameSet reports whether two lists without repetitions have the same elements.
func sameSet[T comparable](a, b []T) bool {
	return len(a) == len(b) && !slices.ContainsFunc(a, func(x T) bool { return !slices.Contains(b, x) })
}

// Widen returns a value that covers the growth from old to grown and all further growth of the same
// sort, so that loops come to an end.
func Widen(old, grown Value) Value {
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
