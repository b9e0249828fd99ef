// Package servertest is an editor for tests: it speaks with a server in the same process, over the
// protocol.
package servertest

import (
	"context"
	"errors"
	"net"
	"path/filepath"
	"sync"
	"testing"
	"testing/fstest"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/lint"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/project"
	"github.com/luagen/luagen/server"
	"github.com/luagen/luagen/server/rpc"
)

// Editor is a client with its server.
type Editor struct {
	protocol.Server
	Conn jsonrpc2.Conn
	Init *protocol.InitializeResult

	root   string // the folder that is open
	t      testing.TB
	ctx    context.Context
	served chan error

	mu      sync.Mutex
	changed *sync.Cond
	found   map[uri.URI]*protocol.PublishDiagnosticsParams
	told    int // how often anything was told
	logged  []string
	shown   []*protocol.ShowDocumentParams
}

// Files is a file system in memory of a workspace in the folder /w.
func Files(texts map[string]string) fstest.MapFS {
	files := fstest.MapFS{}
	for name, text := range texts {
		files["w/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	return files
}

// Path is the absolute path of a file of the workspace.
func Path(name string) string { return project.Path("w/" + name) }

// URI is the address of a file of the workspace.
func URI(name string) uri.URI { return uri.File(Path(name)) }

// Options are those of a server over files.
func Options(files fstest.MapFS) server.Options {
	rules := [][]diag.Rule{parser.Rules()}
	for _, r := range lint.Rules() {
		rules = append(rules, []diag.Rule{r.Rule})
	}
	return server.Options{FS: files, Version: "test", Rules: diag.Join(rules...)}
}

// Open starts a server and an editor that has the folder /w open. The editor closes with the test.
func Open(t testing.TB, o server.Options, change ...func(*protocol.InitializeParams)) *Editor {
	t.Helper()
	return OpenFolder(t, project.Path("w"), o, change...)
}

// OpenFolder is Open for another folder.
func OpenFolder(t testing.TB, root string, o server.Options, change ...func(*protocol.InitializeParams)) *Editor {
	t.Helper()
	e := Connect(t, o)
	e.root = root
	params := &protocol.InitializeParams{}
	params.WorkspaceFolders = protocol.NewNullable([]protocol.WorkspaceFolder{{URI: uri.File(root), Name: "w"}})
	for _, c := range change {
		c(params)
	}
	var err error
	if e.Init, err = e.Initialize(e.ctx, params); err != nil {
		t.Fatal(err)
	}
	if err := e.Initialized(e.ctx, &protocol.InitializedParams{}); err != nil {
		t.Fatal(err)
	}
	return e
}

// Connect starts a server and an editor that has not said anything yet.
func Connect(t testing.TB, o server.Options) *Editor {
	t.Helper()
	here, there := net.Pipe()
	e := &Editor{root: project.Path("w"), t: t, ctx: t.Context(), served: make(chan error, 1), found: map[uri.URI]*protocol.PublishDiagnosticsParams{}}
	e.changed = sync.NewCond(&e.mu)
	go func() { e.served <- server.Serve(context.Background(), there, o) }()
	// What the server tells is taken in the order in which it does.
	e.Conn = jsonrpc2.NewConn(rpc.NewStream(here), jsonrpc2.WithCodec(rpc.Codec{}))
	e.Conn.Go(context.Background(), protocol.ClientHandler(&client{Editor: e}, jsonrpc2.MethodNotFoundHandler))
	e.Server = protocol.ServerDispatcher(e.Conn)
	t.Cleanup(func() {
		_ = here.Close()
		if err := <-e.served; err != nil && !errors.Is(err, server.ErrNoShutdown) {
			t.Error(err)
		}
	})
	return e
}

// URI is the address of a file below the folder that is open.
func (e *Editor) URI(name string) uri.URI {
	return uri.File(filepath.Join(e.root, filepath.FromSlash(name)))
}

// Context is the test's.
func (e *Editor) Context() context.Context { return e.ctx }

// Show opens a file.
func (e *Editor) Show(name string, version int32, text string) {
	e.t.Helper()
	err := e.DidOpen(e.ctx, &protocol.DidOpenTextDocumentParams{TextDocument: protocol.TextDocumentItem{
		URI: e.URI(name), LanguageID: "lua", Version: version, Text: text,
	}})
	if err != nil {
		e.t.Fatal(err)
	}
}

// Replace changes the whole text of an open file.
func (e *Editor) Replace(name string, version int32, text string) {
	e.t.Helper()
	e.Change(name, version, &protocol.TextDocumentContentChangeWholeDocument{Text: text})
}

// Change changes an open file.
func (e *Editor) Change(name string, version int32, changes ...protocol.TextDocumentContentChangeEvent) {
	e.t.Helper()
	params := &protocol.DidChangeTextDocumentParams{ContentChanges: changes}
	params.TextDocument.URI, params.TextDocument.Version = e.URI(name), version
	if err := e.DidChange(e.ctx, params); err != nil {
		e.t.Fatal(err)
	}
}

// Hide closes a file.
func (e *Editor) Hide(name string) {
	e.t.Helper()
	params := &protocol.DidCloseTextDocumentParams{}
	params.TextDocument.URI = e.URI(name)
	if err := e.DidClose(e.ctx, params); err != nil {
		e.t.Fatal(err)
	}
}

// Found waits for what is found in a version of an open file.
func (e *Editor) Found(name string, version int32) []protocol.Diagnostic {
	e.t.Helper()
	return e.Wait(name, func(p *protocol.PublishDiagnosticsParams) bool {
		v, ok := p.Version.Get()
		return ok && v >= version
	})
}

// Wait waits until what was told last of a file is as wanted.
func (e *Editor) Wait(name string, is func(*protocol.PublishDiagnosticsParams) bool) []protocol.Diagnostic {
	e.t.Helper()
	stop := context.AfterFunc(e.ctx, e.changed.Broadcast)
	defer stop()
	e.mu.Lock()
	defer e.mu.Unlock()
	for {
		if p := e.found[e.URI(name)]; p != nil && is(p) {
			return p.Diagnostics
		}
		if e.ctx.Err() != nil {
			e.t.Fatal("the server has not told what it found in " + name)
		}
		e.changed.Wait()
	}
}

// Told is what the server has told of a file; nil for nothing.
func (e *Editor) Told(name string) *protocol.PublishDiagnosticsParams {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.found[e.URI(name)]
}

// Logged is what the server has logged.
func (e *Editor) Logged() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return append([]string(nil), e.logged...)
}

// Shown are the documents that the server has asked to show.
func (e *Editor) Shown() []*protocol.ShowDocumentParams {
	e.mu.Lock()
	defer e.mu.Unlock()
	return append([]*protocol.ShowDocumentParams(nil), e.shown...)
}

// Served waits for the server to end, and returns what it ended with.
func (e *Editor) Served() error {
	err := <-e.served
	e.served <- nil
	return err
}

// At is the position of a place in a text, in UTF-16, where the text has ASCII alone.
func At(text string, offset int) protocol.Position {
	var p protocol.Position
	for _, c := range text[:offset] {
		p.Character++
		if c == '\n' {
			p = protocol.Position{Line: p.Line + 1}
		}
	}
	return p
}

// client is what the server calls.
type client struct {
	protocol.UnimplementedClient
	*Editor
}

func (c *client) note(do func()) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	do()
	c.told++
	c.changed.Broadcast()
	return nil
}

func (c *client) PublishDiagnostics(_ context.Context, p *protocol.PublishDiagnosticsParams) error {
	return c.note(func() { c.found[p.URI] = p })
}

func (c *client) LogMessage(_ context.Context, p *protocol.LogMessageParams) error {
	return c.note(func() { c.logged = append(c.logged, p.Message) })
}

func (c *client) ShowDocument(_ context.Context, p *protocol.ShowDocumentParams) (*protocol.ShowDocumentResult, error) {
	return &protocol.ShowDocumentResult{Success: true}, c.note(func() { c.shown = append(c.shown, p) })
}
