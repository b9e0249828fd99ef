// Package source is a script as the features of an editor look at it: by the offsets of its
// own file, with what its includes bring in around it.
package source

import (
	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/parser/syntax"
)

// Script is a script with its facts. Offsets are those of Source, the file's own bytes, unless
// they are said to be of Text, what reaches Redis.
type Script struct {
	*parser.Script
	Facts *analysis.Facts
}

// Range is a half-open range of the file.
type Range struct{ From, To int }

// In returns the offset in Text of one in the file; ok is false for what does not reach Redis.
func (s Script) In(offset int) (at int, ok bool) {
	for _, seg := range s.Segments {
		if seg.Name == s.Name && offset >= seg.Offset && offset <= seg.Offset+seg.To-seg.From {
			// The offset between two segments is the end of the first.
			return seg.From + offset - seg.Offset, true
		}
	}
	return 0, false
}

// Here returns where a range of Text stands in the file; ok is false when it stands in another.
func (s Script) Here(r syntax.Range) (Range, bool) {
	span := s.Span(r)
	return Range{span.Start.Offset, span.End.Offset}, span.File == s.File
}

// Of is the range of a span of the file; ok is false for one of another.
func (s Script) Of(span diag.Span) (Range, bool) {
	return Range{span.Start.Offset, span.End.Offset}, span.File == s.File && span.Start.Line > 0
}

// Holds reports whether an offset is in a range, its end included: a cursor behind a word
// is at it.
func (r Range) Holds(offset int) bool { return r.From <= offset && offset <= r.To }

// Path returns the nodes of the tree that hold an offset of Text, the outermost first. At the
// end of one node and the start of another it is the latter.
func (s Script) Path(at int) []syntax.Node {
	if s.Chunk == nil || s.Chunk.Block == nil {
		return nil
	}
	var before, path []syntax.Node
	syntax.Inspect(s.Chunk.Block, func(n syntax.Node) bool {
		r := n.Span()
		if at < r.From || at > r.To {
			return false
		}
		if at < r.To || isWord(n) || r == s.Chunk.Block.Range {
			path = append(path, n)
		} else {
			before = append(before, n)
		}
		return true
	})
	if len(path) == 0 {
		return before
	}
	return narrow(path, at)
}

// isWord reports whether a node is a single word, which a cursor behind it means.
func isWord(n syntax.Node) bool {
	switch n.(type) {
	case *syntax.Name, *syntax.NameExpr, *syntax.StringExpr, *syntax.NumberExpr:
		return true
	}
	return false
}

// narrow leaves the nodes of a path that hold each other: of two neighbours that both touch the
// offset, the one that begins there, unless only the other is a word.
func narrow(path []syntax.Node, at int) []syntax.Node {
	chain := path[:1]
	for _, n := range path[1:] {
		r := n.Span()
		if last := chain[len(chain)-1]; r.From == at && last.Span().To == at && isWord(last) && !isWord(n) {
			continue
		}
		for len(chain) > 0 {
			last := chain[len(chain)-1].Span()
			if last.From <= r.From && r.To <= last.To {
				break
			}
			chain = chain[:len(chain)-1]
		}
		chain = append(chain, n)
	}
	return chain
}

// Comment returns the comment that holds an offset of the file; ok is false for none. Comments of
// the header are found whether or not they reach Redis.
func (s Script) Comment(offset int) (c syntax.Comment, ok bool) {
	at, in := s.In(offset)
	if !in {
		return syntax.Comment{}, false
	}
	for _, c := range s.Chunk.Comments {
		if c.From < at && at <= c.To && (!c.Block || at < c.To) {
			return c, true
		}
	}
	return syntax.Comment{}, false
}
