// Package text is the text of a file as an editor speaks of it: by lines and characters,
// which it counts in one of several ways.
package text

import (
	"slices"
	"sort"
	"unicode/utf8"
)

// Encoding is what an editor counts a line's characters in.
type Encoding int

// The encodings.
const (
	UTF16 Encoding = iota // code units of UTF-16, every editor's default
	UTF8                  // bytes
	UTF32                 // characters
)

// Position is a place in a text.
type Position struct {
	Line      int // 0-based
	Character int // from the start of the line, in an Encoding
}

// Range is a half-open range of a text.
type Range struct{ Start, End Position }

// Text is the text of a file. It is never changed.
type Text struct {
	Content []byte
	starts  []int // of each line
}

// New returns the text with a content, which is not to be changed from then on.
func New(content []byte) *Text {
	if content == nil {
		content = []byte{} // an empty text is one, too
	}
	t := &Text{Content: content, starts: []int{0}}
	for i := 0; i < len(content); i++ {
		switch content[i] {
		case '\r':
			if i+1 < len(content) && content[i+1] == '\n' {
				i++
			}
			fallthrough
		case '\n':
			t.starts = append(t.starts, i+1)
		}
	}
	return t
}

// Lines is the number of lines; after a final line end there is one more, empty.
func (t *Text) Lines() int { return len(t.starts) }

// line is a line's range, without its end.
func (t *Text) line(n int) (from, to int) {
	from, to = t.starts[n], len(t.Content)
	if n+1 < len(t.starts) {
		to = t.starts[n+1]
	}
	for to > from && (t.Content[to-1] == '\n' || t.Content[to-1] == '\r') {
		to--
	}
	return from, to
}

// Offset is the offset of a position in bytes. One beyond a line's end, or the text's, counts
// as that; one inside of a character as its start.
func (t *Text) Offset(p Position, e Encoding) int {
	if p.Line < 0 {
		return 0
	}
	if p.Line >= len(t.starts) {
		return len(t.Content)
	}
	at, end := t.line(p.Line)
	left := p.Character
	for at < end && left > 0 {
		r, size := rune(t.Content[at]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRune(t.Content[at:end])
		}
		if left -= width(r, size, e); left < 0 {
			break
		}
		at += size
	}
	return at
}

// Position is the position of an offset in bytes, which counts as the nearest one inside.
func (t *Text) Position(offset int, e Encoding) Position {
	offset = min(max(offset, 0), len(t.Content))
	line := sort.Search(len(t.starts), func(i int) bool { return t.starts[i] > offset }) - 1
	at, end := t.line(line)
	p := Position{Line: line}
	for at < min(offset, end) {
		r, size := rune(t.Content[at]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRune(t.Content[at:end])
		}
		if at+size > offset {
			break // inside of the character
		}
		p.Character += width(r, size, e)
		at += size
	}
	return p
}

// Range is the range between two offsets.
func (t *Text) Range(from, to int, e Encoding) Range {
	return Range{t.Position(from, e), t.Position(to, e)}
}

// width is how many units a character of so many bytes has. A byte that is no character stands
// for U+FFFD, which is what an editor shows and sends for it.
func width(r rune, size int, e Encoding) int {
	switch {
	case e == UTF8 && r == utf8.RuneError && size == 1:
		return len(string(utf8.RuneError))
	case e == UTF8:
		return size
	case e == UTF16 && r > 0xFFFF:
		return 2
	default:
		return 1
	}
}

// Change is a change of a text.
type Change struct {
	Range *Range // what is replaced; nil for the whole text
	Text  string
}

// Apply makes changes, each on what the one before left.
func (t *Text) Apply(changes []Change, e Encoding) *Text {
	for _, c := range changes {
		if c.Range == nil {
			t = New([]byte(c.Text))
			continue
		}
		from, to := t.Offset(c.Range.Start, e), t.Offset(c.Range.End, e)
		if to < from {
			from, to = to, from
		}
		t = New(slices.Concat(t.Content[:from], []byte(c.Text), t.Content[to:]))
	}
	return t
}
