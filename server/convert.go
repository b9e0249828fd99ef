package server

import (
	"cmp"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/luagen/luagen/server/text"
)

// pathOf is the absolute path of a file; ok is false for what is no file on this machine.
func pathOf(u uri.URI) (path string, ok bool) {
	if !u.IsFile() {
		return "", false
	}
	path = u.FsPath()
	return path, path != ""
}

// uriOf is the address of a file, as the editor writes it when the file is open there.
func (s *server) uriOf(path string) uri.URI {
	s.mu.Lock()
	defer s.mu.Unlock()
	if u, ok := s.uris[path]; ok {
		return uri.URI(u)
	}
	return uri.File(path)
}

func fromPosition(p protocol.Position) text.Position {
	return text.Position{Line: int(p.Line), Character: int(p.Character)}
}

func fromRange(r protocol.Range) text.Range {
	return text.Range{Start: fromPosition(r.Start), End: fromPosition(r.End)}
}

func toPosition(p text.Position) protocol.Position {
	return protocol.Position{Line: uint32(p.Line), Character: uint32(p.Character)}
}

// toRange is the range between two offsets of a text.
func (s *server) toRange(t *text.Text, from, to int) protocol.Range {
	r := t.Range(from, to, s.encoding)
	return protocol.Range{Start: toPosition(r.Start), End: toPosition(r.End)}
}

// rangeIn is the range between two offsets of a content.
func (s *server) rangeIn(content []byte, from, to int) protocol.Range {
	return s.toRange(text.New(content), from, to)
}

// comparePositions orders positions as they stand in a text.
func comparePositions(a, b protocol.Position) int {
	return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Character, b.Character))
}
