package server

import (
	"context"
	"slices"

	"go.lsp.dev/protocol"

	"github.com/luagen/luagen/server/highlight"
)

// tokenTypes are the editor's names of what words are.
var tokenTypes = [highlight.Kinds]string{
	highlight.Library:    "namespace",
	highlight.Function:   "function",
	highlight.Constant:   "property",
	highlight.Variable:   "variable",
	highlight.Parameter:  "parameter",
	highlight.Command:    "macro",
	highlight.Option:     "enumMember",
	highlight.Annotation: "decorator",
	highlight.Declared:   "property",
	highlight.Type:       "type",
}

// The modifiers of tokens, in the order of their bits.
var tokenModifiers = []string{"readonly", "defaultLibrary"}

func legend() protocol.SemanticTokensLegend {
	return protocol.SemanticTokensLegend{TokenTypes: tokenTypes[:], TokenModifiers: tokenModifiers}
}

// SemanticTokensFull tells what the words of a document are.
func (s *server) SemanticTokensFull(ctx context.Context, p *protocol.SemanticTokensParams) (*protocol.SemanticTokens, error) {
	type token struct {
		at              protocol.Range
		kind, modifiers uint32
	}
	var all []token
	for _, d := range s.scripts(ctx, p.TextDocument.URI) {
		for _, w := range highlight.Words(d.script) {
			r, ok := d.toRange(w.At)
			if !ok || r.Start.Line != r.End.Line {
				continue
			}
			t := token{at: r, kind: uint32(w.Kind)}
			if w.ReadOnly {
				t.modifiers |= 1
			}
			if w.Sandbox {
				t.modifiers |= 2
			}
			all = append(all, t)
		}
	}
	slices.SortStableFunc(all, func(a, b token) int { return comparePositions(a.at.Start, b.at.Start) })
	data := []uint32{}
	var before protocol.Range // what the last token took
	for i, t := range all {
		if i > 0 && comparePositions(t.at.Start, before.End) < 0 {
			continue // another script has the same text
		}
		line, character := t.at.Start.Line-before.Start.Line, t.at.Start.Character
		if line == 0 {
			character -= before.Start.Character
		}
		data = append(data, line, character, t.at.End.Character-t.at.Start.Character, t.kind, t.modifiers)
		before = t.at
	}
	return &protocol.SemanticTokens{Data: data}, nil
}
