package server

import (
	"bytes"
	"context"
	"path/filepath"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/luagen/luagen/internal/lazyregexp"
	"github.com/luagen/luagen/project"
	"github.com/luagen/luagen/server/session"
	"github.com/luagen/luagen/server/source"
	"github.com/luagen/luagen/server/text"
)

// document is the script that a request is about.
type document struct {
	server *server
	view   *session.View
	live   *project.Live
	path   string
	text   *text.Text
	script source.Script
	read   *project.LiveScript
	offset int     // of the request's position in the script's file
	host   *hosted // the place of the script in a Go file; nil for a file of its own
}

// scriptAt is the script of a request; ok is false for a file that is not open, or no script.
func (s *server) scriptAt(ctx context.Context, u uri.URI, p protocol.Position) (*document, bool) {
	d, ok := s.script(ctx, u)
	if !ok {
		return s.hostedAt(ctx, u, p)
	}
	d.offset = d.text.Offset(fromPosition(p), s.encoding)
	return d, true
}

// script is the script of a whole document.
func (s *server) script(ctx context.Context, u uri.URI) (*document, bool) {
	d, ok := s.lua(ctx, u)
	return d, ok && d.live.Concerns(d.path)
}

// begun is what makes a script of a file while it is written: an annotation, or a member of redis.
var begun = lazyregexp.New(`^\s*--[ \t]?@[a-z]*$|(^|[^.\w])redis\.\w*$`)

// library is a line by which another thing than Redis's library is called redis.
var library = lazyregexp.New(`(?m)\bredis\s*=|\blocal\s+redis\b|\bfunction\b.*\bredis\b`)

// beginning is the script that somebody may be about to write in a file that is none yet.
func (s *server) beginning(ctx context.Context, u uri.URI, p protocol.Position) (*document, bool) {
	d, ok := s.lua(ctx, u)
	if !ok || d.live.Concerns(d.path) {
		return nil, false
	}
	d.offset = d.text.Offset(fromPosition(p), s.encoding)
	line := d.text.Content[bytes.LastIndexByte(d.text.Content[:d.offset], '\n')+1 : d.offset]
	return d, begun().Match(line) && !library().Match(d.text.Content)
}

// lua is a Lua file that is open.
func (s *server) lua(ctx context.Context, u uri.URI) (*document, bool) {
	path, ok := pathOf(u)
	v := s.view(ctx)
	open, is := v.Document(path)
	if !ok || !is || filepath.Ext(path) != ".lua" {
		return nil, false
	}
	live := v.Project(path)
	read := live.Script(path)
	return &document{
		server: s, view: v, live: live, path: path, text: open.Text, read: read,
		script: source.Script{Script: read.Script().Script, Facts: read.Facts()},
	}, true
}

// scripts are the scripts of a document, in order.
func (s *server) scripts(ctx context.Context, u uri.URI) []*document {
	if d, ok := s.script(ctx, u); ok {
		return []*document{d}
	}
	return s.hostedScripts(ctx, u)
}

// toRange is a range of the script in its document; ok is false for what does not stand there.
func (d *document) toRange(r source.Range) (to protocol.Range, ok bool) {
	if d.host == nil {
		return d.server.toRange(d.text, r.From, r.To), true
	}
	span, ok := d.host.text.Span(r.From, r.To)
	if !ok || span.File != d.host.shown {
		return protocol.Range{}, false
	}
	return d.server.toRange(d.text, span.Start.Offset, span.End.Offset), true
}
