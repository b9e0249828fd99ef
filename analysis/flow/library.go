package flow

import (
	"strings"

	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/analysis/library"
	"github.com/luagen/luagen/analysis/scope"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/parser/syntax"
)

// callLib calls a library function.
func (m *Machine) callLib(e *syntax.CallExpr, f *library.Member, args List) List {
	switch f.Op {
	case library.RedisCall:
		return m.list(m.command(e, args, false))
	case library.RedisPCall:
		return m.list(m.command(e, args, true))
	case library.PCall:
		return m.protected(e, args, 1)
	case library.XPCall:
		m.escape(m.At(args, 1), asExpr(e))
		return m.protected(e, args, 2)
	case library.Error:
		m.dead = true
		return List{}
	case library.Assert:
		return m.assert(e, args)
	case library.Unpack:
		return m.Unpack(args)
	case library.Select:
		return m.selectArgs(args)
	case library.IPairs:
		return m.list(m.member(&library.IPairsIterator), m.At(args, 0), value.Of(kind.Int, value.FromLiteral))
	case library.Pairs:
		return m.list(m.member(&library.PairsIterator), m.At(args, 0), value.Of(kind.Nil, value.FromLiteral))
	case library.GMatch:
		positions := value.Of(kind.True, value.FromLiteral)
		if pattern, ok := m.At(args, 1).Str(); ok && !strings.Contains(pattern, "()") {
			positions = positions.WithKinds(kind.False)
		}
		return m.list(m.member(&library.GMatchIterator), m.At(args, 0), positions)
	case library.Next:
		key, v := m.entries(m.At(args, 0))
		key = key.Or(kind.Absent)
		v = v.Or(kind.Absent)
		return m.list(key, v)
	case library.Insert, library.Remove:
		return m.changeTable(f, args)
	case library.Sort:
		for _, s := range m.At(args, 0).Tables() {
			m.move(s)
		}
		m.escape(m.At(args, 1), asExpr(e))
		return List{}
	case library.SetMetatable:
		m.escape(m.At(args, 0), asExpr(e))
		m.escape(m.At(args, 1), asExpr(e))
		return m.list(m.At(args, 0))
	case library.RawGet:
		return m.list(readRaw(m.At(args, 0), m.index(m.At(args, 0), m.At(args, 1))))
	case library.ErrorReply:
		return m.list(value.OfTable(m.errors, m.At(args, 0).Origin()).WithKinds(kind.ErrorTable))
	case library.StatusReply:
		return m.list(m.status(e, m.At(args, 0)))
	}
	if f.Opaque {
		m.escapeAll(args, asExpr(e))
	}
	return m.pure(e, f, args)
}

// status is {ok=text}, whose text is kept when it is known.
func (m *Machine) status(e *syntax.CallExpr, text value.Value) value.Value {
	if !text.Can(kind.String) { // Redis returns an error that says so
		return value.OfTable(m.errors, text.Origin()).WithKinds(kind.ErrorTable)
	}
	text = text.Limit(kind.String)
	if e == nil {
		return value.OfTable(m.anything, text.Origin()).WithKinds(kind.Status)
	}
	s, isNew := m.site(e)
	m.field(s, "ok", text, isNew)
	v := value.OfTable(s, text.Origin())
	v = v.WithKinds(kind.Status)
	return v
}

// protected calls a function so that an error becomes false and the error.
func (m *Machine) protected(e *syntax.CallExpr, args List, skip int) List {
	r := m.apply(e, m.At(args, 0), args.Drop(skip))
	failure := value.Of(kind.AnyString|kind.ErrorTable, value.FromUnknown)
	if m.dead {
		m.dead = false
		return m.list(value.Of(kind.False, value.FromData), failure)
	}
	l := m.alloc(max(len(r.Known), 1) + 1)
	l[0] = value.Of(kind.Bool, value.FromData)
	for i := 1; i < len(l); i++ {
		l[i] = m.At(r, i-1)
	}
	l[1] = m.join(l[1], failure)
	r.start += max(0, 1-len(r.Known))
	return List{Known: l, Rest: r.Rest, from: r.from, start: r.start}
}

func (m *Machine) assert(e *syntax.CallExpr, args List) List {
	first := m.At(args, 0)
	if e != nil && len(e.Args) > 0 {
		if scope.AlwaysFalse(e.Args[0]) {
			m.dead = true
			return List{}
		}
		m.refine(e.Args[0], true)
	}
	if len(args.Known) == 0 {
		return args
	}
	l := m.alloc(len(args.Known))
	copy(l, args.Known)
	l[0] = first.Limit(kind.Unknown &^ kind.Falsy)
	args.Known = l
	return args
}

func (m *Machine) Unpack(args List) List {
	t := m.At(args, 0)
	first, last, ok := m.UnpackBounds(args.Drop(1))
	s := t.Shape()
	if !ok || s == nil || s.Library != nil || s.IsGlobals {
		return List{Rest: m.elements(t)}
	}
	if last > 0 && last-first < maxItems {
		l := m.alloc(max(last-first+1, 0))
		for i := range l {
			l[i] = m.element(s, first+i)
		}
		return List{Known: l}
	}
	if s.IsInput {
		return List{from: s, start: first}
	}
	if s.Open || s.Moved {
		return List{Rest: m.elements(t)}
	}
	var vs List
	if first-1 < len(s.Items) {
		vs.Known = s.Items[first-1 : len(s.Items) : len(s.Items)]
	}
	vs.Rest = s.Rest
	if len(vs.Known) == 0 && vs.Rest.Kinds() == 0 && len(s.Items) == 0 {
		vs.Rest = value.Of(kind.Absent, t.Origin())
	}
	return vs
}

func (m *Machine) selectArgs(args List) List {
	which := m.At(args, 0)
	if s, ok := which.Str(); ok && s == "#" {
		d := value.Plain()
		d.Lo = 0
		return m.list(value.With(kind.Int, value.FromLiteral, d))
	}
	if n, ok := which.Number(); ok && n >= 1 && n <= maxItems {
		return args.Drop(int(n))
	}
	return List{Rest: m.All(args.Drop(1))}
}

// changeTable runs table.insert and table.remove.
func (m *Machine) changeTable(f *library.Member, args List) List {
	t := m.At(args, 0)
	insert := f.Op == library.Insert
	last := len(args.Known) == 2 && !args.More() // insert(t, v)
	v := m.At(args, 2)
	if last {
		v = m.At(args, 1)
	} else if args.More() {
		v = m.All(args.Drop(1))
	}
	var removed value.Value
	for _, s := range t.Tables() {
		s.Changed = true
		switch {
		case s.IsInput:
			m.grow(&s.Rest, m.inputElement(s, 0), &s.Growth)
		case insert && last:
			m.grow(&s.Rest, v, &s.Growth)
			for i := range s.Items {
				if s.Items[i].Can(kind.AbsentOrNil) { // the table may end before it
					m.grow(&s.Items[i], v, &s.Growth)
				}
			}
		case insert:
			m.move(s)
			m.grow(&s.Rest, v, &s.Growth)
		default:
			m.move(s)
		}
		removed = m.join(removed, m.elementsFrom(s, 1))
	}
	if insert {
		if t.OpaqueTables() {
			m.escape(v, nil)
		}
		return List{}
	}
	if t.OpaqueTables() || removed.Kinds() == 0 {
		removed = m.join(removed, value.Unknown(value.ElementOrigin(t.Origin())))
	}
	removed = removed.Or(kind.Absent)
	return m.list(removed)
}

// move notes that a table's elements may have changed places.
func (m *Machine) move(s *value.Shape) {
	if s.Moved || s.IsInput {
		return
	}
	s.Moved = true
	m.heap++
	for i := range s.Items {
		m.grow(&s.Rest, s.Items[i], &s.Growth)
	}
	s.Items = nil
}

// readRaw is an entry, or unknown when it was read past the guard of _G.
func readRaw(table, entry value.Value) value.Value {
	for _, s := range table.Tables() {
		if s.IsGlobals {
			return value.Unknown(value.FromUnknown)
		}
	}
	return entry
}
