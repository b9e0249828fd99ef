package server

import (
	"context"
	"path/filepath"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/luagen/luagen/server/gofile"
	"github.com/luagen/luagen/server/navigate"
	"github.com/luagen/luagen/server/source"
	"github.com/luagen/luagen/server/text"
)

// Definition goes to where a name is declared: from Go to the script that it is generated for.
func (s *server) Definition(ctx context.Context, p *protocol.DefinitionParams) (protocol.DefinitionResult, error) {
	if places, ok := s.scriptOfGo(ctx, p.TextDocument.URI, p.Position); ok {
		return places, nil
	}
	d, ok := s.scriptAt(ctx, p.TextDocument.URI, p.Position)
	if !ok {
		return protocol.LocationSlice{}, nil
	}
	symbol, _, ok := navigate.At(d.script, d.offset)
	if !ok {
		if _, comment := d.script.Comment(d.offset); comment && d.script.Annotated {
			return d.generated(), nil
		}
		return protocol.LocationSlice{}, nil
	}
	if symbol.Kind == navigate.Include {
		return d.library(symbol), nil
	}
	all := protocol.LocationSlice{}
	places := d.places(symbol)
	for _, place := range places {
		if place.Declare {
			all = append(all, d.location(place.File, place.At)...)
		}
	}
	if len(all) == 0 && len(places) > 0 { // a placeholder, which is declared by being there
		all = d.location(places[0].File, places[0].At)
	}
	return all, nil
}

// Implementation goes from a script to the Go function that is generated for it.
func (s *server) Implementation(ctx context.Context, p *protocol.ImplementationParams) (protocol.DefinitionResult, error) {
	d, ok := s.scriptAt(ctx, p.TextDocument.URI, p.Position)
	if !ok || d.host != nil {
		return protocol.LocationSlice{}, nil
	}
	return d.generated(), nil
}

// References lists where a name stands, that of an error or a type in Go, too. Of a header apart from its names, it is where the Go function is
// called that is generated for it.
func (s *server) References(ctx context.Context, p *protocol.ReferenceParams) ([]protocol.Location, error) {
	d, ok := s.scriptAt(ctx, p.TextDocument.URI, p.Position)
	if !ok {
		return []protocol.Location{}, nil
	}
	symbol, _, ok := navigate.At(d.script, d.offset)
	if !ok {
		if _, comment := d.script.Comment(d.offset); comment && d.script.Annotated && d.host == nil {
			return d.callers(), nil
		}
		return []protocol.Location{}, nil
	}
	all := []protocol.Location{}
	for _, place := range d.places(symbol) {
		if !place.Declare || p.Context.IncludeDeclaration {
			all = append(all, d.location(place.File, place.At)...)
		}
	}
	if symbol.Kind == navigate.Error || symbol.Kind == navigate.Type {
		all = append(all, d.named(symbol.Name)...)
	}
	return all, nil
}

// DocumentHighlight lists where a name stands in its document.
func (s *server) DocumentHighlight(ctx context.Context, p *protocol.DocumentHighlightParams) ([]protocol.DocumentHighlight, error) {
	all := []protocol.DocumentHighlight{}
	d, ok := s.scriptAt(ctx, p.TextDocument.URI, p.Position)
	if !ok {
		return all, nil
	}
	symbol, _, ok := navigate.At(d.script, d.offset)
	if !ok {
		return all, nil
	}
	for _, place := range navigate.Places(d.script, symbol) {
		r, here := d.toRange(place.At)
		if place.File != d.script.File || !here {
			continue
		}
		kind := protocol.DocumentHighlightKindRead
		if place.Write {
			kind = protocol.DocumentHighlightKindWrite
		}
		all = append(all, protocol.DocumentHighlight{Range: r, Kind: kind})
	}
	return all, nil
}

// location is a place of a file as findings show it; none when the file cannot be read.
func (d *document) location(file string, at source.Range) []protocol.Location {
	if d.host != nil {
		if r, ok := d.toRange(at); ok {
			return []protocol.Location{{URI: d.server.uriOf(d.path), Range: r}}
		}
		return nil
	}
	in := d.server.sources(d.view, d.live)(file)
	if in == nil {
		return nil
	}
	return []protocol.Location{{URI: d.server.uriOf(d.live.Abs(file)), Range: d.server.toRange(in, at.From, at.To)}}
}

// library is the file that an @include names.
func (d *document) library(symbol navigate.Symbol) protocol.LocationSlice {
	path, ok := d.libraryPath(symbol)
	if !ok {
		return protocol.LocationSlice{}
	}
	return protocol.LocationSlice{{URI: d.server.uriOf(path)}}
}

// generated is where the Go function of a script is declared.
func (d *document) generated() protocol.LocationSlice {
	path, content, at, name, ok := d.goFunc()
	if !ok {
		return protocol.LocationSlice{}
	}
	return protocol.LocationSlice{{URI: d.server.uriOf(path), Range: d.server.toRange(text.New(content), at, at+len(name))}}
}

// goFunc is the Go function of a script, in the file that is generated for it.
func (d *document) goFunc() (path string, content []byte, at int, name string, ok bool) {
	if d.host != nil {
		return "", nil, 0, "", false
	}
	p, ok := gofile.Find(d.live.Files(), filepath.Dir(d.path), d.live.Outputs(d.path))
	if !ok {
		return "", nil, 0, "", false
	}
	base := gofile.FileOf(d.path)
	content, ok = p.Files[base]
	if !ok {
		return "", nil, 0, "", false
	}
	name, at, ok = gofile.Func(content)
	return filepath.Join(p.Dir, base), content, at, name, ok
}

// callers are where Go files of the module name the function of a script.
func (d *document) callers() []protocol.Location {
	_, _, _, name, ok := d.goFunc()
	if !ok {
		return []protocol.Location{}
	}
	return d.named(name)
}

// named is where Go files of the module, generated ones apart, name what is generated for a script.
func (d *document) named(name string) []protocol.Location {
	all := []protocol.Location{}
	path, _, _, _, ok := d.goFunc()
	if !ok {
		return all
	}
	for _, use := range gofile.Names(d.live.Files(), filepath.Dir(path), name) {
		all = append(all, protocol.Location{URI: d.server.uriOf(use.File), Range: d.server.toRange(text.New(use.Text), use.From, use.To)})
	}
	return all
}

// scriptOfGo is the script whose generated Go is named at a position of a Go file; ok is false for
// other positions.
func (s *server) scriptOfGo(ctx context.Context, u uri.URI, p protocol.Position) (protocol.LocationSlice, bool) {
	path, ok := pathOf(u)
	v := s.view(ctx)
	open, is := v.Document(path)
	if !ok || !is || filepath.Ext(path) != ".go" {
		return nil, false
	}
	live := v.Project(path)
	named, ok := gofile.At(live.Files(), path, open.Content, open.Offset(fromPosition(p), s.encoding))
	if !ok {
		return nil, false
	}
	var first protocol.LocationSlice
	for _, script := range gofile.Scripts(live.Files(), named) {
		if !live.Files().Exists(script) {
			continue
		}
		read := live.Look(script)
		if read == nil {
			first = append(first, protocol.Location{URI: s.uriOf(script)})
			continue
		}
		declared, is := navigate.Declared(read.Script().Script, named.Name)
		if in := s.sources(v, live)(declared.File); is && in != nil {
			return protocol.LocationSlice{{URI: s.uriOf(live.Abs(declared.File)), Range: s.toRange(in, declared.Start.Offset, declared.End.Offset)}}, true
		}
		header := read.Script().Header
		first = append(first, protocol.Location{URI: s.uriOf(script), Range: s.toRange(text.New(read.Script().Source), header.Start.Offset, header.Start.Offset)})
	}
	if len(first) != 1 {
		return nil, false // or what all scripts share, and none declares
	}
	return first, true
}
