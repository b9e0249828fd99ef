package analysis

import (
	"math"

	"github.com/luagen/luagen/analysis/library"
)

// index evaluates "x[key]".
func (m *machine) index(x, key Value) Value {
	var v Value
	for _, s := range x.tables() {
		v = m.join(v, settled(s, m.entry(s, key, x.from)))
	}
	if x.opaqueTables() || x.Can(Other) {
		v = m.join(v, unknown(elementOrigin(x.from)))
	}
	if x.Can(String) {
		if name, ok := key.Str(); ok {
			if f := library.Find("string").Member(name); f != nil {
				v = m.join(v, m.member(f))
			} else {
				v = m.join(v, of(Nil, FromLiteral))
			}
		} else {
			v = m.join(v, of(Nil|Func, FromLiteral))
		}
	}
	if v.kinds == 0 {
		return unknown(elementOrigin(x.from)) // it raises
	}
	return v
}

// entry returns a known table's entry under a key.
func (m *machine) entry(s *Shape, key Value, from Origin) Value {
	switch {
	case s.lib != nil:
		name, ok := key.Str()
		if !ok {
			return unknown(FromUnknown)
		}
		if f := s.lib.Member(name); f != nil {
			return m.member(f)
		}
		return of(Nil, FromLiteral)
	case s.globals:
		if name, ok := key.Str(); ok {
			return m.global(name)
		}
		return unknown(FromUnknown)
	}
	if n, ok := key.Number(); ok {
		if n < 1 || n != math.Trunc(n) || n > math.MaxInt32 {
			return m.elements(ofShape(s, from))
		}
		return m.element(s, int(n))
	}
	if s.isInput {
		return m.inputElement(s, 0)
	}
	if name, ok := key.Str(); ok {
		return m.namedEntry(s, name)
	}
	var v Value
	if key.Can(Number) {
		v = m.elementsFrom(s, 1)
	}
	if key.Can(String) {
		v = m.join(v, s.Dynamic)
		for i := range s.Fields {
			v = m.join(v, s.Fields[i].Value)
		}
	}
	v = m.join(v, of(Absent, 0))
	if s.Open {
		v = m.join(v, unknown(FromUnknown))
	}
	return v
}

func (m *machine) namedEntry(s *Shape, name string) Value {
	v := s.Field(name)
	if s.Dynamic.kinds != 0 {
		v = m.join(v, s.Dynamic)
		v = v.Or(Absent)
	}
	if s.Open {
		v = m.join(v, unknown(FromUnknown))
	}
	if v.kinds == 0 {
		return of(Absent, FromLiteral)
	}
	return v
}

// element returns element n of a known table.
func (m *machine) element(s *Shape, n int) Value {
	if s.isInput {
		return m.inputElement(s, n)
	}
	var v Value
	if n >= 1 && n <= len(s.Items) && !s.moved {
		v = s.Items[n-1]
	} else {
		v = m.elementsFrom(s, 1)
		v = v.Or(Absent)
	}
	if s.Open {
		v = m.join(v, unknown(FromUnknown))
	}
	return v
}

// elements returns what any element of a value's tables can be, nil included.
func (m *machine) elements(x Value) Value {
	var v Value
	for _, s := range x.tables() {
		v = m.join(v, m.elementsFrom(s, 1))
	}
	if x.opaqueTables() || v.kinds == 0 {
		v = m.join(v, unknown(elementOrigin(x.from)))
	}
	v = v.Or(Absent)
	return v
}

// elementsFrom returns the join of the elements of a known table from start on.
func (m *machine) elementsFrom(s *Shape, start int) Value {
	if s.isInput {
		return m.inputElement(s, 0)
	}
	v := s.Rest
	if s.moved {
		start = 1
	}
	for i := max(start-1, 0); i < len(s.Items); i++ {
		v = m.join(v, s.Items[i])
	}
	if s.Open {
		v = m.join(v, unknown(FromUnknown))
	}
	return v
}

// entries returns what the keys and values of a value's tables can be.
func (m *machine) entries(x Value) (key, element Value) {
	d := plain()
	d.lo = 1
	for _, s := range x.tables() {
		if s.lib != nil || s.globals {
			return unknown(FromUnknown), unknown(FromUnknown)
		}
		if s.isInput || len(s.Items) > 0 || s.Rest.kinds != 0 {
			key = m.join(key, with(Int, FromLiteral, d))
		}
		element = m.join(element, m.elementsFrom(s, 1))
		for i := range s.Fields {
			key = m.join(key, ofConst(Const{IsString: true, Str: s.Fields[i].Name}))
			element = m.join(element, s.Fields[i].Value)
		}
		if s.Dynamic.kinds != 0 {
			key = m.join(key, unknown(FromUnknown))
			element = m.join(element, s.Dynamic)
		}
		if s.Open {
			key = m.join(key, unknown(FromUnknown))
		}
	}
	if x.opaqueTables() || element.kinds == 0 {
		return unknown(elementOrigin(x.from)), unknown(elementOrigin(x.from))
	}
	return key, element
}
