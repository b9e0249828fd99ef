package value

import (
	"cmp"
	"github.com/luagen/luagen/analysis/kind"
	"slices"
)

// The bounds on what a Value lists; beyond them it says less.
const (
	maxConsts = 8
	maxTables = 32
	maxFuncs  = 8
)

// Overflow is what a join does not list any more of what its operands list.
type Overflow struct {
	Tables []*Shape
	Funcs  []Callee
}

// Join returns what is known of a value that is either a or b, and what it no longer lists; the
// overflow is nil when that is nothing.
func Join(a, b Value) (Value, *Overflow) {
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
	d := Detail{
		Consts: joinConsts(a, b),
		Input:  joinInputs(da.Input, db.Input),
	}
	d.Lo, d.Hi = joinBounds(a, b)
	var over *Overflow
	tables, lost := joinTables(a, b)
	if d.Tables = tables; len(lost) > 0 {
		over = &Overflow{Tables: lost}
	}
	d.MoreTables = len(d.Tables) > 0 && (len(lost) > 0 || a.OpaqueTables() || b.OpaqueTables())
	funcs, lostFuncs := joinFuncs(a, b)
	if d.Funcs = funcs; len(lostFuncs) > 0 {
		if over == nil {
			over = &Overflow{}
		}
		over.Funcs = lostFuncs
	}
	d.MoreFuncs = len(d.Funcs) > 0 && (len(lostFuncs) > 0 || a.OpaqueFuncs() || b.OpaqueFuncs())
	switch {
	case a.detail != nil && d.same(a.detail):
		return Value{kinds: k, from: from, detail: a.detail}, over
	case b.detail != nil && d.same(b.detail):
		return Value{kinds: k, from: from, detail: b.detail}, over
	}
	return Value{kinds: k, from: from, detail: &d}, over
}

// JoinAll is Join of values of which nothing is changed any more, so that nobody needs the overflow.
func JoinAll(vs ...Value) Value {
	var all Value
	for _, v := range vs {
		all, _ = Join(all, v)
	}
	return all
}

const scalars = kind.Number | kind.String

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
	union = unite(a.Tables(), b.Tables())
	if len(union) > maxTables {
		union = slices.SortedFunc(slices.Values(union), func(s, t *Shape) int { return s.Serial - t.Serial })
		union, lost = union[:maxTables:maxTables], union[maxTables:]
	}
	return union, lost
}

// joinFuncs is the union of the functions that two values list: of too many the script's first.
func joinFuncs(a, b Value) (union, lost []Callee) {
	union = unite(a.Funcs(), b.Funcs())
	if len(union) > maxFuncs {
		union = slices.SortedFunc(slices.Values(union), Callee.compare)
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
func (c Callee) compare(d Callee) int {
	switch {
	case c.Func != nil && d.Func != nil:
		return c.Func.From - d.Func.From
	case c.Func != nil:
		return -1
	case d.Func != nil:
		return 1
	default:
		return cmp.Compare(c.Lib.String(), d.Lib.String())
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
	d := Detail{Input: joinInputs(da.Input, db.Input), Lo: max(da.Lo, db.Lo), Hi: min(da.Hi, db.Hi)}
	if d.Lo > d.Hi {
		v.kinds = withoutNumbers(v.kinds)
	}
	var none bool
	if d.Consts, none = meetConsts(a, b, v.kinds); none {
		v.kinds &^= scalars
	} else if len(d.Consts) > 0 {
		v.kinds &^= scalars
		for _, c := range d.Consts {
			v.kinds |= constKind(c)
		}
	}
	d.Tables, d.MoreTables = meetLists(da.Tables, db.Tables, a.OpaqueTables(), b.OpaqueTables())
	if len(d.Tables) == 0 && !d.MoreTables {
		v.kinds &^= kind.Table
	}
	d.Funcs, d.MoreFuncs = meetLists(da.Funcs, db.Funcs, a.OpaqueFuncs(), b.OpaqueFuncs())
	if len(d.Funcs) == 0 && !d.MoreFuncs {
		v.kinds &^= kind.Func
	}
	if v.kinds == 0 {
		return Value{}
	}
	v.detail = &d
	return v.wellFormed()
}

// sorts are the sets of kinds of which one stands for all: it says nothing of what the others tell apart.
var sorts = [...]struct{ any, all kind.Set }{{kind.AnyString, kind.String}, {kind.AnyNumber, kind.Number}, {kind.Absent, kind.AbsentOrNil}}

// meetKinds is the kinds that a value can be of which two sets are known. A kind that stands for
// all of a sort, such as AnyString, leaves open what the other set tells apart.
func meetKinds(a, b kind.Set) kind.Set {
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
func withoutNumbers(k kind.Set) kind.Set {
	if k&kind.AnyString != 0 {
		k |= kind.Text
	}
	return k &^ (kind.Number | kind.Numeral | kind.AnyString)
}

// meetConsts is the constants of one of some kinds that both values can be; none is set when both
// are known and have none in common.
func meetConsts(a, b Value, k kind.Set) (both []Const, none bool) {
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
func kindsOf(c Const) kind.Set {
	if c.IsString {
		return constKind(c) | kind.AnyString
	}
	return constKind(c) | kind.AnyNumber
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
func (d *Detail) fits(k kind.Set) bool {
	v := Value{kinds: k}
	switch {
	case len(d.Consts) > 0 && slices.ContainsFunc(d.Consts, func(c Const) bool { return kindsOf(c)&k == 0 }):
	case !v.numeric() && (d.Lo != unbounded[0] || d.Hi != unbounded[1]):
	case k&kind.Table == 0 && len(d.Tables) > 0:
	case k&kind.Func == 0 && len(d.Funcs) > 0:
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
		d.Consts = nil
	}
	if !v.numeric() {
		d.Lo, d.Hi = unbounded[0], unbounded[1]
	}
	if v.kinds&kind.Table == 0 {
		d.Tables, d.MoreTables = nil, false
	}
	if v.kinds&kind.Func == 0 {
		d.Funcs, d.MoreFuncs = nil, false
	}
	d.MoreTables = d.MoreTables && len(d.Tables) > 0
	d.MoreFuncs = d.MoreFuncs && len(d.Funcs) > 0
	if empty := Plain(); d.same(&empty) {
		v.detail = nil
		return v
	}
	v.detail = &d
	return v
}

// same reports whether two details say the same in the same order, which is what is quickly told.
func (d *Detail) same(e *Detail) bool {
	return d == e || d.Lo == e.Lo && d.Hi == e.Hi && d.Input == e.Input && d.MoreTables == e.MoreTables && d.MoreFuncs == e.MoreFuncs &&
		slices.Equal(d.Consts, e.Consts) && slices.Equal(d.Tables, e.Tables) && slices.Equal(d.Funcs, e.Funcs)
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
	return da.same(&db) || da.Lo == db.Lo && da.Hi == db.Hi && da.Input == db.Input && da.MoreTables == db.MoreTables && da.MoreFuncs == db.MoreFuncs &&
		sameSet(da.Consts, db.Consts) && sameSet(da.Tables, db.Tables) && sameSet(da.Funcs, db.Funcs)
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
	if !slices.Equal(oldDetail.Consts, d.Consts) {
		d.Consts = nil
	}
	if d.Lo < oldDetail.Lo {
		d.Lo = unbounded[0]
	}
	if d.Hi > oldDetail.Hi {
		d.Hi = unbounded[1]
	}
	return Value{kinds: grown.kinds, from: grown.from, detail: &d}
}
