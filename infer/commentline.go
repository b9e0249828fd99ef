package infer

import (
	"strings"

	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/parser/syntax"
)

// commentLine is one line of the comments, without what makes it a comment.
type commentLine struct {
	indent int
	text   string
	// whole is the line of the source when nothing but the comment is in it, with its end; empty otherwise.
	whole syntax.Range
}

// headerComments are the lines of the comments above the first statement. An empty one
// is between two comments of which one is a block.
func headerComments(s *parser.Script) []commentLine {
	var lines []commentLine
	chunk := syntax.Parse(s.Source)
	source := syntax.NewLines(s.Source)
	for _, c := range chunk.Comments {
		if c.From >= chunk.First {
			break
		}
		text := string(s.Source[c.From:c.To])
		if !c.Block {
			l := bareLine(text, len(text)-len(strings.TrimLeft(text, "-")))
			if line := source.Line(c.From); strings.TrimSpace(string(s.Source[source.Start(line):c.From])) == "" {
				l.whole = syntax.Range{From: source.Start(line), To: source.Start(line + 1)}
			}
			lines = append(lines, l)
			continue
		}
		text = strings.TrimRight(strings.TrimLeft(text, "-[="), "]=")
		lines = append(lines, commentLine{})
		line, last := source.Line(c.From), source.Line(c.To)
		for text := range strings.Lines(text) {
			l := bareLine(text, 0)
			if line > source.Line(c.From) && line < last {
				l.whole = syntax.Range{From: source.Start(line), To: source.Start(line + 1)}
			}
			lines = append(lines, l)
			line++
		}
		lines = append(lines, commentLine{})
	}
	return lines
}

// bareLine is a line of a comment without the dashes that begin it, the "@" of a tag, and the dash or
// asterisk of a list's item; the sign of a number stays.
func bareLine(l string, dashes int) commentLine {
	rest := l[dashes:]
	bare := strings.TrimLeft(rest, "-*@ \t")
	if n := len(rest) - len(bare); n > 0 && isNegative(rest[n-1:]) && (n == 1 || rest[n-2] == ' ' || rest[n-2] == '\t') {
		bare = rest[n-1:]
	}
	return commentLine{indent: len(l) - len(bare), text: strings.TrimSpace(bare)}
}

// isNegative reports whether a text begins with a negative number.
func isNegative(s string) bool { return len(s) > 1 && s[0] == '-' && s[1] >= '0' && s[1] <= '9' }
