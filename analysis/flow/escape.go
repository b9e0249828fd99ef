package flow

import (
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/parser/syntax"
)

// open forgets what a table holds: unknown code can change it. What it held escapes too.
func (m *Machine) open(s *value.Shape, at syntax.Expr) {
	if s.Open || s.IsInput || s.Library != nil || s.IsGlobals {
		return
	}
	s.Open = true
	m.heap++
	for i := range s.Items {
		m.escape(s.Items[i], at)
	}
	for i := range s.Fields {
		m.escape(s.Fields[i].Value, at)
	}
	m.escape(s.Rest, at)
	m.escape(s.Dynamic, at)
}

// escape notes that unknown code gets hold of a value: it may change tables and call
// functions. An input table that escapes may be read as a whole.
func (m *Machine) escape(v value.Value, at syntax.Expr) {
	for _, s := range v.Tables() {
		if s.IsInput {
			m.whole(s.Input, at)
		}
		m.open(s, at)
	}
	for _, f := range v.Funcs() {
		m.escapeFunc(f.Func)
	}
}

// whole notes that all of an input table may be read at an expression.
func (m *Machine) whole(t value.InputTable, at syntax.Expr) {
	for _, seen := range m.Wholes[at] {
		if seen == t {
			return
		}
	}
	if m.Wholes == nil {
		m.Wholes = map[syntax.Expr][]value.InputTable{}
	}
	m.Wholes[at] = append(m.Wholes[at], t)
}

// escapeAll is escape for a list.
func (m *Machine) escapeAll(vs List, at syntax.Expr) {
	for _, v := range vs.Known {
		m.escape(v, at)
	}
	m.escape(vs.Rest, at)
}
