package analysis

import (
	"strings"

	"github.com/luagen/luagen/analysis/library"
	"github.com/luagen/luagen/parser/syntax"
)

// callLib calls a library function.
func (m *machine) callLib(e *syntax.CallExpr, f *library.Member, args values) values {
	switch f.Op {
	case library.RedisCall:
		return m.list(m.command(e, args, false))
	case library.RedisPCall:
		return m.list(m.command(e, args, true))
	case library.PCall:
		return m.protected(e, args, 1)
	case library.XPCall:
		m.escape(m.at(args, 1), asExpr(e))
		return m.protected(e, args, 2)
	case library.Error:
		m.dead = true
		return values{}
	case library.Assert:
		return m.assert(e, args)
	case library.Unpack:
		return m.unpack(args)
	case library.Select:
		return m.selectArgs(args)
	case library.IPairs:
		return m.list(m.member(&library.IPairsIterator), m.at(args, 0), of(Int, FromLiteral))
	case library.Pairs:
		return m.list(m.member(&library.PairsIterator), m.at(args, 0), of(Nil, FromLiteral))
	case library.GMatch:
		positions := of(True, FromLiteral)
		if pattern, ok := m.at(args, 1).Str(); ok && !strings.Contains(pattern, "()") {
			positions = positions.WithKinds(False)
		}
		return m.list(m.member(&library.GMatchIterator), m.at(args, 0), positions)
	case library.Next:
		key, v := m.entries(m.at(args, 0))
		key = key.Or(Absent)
		v = v.Or(Absent)
		return m.list(key, v)
	case library.Insert, library.Remove:
		return m.changeTable(f, args)
	case library.Sort:
		for _, s := range m.at(args, 0).tables() {
			m.move(s)
		}
		m.escape(m.at(args, 1), asExpr(e))
		return values{}
	case library.SetMetatable:
		m.escape(m.at(args, 0), asExpr(e))
		m.escape(m.at(args, 1), asExpr(e))
		return m.list(m.at(args, 0))
	case library.RawGet:
		return m.list(readRaw(m.at(args, 0), m.index(m.at(args, 0), m.at(args, 1))))
	case library.ErrorReply:
		return m.list(ofShape(m.errors, m.at(args, 0).from).WithKinds(ErrorTable))
	case library.StatusReply:
		return m.list(m.status(e, m.at(args, 0)))
	}
	if f.Opaque {
		m.escapeAll(args, asExpr(e))
	}
	return m.pure(e, f, args)
}

// status is {ok=text}, whose text is kept when it is known.
func (m *machine) status(e *syntax.CallExpr, text Value) Value {
	if !text.Can(String) { // Redis returns an error that says so
		return ofShape(m.errors, text.from).WithKinds(ErrorTable)
	}
	text = text.limit(String)
	if e == nil {
		return ofShape(m.anything, text.from).WithKinds(Status)
	}
	s, isNew := m.site(e)
	m.field(s, "ok", text, isNew)
	v := ofShape(s, text.from)
	v = v.WithKinds(Status)
	return v
}

// protected calls a function so that an error becomes false and the error.
func (m *machine) protected(e *syntax.CallExpr, args values, skip int) values {
	r := m.apply(e, m.at(args, 0), args.drop(skip))
	failure := of(AnyString|ErrorTable, FromUnknown)
	if m.dead {
		m.dead = false
		return m.list(of(False, FromData), failure)
	}
	l := m.alloc(max(len(r.list), 1) + 1)
	l[0] = of(Bool, FromData)
	for i := 1; i < len(l); i++ {
		l[i] = m.at(r, i-1)
	}
	l[1] = m.join(l[1], failure)
	r.start += max(0, 1-len(r.list))
	return values{list: l, rest: r.rest, from: r.from, start: r.start}
}

func (m *machine) assert(e *syntax.CallExpr, args values) values {
	first := m.at(args, 0)
	if e != nil && len(e.Args) > 0 {
		if alwaysFalse(e.Args[0]) {
			m.dead = true
			return values{}
		}
		m.refine(e.Args[0], true)
	}
	if len(args.list) == 0 {
		return args
	}
	l := m.alloc(len(args.list))
	copy(l, args.list)
	l[0] = first.limit(Unknown &^ Falsy)
	args.list = l
	return args
}

func (m *machine) unpack(args values) values {
	t := m.at(args, 0)
	first, last, ok := m.unpackBounds(args.drop(1))
	s := t.Shape()
	if !ok || s == nil || s.lib != nil || s.globals {
		return values{rest: m.elements(t)}
	}
	if last > 0 && last-first < maxItems {
		l := m.alloc(max(last-first+1, 0))
		for i := range l {
			l[i] = m.element(s, first+i)
		}
		return values{list: l}
	}
	if s.isInput {
		return values{from: s, start: first}
	}
	if s.Open || s.moved {
		return values{rest: m.elements(t)}
	}
	var vs values
	if first-1 < len(s.Items) {
		vs.list = s.Items[first-1 : len(s.Items) : len(s.Items)]
	}
	vs.rest = s.Rest
	if len(vs.list) == 0 && vs.rest.kinds == 0 && len(s.Items) == 0 {
		vs.rest = of(Absent, t.from)
	}
	return vs
}

func (m *machine) selectArgs(args values) values {
	which := m.at(args, 0)
	if s, ok := which.Str(); ok && s == "#" {
		d := plain()
		d.lo = 0
		return m.list(with(Int, FromLiteral, d))
	}
	if n, ok := which.Number(); ok && n >= 1 && n <= maxItems {
		return args.drop(int(n))
	}
	return values{rest: m.all(args.drop(1))}
}

// changeTable runs table.insert and table.remove.
func (m *machine) changeTable(f *library.Member, args values) values {
	t := m.at(args, 0)
	insert := f.Op == library.Insert
	last := len(args.list) == 2 && !args.more() // insert(t, v)
	v := m.at(args, 2)
	if last {
		v = m.at(args, 1)
	} else if args.more() {
		v = m.all(args.drop(1))
	}
	var removed Value
	for _, s := range t.tables() {
		s.Changed = true
		switch {
		case s.isInput:
			m.grow(&s.Rest, m.inputElement(s, 0), &s.growth)
		case insert && last:
			m.grow(&s.Rest, v, &s.growth)
			for i := range s.Items {
				if s.Items[i].Can(AbsentOrNil) { // the table may end before it
					m.grow(&s.Items[i], v, &s.growth)
				}
			}
		case insert:
			m.move(s)
			m.grow(&s.Rest, v, &s.growth)
		default:
			m.move(s)
		}
		removed = m.join(removed, m.elementsFrom(s, 1))
	}
	if insert {
		if t.opaqueTables() {
			m.escape(v, nil)
		}
		return values{}
	}
	if t.opaqueTables() || removed.kinds == 0 {
		removed = m.join(removed, unknown(elementOrigin(t.from)))
	}
	removed = removed.Or(Absent)
	return m.list(removed)
}

// move notes that a table's elements may have changed places.
func (m *machine) move(s *Shape) {
	if s.moved || s.isInput {
		return
	}
	s.moved = true
	m.heap++
	for i := range s.Items {
		m.grow(&s.Rest, s.Items[i], &s.growth)
	}
	s.Items = nil
}

// readRaw is an entry, or unknown when it was read past the guard of _G.
func readRaw(table, entry Value) Value {
	for _, s := range table.tables() {
		if s.globals {
			return unknown(FromUnknown)
		}
	}
	return entry
}
