package analysis

import (
	"strings"

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
	words := callWords{args}
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
		m.item(s, 1, of(Array, FromData), isNew)
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

// callWords are the words of a command's call after its name.
type callWords struct{ args values }

// text returns a word when it is known.
func (w callWords) text(i int) (string, bool) {
	if i >= len(w.args.list) {
		return "", false
	}
	if s, ok := w.args.list[i].Str(); ok {
		return s, true
	}
	if n, ok := w.args.list[i].Number(); ok {
		return luaString(n), true
	}
	return "", false
}

// count returns the number of words; false when it is not known.
func (w callWords) count() (int, bool) { return len(w.args.list), !w.args.more() }

// has reports whether an option stands among the words from a place on; sure is false when it
// may hide in one that is not known.
func (w callWords) has(option string, from int) (found, sure bool) {
	sure = !w.args.more()
	for i := from; i < len(w.args.list); i++ {
		text, known := w.text(i)
		if known && strings.EqualFold(text, option) {
			return true, true
		}
		sure = sure && (known || w.isOperand(i))
	}
	return false, sure
}

// isOperand reports whether a word is the number that the option before it takes.
func (w callWords) isOperand(i int) bool {
	option, known := w.text(i - 1)
	if !known {
		return false
	}
	switch strings.ToUpper(option) {
	case "EX", "PX", "EXAT", "PXAT", "COUNT", "RANK", "MAXLEN", "~":
		return true
	default:
		return false
	}
}

// lacks reports whether certainly none of some options stands among the words from a
// place on.
func (w callWords) lacks(from int, options ...string) bool {
	for _, o := range options {
		if found, sure := w.has(o, from); found || !sure {
			return false
		}
	}
	return true
}

// narrow returns a command's reply, cut down to what its options leave.
func (w callWords) narrow(cmd *command.Command) command.Reply {
	r := cmd.Reply
	n, exact := w.count()
	// option keeps with when the option is certainly there and without when it certainly is not.
	option := func(name string, from int, with, without command.ReplyKinds) {
		switch found, sure := w.has(name, from); {
		case found:
			r.Kinds &= with
		case sure:
			r.Kinds &= without
		}
	}
	const all = command.ReplyKinds(0xff)
	switch cmd.Name {
	case "SET":
		if exact && n <= 2 {
			r.Kinds = command.Status
			break
		}
		option("GET", 2, command.Bulk|command.Nil, command.Status|command.Nil)
		if w.lacks(2, "NX", "XX", "GET", "IFEQ", "IFNE", "IFDEQ", "IFDNE") {
			r.Kinds = command.Status
		}
	case "LPOP", "RPOP", "SPOP", "SRANDMEMBER", "HRANDFIELD", "ZRANDMEMBER":
		if exact && n == 1 {
			r.Kinds &^= command.Array
		} else if exact && n > 1 {
			r.Kinds &^= command.Bulk
			if cmd.Name == "SPOP" || cmd.Name == "SRANDMEMBER" || cmd.Name == "HRANDFIELD" || cmd.Name == "ZRANDMEMBER" {
				r.Kinds &^= command.Nil
			}
		}
	case "ZADD":
		option("INCR", 1, command.Numeral|command.Nil, command.Integer)
	case "XADD":
		option("NOMKSTREAM", 1, all, all&^command.Nil)
	case "SORT", "GEORADIUS", "GEORADIUSBYMEMBER":
		option("STORE", 1, command.Integer, all)
		if cmd.Name == "SORT" {
			option("STORE", 1, command.Integer, all&^command.Integer)
			if w.lacks(1, "GET") {
				r.Elem &^= command.Nil // only a key that BY or GET names may be missing
			}
		}
	case "PING":
		if exact && n == 0 {
			r.Kinds = command.Status
		} else if exact {
			r.Kinds = command.Bulk
		}
	case "LPOS":
		option("COUNT", 2, command.Array, all&^command.Array)
	case "ZRANK", "ZREVRANK":
		if exact && n == 2 {
			r.Kinds &^= command.Array
		}
	}
	return r
}
