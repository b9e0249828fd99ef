package server

import (
	"context"

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
	data := []uint32{}
	var line, character uint32
	for _, d := range s.scripts(ctx, p.TextDocument.URI) {
		for _, w := range highlight.Words(d.script) {
			r, ok := d.toRange(w.At)
			if !ok || r.Start.Line != r.End.Line || r.Start.Line < line || r.Start.Line == line && r.Start.Character < character {
				continue
			}
			if r.Start.Line > line {
				character = 0
			}
			var modifiers uint32
			if w.ReadOnly {
				modifiers |= 1
			}
			if w.Sandbox {
				modifiers |= 2
			}
			data = append(data, r.Start.Line-line, r.Start.Character-character, r.End.Character-r.Start.Character, uint32(w.Kind), modifiers)
			line, character = r.Start.Line, r.Start.Character
		}
	}
	return &protocol.SemanticTokens{Data: data}, nil
}
