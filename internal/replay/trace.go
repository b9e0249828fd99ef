package replay

import (
	_ "embed" // for the Lua of traces
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

// instrumented is the script's text with every redis.call and redis.pcall recorded, and
// with Lua of the server's before it. It replies with an array of the recorded commands
// and of the script's own reply.
func instrumented(s *parser.Script, facts *analysis.Facts, before string) string {
	text := withoutTailCalls(s, facts)
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

// withoutTailCalls is the script's text with parentheses around "return redis.call(…)",
// which has one result. Lua forgets the line of a tail call, and with it the place of an
// error.
func withoutTailCalls(s *parser.Script, facts *analysis.Facts) string {
	var at []int // where parentheses go, opening and closing in turn
	if s.Chunk.Block != nil {
		syntax.Inspect(s.Chunk.Block, func(n syntax.Node) bool {
			if r, ok := n.(*syntax.ReturnStmt); ok && len(r.Exprs) == 1 {
				if c, ok := r.Exprs[0].(*syntax.CallExpr); ok && callsRedis(c, facts) {
					at = append(at, c.From, c.To)
				}
			}
			return true
		})
	}
	var b strings.Builder
	from := 0
	for i, offset := range at {
		b.Write(s.Text[from:offset])
		b.WriteByte("()"[i%2])
		from = offset
	}
	b.Write(s.Text[from:])
	return b.String()
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
