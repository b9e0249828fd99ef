package server

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/project"
	"github.com/luagen/luagen/server/action"
	"github.com/luagen/luagen/server/gofile"
	"github.com/luagen/luagen/server/navigate"
	"github.com/luagen/luagen/server/text"
)

// renameError says why something cannot be renamed.
func renameError(format string, args ...any) error {
	return jsonrpc2.NewError(jsonrpc2.Code(protocol.LSPErrorCodesRequestFailed), fmt.Sprintf(format, args...))
}

// PrepareRename says what would be renamed.
func (s *server) PrepareRename(ctx context.Context, p *protocol.PrepareRenameParams) (protocol.PrepareRenameResult, error) {
	d, ok := s.scriptAt(ctx, p.TextDocument.URI, p.Position)
	if !ok {
		return nil, nil
	}
	symbol, at, ok := navigate.At(d.script, d.offset)
	if !ok || symbol.Kind == navigate.Include {
		return nil, nil
	}
	r, ok := d.toRange(at)
	if !ok {
		return nil, nil
	}
	return &protocol.PrepareRenamePlaceholder{Range: r, Placeholder: symbol.Name}, nil
}

// Rename gives what a name stands for another one, in every script and, of what a header declares, in the
// generated Go and its callers.
func (s *server) Rename(ctx context.Context, p *protocol.RenameParams) (*protocol.WorkspaceEdit, error) {
	d, ok := s.scriptAt(ctx, p.TextDocument.URI, p.Position)
	if !ok {
		return nil, renameError("there is no script")
	}
	symbol, _, ok := navigate.At(d.script, d.offset)
	if !ok {
		return nil, renameError("there is no name that can be changed")
	}
	if d.host != nil {
		return d.renameHosted(symbol, p.NewName)
	}
	edits, err := d.renaming(symbol, p.NewName)
	if err != nil {
		return nil, err
	}
	changed, err := d.changed(edits)
	if err != nil {
		return nil, err
	}
	texts := map[string][]byte{}
	for path, after := range changed {
		texts[path] = after
	}
	next := d.live.With(texts)
	if err := d.stillRight(next, slices.Sorted(maps.Keys(changed))); err != nil {
		return nil, err
	}
	if symbol.Kind != navigate.Local {
		g := goRenaming{document: d, edits: edits, modules: map[string]*gofile.Module{}}
		if err := g.rename(ctx, next, slices.Sorted(maps.Keys(changed))); err != nil {
			return nil, err
		}
	}
	return d.workspaceEdit(edits), nil
}

// fileEdits are changes by the absolute paths of files.
type fileEdits map[string][]diag.Edit

func (e fileEdits) add(path string, from, to int, text string) {
	e[path] = append(e[path], diag.Edit{Span: diag.Span{Start: diag.Pos{Offset: from}, End: diag.Pos{Offset: to}}, NewText: text})
}

// renaming are the changes of scripts that give a symbol a name.
func (d *document) renaming(symbol navigate.Symbol, name string) (fileEdits, error) {
	edits := fileEdits{}
	spots := d.across(symbol)
	if symbol.Kind == navigate.Input {
		// A local that holds an input goes by the same name, or the linter would ask why.
		for _, spot := range spots {
			for _, local := range navigate.Namesakes(spot.script, spot.symbol) {
				spots = append(spots, spot.with(local))
			}
		}
	}
	for _, spot := range spots {
		if err := navigate.CheckName(spot.script, spot.symbol, name, d.script.File); err != nil {
			return nil, renameError("%v", err)
		}
		for _, place := range navigate.Places(spot.script, spot.symbol) {
			if !place.Element {
				edits.add(d.live.Abs(place.File), place.At.From, place.At.To, name)
			}
		}
	}
	return edits, nil
}

// changed are the texts of files after changes, by absolute path.
func (d *document) changed(edits fileEdits) (map[string][]byte, error) {
	all := map[string][]byte{}
	for path, changes := range edits {
		before, ok := d.content(path)
		if !ok {
			return nil, renameError("%s cannot be read", path)
		}
		slices.SortFunc(changes, func(a, b diag.Edit) int { return a.Span.Start.Offset - b.Span.Start.Offset })
		changes = slices.CompactFunc(changes, func(a, b diag.Edit) bool { return a == b })
		edits[path] = changes
		after := []byte{}
		at := 0
		for _, e := range changes {
			after = append(append(after, before[at:e.Span.Start.Offset]...), e.NewText...)
			at = e.Span.End.Offset
		}
		all[path] = append(after, before[at:]...)
	}
	return all, nil
}

// content is the text of a file, as the editor has it.
func (d *document) content(path string) ([]byte, bool) {
	if open, ok := d.view.Document(path); ok {
		return open.Content, true
	}
	text, err := d.live.Files().ReadFile(path)
	return text, err == nil
}

// stillRight refuses a change that makes errors.
func (d *document) stillRight(next *project.Live, paths []string) error {
	for _, path := range paths {
		known := map[string]int{}
		for _, f := range d.live.Lint(path) {
			if f.Severity == diag.Error {
				known[f.Rule]++
			}
		}
		for _, f := range next.Lint(path) {
			if f.Severity != diag.Error {
				continue
			}
			if known[f.Rule]--; known[f.Rule] < 0 {
				return renameError("the name would break the script: %s: %s", f.Span, f.Message)
			}
		}
	}
	return nil
}

// workspaceEdit is changes as an editor makes them.
func (d *document) workspaceEdit(edits fileEdits) *protocol.WorkspaceEdit {
	changes := map[uri.URI][]protocol.TextEdit{}
	for path, es := range edits {
		content, ok := d.content(path)
		if !ok {
			continue
		}
		in := text.New(content)
		for _, e := range es {
			changes[d.server.uriOf(path)] = append(changes[d.server.uriOf(path)], protocol.TextEdit{
				Range: d.server.toRange(in, e.Span.Start.Offset, e.Span.End.Offset), NewText: e.NewText,
			})
		}
	}
	return &protocol.WorkspaceEdit{Changes: changes}
}

// difference adds the change that makes one text of another.
func (e fileEdits) difference(path string, before, after []byte) {
	if edit, ok := action.Difference(path, before, after); ok {
		e.add(path, edit.Span.Start.Offset, edit.Span.End.Offset, edit.NewText)
	}
}
