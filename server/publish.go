package server

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"runtime/debug"
	"slices"

	"go.lsp.dev/protocol"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/server/session"
	"github.com/luagen/luagen/server/text"
)

// publisher tells the editor what is found in its documents. It works on the newest view there
// is: while it is at one, any number of changes make one more.
type publisher struct {
	server *server
	woken  chan struct{}
	shown  map[string]shown // by path
}

// shown is what the editor was last told of a file.
type shown struct {
	version int32
	open    bool
	speaks  bool // the file has to do with scripts, so that it is told of when nothing is found, too
	found   []protocol.Diagnostic
}

func newPublisher(s *server) *publisher {
	return &publisher{server: s, woken: make(chan struct{}, 1), shown: map[string]shown{}}
}

// wake has the publisher look at what has changed.
func (p *publisher) wake() {
	select {
	case p.woken <- struct{}{}:
	default: // it will, already
	}
}

func (p *publisher) run(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-p.woken:
			p.look(ctx)
		}
	}
}

// look tells of everything that is otherwise than it was told.
func (p *publisher) look(ctx context.Context) {
	v := p.server.session.View()
	seen := map[string]bool{}
	for _, d := range v.Documents() {
		if ctx.Err() != nil {
			return
		}
		found, known := p.guarded(v, d)
		if p.server.session.View() != v {
			p.wake()
			return // what was found may be out of date
		}
		seen[d.Path] = true
		if !known {
			continue // it is being looked at
		}
		p.tell(ctx, d.Path, shown{version: d.Version, open: true, speaks: p.server.concerns(v, d), found: found})
	}
	for _, live := range v.Projects() {
		if len(live.Findings) == 0 {
			continue
		}
		byFile := map[string][]diag.Diagnostic{}
		for _, d := range live.Findings {
			file := live.Abs(d.Span.File)
			byFile[file] = append(byFile[file], d)
		}
		for file, found := range byFile {
			seen[file] = true
			source := text.New(live.Settings().Text)
			var ds []protocol.Diagnostic
			for _, d := range found {
				ds = append(ds, p.server.toDiagnostic(source, d, func(string) *text.Text { return nil }, live.Abs))
			}
			p.tell(ctx, file, shown{found: ds})
		}
	}
	for _, path := range slices.Sorted(maps.Keys(p.shown)) {
		if !seen[path] {
			p.tell(ctx, path, shown{})
			delete(p.shown, path)
		}
	}
}

// guarded is what is found in a document; of one at which luagen fails, nothing.
func (p *publisher) guarded(v *session.View, d session.Document) (found []protocol.Diagnostic, known bool) {
	defer func() {
		if r := recover(); r != nil {
			p.server.log(protocol.MessageTypeError, fmt.Sprintf("luagen has failed at %s, please report it: %v\n%s", d.Path, r, debug.Stack()))
			found, known = nil, true
		}
	}()
	return p.server.diagnose(v, d)
}

// tell sends what is found in a file, unless the editor knows it.
func (p *publisher) tell(ctx context.Context, path string, now shown) {
	before, told := p.shown[path]
	if told && before.open == now.open && before.version == now.version && slices.EqualFunc(before.found, now.found, sameDiagnostic) {
		return
	}
	if !told && len(now.found) == 0 && !now.speaks {
		return // the server is silent about it
	}
	params := &protocol.PublishDiagnosticsParams{URI: p.server.uriOf(path), Diagnostics: now.found}
	if now.open {
		params.Version = protocol.NewOptional(now.version)
	}
	if now.found == nil {
		params.Diagnostics = []protocol.Diagnostic{}
	}
	p.shown[path] = now
	_ = p.server.client.PublishDiagnostics(ctx, params) // who should see it is gone
}

// concerns reports whether a document has to do with scripts of Redis.
func (s *server) concerns(v *session.View, d session.Document) bool {
	if filepath.Ext(d.Path) == ".lua" {
		return v.Project(d.Path).Concerns(d.Path)
	}
	return mayHoldScripts(d.Content)
}

// diagnose is what is found in a document; known is false when that is not known yet.
func (s *server) diagnose(v *session.View, d session.Document) (all []protocol.Diagnostic, known bool) {
	live := v.Project(d.Path)
	var found []diag.Diagnostic
	if filepath.Ext(d.Path) == ".lua" {
		found = live.Lint(d.Path)
	} else {
		inGo, known := s.goLint.found(d)
		if !known {
			return nil, false
		}
		found = inGo.found
	}
	for _, f := range found {
		all = append(all, s.toDiagnostic(d.Text, f, s.sources(v, live), live.Abs))
	}
	return all, true
}
