package syntax

import (
	"bytes"
	"sort"
)

// Lines maps between offsets and lines of a text. It counts lines as Lua does, and
// so as Redis reports them: "\n", "\r", "\r\n" and "\n\r" each end one line.
type Lines struct {
	starts []int // offset at which each line starts
	size   int   // length of the text
}

// NewLines finds the lines of text.
func NewLines(text []byte) *Lines {
	ends := bytes.Count(text, []byte{'\n'})
	l := &Lines{starts: make([]int, 1, ends+1), size: len(text)}
	for i := 0; i < len(text); i++ {
		if c := text[i]; c == '\n' || c == '\r' {
			if i+1 < len(text) && (text[i+1] == '\n' || text[i+1] == '\r') && text[i+1] != c {
				i++
			}
			l.starts = append(l.starts, i+1)
		}
	}
	return l
}

// Count is the number of lines; after a final line end there is one more, empty.
func (l *Lines) Count() int { return len(l.starts) }

// Line returns the 1-based line that holds the byte at offset. An offset outside
// the text counts as its nearest end.
func (l *Lines) Line(offset int) int {
	return max(1, sort.SearchInts(l.starts, offset+1))
}

// Position returns the 1-based line of offset and its 1-based column in bytes.
func (l *Lines) Position(offset int) (line, column int) {
	offset = min(max(offset, 0), l.size)
	line = l.Line(offset)
	return line, offset - l.starts[line-1] + 1
}

// Start returns the offset at which a 1-based line starts. Lines outside the text
// count as its ends.
func (l *Lines) Start(line int) int {
	switch {
	case line < 1:
		return 0
	case line > len(l.starts):
		return l.size
	}
	return l.starts[line-1]
}

// lineOf is the 1-based line of an offset, for the rare caller without Lines.
func lineOf(text string, offset int) int {
	return NewLines([]byte(text[:offset])).Count()
}
