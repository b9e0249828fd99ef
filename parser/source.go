package parser

import (
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
	chunk *syntax.Chunk // its Errors include a limit of Lua's compiler that is exceeded
}

func newSource(name, file string, text []byte) *source {
	return &source{name: name, file: file, text: text, lines: syntax.NewLines(text), chunk: parseLua(text)}
}

// Release drops the syntax tree of a script, for whoever is done with it and keeps the rest. Another
// script that includes it reads it anew. It must not be called while somebody else reads the script.
func (l *Loader) Release(s *Script) {
	s.Chunk = nil
	var light *source
	for i := range s.Segments {
		seg := &s.Segments[i]
		if seg.Name != s.Name || seg.src == nil {
			continue
		}
		if light == nil {
			light = &source{name: seg.src.name, file: seg.src.file, text: seg.src.text, lines: seg.src.lines}
		}
		seg.src = light
	}
	l.files().forget(s.Name)
}

// reportSyntax reports where the file is not Lua.
func (s *source) reportSyntax(r *report) {
	for _, e := range s.chunk.Errors {
		r.errorf(s.span(e.From, e.To), RuleSyntax, "%s", e.Message)
	}
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

// parseLua parses a script and, when it is Lua, checks it against the limits of Lua's
// compiler.
func parseLua(text []byte) *syntax.Chunk {
	chunk := syntax.Parse(text)
	if len(chunk.Errors) == 0 {
		if exceeded := limits.Check(chunk); exceeded != nil {
			chunk.Errors = append(chunk.Errors, exceeded)
		}
	}
	return chunk
}
