package flow

import (
	"slices"

	"github.com/luagen/luagen/analysis/command"
	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/analysis/library"
	"github.com/luagen/luagen/analysis/scope"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/parser/syntax"
)

// Words are the words of a command's call, its name first, as the machine sees them.
type Words struct {
	Known []value.Value
	Least int         // how many of Known there are in any case
	More  bool        // further words may follow
	Rest  value.Value // what those can be
}

// see notes the arguments that a call hands on to a command, and returns them as words. The
// expression is nil when the script writes no call.
func (m *Machine) see(e *syntax.CallExpr, args List) Words {
	w := Words{Known: m.listed(args), More: args.More()}
	if w.More {
		w.Rest = m.All(args.Drop(len(args.Known)))
	}
	w.Least = min(len(w.Known), max(args.Certain(), m.written(e)))
	if e == nil {
		return w
	}
	if old := m.words[e]; old != nil {
		m.widen(old, w)
	} else {
		first := w
		first.Known = slices.Clone(w.Known)
		m.words[e] = &first
	}
	return w
}

// widen makes words those that are either as they are or others.
func (m *Machine) widen(w *Words, o Words) {
	n := min(len(w.Known), len(o.Known))
	for i, v := range o.Known[:n] {
		w.Known[i] = m.join(w.Known[i], v)
	}
	w.Known = append(w.Known, o.Known[n:]...)
	w.Least = min(w.Least, o.Least)
	w.More = w.More || o.More
	w.Rest = m.join(w.Rest, o.Rest)
}

// Words returns the words that a call was seen to hand on to a command; they are unknown when it was
// not.
func (m *Machine) Words(e *syntax.CallExpr) Words {
	if w := m.words[e]; w != nil {
		return *w
	}
	return Words{More: true, Rest: value.Unknown(value.FromUnknown)}
}

// First returns the words without those after the n-th.
func (w Words) First(n int) Words {
	if n <= len(w.Known) {
		return Words{Known: w.Known[:n], Least: min(w.Least, n)}
	}
	return w
}

// written counts the arguments that a call hands on and that are there in any case, as each is an
// expression of its own.
func (m *Machine) written(e *syntax.CallExpr) int {
	if e == nil || len(e.Args) == 0 {
		return 0
	}
	n := len(e.Args)
	if last := e.Args[n-1]; scope.Expands(last) && !m.IsSingle(last) {
		n--
	}
	switch m.Values.Of(e.Func).Op() {
	case library.PCall:
		n--
	case library.XPCall:
		n -= 2
	}
	return max(n, 0)
}

// IsSingle reports whether a call in last place certainly yields exactly one value.
func (m *Machine) IsSingle(e syntax.Expr) bool {
	call, ok := e.(*syntax.CallExpr)
	if !ok || call.Method != nil {
		return false
	}
	lib := m.Values.Of(call.Func).Lib()
	return lib != nil && lib.Results == 1
}

// Command returns what is known of the words after the command's name.
func (w Words) Command() command.Words {
	if len(w.Known) == 0 {
		return command.Words{More: w.More}
	}
	list := make([]command.Word, len(w.Known)-1)
	for i, v := range w.Known[1:] {
		list[i] = commandWord(v)
	}
	return command.Words{List: list, Least: max(w.Least-1, 0), More: w.More}
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
