package server

import (
	"context"
	"path/filepath"
	"slices"

	"go.lsp.dev/protocol"

	"github.com/luagen/luagen/server/text"
)

// reads reports whether the server looks at a file: Lua, or Go, which may hold scripts.
func reads(path string) bool {
	switch filepath.Ext(path) {
	case ".lua", ".go":
		return true
	}
	return false
}

// DidOpen shows a document.
func (s *server) DidOpen(_ context.Context, p *protocol.DidOpenTextDocumentParams) error {
	path, ok := pathOf(p.TextDocument.URI)
	if !ok || !reads(path) {
		return nil
	}
	s.mu.Lock()
	s.uris[path] = string(p.TextDocument.URI)
	s.mu.Unlock()
	s.session.Open(path, p.TextDocument.Version, p.TextDocument.Text)
	s.wake()
	return nil
}

// DidChange changes a document.
func (s *server) DidChange(_ context.Context, p *protocol.DidChangeTextDocumentParams) error {
	path, ok := pathOf(p.TextDocument.URI)
	if !ok {
		return nil
	}
	var changes []text.Change
	for _, c := range p.ContentChanges {
		switch c := c.(type) {
		case *protocol.TextDocumentContentChangePartial:
			r := fromRange(c.Range)
			changes = append(changes, text.Change{Range: &r, Text: c.Text})
		case *protocol.TextDocumentContentChangeWholeDocument:
			changes = append(changes, text.Change{Text: c.Text})
		}
	}
	s.session.Change(path, p.TextDocument.Version, changes, s.encoding)
	s.wake()
	return nil
}

// DidClose shows a document no more.
func (s *server) DidClose(_ context.Context, p *protocol.DidCloseTextDocumentParams) error {
	if path, ok := pathOf(p.TextDocument.URI); ok {
		s.session.Close(path)
		s.wake()
	}
	return nil
}

// DidSave looks at what was saved: an editor that does not watch files tells of no other change.
func (s *server) DidSave(_ context.Context, p *protocol.DidSaveTextDocumentParams) error {
	if path, ok := pathOf(p.TextDocument.URI); ok {
		s.changed([]string{path})
	}
	return nil
}

// DidChangeWatchedFiles follows the files on disk.
func (s *server) DidChangeWatchedFiles(_ context.Context, p *protocol.DidChangeWatchedFilesParams) error {
	var paths []string
	for _, c := range p.Changes {
		if path, ok := pathOf(c.URI); ok {
			paths = append(paths, path)
		}
	}
	s.changed(paths)
	return nil
}

// changed looks at files that have come, changed or gone.
func (s *server) changed(paths []string) {
	s.session.Changed(paths)
	s.declared.changed(paths)
	if slices.ContainsFunc(paths, func(p string) bool { return filepath.Ext(p) == ".go" }) {
		s.goLint.forget()
	}
	s.wake()
}
