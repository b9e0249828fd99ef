package server

import (
	"bytes"
	"cmp"
	"context"
	"math"
	"path/filepath"
	"slices"
	"sync"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/gosource"
	"github.com/luagen/luagen/gosource/golint"
	"github.com/luagen/luagen/server/navigate"
	"github.com/luagen/luagen/server/session"
	"github.com/luagen/luagen/server/source"
	"github.com/luagen/luagen/server/text"
)

// hosted is the place of a script in a Go file.
type hosted struct {
	text  diag.Hosted
	shown string // the Go file, as findings show it
}

// embedded are the scripts in Go files that are open, as far as they can be found without the go command.
type embedded struct {
	mu    sync.Mutex
	known map[string]embeddedIn // by path
}

// embeddedIn are the scripts that one text of a Go file holds.
type embeddedIn struct {
	text    *text.Text
	scripts []golint.Script
}

// in are the scripts that an open Go file holds.
func (e *embedded) in(v *session.View, d session.Document) []golint.Script {
	e.mu.Lock()
	defer e.mu.Unlock()
	if known, ok := e.known[d.Path]; ok && known.text == d.Text {
		return known.scripts
	}
	if !mayHoldScripts(d.Content) {
		return nil
	}
	live := v.Project(d.Path)
	loaded, err := gosource.LoadSyntax(gosource.Request{
		Dir: filepath.Dir(d.Path), Patterns: []string{"."}, Shown: live.Files().Abs("."), Texts: goTexts(v),
	})
	if err != nil {
		return nil // the folder is gone; the file says so when it is saved
	}
	found := gosource.Find(loaded).In([]string{live.Shown(d.Path)})
	scripts := golint.Read(found.Scripts)
	if e.known == nil {
		e.known = map[string]embeddedIn{}
	}
	for path := range e.known {
		if _, open := v.Document(path); !open {
			delete(e.known, path)
		}
	}
	e.known[d.Path] = embeddedIn{d.Text, scripts}
	return scripts
}

// goTexts are the texts of the Go files that are open.
func goTexts(v *session.View) map[string][]byte {
	texts := map[string][]byte{}
	for _, d := range v.Documents() {
		if filepath.Ext(d.Path) == ".go" || filepath.Ext(d.Path) == ".lua" {
			texts[d.Path] = d.Content
		}
	}
	return texts
}

// mayHoldScripts reports whether a Go file may have to do with scripts of Redis: it names a client, or what
// only scripts use. All others are left alone.
func mayHoldScripts(text []byte) bool {
	return gosource.NamesClient(text) || slices.ContainsFunc([]string{"redis.call", "redis.pcall", "KEYS[", "ARGV["}, func(word string) bool {
		return bytes.Contains(text, []byte(word))
	})
}

// begins is where the first piece of a script stands that is in its Go file.
func (h *hosted) begins() int {
	first := math.MaxInt
	for _, p := range h.text.Pieces() {
		if p.Host.File == h.shown {
			first = min(first, p.From)
		}
	}
	return first
}

// hostedScripts are the scripts of a Go file, in the order in which they stand there. Several may have a text in
// common.
func (s *server) hostedScripts(ctx context.Context, u uri.URI) []*document {
	path, ok := pathOf(u)
	v := s.view(ctx)
	open, is := v.Document(path)
	if !ok || !is || filepath.Ext(path) != ".go" {
		return nil
	}
	live := v.Project(path)
	var all []*document
	for _, script := range s.embedded.in(v, open) {
		all = append(all, &document{
			server: s, view: v, live: live, path: path, text: open.Text,
			script: source.Script{Script: script.Parsed, Facts: script.Facts},
			host:   &hosted{script.Text, live.Shown(path)},
		})
	}
	slices.SortStableFunc(all, func(a, b *document) int { return cmp.Compare(a.host.begins(), b.host.begins()) })
	return all
}

// hostedAt is the script at a position of a Go file.
func (s *server) hostedAt(ctx context.Context, u uri.URI, p protocol.Position) (*document, bool) {
	for _, d := range s.hostedScripts(ctx, u) {
		if offset, ok := d.host.text.Offset(d.host.shown, d.text.Offset(fromPosition(p), s.encoding)); ok {
			d.offset = offset
			return d, true
		}
	}
	return nil, false
}

// edit is a change of the script as one of its document; ok is false when that cannot hold it.
func (d *document) edit(at source.Range, text string) (edit protocol.TextEdit, ok bool) {
	if d.host == nil {
		r, ok := d.toRange(at)
		return protocol.TextEdit{Range: r, NewText: text}, ok
	}
	e, ok := d.host.text.Edit(diag.Edit{
		Span: diag.Span{Start: diag.Pos{Offset: at.From}, End: diag.Pos{Offset: at.To}}, NewText: text,
	})
	if !ok || e.Span.File != d.host.shown {
		return protocol.TextEdit{}, false
	}
	return protocol.TextEdit{Range: d.server.toRange(d.text, e.Span.Start.Offset, e.Span.End.Offset), NewText: e.NewText}, true
}

// renameHosted gives a symbol of a script in a Go file another name, in the script alone.
func (d *document) renameHosted(symbol navigate.Symbol, name string) (*protocol.WorkspaceEdit, error) {
	if err := navigate.CheckName(d.script, symbol, name, d.script.File); err != nil {
		return nil, renameError("%v", err)
	}
	var edits []protocol.TextEdit
	for _, place := range navigate.Places(d.script, symbol) {
		if place.Element {
			continue
		}
		e, ok := d.edit(place.At, name)
		if !ok {
			return nil, renameError("a place of %s cannot be changed: it is not written in this file as it stands", symbol.Name)
		}
		edits = append(edits, e)
	}
	return &protocol.WorkspaceEdit{Changes: map[uri.URI][]protocol.TextEdit{d.server.uriOf(d.path): edits}}, nil
}
