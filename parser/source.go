package parser

import (
	"errors"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser/syntax"
	"github.com/luagen/luagen/parser/syntax/limits"
)

// source is one file below the scripts' root, read and parsed once. It is not
// changed after that and may be shared by many scripts.
type source struct {
	name  string // slash path below the root
	file  string // path shown to people
	text  []byte
	lines *syntax.Lines
	chunk *syntax.Chunk
	err   *syntax.Error // the first place that is not Lua; nil when all of it is
}

func newSource(name, file string, text []byte) *source {
	s := &source{name: name, file: file, text: text, lines: syntax.NewLines(text)}
	s.chunk, s.err = parseLua(text)
	return s
}

func (s *source) pos(offset int) diag.Pos {
	offset = min(max(offset, 0), len(s.text))
	line, column := s.lines.Position(offset)
	return diag.Pos{Offset: offset, Line: line, Column: column}
}

func (s *source) span(from, to int) diag.Span {
	return diag.Span{File: s.file, Start: s.pos(from), End: s.pos(max(from, to))}
}

// bodyStart is the offset at which the header ends and the body begins: the line
// of the first Lua token, or the token itself when a block comment of the header
// ends on that line.
func (s *source) bodyStart() int {
	first := s.chunk.First
	start := s.lines.Start(s.lines.Line(first))
	if first == len(s.text) {
		return first
	}
	for i := start; i < first; i++ {
		if !isBlank(s.text[i]) && s.text[i] != '\f' && s.text[i] != '\v' {
			return first
		}
	}
	return start
}

// parseLua parses a script and checks it against the limits of Lua's compiler.
func parseLua(text []byte) (*syntax.Chunk, *syntax.Error) {
	chunk, err := syntax.Parse(text)
	var refused *syntax.Error
	if errors.As(err, &refused) {
		return chunk, refused
	}
	if refused = limits.Check(chunk.Block); refused != nil {
		chunk.Block = nil
	}
	return chunk, refused
}
