package analysis

import "github.com/luagen/luagen/parser/syntax"

// open forgets what a table holds: unknown code can change it. What it held escapes too.
func (m *machine) open(s *Shape, at syntax.Expr) {
	if s.Open || s.isInput || s.lib != nil || s.globals {
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
func (m *machine) escape(v Value, at syntax.Expr) {
	for _, s := range v.tables() {
		if s.isInput {
			m.whole(s.input, at)
		}
		m.open(s, at)
	}
	for _, f := range v.funcs() {
		m.escapeFunc(f.fn)
	}
}

// whole notes that all of an input table may be read at an expression.
func (m *machine) whole(t InputTable, at syntax.Expr) {
	for _, seen := range m.wholes[at] {
		if seen == t {
			return
		}
	}
	m.wholes[at] = append(m.wholes[at], t)
}

// escapeAll is escape for a list.
func (m *machine) escapeAll(vs values, at syntax.Expr) {
	for _, v := range vs.list {
		m.escape(v, at)
	}
	m.escape(vs.rest, at)
}
