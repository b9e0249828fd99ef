package flow

import (
	"github.com/luagen/luagen/analysis/command"
	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/parser/syntax"
)

// command evaluates redis.call and redis.pcall to the command's reply.
func (m *Machine) command(e *syntax.CallExpr, args List, protected bool) value.Value {
	words := m.see(e, args)
	var v value.Value
	name := m.At(args, 0)
	consts := name.Consts()
	if len(consts) == 0 || !name.Is(kind.String|kind.Absent) || m.resp3 {
		v = value.Unknown(value.FromData)
	}
	for _, c := range consts {
		if m.resp3 {
			break
		}
		v = m.join(v, m.reply(e, c.Str, words))
	}
	if protected {
		failure := value.OfTable(m.errors, value.FromData)
		failure = failure.WithKinds(kind.ErrorTable)
		v = m.join(v, failure)
	}
	return v
}

// reply is what a command replies to some words.
func (m *Machine) reply(e *syntax.CallExpr, name string, words Words) value.Value {
	cmd, ok := command.Lookup(name)
	if !ok {
		return value.Unknown(value.FromData)
	}
	known := words.Command()
	if len(cmd.Subs) > 0 {
		if len(known.List) == 0 || !known.List[0].Known {
			return value.Unknown(value.FromData)
		}
		if cmd, ok = cmd.Sub(known.List[0].Text); !ok {
			return value.Unknown(value.FromData)
		}
	}
	match := cmd.Match(known)
	r := match.Reply()
	if r.Kinds == 0 {
		return value.Unknown(value.FromData)
	}
	v := scalarReply(&r)
	if r.Kinds&command.Status != 0 {
		status := value.OfTable(m.statuses, value.FromData)
		status = status.WithKinds(kind.Status)
		v = m.join(v, status)
	}
	if r.Kinds&command.Array != 0 {
		v = m.join(v, m.replyArray(e, match, &r))
	}
	return v
}

// scalarReply is a reply without what is an array or a status.
func scalarReply(r *command.Reply) value.Value {
	v := value.Of(0, value.FromData)
	for _, p := range [...]struct {
		reply command.ReplyKinds
		kind  kind.Set
	}{{command.IntegerReply, kind.Int}, {command.Bulk, kind.AnyString}, {command.Numeral, kind.Numeral}, {command.Nil, kind.False}} {
		if r.Kinds&p.reply != 0 {
			v = v.Or(p.kind)
		}
	}
	if v.Kinds()&(kind.Int|kind.Numeral) != 0 && r.IsBounded() {
		d := value.Plain()
		d.Lo = float64(r.Min)
		if r.Max < maxExact {
			d.Hi = float64(r.Max)
		}
		return value.With(v.Kinds(), v.Origin(), d)
	}
	return v
}

// maxExact is the number up to which Lua's numbers hold all integers.
const maxExact = 1 << 53

// replyArray is the table that an array becomes.
func (m *Machine) replyArray(e *syntax.CallExpr, match *command.Match, r *command.Reply) value.Value {
	if e == nil || r.Shape == command.AnyArray {
		return value.Of(kind.Array, value.FromData)
	}
	s, isNew := m.site(e)
	if n := match.Elements(r); n > 0 && n <= maxItems {
		for i := range n {
			m.item(s, i, m.replyPart(e, &r.Parts[i%len(r.Parts)]), isNew)
		}
		return value.OfTable(s, value.FromData)
	}
	for i := range r.Parts {
		m.grow(&s.Rest, m.replyPart(e, &r.Parts[i]), &s.Growth)
	}
	return value.OfTable(s, value.FromData)
}

// replyPart is an element of an array. What is in an array of texts inside of it is known, if there
// is only one; the name of the function stands for its place, as no table is made there.
func (m *Machine) replyPart(e *syntax.CallExpr, r *command.Reply) value.Value {
	v := scalarReply(r)
	switch {
	case r.Kinds&command.Array == 0:
	case r.Kinds == command.Array && r.Name != "" && r.Elem() == command.Bulk:
		s, _ := m.site(e.Func)
		m.grow(&s.Rest, value.Of(kind.AnyString, value.FromData), &s.Growth)
		return value.OfTable(s, value.FromData)
	default:
		v = v.Or(kind.Array)
	}
	return v
}
