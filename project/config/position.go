package config

import (
	"bytes"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"

	"github.com/luagen/luagen/diag"
)

// span is where a node begins; of a mapping, its first key.
func (d *decoder) span(n ast.Node) diag.Span {
	if m, ok := n.(ast.MapNode); ok {
		if it := m.MapRange(); it.Next() {
			return d.tokenSpan(it.Key().GetToken())
		}
	}
	return d.tokenSpan(n.GetToken())
}

// tokenSpan is a token's place. YAML counts characters, diag counts bytes.
func (d *decoder) tokenSpan(t *token.Token) diag.Span {
	if t == nil || t.Position == nil {
		return diag.Span{File: d.file}
	}
	start := d.pos(t.Position.Line, t.Position.Column)
	end := start
	// A token of several lines is marked at its beginning.
	text := bytes.TrimSpace([]byte(t.Origin))
	if n := len(text); bytes.IndexByte(text, '\n') < 0 && bytes.HasPrefix(d.data[start.Offset:], text) {
		end.Offset += n
		end.Column += n
	}
	return diag.Span{File: d.file, Start: start, End: end}
}

func (d *decoder) pos(line, column int) diag.Pos {
	offset := 0
	for l := 1; l < line; l++ {
		i := bytes.IndexByte(d.data[offset:], '\n')
		if i < 0 {
			break
		}
		offset += i + 1
	}
	start := offset
	for c := 1; c < column && offset < len(d.data) && d.data[offset] != '\n'; c++ {
		_, size := utf8.DecodeRune(d.data[offset:])
		offset += size
	}
	return diag.Pos{Offset: offset, Line: line, Column: offset - start + 1}
}
