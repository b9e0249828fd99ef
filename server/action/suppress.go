package action

import (
	"bytes"
	"slices"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/gosource"
	"github.com/luagen/luagen/server/lexer"
)

// Suppression is the change of a file that suppresses a finding of a rule by a comment; it reports false where
// none can stand.
type Suppression func(d *diag.Diagnostic, r diag.Rule) (diag.Edit, bool)

// reason is what the comment of a suppression says until somebody says more.
const reason = " explain why"

// InLua suppresses the findings of a .lua file with a text.
func InLua(text []byte) Suppression {
	return func(d *diag.Diagnostic, r diag.Rule) (diag.Edit, bool) {
		at, insert, ok := comment(text, d.Span.Start.Offset, r.SuppressionIn(diag.Lua)+reason)
		return insertion(d, at, insert), ok
	}
}

// InGo suppresses the findings of a Go file with a text and the scripts that stand in it: those about a line of a
// script by a comment in that, where it can hold one, and others by a comment of Go above the statement.
func InGo(text []byte, scripts []diag.Hosted) Suppression {
	return func(d *diag.Diagnostic, r diag.Rule) (diag.Edit, bool) {
		if r.Doc.Language == diag.Lua {
			for _, s := range scripts {
				offset, ok := s.Offset(d.Span.File, d.Span.Start.Offset)
				if !ok {
					continue
				}
				at, insert, ok := comment([]byte(s.Text()), offset, r.SuppressionIn(diag.Lua)+reason)
				if !ok {
					continue
				}
				if edit, ok := s.Edit(insertion(d, at, insert)); ok && edit.Span.File == d.Span.File {
					return edit, true
				}
			}
		}
		at, insert, ok := gosource.Suppress(text, d.Span.Start.Offset, r.SuppressionIn(diag.Go)+reason)
		return insertion(d, at, insert), ok
	}
}

func insertion(d *diag.Diagnostic, offset int, text string) diag.Edit {
	at := diag.Pos{Offset: offset, Line: d.Span.Start.Line}
	return diag.Edit{Span: diag.Span{File: d.Span.File, Start: at, End: at}, NewText: text}
}

// comment says where a comment of Lua speaks of the line of an offset: on the line above it, or at its end where the
// line begins in a string.
func comment(text []byte, offset int, words string) (at int, insert string, ok bool) {
	offset = min(offset, len(text))
	start := bytes.LastIndexAny(text[:offset], "\r\n") + 1
	end := len(text)
	if i := bytes.IndexAny(text[offset:], "\r\n"); i >= 0 {
		end = offset + i
	}
	tokens := lexer.Tokens(text)
	within := func(offset int) bool {
		return slices.ContainsFunc(tokens, func(t lexer.Token) bool {
			return t.From < offset && (offset < t.To || t.Kind == lexer.Comment && offset == t.To)
		})
	}
	if !within(start) && (start > 0 || !bytes.HasPrefix(text, []byte("#!"))) {
		indent := text[start : start+len(text[start:offset])-len(bytes.TrimLeft(text[start:offset], " \t"))]
		newline := "\n"
		if end < len(text) && bytes.HasPrefix(text[end:], []byte("\r\n")) {
			newline = "\r\n"
		}
		return start, string(indent) + words + newline, true
	}
	if !within(end) {
		return end, " " + words, true
	}
	return 0, "", false
}
