package replay

import (
	"bytes"
	_ "embed"
	"strings"

	"github.com/luagen/luagen/parser"
)

// Issued is one command that a script called, with its reply.
type Issued struct {
	Args  []string
	Reply string // on one line, as redis-cli would show it
}

// String is the command as it would be typed, and its reply.
func (i Issued) String() string {
	words := make([]string, len(i.Args))
	for n, a := range i.Args {
		words[n] = word(a)
	}
	return strings.Join(words, " ") + " -> " + i.Reply
}

// The Lua around a script whose commands are recorded. It stands on the script's own
// lines, so that line numbers stay right.
var (
	//go:embed trace_before.lua
	traceBefore string
	//go:embed trace_after.lua
	traceAfter string
)

// instrumented is the script's text with every redis.call and redis.pcall recorded. It
// replies with an array of the recorded commands and of the script's own reply.
func instrumented(s *parser.Script) string {
	text := s.Text
	var b strings.Builder
	if s.Shebang != nil { // it must stay the first bytes
		line, rest, _ := bytes.Cut(text, []byte("\n"))
		b.Write(line)
		b.WriteByte('\n')
		text = rest
	}
	b.WriteString(oneLine(traceBefore))
	b.Write(text)
	b.WriteByte('\n')
	b.WriteString(traceAfter)
	return b.String()
}

// oneLine joins lines of Lua that hold no comments.
func oneLine(lua string) string {
	return strings.Join(strings.Fields(lua), " ") + " "
}
