package flow

import (
	"github.com/luagen/luagen/analysis/command"
	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/analysis/scope"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/parser/syntax"
)

// CommandWords is what is known of a command's words, of which at least a number is there; open
// says that more may follow.
func CommandWords(words []value.Value, least int, open bool) command.Words {
	list := make([]command.Word, len(words))
	for i, v := range words {
		list[i] = commandWord(v)
	}
	return command.Words{List: list, Least: least, More: open}
}

// commandWord is what is known of one word, if it is there.
func commandWord(v value.Value) command.Word {
	if c := v.Consts(); len(c) == 1 && v.Is(kind.String|kind.Number|kind.AbsentOrNil) {
		if c[0].IsString {
			return command.Word{Text: c[0].Str, Known: true}
		}
		return command.Word{Text: value.FormatNumber(c[0].Num), Known: true}
	}
	return command.Word{Number: v.Is(kind.Number | kind.Numeral | kind.AbsentOrNil)}
}

// listed returns the arguments that are there one by one, those of a table that is unpacked
// included.
func (m *Machine) listed(args List) []value.Value {
	n := 0
	if s := args.from; s != nil && !s.IsInput && !s.Moved && !s.Open {
		n = max(0, len(s.Items)-args.start+1)
	}
	if n == 0 {
		return args.Known
	}
	all := append(make([]value.Value, 0, len(args.Known)+n), args.Known...)
	for i := range n {
		all = append(all, m.At(args, len(args.Known)+i))
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
	if scope.Expands(e.Args[n]) {
		n--
	}
	return max(n, 0)
}
