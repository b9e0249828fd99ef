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
	if len(consts) == 0 || !name.Is(String|Absent) || m.resp3 {
		v = unknown(FromData)
	}
	for _, c := range consts {
		if m.resp3 {
			break
		}
		v = m.join(v, m.reply(e, c.Str, args.drop(1)))
	}
	if protected {
		failure := ofShape(m.errors, FromData)
		failure = failure.WithKinds(ErrorTable)
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
	words := m.listed(args)
	least := min(len(words), max(args.certain(), written(e)))
	known := commandWords(words, least, args.more())
	if len(cmd.Subs) > 0 {
		if len(words) == 0 || !known.List[0].Known {
			return unknown(FromData)
		}
		if cmd, ok = cmd.Sub(known.List[0].Text); !ok {
			return unknown(FromData)
		}
	}
	match := cmd.Match(known)
	r := match.Reply()
	if r.Kinds == 0 {
		return unknown(FromData)
	}
	v := scalarReply(&r)
	if r.Kinds&command.Status != 0 {
		status := ofShape(m.statuses, FromData)
		status = status.WithKinds(Status)
		v = m.join(v, status)
	}
	if r.Kinds&command.Array != 0 {
		v = m.join(v, m.replyArray(e, match, &r))
	}
	return v
}

// scalarReply is a reply without what is an array or a status.
func scalarReply(r *command.Reply) Value {
	v := of(0, FromData)
	for _, p := range [...]struct {
		reply command.ReplyKinds
		kind  Kinds
	}{{command.IntegerReply, Int}, {command.Bulk, AnyString}, {command.Numeral, Numeral}, {command.Nil, False}} {
		if r.Kinds&p.reply != 0 {
			v = v.Or(p.kind)
		}
	}
	if v.kinds&(Int|Numeral) != 0 && r.IsBounded() {
		d := plain()
		d.lo = float64(r.Min)
		if r.Max < maxExact {
			d.hi = float64(r.Max)
		}
		return with(v.kinds, v.from, d)
	}
	return v
}

// maxExact is the number up to which Lua's numbers hold all integers.
const maxExact = 1 << 53

// replyArray is the table that an array becomes.
func (m *machine) replyArray(e *syntax.CallExpr, match *command.Match, r *command.Reply) Value {
	if e == nil || r.Shape == command.AnyArray {
		return of(Array, FromData)
	}
	s, isNew := m.site(e)
	if n := match.Elements(r); n > 0 && n <= maxItems {
		for i := range n {
			m.item(s, i, m.replyPart(e, &r.Parts[i%len(r.Parts)]), isNew)
		}
		return ofShape(s, FromData)
	}
	for i := range r.Parts {
		m.grow(&s.Rest, m.replyPart(e, &r.Parts[i]), &s.growth)
	}
	return ofShape(s, FromData)
}

// replyPart is an element of an array. What is in an array of texts inside of it is known, if there
// is only one; the name of the function stands for its place, as no table is made there.
func (m *machine) replyPart(e *syntax.CallExpr, r *command.Reply) Value {
	v := scalarReply(r)
	switch {
	case r.Kinds&command.Array == 0:
	case r.Kinds == command.Array && r.Name != "" && r.Elem() == command.Bulk:
		s, _ := m.site(e.Func)
		m.grow(&s.Rest, of(AnyString, FromData), &s.growth)
		return ofShape(s, FromData)
	default:
		v = v.Or(Array)
	}
	return v
}
