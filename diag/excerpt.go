package diag

import (
	"bytes"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"
)

// tabStop is the distance of tab stops in excerpts. Tabs are printed as blanks, so
// that the caret is right whatever the terminal makes of a tab.
const tabStop = 4

// sourceLine cuts the line on which s starts out of src. from and to are the part
// of the line that s covers, in bytes; a span of several lines ends with its first.
func sourceLine(src []byte, s Span) (line []byte, from, to int, ok bool) {
	start := s.Start.Offset - (s.Start.Column - 1)
	if start < 0 || s.Start.Offset < start || s.Start.Offset > len(src) {
		return nil, 0, 0, false
	}
	line = src[start:]
	if i := bytes.IndexByte(line, '\n'); i >= 0 {
		line = line[:i]
	}
	line = bytes.TrimSuffix(line, []byte("\r"))
	from = min(s.Start.Offset-start, len(line))
	to = min(max(s.End.Offset-start, from), len(line))
	return line, from, to, true
}

// cell is one printed character of an excerpt.
type cell struct {
	text  string
	width int // cells of the terminal; 0 for a combining mark
	at    int // byte of the line it stands for
}

// layout prints a line at most limit cells wide, the marked part in view, and says
// how many cells stand before the mark and how many it covers, one at least.
func layout(line []byte, from, to, limit int) (text string, pad, length int) {
	cells := cellsOf(line)
	first, last := cut(cells, from, to, limit)
	var b strings.Builder
	if first > 0 {
		b.WriteString("…")
		pad++
	}
	for _, c := range cells[first:last] {
		b.WriteString(c.text)
		switch {
		case c.at < from:
			pad += c.width
		case c.at < to:
			length += c.width
		}
	}
	if last < len(cells) {
		b.WriteString("…")
	}
	return strings.TrimRight(b.String(), " "), pad, max(length, 1)
}

// cut chooses the run of cells to show: all when they fit, else a window that
// begins a little before the mark.
func cut(cells []cell, from, to, limit int) (first, last int) {
	limit = max(limit, 20)
	total, before, marked := 0, 0, 0
	for _, c := range cells {
		total += c.width
		switch {
		case c.at < from:
			before += c.width
		case c.at < to:
			marked += c.width
		}
	}
	if total <= limit {
		return 0, len(cells)
	}
	limit -= 2 // the two ellipses
	skip := 0
	if before+marked > limit {
		skip = max(before-limit/3, 0)
	}
	width := 0
	for first < len(cells) && width < skip {
		width += cells[first].width
		first++
	}
	width = 0
	for last = first; last < len(cells) && width+cells[last].width <= limit; last++ {
		width += cells[last].width
	}
	return first, last
}

// cellsOf splits a line into printed characters: tabs expanded, whatever a terminal
// might act upon escaped.
func cellsOf(line []byte) []cell {
	// A condition of our own: the package's default follows the locale, and the same
	// findings must print alike everywhere.
	cond := &runewidth.Condition{StrictEmojiNeutral: true}
	cells := make([]cell, 0, len(line))
	column := 0
	for at := 0; at < len(line); {
		r, size := utf8.DecodeRune(line[at:])
		c := cell{at: at}
		switch {
		case r == '\t':
			c.width = tabStop - column%tabStop
			c.text = strings.Repeat(" ", c.width)
		case unprintable(r, size):
			c.text = escapeRune(line[at : at+size])
			c.width = len(c.text)
		default:
			c.text = string(line[at : at+size])
			c.width = cond.RuneWidth(r)
		}
		cells = append(cells, c)
		column += c.width
		at += size
	}
	return cells
}

// escape makes text from a script or a path safe for a terminal: control
// characters and invalid bytes become Go escapes.
func escape(s string) string {
	var b strings.Builder
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		if unprintable(r, size) {
			b.WriteString(escapeRune([]byte(s[:size])))
		} else {
			b.WriteString(s[:size])
		}
		s = s[size:]
	}
	return b.String()
}

// unprintable reports whether a rune of that size is what a terminal might act upon,
// or no character at all.
func unprintable(r rune, size int) bool {
	return r == utf8.RuneError && size == 1 || !unicode.IsPrint(r)
}

func escapeRune(b []byte) string {
	quoted := strconv.QuoteToASCII(string(b))
	return quoted[1 : len(quoted)-1]
}
