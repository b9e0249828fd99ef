package parser

import (
	"sort"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser/syntax"
)

// source is one file below the scripts' root, read and parsed once. It is not
// changed after that and may be shared by many scripts.
type source struct {
	name  string // slash path below the root
	file  string // path shown to people
	text  []byte
	lines []int // offset at which each line starts; lines[0] is 0
	chunk *syntax.Chunk
	err   *syntax.Error // the first place that is not Lua; nil when all of it is
}

func newSource(name, file string, text []byte) *source {
	s := &source{name: name, file: file, text: text, lines: lineStarts(text)}
	s.chunk, s.err = parseLua(text)
	return s
}

// lineStarts counts lines as Lua does, because Redis reports run-time errors by
// Lua's count: "\n", "\r" and either pair of them end one line.
func lineStarts(text []byte) []int {
	lines := []int{0}
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c != '\n' && c != '\r' {
			continue
		}
		if i+1 < len(text) && text[i+1] != c && (text[i+1] == '\n' || text[i+1] == '\r') {
			i++
		}
		lines = append(lines, i+1)
	}
	return lines
}

// lineAt returns the 0-based index of the line that holds offset.
func lineAt(lines []int, offset int) int {
	return sort.SearchInts(lines, offset+1) - 1
}

func (s *source) pos(offset int) diag.Pos {
	offset = min(max(offset, 0), len(s.text))
	line := lineAt(s.lines, offset)
	return diag.Pos{Offset: offset, Line: line + 1, Column: offset - s.lines[line] + 1}
}

func (s *source) span(from, to int) diag.Span {
	return diag.Span{File: s.file, Start: s.pos(from), End: s.pos(max(from, to))}
}

// bodyStart is the offset at which the header ends and the body begins: the line
// of the first Lua token, or the token itself when a block comment of the header
// ends on that line.
func (s *source) bodyStart() int {
	first := s.chunk.First
	start := s.lines[lineAt(s.lines, first)]
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

func parseLua(text []byte) (*syntax.Chunk, *syntax.Error) {
	chunk, err := syntax.Parse(text)
	if err == nil {
		return chunk, nil
	}
	if e, ok := err.(*syntax.Error); ok {
		return chunk, e
	}
	return chunk, &syntax.Error{Message: err.Error()}
}
