package server

import (
	"context"
	"slices"

	"go.lsp.dev/protocol"

	"github.com/luagen/luagen/server/inlay"
	"github.com/luagen/luagen/server/source"
)

// InlayHint says what the words in a range stand for.
func (s *server) InlayHint(ctx context.Context, p *protocol.InlayHintParams) ([]protocol.InlayHint, error) {
	hints := []protocol.InlayHint{}
	for _, d := range s.scripts(ctx, p.TextDocument.URI) {
		r := fromRange(p.Range)
		from, to := d.text.Offset(r.Start, s.encoding), d.text.Offset(r.End, s.encoding)
		for _, h := range inlay.In(d.script, source.Range{From: 0, To: len(d.script.Source)}) {
			at, ok := d.toRange(source.Range{From: h.At, To: h.At})
			if offset := d.text.Offset(fromPosition(at.Start), s.encoding); !ok || offset < from || offset > to {
				continue
			}
			hint := protocol.InlayHint{Position: at.Start, Label: protocol.String(h.Text), Kind: protocol.InlayHintKindParameter}
			if h.Type {
				hint.Kind = protocol.InlayHintKindType
			} else {
				yes := true
				hint.PaddingLeft = &yes
			}
			hints = append(hints, hint)
		}
	}
	slices.SortStableFunc(hints, func(a, b protocol.InlayHint) int { return comparePositions(a.Position, b.Position) })
	return slices.CompactFunc(hints, func(a, b protocol.InlayHint) bool { return a.Position == b.Position && a.Label == b.Label }), nil
}
