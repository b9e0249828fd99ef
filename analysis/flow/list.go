package flow

import (
	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/analysis/value"
)

// List is what a list of expressions yields: single values, then perhaps more of
// which the number is not known.
type List struct {
	Known []value.Value
	// Rest is what each further value can be; the zero Value when there are none.
	Rest value.Value
	// from is the table whose elements the further values are, in order, from start on;
	// nil when they are just any of rest.
	from  *value.Shape
	start int
}

// More reports whether there may be more values than those listed.
func (vs List) More() bool { return vs.Rest.Kinds() != 0 || vs.from != nil }

// At returns the value at a place, nil beyond the last.
func (m *Machine) At(vs List, i int) value.Value {
	switch {
	case i < len(vs.Known):
		return vs.Known[i]
	case vs.from != nil:
		return m.element(vs.from, vs.start+i-len(vs.Known))
	case vs.Rest.Kinds() != 0:
		v := vs.Rest
		v = v.Or(kind.Absent)
		return v
	default:
		return value.Of(kind.Nil, value.FromLiteral)
	}
}

// list makes a list of values.
func (m *Machine) list(vs ...value.Value) List {
	l := m.alloc(len(vs))
	copy(l, vs)
	return List{Known: l}
}

// Drop returns the values without the first n.
func (vs List) Drop(n int) List {
	if n <= len(vs.Known) {
		vs.Known = vs.Known[n:]
		return vs
	}
	vs.start += n - len(vs.Known)
	vs.Known = nil
	return vs
}

// All returns the join of all values, their number aside.
func (m *Machine) All(vs List) value.Value {
	v := vs.Rest
	if vs.from != nil {
		v = m.join(v, m.elementsFrom(vs.from, vs.start))
	}
	for _, x := range vs.Known {
		v = m.join(v, x)
	}
	return v
}

// Certain returns how many of the values there are at least: those that cannot be nil, as far
// as the caller sends what the script reads.
func (vs List) Certain() int {
	for i, v := range vs.Known {
		if v.Can(kind.Nil) || v.Can(kind.Absent) && v.Input().Index == 0 {
			return i
		}
	}
	return len(vs.Known)
}
