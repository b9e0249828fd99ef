package analysis

// values is what a list of expressions yields: single values, then perhaps more of
// which the number is not known.
type values struct {
	list []Value
	// rest is what each further value can be; the zero Value when there are none.
	rest Value
	// from is the table whose elements the further values are, in order, from start on;
	// nil when they are just any of rest.
	from  *Shape
	start int
}

// more reports whether there may be more values than those listed.
func (vs values) more() bool { return vs.rest.kinds != 0 || vs.from != nil }

// at returns the value at a place, nil beyond the last.
func (m *machine) at(vs values, i int) Value {
	switch {
	case i < len(vs.list):
		return vs.list[i]
	case vs.from != nil:
		return m.element(vs.from, vs.start+i-len(vs.list))
	case vs.rest.kinds != 0:
		v := vs.rest
		v = v.Or(Absent)
		return v
	default:
		return of(Nil, FromLiteral)
	}
}

// list makes a list of values.
func (m *machine) list(vs ...Value) values {
	l := m.alloc(len(vs))
	copy(l, vs)
	return values{list: l}
}

// drop returns the values without the first n.
func (vs values) drop(n int) values {
	if n <= len(vs.list) {
		vs.list = vs.list[n:]
		return vs
	}
	vs.start += n - len(vs.list)
	vs.list = nil
	return vs
}

// all returns the join of all values, their number aside.
func (m *machine) all(vs values) Value {
	v := vs.rest
	if vs.from != nil {
		v = m.join(v, m.elementsFrom(vs.from, vs.start))
	}
	for _, x := range vs.list {
		v = m.join(v, x)
	}
	return v
}

// certain returns how many of the values there are at least: those that cannot be nil, as far
// as the caller sends what the script reads.
func (vs values) certain() int {
	for i, v := range vs.list {
		if v.Can(Nil) || v.Can(Absent) && v.Input().Index == 0 {
			return i
		}
	}
	return len(vs.list)
}
