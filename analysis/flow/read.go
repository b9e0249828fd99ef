package flow

import (
	"math"

	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/analysis/library"
	"github.com/luagen/luagen/analysis/value"
)

// index evaluates "x[key]".
func (m *Machine) index(x, key value.Value) value.Value {
	var v value.Value
	for _, s := range x.Tables() {
		v = m.join(v, value.Settled(s, m.entry(s, key, x.Origin())))
	}
	if x.OpaqueTables() || x.Can(kind.Other) {
		v = m.join(v, value.Unknown(value.ElementOrigin(x.Origin())))
	}
	if x.Can(kind.String) {
		if name, ok := key.Str(); ok {
			if f := library.Find("string").Member(name); f != nil {
				v = m.join(v, m.member(f))
			} else {
				v = m.join(v, value.Of(kind.Nil, value.FromLiteral))
			}
		} else {
			v = m.join(v, value.Of(kind.Nil|kind.Func, value.FromLiteral))
		}
	}
	if v.Kinds() == 0 {
		return value.Unknown(value.ElementOrigin(x.Origin())) // it raises
	}
	return v
}

// entry returns a known table's entry under a key.
func (m *Machine) entry(s *value.Shape, key value.Value, from value.Origin) value.Value {
	switch {
	case s.Library != nil:
		name, ok := key.Str()
		if !ok {
			return value.Unknown(value.FromUnknown)
		}
		if f := s.Library.Member(name); f != nil {
			return m.member(f)
		}
		return value.Of(kind.Nil, value.FromLiteral)
	case s.IsGlobals:
		if name, ok := key.Str(); ok {
			return m.global(name)
		}
		return value.Unknown(value.FromUnknown)
	}
	if n, ok := key.Number(); ok {
		if n < 1 || n != math.Trunc(n) || n > math.MaxInt32 {
			return m.elements(value.OfTable(s, from))
		}
		return m.element(s, int(n))
	}
	if s.IsInput {
		return m.inputElement(s, 0)
	}
	if name, ok := key.Str(); ok {
		return m.namedEntry(s, name)
	}
	var v value.Value
	if key.Can(kind.Number) {
		v = m.elementsFrom(s, 1)
	}
	if key.Can(kind.String) {
		v = m.join(v, s.Dynamic)
		for i := range s.Fields {
			v = m.join(v, s.Fields[i].Value)
		}
	}
	v = m.join(v, value.Of(kind.Absent, 0))
	if s.Open {
		v = m.join(v, value.Unknown(value.FromUnknown))
	}
	return v
}

func (m *Machine) namedEntry(s *value.Shape, name string) value.Value {
	v := s.Field(name)
	if s.Dynamic.Kinds() != 0 {
		v = m.join(v, s.Dynamic)
		v = v.Or(kind.Absent)
	}
	if s.Open {
		v = m.join(v, value.Unknown(value.FromUnknown))
	}
	if v.Kinds() == 0 {
		return value.Of(kind.Absent, value.FromLiteral)
	}
	return v
}

// element returns element n of a known table.
func (m *Machine) element(s *value.Shape, n int) value.Value {
	if s.IsInput {
		return m.inputElement(s, n)
	}
	var v value.Value
	if n >= 1 && n <= len(s.Items) && !s.Moved {
		v = s.Items[n-1]
	} else {
		v = m.elementsFrom(s, 1)
		v = v.Or(kind.Absent)
	}
	if s.Open {
		v = m.join(v, value.Unknown(value.FromUnknown))
	}
	return v
}

// elements returns what any element of a value's tables can be, nil included.
func (m *Machine) elements(x value.Value) value.Value {
	var v value.Value
	for _, s := range x.Tables() {
		v = m.join(v, m.elementsFrom(s, 1))
	}
	if x.OpaqueTables() || v.Kinds() == 0 {
		v = m.join(v, value.Unknown(value.ElementOrigin(x.Origin())))
	}
	v = v.Or(kind.Absent)
	return v
}

// elementsFrom returns the join of the elements of a known table from start on.
func (m *Machine) elementsFrom(s *value.Shape, start int) value.Value {
	if s.IsInput {
		return m.inputElement(s, 0)
	}
	v := s.Rest
	if s.Moved {
		start = 1
	}
	for i := max(start-1, 0); i < len(s.Items); i++ {
		v = m.join(v, s.Items[i])
	}
	if s.Open {
		v = m.join(v, value.Unknown(value.FromUnknown))
	}
	return v
}

// entries returns what the keys and values of a value's tables can be.
func (m *Machine) entries(x value.Value) (key, element value.Value) {
	d := value.Plain()
	d.Lo = 1
	for _, s := range x.Tables() {
		if s.Library != nil || s.IsGlobals {
			return value.Unknown(value.FromUnknown), value.Unknown(value.FromUnknown)
		}
		if s.IsInput || len(s.Items) > 0 || s.Rest.Kinds() != 0 {
			key = m.join(key, value.With(kind.Int, value.FromLiteral, d))
		}
		element = m.join(element, m.elementsFrom(s, 1))
		for i := range s.Fields {
			key = m.join(key, value.Constant(value.Const{IsString: true, Str: s.Fields[i].Name}))
			element = m.join(element, s.Fields[i].Value)
		}
		if s.Dynamic.Kinds() != 0 {
			key = m.join(key, value.Unknown(value.FromUnknown))
			element = m.join(element, s.Dynamic)
		}
		if s.Open {
			key = m.join(key, value.Unknown(value.FromUnknown))
		}
	}
	if x.OpaqueTables() || element.Kinds() == 0 {
		return value.Unknown(value.ElementOrigin(x.Origin())), value.Unknown(value.ElementOrigin(x.Origin()))
	}
	return key, element
}
