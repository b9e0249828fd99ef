package diag

import (
	"sort"
	"strings"
	"unicode/utf8"
)

// Hosted is a text that stands inside other files: a script in the string literals of a Go
// program. It maps findings about the text, and the changes that they propose, to those
// files. The zero Hosted is the empty text; none is ever changed.
type Hosted struct {
	pieces []Piece
}

// Piece is a run of a text that one place of a host file holds.
type Piece struct {
	Text string
	Host *Host
	// From and To are the place in the host: what is between the quotes of a literal.
	From, To int
	// At are the offsets in the host of each byte of Text; nil when they run in step with
	// it from From on. The bytes that one escape stands for have the same one.
	At []int
	// Quote writes new text as the host needs it there, and reports whether that is
	// possible. Nil when the text of the piece cannot be changed: it is computed.
	Quote func(text string) (string, bool)
}

// Host is a file in which other texts stand.
type Host struct {
	File  string // path as shown to people, slash-separated
	lines []int  // offset at which each line starts
	size  int
}

// NewHost returns a host file with its content. Its lines end in "\n".
func NewHost(file string, content []byte) *Host {
	h := &Host{File: file, lines: []int{0}, size: len(content)}
	for i, c := range content {
		if c == '\n' {
			h.lines = append(h.lines, i+1)
		}
	}
	return h
}

// Pos returns the position of an offset, which counts as the nearest one inside of the file.
func (h *Host) Pos(offset int) Pos {
	offset = min(max(offset, 0), h.size)
	line := sort.SearchInts(h.lines, offset+1)
	return Pos{Offset: offset, Line: line, Column: offset - h.lines[line-1] + 1}
}

// Span returns the span between two offsets.
func (h *Host) Span(from, to int) Span {
	return Span{File: h.File, Start: h.Pos(from), End: h.Pos(max(from, to))}
}

// HostedIn returns the text that a piece holds.
func HostedIn(p Piece) Hosted {
	if p.Text == "" {
		return Hosted{}
	}
	return Hosted{[]Piece{p}}
}

// Text returns the whole text.
func (h Hosted) Text() string {
	var b strings.Builder
	for _, p := range h.pieces {
		b.WriteString(p.Text)
	}
	return b.String()
}

// Pieces returns the pieces of the text, in order. They are not to be changed.
func (h Hosted) Pieces() []Piece { return h.pieces }

// Append returns the text with another one after it.
func (h Hosted) Append(more Hosted) Hosted {
	return Hosted{append(h.pieces[:len(h.pieces):len(h.pieces)], more.pieces...)}
}

// Slice returns the part of the text between two offsets.
func (h Hosted) Slice(from, to int) Hosted {
	var part Hosted
	start := 0
	for _, p := range h.pieces {
		lo, hi := max(from-start, 0), min(to-start, len(p.Text))
		start += len(p.Text)
		if lo >= hi {
			continue
		}
		if lo > 0 || hi < len(p.Text) {
			p = p.slice(lo, hi)
		}
		part.pieces = append(part.pieces, p)
	}
	return part
}

func (p Piece) slice(lo, hi int) Piece {
	from, to := p.offset(lo), p.offset(hi)
	if p.At != nil {
		p.At = p.At[lo:hi]
	}
	if p.Quote != nil { // what is computed stays where all of it is
		p.From, p.To = from, to
	}
	p.Text = p.Text[lo:hi]
	return p
}

// offset is where byte i of the piece stands in the host; its end for i = len(Text).
func (p Piece) offset(i int) int {
	switch {
	case i >= len(p.Text):
		return p.To
	case p.At != nil:
		return p.At[i]
	default:
		return p.From + i
	}
}

// place finds the piece that holds the byte at an offset of the text, and where it begins.
func (h Hosted) place(offset int) (piece, start int) {
	for i, p := range h.pieces {
		if offset < start+len(p.Text) || i == len(h.pieces)-1 {
			return i, start
		}
		start += len(p.Text)
	}
	return -1, 0
}

// Span maps a range of the text. One that spans several pieces ends where the first one
// does. It reports false for the empty text, which stands nowhere.
func (h Hosted) Span(from, to int) (Span, bool) {
	i, start := h.place(from)
	if i < 0 {
		return Span{}, false
	}
	p := h.pieces[i]
	if p.Quote == nil {
		return p.Host.Span(p.From, p.To), true
	}
	lo, hi := max(from-start, 0), min(to-start, len(p.Text))
	return p.Host.Span(p.offset(lo), p.offset(max(lo, hi))), true
}

// Offset maps a place of a host file back: to the offset of the text that stands there. It reports false
// where none of it does.
func (h Hosted) Offset(file string, at int) (offset int, ok bool) {
	before := 0
	for _, p := range h.pieces {
		if p.Host.File == file && p.From <= at && at <= p.To && p.Quote != nil {
			if p.At == nil {
				return before + at - p.From, true
			}
			i := sort.SearchInts(p.At, at)
			return before + i, true
		}
		before += len(p.Text)
	}
	return 0, false
}

// Edit maps a change of the text; only the offsets of its span count. It reports false when
// that cannot be done: the change crosses two pieces, begins or ends inside of an escape or a character,
// changes what is computed, or brings in what the host cannot hold there.
func (h Hosted) Edit(e Edit) (Edit, bool) {
	from, to := e.Span.Start.Offset, e.Span.End.Offset
	i, start := h.place(from)
	if i > 0 && from == start && from == to && h.pieces[i].Quote == nil {
		i-- // insert at the end of the piece before
		start -= len(h.pieces[i].Text)
	}
	if i < 0 {
		return Edit{}, false
	}
	p := h.pieces[i]
	lo, hi := from-start, to-start
	if p.Quote == nil || lo < 0 || hi > len(p.Text) || p.splits(lo) || p.splits(hi) {
		return Edit{}, false
	}
	text, ok := p.Quote(e.NewText)
	if !ok {
		return Edit{}, false
	}
	return Edit{Span: p.Host.Span(p.offset(lo), p.offset(hi)), NewText: text}, true
}

// splits reports whether the place before byte i is inside of an escape or a character.
func (p Piece) splits(i int) bool {
	if i <= 0 || i >= len(p.Text) {
		return false
	}
	return !utf8.RuneStart(p.Text[i]) || p.At != nil && p.At[i] == p.At[i-1]
}

// Diagnostic maps a finding about the text, which file is called. What it says of other
// files stays; a fix that cannot be made in the host is left out.
func (h Hosted) Diagnostic(file string, d Diagnostic) Diagnostic {
	mapped := func(s Span) Span {
		if s.File != file {
			return s
		}
		if at, ok := h.Span(s.Start.Offset, s.End.Offset); ok {
			return at
		}
		return s
	}
	d.Span = mapped(d.Span)
	related := make([]Related, len(d.Related))
	for i, r := range d.Related {
		related[i] = Related{Span: mapped(r.Span), Message: r.Message}
	}
	if d.Related = nil; len(related) > 0 {
		d.Related = related
	}
	if d.Fix != nil {
		d.Fix = h.fix(file, *d.Fix)
	}
	var suggestions []Fix
	for _, f := range d.Suggestions {
		if f := h.fix(file, f); f != nil {
			suggestions = append(suggestions, *f)
		}
	}
	d.Suggestions = suggestions
	return d
}

// fix maps a fix; nil when one of its edits cannot be made.
func (h Hosted) fix(file string, f Fix) *Fix {
	edits := make([]Edit, len(f.Edits))
	for i, e := range f.Edits {
		if edits[i] = e; e.Span.File != file {
			continue
		}
		var ok bool
		if edits[i], ok = h.Edit(e); !ok {
			return nil
		}
	}
	return &Fix{Message: f.Message, Edits: edits}
}
