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

// reach is how many bytes are looked at on either side of a mark, for each cell that is
// shown. It bounds the work on a minified file, whose one line may have every finding.
const reach = 8

// sourceLine is the part of a source line that an excerpt can show.
type sourceLine struct {
	text       []byte
	from, to   int  // the marked part; a span of several lines ends with its first
	head, tail bool // text leaves out the line's beginning, or its end
}

// lineOf cuts the line on which s starts out of src, with at most size bytes before and
// from the mark on. It returns false when s is no place in src.
func lineOf(src []byte, s Span, size int) (l sourceLine, ok bool) {
	start, mark := s.Start.Offset-(s.Start.Column-1), s.Start.Offset
	if start < 0 || mark < start || mark > len(src) {
		return sourceLine{}, false
	}
	first, end := start, len(src)
	if mark-first > size {
		l.head = true
		for first = mark - size; first < mark && !utf8.RuneStart(src[first]); first++ {
		}
	}
	if end-mark > size {
		l.tail, end = true, mark+size
	}
	// Lua ends lines with "\r" as well.
	if i := bytes.IndexAny(src[mark:end], "\r\n"); i >= 0 {
		l.tail, end = false, mark+i
	}
	l.text = src[first:end]
	l.from = mark - first
	l.to = min(max(s.End.Offset-first, l.from), len(l.text))
	return l, true
}

// cell is one printed character of an excerpt.
type cell struct {
	text  string
	width int // cells of the terminal; 0 for a combining mark
	at    int // byte of the line it stands for
}

// layout prints the line at most limit cells wide, the marked part in view, and says
// how many cells are before the mark and how many it covers, one at least.
func (l sourceLine) layout(limit int) (text string, pad, length int) {
	cells := cellsOf(l.text)
	first, last := cut(cells, l.from, l.to, limit)
	var b strings.Builder
	if l.head || first > 0 {
		b.WriteString("…")
		pad++
	}
	for _, c := range cells[first:last] {
		b.WriteString(c.text)
		switch {
		case c.at < l.from:
			pad += c.width
		case c.at < l.to:
			length += c.width
		}
	}
	if l.tail || last < len(cells) {
		b.WriteString("…")
	}
	return strings.TrimRight(b.String(), " "), pad, max(length, 1)
}

// cut chooses the run of cells to show: all when they fit, else a window that
// begins a little before the mark.
func cut(cells []cell, from, to, limit int) (first, last int) {
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

// Printable makes text of several lines safe for a terminal or a log: what they might act
// upon, and invalid bytes, become Go escapes. Line feeds and tabs stay.
func Printable(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		parts := strings.Split(line, "\t")
		for j, part := range parts {
			parts[j] = escape(part)
		}
		lines[i] = strings.Join(parts, "\t")
	}
	return strings.Join(lines, "\n")
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
