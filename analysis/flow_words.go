package analysis

import (
	"github.com/luagen/luagen/analysis/command"
	"github.com/luagen/luagen/parser/syntax"
)

// commandWords is what is known of a command's words, of which at least a number is there; open
// says that more may follow.
func commandWords(words []Value, least int, open bool) command.Words {
	list := make([]command.Word, len(words))
	for i, v := range words {
		list[i] = commandWord(v)
	}
	return command.Words{List: list, Least: least, More: open}
}

// commandWord is what is known of one word, if it is there.
func commandWord(v Value) command.Word {
	if c := v.Consts(); len(c) == 1 && v.Is(String|Number|AbsentOrNil) {
		if c[0].IsString {
			return command.Word{Text: c[0].Str, Known: true}
		}
		return command.Word{Text: luaString(c[0].Num), Known: true}
	}
	return command.Word{Number: v.Is(Number | Numeral | AbsentOrNil)}
}

// listed returns the arguments that are there one by one, those of a table that is unpacked
// included.
func (m *machine) listed(args values) []Value {
	n := 0
	if s := args.from; s != nil && !s.isInput && !s.moved && !s.Open {
		n = max(0, len(s.Items)-args.start+1)
	}
	if n == 0 {
		return args.list
	}
	all := append(make([]Value, 0, len(args.list)+n), args.list...)
	for i := range n {
		all = append(all, m.at(args, len(args.list)+i))
	}
	return all
}

// written counts the arguments of a call, without the first, the command's name, that are there in
// any case, as each is an expression of its own.
func written(e *syntax.CallExpr) int {
	if e == nil || len(e.Args) == 0 {
		return 0
	}
	n := len(e.Args) - 1
	if expands(e.Args[n]) {
		n--
	}
	return max(n, 0)
}

// Likely returns what is left of a reply of the call without what the call replies only if a word
// that is not known happens to be an option. It is the reply itself without a call.
func (c *Call) Likely(r Reply) Reply {
	if c == nil || c.Match == nil {
		return r
	}
	all, likely := c.Match.Reply(), c.Match.LikelyReply()
	if left := r.Kinds &^ (replyKinds(all.Kinds) &^ replyKinds(likely.Kinds)); left != 0 {
		r.Kinds = left
	}
	if doubtful := replyKinds(all.Elem()) &^ replyKinds(likely.Elem()); r.Rest != nil && r.Rest.Kinds&^doubtful != 0 {
		rest := *r.Rest
		rest.Kinds &^= doubtful
		r.Rest = &rest
	}
	return r
}

// replyKinds are the kinds of a command's reply as those of a script's.
func replyKinds(k command.ReplyKinds) ReplyKinds {
	var kinds ReplyKinds
	for _, p := range [...]struct {
		command command.ReplyKinds
		script  ReplyKinds
	}{
		{command.IntegerReply, ReplyInteger}, {command.Bulk | command.Numeral, ReplyBulk}, {command.Status, ReplyStatus},
		{command.Nil, ReplyNil}, {command.Array, ReplyArray},
	} {
		if k&p.command != 0 {
			kinds |= p.script
		}
	}
	return kinds
}
