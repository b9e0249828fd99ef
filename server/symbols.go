package server

import (
	"context"
	"slices"

	"go.lsp.dev/protocol"

	"github.com/luagen/luagen/server/outline"
)

var symbolKinds = [...]protocol.SymbolKind{
	outline.Key:      protocol.SymbolKindKey,
	outline.Argument: protocol.SymbolKindField,
	outline.Type:     protocol.SymbolKindStruct,
	outline.Template: protocol.SymbolKindString,
	outline.Error:    protocol.SymbolKindEvent,
	outline.Include:  protocol.SymbolKindModule,
	outline.Function: protocol.SymbolKindFunction,
	outline.Local:    protocol.SymbolKindVariable,
}

// DocumentSymbol lists what a document declares.
func (s *server) DocumentSymbol(ctx context.Context, p *protocol.DocumentSymbolParams) (protocol.DocumentSymbolResult, error) {
	all := protocol.DocumentSymbolSlice{}
	for _, d := range s.scripts(ctx, p.TextDocument.URI) {
		for _, symbol := range outline.Symbols(d.script) {
			at, ok := d.toRange(symbol.At)
			name, named := d.toRange(symbol.Selection)
			if !ok || !named {
				continue
			}
			detail := symbol.Detail
			all = append(all, protocol.DocumentSymbol{Name: symbol.Name, Detail: &detail, Kind: symbolKinds[symbol.Kind], Range: at, SelectionRange: name})
		}
	}
	// Scripts that have a text in common declare the same.
	slices.SortStableFunc(all, func(a, b protocol.DocumentSymbol) int { return comparePositions(a.Range.Start, b.Range.Start) })
	return slices.CompactFunc(all, func(a, b protocol.DocumentSymbol) bool { return a.SelectionRange == b.SelectionRange }), nil
}

// FoldingRanges lists what of a document can be folded away.
func (s *server) FoldingRanges(ctx context.Context, p *protocol.FoldingRangeParams) ([]protocol.FoldingRange, error) {
	all := []protocol.FoldingRange{}
	for _, d := range s.scripts(ctx, p.TextDocument.URI) {
		for _, f := range outline.Folds(d.script) {
			r, ok := d.toRange(f.At)
			if !ok || r.Start.Line >= r.End.Line {
				continue
			}
			fold := protocol.FoldingRange{StartLine: r.Start.Line, EndLine: r.End.Line}
			if f.Comment {
				fold.Kind = protocol.FoldingRangeKindComment
			} else {
				fold.EndLine-- // the line that closes it stays
			}
			if fold.EndLine > fold.StartLine {
				all = append(all, fold)
			}
		}
	}
	return all, nil
}
