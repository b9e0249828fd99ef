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
	told  map[string]int        // how often the editor has told of a change of a file
}

// declaredIn is what one file declares, as the files that it depends on were at a time.
type declaredIn struct {
	work    string // the working directory of the project
	config  *config.Config
	reads   []string
	stamps  []stamp // of each of them
	content *declared
}

// stamp is when a file was read.
type stamp struct {
	open    *text.Text // of a file that is open
	told    int
	changed time.Time
	size    int64
}

// changed notes that files are other than they were.
func (c *declarations) changed(paths []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.told == nil {
		c.told = map[string]int{}
	}
	for _, p := range paths {
		c.told[p]++
	}
}

// stamp is that of a file now.
func (s *server) stamp(v *session.View, files project.Files, path string) stamp {
	if open, ok := v.Document(path); ok {
		return stamp{open: open.Text}
	}
	s.declared.mu.Lock()
	now := stamp{told: s.declared.told[path]}
	s.declared.mu.Unlock()
	if s.watches {
		return now // the editor tells of every change
	}
	if info, err := files.Stat(path); err == nil {
		now.changed, now.size = info.ModTime(), info.Size()
	}
	return now
}

// declared is what a file declares.
type declared struct {
	function     *protocol.SymbolInformation // that is generated for it, if it is no library; nil where nothing is
	others       []protocol.SymbolInformation
	annotated    bool
	forIncluding bool
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
	for _, d := range v.Documents() {
		if owners[d.Path] != nil {
			owners[d.Path] = v.Project(d.Path) // which has its text
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
	d := s.readDeclared(v, path, live)
	switch {
	case d == nil:
		return nil
	case live.IsLibrary(path, d.forIncluding):
		return d.others
	case d.annotated:
		return append([]protocol.SymbolInformation{*d.function}, d.others...)
	}
	return nil // what it declares is its own, and it may be for another program
}

// readDeclared reads a script, unless what it declares is known.
func (s *server) readDeclared(v *session.View, path string, live *project.Live) *declared {
	s.declared.mu.Lock()
	known, ok := s.declared.known[path]
	s.declared.mu.Unlock()
	work := live.Files().Abs(".")
	if ok && known.work == work && known.config == live.Settings().Config {
		same := true
		for i, read := range known.reads {
			same = same && known.stamps[i] == s.stamp(v, live.Files(), read)
		}
		if same {
			return known.content
		}
	}
	now := declaredIn{work: work, config: live.Settings().Config, reads: []string{path}}
	now.stamps = []stamp{s.stamp(v, live.Files(), path)} // before it is read
	if read := live.Look(path); read != nil {
		now.content = s.declarationsOf(path, live, read)
		for _, other := range live.Reads(read) {
			if other != path {
				now.reads, now.stamps = append(now.reads, other), append(now.stamps, s.stamp(v, live.Files(), other))
			}
		}
	}
	s.declared.mu.Lock()
	defer s.declared.mu.Unlock()
	if s.declared.known == nil {
		s.declared.known = map[string]declaredIn{}
	}
	s.declared.known[path] = now
	return now.content
}

// declarationsOf lists what a script declares.
func (s *server) declarationsOf(path string, live *project.Live, read *project.LiveScript) *declared {
	script := read.Script().Script
	in, shown := text.New(script.Source), live.Shown(path)
	symbol := func(name string, kind protocol.SymbolKind, from, to int) protocol.SymbolInformation {
		symbol := protocol.SymbolInformation{Location: protocol.Location{URI: s.uriOf(path), Range: s.toRange(in, from, to)}}
		symbol.Name, symbol.Kind, symbol.ContainerName = name, kind, &shown
		return symbol
	}
	d := &declared{annotated: script.Annotated, forIncluding: project.ForIncluding(script)}
	if script.Annotated {
		from, to := script.Header.Start.Offset, script.Header.Start.Offset
		if script.FuncName.Text != "" {
			from, to = script.FuncName.Span.Start.Offset, script.FuncName.Span.End.Offset
		}
		function := symbol(live.FuncName(read), protocol.SymbolKindFunction, from, to)
		d.function = &function
	}
	for _, one := range outline.Declared(script) {
		d.others = append(d.others, symbol(one.Name, symbolKinds[one.Kind], one.At.From, one.At.To))
	}
	return d
}
