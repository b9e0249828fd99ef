package server

import (
	"context"

	"go.lsp.dev/protocol"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/server/action"
	"github.com/luagen/luagen/server/format"
)

// Formatting lays out the header of a script.
func (s *server) Formatting(ctx context.Context, p *protocol.DocumentFormattingParams) ([]protocol.TextEdit, error) {
	d, ok := s.script(ctx, p.TextDocument.URI)
	if !ok {
		return []protocol.TextEdit{}, nil
	}
	e, ok := action.Difference(d.script.File, d.script.Source, format.Header(d.script, d.read.Script().Findings))
	if !ok {
		return []protocol.TextEdit{}, nil
	}
	edit, ok := d.edits([]diag.Edit{e})
	if !ok {
		return []protocol.TextEdit{}, nil
	}
	return edit.Changes[d.server.uriOf(d.path)], nil
}
