package value

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/analysis/library"
	"github.com/luagen/luagen/parser/syntax"
)

// valueMaker makes random well-formed values.
type valueMaker struct {
	*rand.Rand
	tables []*Shape
	funcs  []Callee
	consts []Const
}

func newValueMaker(seed uint64) *valueMaker {
	m := &valueMaker{Rand: rand.New(rand.NewPCG(seed, 7))}
	for i := range maxTables + 9 {
		m.tables = append(m.tables, &Shape{Serial: i})
	}
	for i := range maxFuncs + 2 {
		m.funcs = append(m.funcs, Callee{Func: &syntax.FuncExpr{Place: syntax.Place{Range: syntax.Range{From: i}}}})
	}
	for f := range library.Functions() {
		m.funcs = append(m.funcs, Callee{Lib: f})
	}
	for _, s := range []string{"", "x", "12", "-1", "0x10", "1e3", "inf", "word"} {
		m.consts = append(m.consts, Const{IsString: true, Str: s})
	}
	for _, n := range []float64{0, 1, 2.5, -1, 12, 1e15, math.Inf(1)} {
		m.consts = append(m.consts, Const{Num: n})
	}
	return m
}

// some returns up to n of the elements of a list.
func some[T any](m *valueMaker, list []T, n int) []T {
	var picked []T
	for _, i := range m.Perm(len(list))[:m.IntN(n+1)] {
		picked = append(picked, list[i])
	}
	return picked
}

func (m *valueMaker) value() Value {
	first, second := kind.Set(m.Uint32()), kind.Set(m.Uint32()) // both, so that sets are small
	v := Value{kinds: first & second & kind.Unknown, from: Origin(m.Uint32()) & (KeysElement<<1 - 1)}
	switch {
	case v.kinds == 0:
		return Value{}
	case m.IntN(4) == 0:
		return v
	}
	d := Plain()
	if cs := some(m, m.consts, 5); len(cs) > 0 && m.IntN(2) == 0 {
		v.kinds &^= scalars
		for _, c := range cs {
			v.kinds |= constKind(c)
		}
		d.Consts = cs
	}
	if m.IntN(2) == 0 {
		d.Lo = float64(m.IntN(20) - 10)
	}
	if m.IntN(2) == 0 {
		d.Hi = max(d.Lo, float64(m.IntN(20)))
	}
	for _, c := range d.Consts { // every constant is within the bounds
		if n, ok := constNumber(c); ok {
			d.Lo, d.Hi = min(d.Lo, n), max(d.Hi, n)
		}
	}
	d.Tables, d.MoreTables = some(m, m.tables, [...]int{2, maxTables}[m.IntN(2)]), m.IntN(2) == 0
	d.Funcs, d.MoreFuncs = some(m, m.funcs, maxFuncs), m.IntN(2) == 0
	d.Input = []InputRef{{}, {KEYS, 1}, {ARGV, 1}, {ARGV, 2}, {Index: severalInputs}}[m.IntN(5)]
	v.detail = &d
	return v.wellFormed()
}

func joined(a, b Value) Value {
	v, _ := Join(a, b)
	return v
}

// TestLatticeLaws tries the laws that lattice.go states.
func TestLatticeLaws(t *testing.T) {
	values := 30000
	if testing.Short() {
		values = 6000
	}
	for _, op := range []struct {
		name string
		do   func(a, b Value) Value
	}{{"Join", joined}, {"Meet", Meet}} {
		m := newValueMaker(1)
		for range values {
			a, b, c := m.value(), m.value(), m.value()
			if again := op.do(a, Value{a.kinds, a.from, copied(a.detail)}); !Equal(again, a) {
				t.Fatalf("%s(a, a) is %s for a = %s", op.name, show(again), show(a))
			}
			ab, ba := op.do(a, b), op.do(b, a)
			if !Equal(ab, ba) {
				t.Fatalf("%s(a, b) is %s, %[1]s(b, a) %s\na = %s\nb = %s", op.name, show(ab), show(ba), show(a), show(b))
			}
			left, right := op.do(ab, c), op.do(a, op.do(b, c))
			if !Equal(left, right) {
				t.Fatalf("%s(%[1]s(a, b), c) is %s, %[1]s(a, %[1]s(b, c)) %s\na = %s\nb = %s\nc = %s", op.name, show(left), show(right), show(a), show(b), show(c))
			}
			if !Equal(ab, ab.wellFormed()) {
				t.Fatalf("%s(a, b) is not well-formed: %s\na = %s\nb = %s", op.name, show(ab), show(a), show(b))
			}
			// Monotone: whoever adds to a adds to the result.
			if more := op.do(op.do(a, c), b); !Equal(op.do(more, ab), more) {
				t.Fatalf("%s is not monotone: %s, with more %s", op.name, show(ab), show(more))
			}
		}
	}
	m := newValueMaker(2)
	for range values {
		a := m.value()
		if got := joined(a, Value{}); !Equal(got, a) {
			t.Fatalf("Join(%s, nothing) is %s", show(a), show(got))
		}
		if got := Meet(a, Value{}); !Equal(got, Value{}) {
			t.Fatalf("Meet(%s, nothing) is %s", show(a), show(got))
		}
		if got := Meet(a, Of(unsuggested, 0)); !Equal(got, a) {
			t.Fatalf("Meet(%s, anything) is %s", show(a), show(got))
		}
	}
}

func copied(d *Detail) *Detail {
	if d == nil {
		return nil
	}
	c := *d
	return &c
}

// TestLatticeIsSound compares what the operands hold with what the results do.
func TestLatticeIsSound(t *testing.T) {
	m := newValueMaker(3)
	for range 10000 {
		a, b := m.value(), m.value()
		either, both := joined(a, b), Meet(a, b)
		for _, x := range m.runtimeValues() {
			inA, inB := a.holds(x), b.holds(x)
			if (inA || inB) && !either.holds(x) {
				t.Fatalf("Join loses %+v: %s\na = %s\nb = %s", x, show(either), show(a), show(b))
			}
			if inA && inB && !both.holds(x) {
				t.Fatalf("Meet loses %+v: %s\na = %s\nb = %s", x, show(both), show(a), show(b))
			}
		}
	}
}

// runtimeValue is a value as Lua has it.
type runtimeValue struct {
	kinds kind.Set // any of these stands for it
	c     *Const
	table *Shape
	fn    *Callee
}

func (m *valueMaker) runtimeValues() []runtimeValue {
	xs := []runtimeValue{{kinds: kind.AbsentOrNil}, {kinds: kind.True}, {kinds: kind.False}, {kinds: kind.Other}}
	for i := range m.consts {
		xs = append(xs, runtimeValue{kinds: kindsOf(m.consts[i]), c: &m.consts[i]})
	}
	for i := range 3 {
		xs = append(xs, runtimeValue{kinds: kind.Func, fn: &m.funcs[i]})
		for _, k := range []kind.Set{kind.Array, kind.Status, kind.ErrorTable} {
			xs = append(xs, runtimeValue{kinds: k, table: m.tables[i]})
		}
	}
	return xs
}

// holds reports whether a value may be the one at run time.
func (v Value) holds(x runtimeValue) bool {
	switch {
	case !v.Can(x.kinds):
		return false
	case x.table != nil:
		return v.OpaqueTables() || slices.Contains(v.Tables(), x.table)
	case x.fn != nil:
		return v.OpaqueFuncs() || slices.Contains(v.Funcs(), *x.fn)
	case x.c == nil:
		return true
	}
	if n, ok := constNumber(*x.c); ok {
		if lo, hi := v.Bounds(); n < lo || n > hi {
			return false
		}
	}
	return len(v.Consts()) == 0 || slices.Contains(v.Consts(), *x.c)
}

// TestJoinTellsItsOverflow says that a table or function that a join does not list any more is in
// the overflow, and no other.
func TestJoinTellsItsOverflow(t *testing.T) {
	m := newValueMaker(4)
	lost := 0
	for range 20000 {
		a, b := m.value(), m.value()
		v, over := Join(a, b)
		if over == nil {
			over = &Overflow{}
		}
		lost += len(over.Tables)
		if !sameSet(append(v.Tables(), over.Tables...), unite(a.Tables(), b.Tables())) {
			t.Fatalf("%d tables are listed and %d overflow\na = %s\nb = %s", len(v.Tables()), len(over.Tables), show(a), show(b))
		}
		if !sameSet(append(v.Funcs(), over.Funcs...), unite(a.Funcs(), b.Funcs())) {
			t.Fatalf("%d functions are listed and %d overflow\na = %s\nb = %s", len(v.Funcs()), len(over.Funcs), show(a), show(b))
		}
		if len(over.Tables) > 0 && !v.OpaqueTables() || len(over.Funcs) > 0 && !v.OpaqueFuncs() {
			t.Fatalf("something overflows and the value is not open for more: %s", show(v))
		}
	}
	if lost == 0 {
		t.Error("no join had too many tables")
	}
}

// TestWidenCovers says that widening only ever says less.
func TestWidenCovers(t *testing.T) {
	m := newValueMaker(5)
	for range 5000 {
		old, v := m.value(), m.value()
		grown := joined(old, v)
		wide := Widen(old, grown)
		for _, x := range m.runtimeValues() {
			if grown.holds(x) && !wide.holds(x) {
				t.Fatalf("Widen loses %+v: %s of %s", x, show(wide), show(grown))
			}
		}
		if twice := Widen(wide, joined(wide, v)); !Equal(twice, wide) {
			t.Fatalf("widening goes on: %s, then %s", show(wide), show(twice))
		}
	}
}

// show writes all that a value says.
func show(v Value) string {
	d := v.details()
	s := fmt.Sprintf("kinds %b from %b %v in [%v, %v] of input %v", v.kinds, v.from, d.Consts, d.Lo, d.Hi, d.Input)
	for _, t := range d.Tables {
		s += fmt.Sprintf(", table %d", t.Serial)
	}
	for _, f := range d.Funcs {
		s += fmt.Sprintf(", function %p%p", f.Func, f.Lib)
	}
	return s + fmt.Sprintf(", more tables %v, more functions %v", d.MoreTables, d.MoreFuncs)
}
