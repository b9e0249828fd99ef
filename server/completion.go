package server

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"go.lsp.dev/protocol"

	"github.com/luagen/luagen/server/complete"
)

// completionKinds are the editor's kinds of what is offered.
var completionKinds = [...]protocol.CompletionItemKind{
	complete.Command:    protocol.CompletionItemKindFunction,
	complete.Option:     protocol.CompletionItemKindEnumMember,
	complete.Function:   protocol.CompletionItemKindFunction,
	complete.Constant:   protocol.CompletionItemKindConstant,
	complete.Module:     protocol.CompletionItemKindModule,
	complete.Variable:   protocol.CompletionItemKindVariable,
	complete.Keyword:    protocol.CompletionItemKindKeyword,
	complete.Annotation: protocol.CompletionItemKindProperty,
	complete.Type:       protocol.CompletionItemKindStruct,
	complete.Input:      protocol.CompletionItemKindField,
	complete.File:       protocol.CompletionItemKindFile,
	complete.Rule:       protocol.CompletionItemKindValue,
}

// Completion says what may be meant at a position.
func (s *server) Completion(ctx context.Context, p *protocol.CompletionParams) (protocol.CompletionResult, error) {
	d, ok := s.scriptAt(ctx, p.TextDocument.URI, p.Position)
	if !ok {
		d, ok = s.beginning(ctx, p.TextDocument.URI, p.Position)
	}
	if !ok {
		return protocol.CompletionItemSlice{}, nil
	}
	items := complete.At(d.script, d.offset, complete.Around{Rules: s.options.Rules, Files: d.others})
	all := make(protocol.CompletionItemSlice, 0, len(items))
	for i, item := range items {
		insert := item.Insert
		if insert == "" {
			insert = item.Label
		}
		edit, ok := d.edit(item.Replace, insert)
		if !ok {
			continue
		}
		to := protocol.CompletionItem{
			Label: item.Label, Kind: completionKinds[item.Kind],
			TextEdit:   &edit,
			FilterText: protocol.NewOptional(insert),
			SortText:   protocol.NewOptional(fmt.Sprintf("%04d", i)),
		}
		if item.Detail != "" {
			to.Detail = protocol.NewOptional(item.Detail)
		}
		if item.Documentation != "" {
			to.Documentation = markdown(item.Documentation)
		}
		if item.Deprecated {
			to.Tags = []protocol.CompletionItemTag{protocol.CompletionItemTagDeprecated}
		}
		all = append(all, to)
	}
	return all, nil
}

// others are the project's other scripts, as @include in this one would name them.
func (d *document) others() []string {
	if d.host != nil {
		return nil
	}
	dir := filepath.Dir(d.path)
	var all []string
	for _, p := range d.live.Scripts() {
		if p == d.path {
			continue
		}
		if rel, err := filepath.Rel(dir, p); err == nil {
			all = append(all, strings.ReplaceAll(rel, string(filepath.Separator), "/"))
		}
	}
	return all
}

func markdown(text string) *protocol.MarkupContent {
	return &protocol.MarkupContent{Kind: protocol.MarkupKindMarkdown, Value: text}
}
