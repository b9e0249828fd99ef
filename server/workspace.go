package server

import (
	"cmp"
	"context"
	"maps"
	"runtime"
	"slices"
	"sync"
	"time"

	"go.lsp.dev/protocol"
	"golang.org/x/sync/errgroup"

	"github.com/luagen/luagen/project"
	"github.com/luagen/luagen/project/config"
	"github.com/luagen/luagen/server/outline"
	"github.com/luagen/luagen/server/session"
	"github.com/luagen/luagen/server/text"
)

// mostSymbols are as many as an editor is told at once.
const mostSymbols = 256

// declarations are what the scripts of the workspace declare, as far as they were asked for.
type declarations struct {
	mu    sync.Mutex
	known map[string]declaredIn // by path
}

// declaredIn is what one file declares, as it was at a time.
type declaredIn struct {
	changed time.Time
	size    int64
	open    *text.Text // of a file that is open
	config  *config.Config
	symbols []protocol.SymbolInformation
}

// forget has files read anew.
func (c *declarations) forget(paths []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, p := range paths {
		delete(c.known, p)
	}
}

// Symbols lists what the scripts of the workspace declare under a name that is typed in part.
func (s *server) Symbols(ctx context.Context, p *protocol.WorkspaceSymbolParams) (protocol.WorkspaceSymbolResult, error) {
	v := s.view(ctx)
	owners := map[string]*project.Live{} // of each script the innermost project
	projects := v.Projects()
	for _, dir := range slices.SortedFunc(maps.Keys(projects), func(a, b string) int { return len(a) - len(b) }) {
		for _, path := range projects[dir].Scripts() {
			owners[path] = projects[dir]
		}
	}
	paths := slices.Sorted(maps.Keys(owners))
	all := make([][]protocol.SymbolInformation, len(paths))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, path := range paths {
		group.Go(func() error {
			if ctx.Err() == nil {
				all[i] = s.declaredIn(v, path, owners[path])
			}
			return ctx.Err()
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	type match struct {
		rank int
		protocol.SymbolInformation
	}
	var found []match
	for _, symbol := range slices.Concat(all...) {
		if rank, ok := outline.Match(symbol.Name, p.Query); ok {
			found = append(found, match{rank, symbol})
		}
	}
	slices.SortStableFunc(found, func(a, b match) int { return cmp.Or(a.rank-b.rank, cmp.Compare(a.Name, b.Name)) })
	result := protocol.SymbolInformationSlice{}
	for _, m := range found[:min(len(found), mostSymbols)] {
		result = append(result, m.SymbolInformation)
	}
	return result, nil
}

// declaredIn is what a script of a project declares, by its path.
func (s *server) declaredIn(v *session.View, path string, live *project.Live) []protocol.SymbolInformation {
	now := declaredIn{config: live.Settings().Config}
	if open, ok := v.Document(path); ok {
		now.open = open.Text
	} else if info, err := live.Files().Stat(path); err == nil {
		now.changed, now.size = info.ModTime(), info.Size()
	}
	s.declared.mu.Lock()
	known, ok := s.declared.known[path]
	s.declared.mu.Unlock()
	if ok && known.open == now.open && known.changed.Equal(now.changed) && known.size == now.size && known.config == now.config {
		return known.symbols
	}
	now.symbols = s.readSymbols(path, live)
	s.declared.mu.Lock()
	defer s.declared.mu.Unlock()
	if s.declared.known == nil {
		s.declared.known = map[string]declaredIn{}
	}
	s.declared.known[path] = now
	return now.symbols
}

// readSymbols reads what a script declares.
func (s *server) readSymbols(path string, live *project.Live) []protocol.SymbolInformation {
	read := live.Look(path)
	if read == nil {
		return nil
	}
	script := read.Script().Script
	in := text.New(script.Source)
	shown := live.Shown(path)
	var all []protocol.SymbolInformation
	add := func(name string, kind protocol.SymbolKind, from, to int) {
		symbol := protocol.SymbolInformation{Location: protocol.Location{URI: s.uriOf(path), Range: s.toRange(in, from, to)}}
		symbol.Name, symbol.Kind, symbol.ContainerName = name, kind, &shown
		all = append(all, symbol)
	}
	if script.Annotated && !read.Script().Library {
		at := script.FuncName.Span
		if script.FuncName.Text == "" {
			at = script.Header
			at.End = at.Start
		}
		add(live.FuncName(read), protocol.SymbolKindFunction, at.Start.Offset, at.End.Offset)
	}
	if !script.Annotated && !read.Script().Library {
		return all // what it declares is its own, and it may be for another program
	}
	for _, d := range outline.Declared(script) {
		add(d.Name, symbolKinds[d.Kind], d.At.From, d.At.To)
	}
	return all
}
