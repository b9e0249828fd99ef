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
