package flow

import (
	"math"

	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/analysis/scope"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/parser/syntax"
)

// Bounds on what is kept of one table.
const (
	maxItems  = 64
	maxFields = 64
)

// site returns the table that an expression makes, and whether it is new.
func (m *Machine) site(e syntax.Expr) (*value.Shape, bool) {
	s := m.sites[e]
	if s != nil {
		return s, false
	}
	s = &value.Shape{Site: e, Serial: len(m.sites)}
	m.sites[e] = s
	return s, true
}

// construct evaluates a table constructor.
func (m *Machine) construct(e *syntax.TableExpr) value.Value {
	s, isNew := m.site(e)
	from := value.Origin(0)
	n := 0
	for i := range e.Fields {
		f := &e.Fields[i]
		if f.Key != nil {
			key, v := m.eval(f.Key), m.eval(f.Value)
			from = value.Combine(from, v.Origin())
			if name, ok := key.Str(); ok {
				m.field(s, name, v, isNew)
			} else {
				m.setShape(s, key, v)
			}
			continue
		}
		if i == len(e.Fields)-1 && scope.Expands(f.Value) {
			vs := m.evalMulti(f.Value)
			for j := range vs.Known {
				m.item(s, n+j, vs.Known[j], isNew)
				from = value.Combine(from, vs.Known[j].Origin())
			}
			if vs.More() {
				vs.Known = nil
				all := m.All(vs)
				m.grow(&s.Rest, all, &s.Growth)
				from = value.Combine(from, all.Origin())
			}
			break
		}
		v := m.eval(f.Value)
		from = value.Combine(from, v.Origin())
		m.item(s, n, v, isNew)
		n++
	}
	if from == 0 {
		from = value.FromLiteral
	}
	v := value.OfTable(s, from)
	v = v.WithKinds(value.TableKinds(s))
	if old := m.Values.Of(e); old.Kinds() == v.Kinds() && old.Origin() == v.Origin() {
		return old
	}
	return v
}

// item sets the element after the first n; certain says that every such table has it.
func (m *Machine) item(s *value.Shape, n int, v value.Value, certain bool) {
	switch {
	case n < len(s.Items):
		m.grow(&s.Items[n], v, &s.Growth)
	case n == len(s.Items) && !s.Moved && n < maxItems:
		if !certain {
			v = v.Or(kind.Absent)
		}
		s.Items = append(s.Items, m.join(v, s.Rest)) // what came under an unknown index may appear here
		m.heap++
	default:
		m.grow(&s.Rest, v, &s.Growth)
	}
}

// field sets the entry under a string key; certain says that every such table has it.
func (m *Machine) field(s *value.Shape, name string, v value.Value, certain bool) {
	for i := range s.Fields {
		if s.Fields[i].Name == name {
			m.grow(&s.Fields[i].Value, v, &s.Growth)
			return
		}
	}
	if len(s.Fields) == maxFields {
		m.grow(&s.Dynamic, v, &s.Growth)
		return
	}
	if !certain {
		v = v.Or(kind.Absent)
	}
	s.Fields = append(s.Fields, value.FieldShape{Name: name, Value: v})
	m.heap++
}

// setIndex runs "x[key] = v".
func (m *Machine) setIndex(x, key, v value.Value, at syntax.Expr) {
	for _, s := range x.Tables() {
		m.setShape(s, key, v)
	}
	if x.OpaqueTables() || x.Kinds()&kind.Table == 0 {
		m.escape(v, at)
	}
}

// setShape sets an entry of a known table.
func (m *Machine) setShape(s *value.Shape, key, v value.Value) {
	switch {
	case s.Library != nil || s.IsGlobals:
		m.escape(v, nil)
		return
	case s.IsInput:
		m.grow(&s.Rest, v, &s.Growth)
		return
	}
	s.Changed = true
	if v.Is(kind.AbsentOrNil) {
		v = v.WithKinds(kind.Absent) // deleting is no evidence that the entry is wanted
	}
	if n, ok := key.Number(); ok {
		if n >= 1 && n <= maxItems && n == math.Trunc(n) {
			m.item(s, int(n)-1, v, false)
		} else {
			m.grow(&s.Rest, v, &s.Growth)
		}
		return
	}
	if name, ok := key.Str(); ok {
		m.field(s, name, v, false)
		return
	}
	if key.Can(kind.Number) {
		m.grow(&s.Rest, v, &s.Growth)
		lo, hi := key.Bounds()
		for i := range s.Items {
			if n := float64(i + 1); lo <= n && n <= hi {
				m.grow(&s.Items[i], v, &s.Growth)
			}
		}
	}
	if key.Can(kind.String) {
		m.grow(&s.Dynamic, v, &s.Growth)
		for i := range s.Fields {
			m.grow(&s.Fields[i].Value, v, &s.Growth)
		}
	}
}
