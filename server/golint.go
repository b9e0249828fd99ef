package server

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime/debug"
	"slices"
	"sync"

	"go.lsp.dev/protocol"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/gosource"
	"github.com/luagen/luagen/gosource/golint"
	"github.com/luagen/luagen/project"
	"github.com/luagen/luagen/server/session"
	"github.com/luagen/luagen/server/text"
)

// goLinter looks at the Go files that are open, with types, as the command line does. That takes the go
// command and the time of a build, so that it is done beside everything else; what is found shows when the
// text is still the same.
type goLinter struct {
	server *server
	woken  chan struct{}

	mu    sync.Mutex
	known map[string]goFound // by path
}

// goFound is what was found in a text.
type goFound struct {
	text    *text.Text
	live    *project.Live
	found   []diag.Diagnostic
	scripts []diag.Hosted // that stand in it
}

func newGoLinter(s *server) *goLinter {
	return &goLinter{server: s, woken: make(chan struct{}, 1), known: map[string]goFound{}}
}

func (g *goLinter) wake() {
	select {
	case g.woken <- struct{}{}:
	default: // it will look, already
	}
}

// forget has everything looked at anew: Go files have changed that others use.
func (g *goLinter) forget() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.known = map[string]goFound{}
}

func (g *goLinter) run(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-g.woken:
			g.look(ctx, g.server.session.View())
			g.server.publish.wake()
		}
	}
}

// found is what was found in a document as it is; known is false when that is not known yet.
func (g *goLinter) found(d session.Document) (found goFound, known bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	f, ok := g.known[d.Path]
	return f, ok && f.text == d.Text
}

// look looks at the Go files that have changed, and at all of a module when anything else has.
func (g *goLinter) look(ctx context.Context, v *session.View) {
	modules := map[string][]session.Document{}
	g.mu.Lock()
	for _, d := range v.Documents() {
		if filepath.Ext(d.Path) != ".go" {
			continue
		}
		if f, ok := g.known[d.Path]; ok && f.text == d.Text && f.live.SameSettings(v.Project(d.Path)) {
			continue
		}
		if !mayHoldScripts(d.Content) {
			g.known[d.Path] = goFound{text: d.Text, live: v.Project(d.Path)}
			continue
		}
		root := v.Project(d.Path).Files().ModuleRoot(filepath.Dir(d.Path))
		if root == "" {
			root = filepath.Dir(d.Path)
		}
		modules[root] = append(modules[root], d)
	}
	for path := range g.known {
		if _, open := v.Document(path); !open {
			delete(g.known, path)
		}
	}
	g.mu.Unlock()
	for root, documents := range modules {
		found := g.guarded(ctx, v, root, documents)
		g.mu.Lock()
		for _, d := range documents {
			f := found[d.Path]
			f.text, f.live = d.Text, v.Project(d.Path)
			g.known[d.Path] = f
		}
		g.mu.Unlock()
	}
}

// guarded is lint; where luagen fails nothing is found.
func (g *goLinter) guarded(ctx context.Context, v *session.View, root string, documents []session.Document) (found map[string]goFound) {
	defer func() {
		if r := recover(); r != nil {
			g.server.log(protocol.MessageTypeError, fmt.Sprintf("luagen has failed at the Go files of %s, please report it: %v\n%s", root, r, debug.Stack()))
			found = nil
		}
	}()
	return lintGo(ctx, v, root, documents)
}

// lintGo is what "luagen lint FILE.go" finds in documents of one module, by path.
func lintGo(ctx context.Context, v *session.View, root string, documents []session.Document) map[string]goFound {
	found := map[string]goFound{}
	live := v.Project(documents[0].Path)
	loaded, err := gosource.Load(gosource.Request{Dir: root, Patterns: []string{"./..."}, Shown: live.Files().Abs("."), Texts: goTexts(v), Context: ctx})
	if err != nil {
		return nil // the folder is gone, or the editor is
	}
	all := gosource.Find(loaded.Packages)
	for _, d := range documents {
		live := v.Project(d.Path)
		if len(live.Findings) > 0 {
			continue // as of scripts: luagen.yaml is wrong
		}
		shown := live.Shown(d.Path)
		r := all.In([]string{shown})
		var here goFound
		for _, f := range golint.Lint(golint.Read(r.Scripts), r, live.Settings().Lint) {
			if f.Span.File == shown {
				here.found = append(here.found, f)
			}
		}
		here.found = slices.Clip(here.found)
		for _, script := range r.Scripts {
			here.scripts = append(here.scripts, script.Text)
		}
		found[d.Path] = here
	}
	return found
}
