package diag

import (
	"fmt"
	"io"
	"strings"

	"github.com/mattn/go-runewidth"
)

// Source returns the bytes of a file as a Span names it, or nil when the file
// cannot be read; a report then leaves out what needs them.
type Source func(file string) []byte

// TextPrinter writes findings for people: one line in the form that editors and
// problem matchers know, then the source line with a caret under what is meant.
//
//	like.lua:3:7: warning: userId is never read (unused-key)
//	    --@key userId
//	           ^~~~~~
type TextPrinter struct {
	Source Source // where source lines come from; nil prints none
	Color  bool   // mark severities and carets with ANSI colours
	Width  int    // of the terminal in cells: messages are wrapped and source lines cut to it; 0 without one
}

// defaultWidth bounds what is shown of a minified line when there is no terminal to
// fit.
const defaultWidth = 160

// leastWidth is what an excerpt takes even on a terminal that is narrower.
const leastWidth = 20

// indent begins every line that belongs to the finding above it.
const indent = "    "

// Print writes ds in the order given.
func (p TextPrinter) Print(w io.Writer, ds []Diagnostic) error {
	var b strings.Builder
	for _, d := range ds {
		p.finding(&b, d)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (p TextPrinter) finding(b *strings.Builder, d Diagnostic) {
	p.statement(b, d.Span, d.Severity, d.Message, "("+d.Rule+")")
	p.excerpt(b, d.Span, styleCaret)
	for _, r := range d.Related {
		p.statement(b, r.Span, Note, r.Message, "")
		p.excerpt(b, r.Span, styleDim)
	}
	if d.Fix != nil {
		fmt.Fprintf(b, "%s%s %s\n", indent, p.paint(styleCaret, "fix:"), message(d.Fix.Message))
	}
}

// statement writes "path:line:col: severity: message (rule)". On a terminal it is
// wrapped between words, the rest indented.
func (p TextPrinter) statement(b *strings.Builder, at Span, s Severity, text, rule string) {
	label := s.String() + ":"
	column := len(label)
	if place := location(at); place != "" {
		b.WriteString(p.paint(styleBold, place) + " ")
		column += runewidth.StringWidth(place) + 1
	}
	b.WriteString(p.paint(severityStyle(s), label))
	words := strings.Split(message(text), " ")
	if rule != "" {
		words = append(words, rule)
	}
	for i, w := range words {
		n := runewidth.StringWidth(w)
		if p.Width > 0 && column+1+n > p.Width && w != "" {
			b.WriteString("\n" + indent)
			column = len(indent)
		} else {
			b.WriteString(" ")
			column++
		}
		if rule != "" && i == len(words)-1 {
			w = p.paint(styleDim, w)
		}
		b.WriteString(w)
		column += n
	}
	b.WriteString("\n")
}

// location is "path:line:col:" with as much of it as the span knows.
func location(s Span) string {
	if s.File == "" {
		return ""
	}
	return s.String() + ":"
}

// excerpt writes the span's first line and the caret line below it.
func (p TextPrinter) excerpt(b *strings.Builder, s Span, caret style) {
	if p.Source == nil || s.Start.Line == 0 {
		return
	}
	width := p.Width
	if width <= 0 {
		width = defaultWidth
	}
	width = max(width-len(indent), leastWidth)
	line, ok := lineOf(p.Source(s.File), s, reach*width)
	if !ok {
		return
	}
	text, pad, length := line.layout(width)
	if text == "" {
		return
	}
	fmt.Fprintf(b, "%s%s\n", indent, text)
	under := "^" + strings.Repeat("~", length-1)
	fmt.Fprintf(b, "%s%s%s\n", indent, strings.Repeat(" ", pad), p.paint(caret, under))
}

// String is the span's start as "path:line:col", or the path alone when the
// position is unknown.
func (s Span) String() string {
	if s.Start.Line == 0 {
		return escape(s.File)
	}
	return fmt.Sprintf("%s:%d:%d", escape(s.File), s.Start.Line, s.Start.Column)
}

// message makes a message safe to print; the lines of one that has several are
// indented below the first.
func message(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = escape(l)
	}
	return strings.Join(lines, "\n"+indent)
}
