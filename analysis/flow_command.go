package analysis

import (
	"github.com/luagen/luagen/analysis/command"
	"github.com/luagen/luagen/parser/syntax"
)

// command evaluates redis.call and redis.pcall to the command's reply.
func (m *machine) command(e *syntax.CallExpr, args values, protected bool) Value {
	var v Value
	name := m.at(args, 0)
	consts := name.Consts()
	if len(consts) == 0 || !name.Is(String|Absent) || m.facts.RESP3 {
		v = unknown(FromData)
	}
	for _, c := range consts {
		if m.facts.RESP3 {
			break
		}
		v = m.join(v, m.reply(e, c.Str, args.drop(1)))
	}
	if protected {
		failure := ofShape(m.errors, FromData)
		failure.kinds = ErrorTable
		v = m.join(v, failure)
	}
	return v
}

// reply is what a command replies to some arguments.
func (m *machine) reply(e *syntax.CallExpr, name string, args values) Value {
	cmd, ok := command.Lookup(name)
	if !ok {
		return unknown(FromData)
	}
	words := callWords{m, args}
	if len(cmd.Subs) > 0 {
		text, known := words.text(0)
		if !known {
			return unknown(FromData)
		}
		if cmd, ok = cmd.Sub(text); !ok {
			return unknown(FromData)
		}
	}
	r := words.narrow(cmd)
	if r.Kinds == 0 {
		return unknown(FromData)
	}
	v := of(scalarKinds(r.Kinds), FromData)
	if r.Natural && r.Kinds&command.Integer != 0 {
		d := plain()
		d.lo = 0
		v.detail = &d
	}
	if r.Kinds&command.Status != 0 {
		status := ofShape(m.statuses, FromData)
		status.kinds = Status
		v = m.join(v, status)
	}
	if r.Kinds&command.Array != 0 {
		v = m.join(v, m.replyArray(e, cmd, r, words))
	}
	return v
}

// scalarKinds are the kinds of a reply other than an array or status.
func scalarKinds(r command.ReplyKinds) Kinds {
	var k Kinds
	for _, p := range [...]struct {
		reply command.ReplyKinds
		kind  Kinds
	}{{command.Integer, Int}, {command.Bulk, AnyString}, {command.Numeral, Numeral}, {command.Nil, False}} {
		if r&p.reply != 0 {
			k |= p.kind
		}
	}
	return k
}

// replyArray is the table that an array becomes.
func (m *machine) replyArray(e *syntax.CallExpr, cmd *command.Command, r command.Reply, words callWords) Value {
	if e == nil || r.Elem == 0 {
		return of(Array, FromData)
	}
	elem := of(scalarKinds(r.Elem), FromData)
	if r.Elem&command.Array != 0 {
		elem.kinds |= Array
	}
	s, isNew := m.site(e)
	n := 0
	switch cmd.Name {
	case "TIME":
		now, part := plain(), plain()
		now.lo, now.hi = 1e9, 1e11-1
		part.lo, part.hi = 0, 999999
		m.item(s, 0, with(Numeral, FromData, now), isNew)
		m.item(s, 1, with(Numeral, FromData, part), isNew)
		return ofShape(s, FromData)
	case "SCAN", "HSCAN", "SSCAN", "ZSCAN":
		m.item(s, 0, of(Numeral, FromData), isNew)
		m.item(s, 1, m.scanned(e), isNew)
		return ofShape(s, FromData)
	case "HMGET", "ZMSCORE", "SMISMEMBER", "GEOHASH", "GEOPOS":
		n = len(words.args.list) - 1
	case "MGET":
		n = len(words.args.list)
	}
	if n > 0 && !words.args.more() && n <= maxItems {
		for i := range n {
			m.item(s, i, elem, isNew)
		}
	} else {
		m.grow(&s.Rest, elem, &s.growth)
	}
	return ofShape(s, FromData)
}

// scanned is the array inside of a reply of SCAN and its kin: strings. The name of the function
// stands for its place, as no table is made there.
func (m *machine) scanned(e *syntax.CallExpr) Value {
	s, _ := m.site(e.Func)
	m.grow(&s.Rest, of(AnyString, FromData), &s.growth)
	return ofShape(s, FromData)
}
