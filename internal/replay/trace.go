package replay

import (
	_ "embed" // for the Lua of traces
	"slices"
	"strconv"
	"strings"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/parser/syntax"
)

// Issued is one command that a script called, with its reply.
type Issued struct {
	Args  []string
	Reply string // on one line, as redis-cli would show it
}

// Command is the command as it would be typed.
func (i Issued) Command() string {
	words := make([]string, len(i.Args))
	for n, a := range i.Args {
		words[n] = word(a)
	}
	return strings.Join(words, " ")
}

// word is an argument as it would be typed: quoted where it must be.
func word(s string) string {
	plain := func(r rune) bool { return r > ' ' && r < 0x7f && r != '"' && r != '\'' && r != '\\' }
	if s != "" && strings.IndexFunc(s, func(r rune) bool { return !plain(r) }) < 0 {
		return s
	}
	return strconv.Quote(s)
}

// traceBefore is the Lua before a script whose commands are recorded. It goes on the
// script's own lines, so that line numbers stay right.
//
//go:embed trace.lua
var traceBefore string

// embeddedBefore is the Lua before that on the embedded server, whose errors about global
// variables name a line of its own.
//
//go:embed embedded.lua
var embeddedBefore string

// unwatched is the Lua before a script that is recorded, and not watched.
const unwatched = " local __luagen_notes "

// edit is text that goes into a script.
type edit struct {
	at   int
	text string
}

// instrumented is the script's text with every redis.call and redis.pcall recorded, with edits, and
// with Lua of the server's before it. It replies with an array of the recorded commands, of the script's own
// reply, and of notes where it is watched.
func instrumented(s *parser.Script, before string, edits []edit) string {
	text := edited(s.Text, edits)
	var b strings.Builder
	if s.Shebang != nil { // it must stay the first bytes
		line, rest, _ := strings.Cut(text, "\n")
		b.WriteString(line + "\n")
		text = rest
	}
	varargs := "" // older servers, and KeyDB, run a script as a function that has none
	if usesVarargs(s) {
		varargs = "..."
	}
	b.WriteString(oneLine(before) + oneLine(traceBefore) + "return __luagen_finish(pcall(function(" + varargs + ") ")
	b.WriteString(text)
	b.WriteString("\nend")
	if varargs != "" {
		b.WriteString(", ...")
	}
	b.WriteString("))\n")
	return b.String()
}

// edited is a text with edits, those at one place in their order.
func edited(text []byte, edits []edit) string {
	slices.SortStableFunc(edits, func(a, b edit) int { return a.at - b.at })
	var b strings.Builder
	from := 0
	for _, e := range edits {
		b.Write(text[from:e.at])
		b.WriteString(e.text)
		from = e.at
	}
	b.Write(text[from:])
	return b.String()
}

// usesVarargs reports whether a script reads "..." outside of its functions.
func usesVarargs(s *parser.Script) bool {
	found := false
	if s.Chunk.Block != nil {
		syntax.Inspect(s.Chunk.Block, func(n syntax.Node) bool {
			switch n.(type) {
			case *syntax.FuncExpr:
				return false
			case *syntax.VarargExpr:
				found = true
			}
			return true
		})
	}
	return found
}

// tailCalls are the parentheses around "return redis.call(…)", which has one result. Lua forgets the
// line of a tail call, and with it the place of an error.
func tailCalls(s *parser.Script, facts *analysis.Facts) []edit {
	var edits []edit
	if s.Chunk.Block != nil {
		syntax.Inspect(s.Chunk.Block, func(n syntax.Node) bool {
			if r, ok := n.(*syntax.ReturnStmt); ok && len(r.Exprs) == 1 {
				if c, ok := r.Exprs[0].(*syntax.CallExpr); ok && callsRedis(c, facts) {
					edits = append(edits, edit{c.From, "("}, edit{c.To, ")"})
				}
			}
			return true
		})
	}
	return edits
}

// callsRedis reports whether a call is one of redis.call or redis.pcall, by that name or
// by that of a local variable.
func callsRedis(c *syntax.CallExpr, facts *analysis.Facts) bool {
	f := c.Func
	if name, ok := f.(*syntax.NameExpr); ok {
		if b := facts.Binding(name); b != nil && len(b.Writes) == 0 {
			f = b.Init
		}
	}
	index, ok := f.(*syntax.IndexExpr)
	if !ok || c.Method != nil {
		return false
	}
	lib, ok := index.X.(*syntax.NameExpr)
	key, isString := index.Key.(*syntax.StringExpr)
	return ok && isString && facts.Binding(lib) == nil && (lib.Name == "redis" || lib.Name == "server") &&
		(key.Value == "call" || key.Value == "pcall")
}

// oneLine joins lines of Lua that hold no comments.
func oneLine(lua string) string {
	return strings.Join(strings.Fields(lua), " ") + " "
}
