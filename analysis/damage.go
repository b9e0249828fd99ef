package analysis

import (
	"bytes"

	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/parser/syntax"
)

// Damage is where the text of a script could not be read, because of syntax errors or because
// a program puts it there when it runs. What stands there may be anything: a read of a
// variable, an assignment, a return.
type Damage struct {
	// Loose is set when it is a guess which block a statement belongs to.
	Loose bool
	// Template is set when a line that could not be read is an instruction of another tool,
	// such as "<%= include %>", which may bring in any declaration.
	Template bool

	lines *syntax.Lines
	at    map[int]bool    // damaged lines
	words map[string]bool // the words on them
}

// damageOf finds the damage of a script; nil when its tree holds all of its text.
func damageOf(s *parser.Script) *Damage {
	chunk, text := s.Chunk, s.Text
	var d *Damage
	note := func(r syntax.Range) {
		if d == nil {
			d = &Damage{Loose: chunk.Loose, lines: syntax.NewLines(text), at: map[int]bool{}, words: map[string]bool{}}
		}
		for line := d.lines.Line(r.From); line <= d.lines.Line(max(r.From, r.To-1)); line++ {
			d.addLine(line, text)
		}
	}
	for _, hole := range s.Holes {
		note(hole)
	}
	if len(chunk.Errors) == 0 {
		return d
	}
	if d != nil {
		d.Loose = true // what fills a hole may begin or end a block
	}
	syntax.Inspect(chunk.Block, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.ErrorStmt:
			note(n.Range)
		case *syntax.ErrorExpr:
			note(n.Range)
		}
		return true
	})
	if d == nil && !chunk.Loose {
		return d // a limit is exceeded, or a keyword is missing between two blocks
	}
	for _, e := range chunk.Errors {
		if !leads(text, e.From) {
			note(e.Range)
		}
	}
	if d == nil {
		note(chunk.Errors[0].Range)
	}
	return d
}

// leads reports whether an offset is the first of its line, blanks aside: what is wrong is
// then before it.
func leads(text []byte, offset int) bool {
	for i := offset - 1; i >= 0 && text[i] != '\n' && text[i] != '\r'; i-- {
		if text[i] != ' ' && text[i] != '\t' {
			return false
		}
	}
	return true
}

func (d *Damage) addLine(line int, text []byte) {
	if d.at[line] {
		return
	}
	d.at[line] = true
	s := text[d.lines.Start(line):d.lines.Start(line+1)]
	d.Template = d.Template || bytes.Contains(s, []byte("<%")) || bytes.Contains(s, []byte("{{")) || bytes.Contains(s, []byte("{%"))
	for i := 0; i < len(s); {
		from := i
		for i < len(s) && isWord(s[i]) {
			i++
		}
		if i > from {
			d.words[string(s[from:i])] = true
		} else {
			i++
		}
	}
}

func isWord(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

// Covers reports whether a range of the text lies, in part, on a damaged line.
func (d *Damage) Covers(r syntax.Range) bool {
	if d == nil {
		return false
	}
	first, last := d.lines.Line(r.From), d.lines.Line(max(r.From, r.To-1))
	for line := range d.at {
		if first <= line && line <= last {
			return true
		}
	}
	return false
}

// Mentions reports whether a word stands on a damaged line.
func (d *Damage) Mentions(word string) bool { return d != nil && d.words[word] }
