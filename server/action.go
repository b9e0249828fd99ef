package server

import (
	"context"
	"path/filepath"
	"strings"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/server/action"
)

// actionKinds are the editor's kinds of actions.
var actionKinds = [...]protocol.CodeActionKind{
	action.Fix:      protocol.CodeActionKindQuickFix,
	action.Suppress: protocol.CodeActionKindQuickFix,
	action.Rewrite:  protocol.CodeActionKindRefactorRewrite,
	action.FixAll:   protocol.CodeActionKindSourceFixAll + ".luagen",
}

// CodeAction proposes changes in a range.
func (s *server) CodeAction(ctx context.Context, p *protocol.CodeActionParams) ([]protocol.CommandOrCodeAction, error) {
	all := []protocol.CommandOrCodeAction{}
	found, suppress, d, ok := s.findings(ctx, p.TextDocument.URI)
	if !ok {
		return all, nil
	}
	r := fromRange(p.Range)
	from, to := d.text.Offset(r.Start, s.encoding), d.text.Offset(r.End, s.encoding)
	var here []diag.Diagnostic
	for _, f := range found {
		if f.Span.Start.Offset <= to && from <= f.Span.End.Offset {
			here = append(here, f)
		}
	}
	actions := action.Fixes(here, s.options.Rules, suppress)
	if fix, ok := action.All(found); ok {
		actions = append(actions, fix)
	}
	// What a header lacks is offered there and at findings; where there is none, everywhere.
	if d.read != nil && (!d.script.Annotated || from <= d.script.Header.End.Offset || len(here) > 0) {
		if header, ok := action.Header(d.script); ok {
			actions = append(actions, header)
		}
	}
	for _, a := range actions {
		kind := actionKinds[a.Kind]
		if !wanted(kind, p.Context.Only) {
			continue
		}
		edit, ok := d.edits(a.Edits)
		if !ok {
			continue
		}
		to := &protocol.CodeAction{Title: a.Title, Kind: &kind, Edit: edit}
		if a.Finding != nil {
			to.Diagnostics = []protocol.Diagnostic{d.toDiagnostic(*a.Finding)}
		}
		if a.Sure && a.Kind == action.Fix {
			yes := true
			to.IsPreferred = &yes
		}
		all = append(all, to)
	}
	return all, nil
}

// wanted reports whether an editor that asks for some kinds alone asks for one.
func wanted(kind protocol.CodeActionKind, only []protocol.CodeActionKind) bool {
	if len(only) == 0 {
		return kind != actionKinds[action.FixAll] // which is made unasked on saving, by who wants it
	}
	for _, o := range only {
		if kind == o || strings.HasPrefix(string(kind), string(o)+".") || o == "" {
			return true
		}
	}
	return false
}

// edits are changes as an editor makes them; ok is false when one is in a file that is not there.
func (d *document) edits(edits []diag.Edit) (*protocol.WorkspaceEdit, bool) {
	changes := map[uri.URI][]protocol.TextEdit{}
	source := d.server.sources(d.view, d.live)
	for _, e := range edits {
		in := source(e.Span.File)
		if in == nil {
			return nil, false
		}
		u := d.server.uriOf(d.live.Abs(e.Span.File))
		changes[u] = append(changes[u], protocol.TextEdit{
			Range: d.server.toRange(in, e.Span.Start.Offset, e.Span.End.Offset), NewText: e.NewText,
		})
	}
	return &protocol.WorkspaceEdit{Changes: changes}, len(changes) > 0
}

// toDiagnostic is a finding of the document's project.
func (d *document) toDiagnostic(f diag.Diagnostic) protocol.Diagnostic {
	return d.server.toDiagnostic(d.text, f, d.server.sources(d.view, d.live), d.live.Abs)
}

// findings are those of a document, which need not be a script itself, and how each of them is suppressed.
func (s *server) findings(ctx context.Context, u uri.URI) ([]diag.Diagnostic, action.Suppression, *document, bool) {
	if d, ok := s.script(ctx, u); ok {
		return d.live.Lint(d.path), action.InLua(d.text.Content), d, true
	}
	path, _ := pathOf(u)
	v := s.view(ctx)
	open, is := v.Document(path)
	if !is || filepath.Ext(path) != ".go" {
		return nil, nil, nil, false
	}
	found, known := s.goLint.found(open)
	d := &document{server: s, view: v, live: v.Project(path), path: path, text: open.Text}
	return found.found, action.InGo(open.Content, found.scripts), d, known
}
