package analysis

import (
	"math"

	"github.com/luagen/luagen/parser/syntax"
)

// Bounds on what is kept of one table.
const (
	maxItems  = 64
	maxFields = 64
)

// site returns the table that an expression makes, and whether it is new.
func (m *machine) site(e syntax.Expr) (*Shape, bool) {
	s := m.sites[e]
	if s != nil {
		return s, false
	}
	s = &Shape{Site: e, serial: len(m.sites)}
	m.sites[e] = s
	return s, true
}

// construct evaluates a table constructor.
func (m *machine) construct(e *syntax.TableExpr) Value {
	s, isNew := m.site(e)
	from := Origin(0)
	n := 0
	for i := range e.Fields {
		f := &e.Fields[i]
		if f.Key != nil {
			key, v := m.eval(f.Key), m.eval(f.Value)
			from = combine(from, v.from)
			if name, ok := key.Str(); ok {
				m.field(s, name, v, isNew)
			} else {
				m.setShape(s, key, v)
			}
			continue
		}
		if i == len(e.Fields)-1 && expands(f.Value) {
			vs := m.evalMulti(f.Value)
			for j := range vs.list {
				m.item(s, n+j, vs.list[j], isNew)
				from = combine(from, vs.list[j].from)
			}
			if vs.more() {
				vs.list = nil
				all := m.all(vs)
				m.grow(&s.Rest, all, &s.growth)
				from = combine(from, all.from)
			}
			break
		}
		v := m.eval(f.Value)
		from = combine(from, v.from)
		m.item(s, n, v, isNew)
		n++
	}
	if from == 0 {
		from = FromLiteral
	}
	v := ofShape(s, from)
	v = v.WithKinds(tableKinds(s))
	if old, ok := m.values[e]; ok && old.kinds == v.kinds && old.from == v.from {
		return old
	}
	return v
}

// item sets the element after the first n; certain says that every such table has it.
func (m *machine) item(s *Shape, n int, v Value, certain bool) {
	switch {
	case n < len(s.Items):
		m.grow(&s.Items[n], v, &s.growth)
	case n == len(s.Items) && !s.moved && n < maxItems:
		if !certain {
			v = v.Or(Absent)
		}
		s.Items = append(s.Items, m.join(v, s.Rest)) // what came under an unknown index may appear here
		m.heap++
	default:
		m.grow(&s.Rest, v, &s.growth)
	}
}

// field sets the entry under a string key; certain says that every such table has it.
func (m *machine) field(s *Shape, name string, v Value, certain bool) {
	for i := range s.Fields {
		if s.Fields[i].Name == name {
			m.grow(&s.Fields[i].Value, v, &s.growth)
			return
		}
	}
	if len(s.Fields) == maxFields {
		m.grow(&s.Dynamic, v, &s.growth)
		return
	}
	if !certain {
		v = v.Or(Absent)
	}
	s.Fields = append(s.Fields, FieldShape{Name: name, Value: v})
	m.heap++
}

// setIndex runs "x[key] = v".
func (m *machine) setIndex(x, key, v Value, at syntax.Expr) {
	for _, s := range x.tables() {
		m.setShape(s, key, v)
	}
	if x.opaqueTables() || x.kinds&Table == 0 {
		m.escape(v, at)
	}
}

// setShape sets an entry of a known table.
func (m *machine) setShape(s *Shape, key, v Value) {
	switch {
	case s.lib != nil || s.globals:
		m.escape(v, nil)
		return
	case s.isInput:
		m.grow(&s.Rest, v, &s.growth)
		return
	}
	s.Changed = true
	if v.Is(AbsentOrNil) {
		v = v.WithKinds(Absent) // deleting is no evidence that the entry is wanted
	}
	if n, ok := key.Number(); ok {
		if n >= 1 && n <= maxItems && n == math.Trunc(n) {
			m.item(s, int(n)-1, v, false)
		} else {
			m.grow(&s.Rest, v, &s.growth)
		}
		return
	}
	if name, ok := key.Str(); ok {
		m.field(s, name, v, false)
		return
	}
	if key.Can(Number) {
		m.grow(&s.Rest, v, &s.growth)
		lo, hi := key.Bounds()
		for i := range s.Items {
			if n := float64(i + 1); lo <= n && n <= hi {
				m.grow(&s.Items[i], v, &s.growth)
			}
		}
	}
	if key.Can(String) {
		m.grow(&s.Dynamic, v, &s.growth)
		for i := range s.Fields {
			m.grow(&s.Fields[i].Value, v, &s.growth)
		}
	}
}
