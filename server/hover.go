package server

import (
	"context"

	"go.lsp.dev/protocol"

	"github.com/luagen/luagen/server/gofile"
	"github.com/luagen/luagen/server/hover"
)

// Hover says what stands at a position.
func (s *server) Hover(ctx context.Context, p *protocol.HoverParams) (*protocol.Hover, error) {
	d, ok := s.scriptAt(ctx, p.TextDocument.URI, p.Position)
	if !ok {
		return nil, nil
	}
	a, ok := hover.At(d.script, d.offset, hover.Around{Rules: s.options.Rules, Go: d.declaration})
	if !ok {
		return nil, nil
	}
	h := &protocol.Hover{Contents: markdown(a.Markdown)}
	if r, ok := d.toRange(a.At); ok {
		h.Range = &r
	}
	return h, nil
}

// declaration is the Go function that is generated for the script.
func (d *document) declaration() string {
	if d.host != nil {
		return ""
	}
	return gofile.Declaration(d.live.Generate(d.read, "scripts"))
}
