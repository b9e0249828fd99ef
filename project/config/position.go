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
	if d.lines == nil {
		d.lines = []int{0}
		for i, c := range d.data {
			if c == '\n' {
				d.lines = append(d.lines, i+1)
			}
		}
	}
	start := d.lines[min(max(line, 1), len(d.lines))-1]
	if line != d.at.Line || column < d.at.Column { // the rest of a long line is counted on
		d.at = character{Line: line, Column: 1, Offset: start}
	}
	offset := d.at.Offset
	for ; d.at.Column < column && offset < len(d.data) && d.data[offset] != '\n'; d.at.Column++ {
		_, size := utf8.DecodeRune(d.data[offset:])
		offset += size
	}
	d.at.Offset = offset
	return diag.Pos{Offset: offset, Line: line, Column: offset - start + 1}
}

// character is the place of a character, its column counted in characters from 1.
type character struct{ Line, Column, Offset int }
