package parser

import "github.com/luagen/luagen/parser/syntax"

// piece is a run of a file that is pasted.
type piece struct {
	*source
	from, to int
}

// body is a file's body while its includes are read, and what is pasted into it.
type body struct {
	*source
	before []piece // what its header includes
	below  []insertion
}

// insertion is what another tool's @include pastes, and where.
type insertion struct {
	at     int
	pieces []piece
}

// add pastes before the body.
func (b *body) add(pieces []piece) { b.before = append(b.before, pieces...) }

// addBelow pastes what another tool's @include names, which ends at: in the line below
// it when that is between two statements, otherwise before the body.
func (b *body) addBelow(pieces []piece, at int) {
	if line := b.lines.Line(at); line < b.lines.Count() {
		at = b.lines.Start(line + 1)
	} else {
		at = len(b.text)
	}
	for _, stmt := range b.chunk.Block.Stmts {
		if r := stmt.Span(); r.From < at && at < r.To {
			b.add(pieces)
			return
		}
	}
	b.below = append(b.below, insertion{at, pieces})
}

// pieces returns the body with everything that is pasted into it, in order.
func (b *body) pieces() []piece {
	from := b.bodyStart()
	all := b.before
	for _, i := range b.below {
		all = append(all, piece{b.source, from, i.at})
		all = append(all, i.pieces...)
		from = i.at
	}
	return append(all, piece{b.source, from, len(b.text)})
}

// paste makes the text that reaches Redis: the script's header, then its body with what
// is pasted into it.
func (s *Script) paste(src *source, pieces []piece) {
	if len(s.Libraries) == 0 {
		s.Text = src.text
		s.Segments = []Segment{segment(src, 0, 0, len(src.text))}
		s.Segments[0].TextLine = 1
		return
	}
	s.append(piece{src, 0, src.bodyStart()}, true)
	for i, p := range pieces {
		s.append(p, i < len(pieces)-1)
	}
	lines := syntax.NewLines(s.Text)
	for i := range s.Segments {
		s.Segments[i].TextLine = lines.Line(s.Segments[i].From)
	}
}

// append pastes a piece as a segment. A newline that the piece lacks at its end belongs
// to the segment.
func (s *Script) append(p piece, newline bool) {
	if p.from == p.to {
		return
	}
	start := len(s.Text)
	s.Text = append(s.Text, p.text[p.from:p.to]...)
	if last := s.Text[len(s.Text)-1]; newline && last != '\n' && last != '\r' {
		s.Text = append(s.Text, '\n')
	}
	s.Segments = append(s.Segments, segment(p.source, p.from, start, len(s.Text)))
}

func segment(src *source, offset, from, to int) Segment {
	return Segment{
		From: from, To: to, Name: src.name, File: src.file, src: src,
		Offset: offset, Line: src.pos(offset).Line,
	}
}
