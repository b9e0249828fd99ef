package server_test

import (
	"context"
	"io/fs"
	"testing"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"

	"github.com/luagen/luagen/server/servertest"
)

// gate is a file system in which whoever asks for one file waits.
type gate struct {
	fs.FS
	file    string
	reached chan struct{} // somebody waits
	open    chan struct{}
}

func (g *gate) Open(name string) (fs.File, error) {
	if name == g.file {
		g.reached <- struct{}{}
		<-g.open
	}
	return g.FS.Open(name)
}

// gated is an editor whose requests for code lenses wait at the gate.
func gated(t *testing.T) (*servertest.Editor, *gate, *protocol.CodeLensParams) {
	o := servertest.Options(servertest.Files(map[string]string{"take.lua": take}))
	g := &gate{FS: o.FS, file: "w/take_test.redis", reached: make(chan struct{}), open: make(chan struct{})}
	o.FS = g
	e := servertest.Open(t, o)
	e.Show("take.lua", 1, take)
	e.Found("take.lua", 1)
	p := &protocol.CodeLensParams{}
	p.TextDocument.URI = servertest.URI("take.lua")
	return e, g, p
}

// TestCancel cancels a request while it is being answered; others are answered meanwhile.
func TestCancel(t *testing.T) {
	e, g, p := gated(t)
	// The context of a call cancels it: the client then sends $/cancelRequest, but does not wait for the answer, so
	// that it is sent by hand here.
	answered := make(chan error, 1)
	ids := make(chan jsonrpc2.ID, 1)
	go func() {
		var result jsonrpc2.RawMessage
		id, err := e.Conn.Call(e.Context(), protocol.MethodTextDocumentCodeLens, p, &result)
		ids <- id
		answered <- err
	}()
	<-g.reached
	// It is the third: before it came initialize, and none of what is below has.
	if err := e.Conn.Notify(e.Context(), protocol.MethodCancelRequest, jsonrpc2.RawMessage(`{"id":2}`)); err != nil {
		t.Fatal(err)
	}
	h, err := e.Hover(e.Context(), hoverAt("take.lua", protocol.Position{Line: 4, Character: 20}))
	if err != nil || h == nil {
		t.Fatal(h, err)
	}
	close(g.open)
	id := <-ids
	if number, ok := id.Number(); !ok || number != 2 {
		t.Fatalf("the request was %v", id)
	}
	if code := errorCode(t, <-answered); code != jsonrpc2.Code(protocol.LSPErrorCodesRequestCancelled) {
		t.Errorf("it is answered with %d", code)
	}
}

// TestCancelAfterAnswer cancels what is answered already, and what never came.
func TestCancelAfterAnswer(t *testing.T) {
	e, g, p := gated(t)
	go func() { <-g.reached; close(g.open) }()
	if lenses, err := e.CodeLens(e.Context(), p); err != nil || len(lenses) == 0 {
		t.Fatal(lenses, err)
	}
	for _, id := range []string{"0", "1", "2", "77", `"x"`, "null", "{}"} {
		if err := e.Conn.Notify(e.Context(), protocol.MethodCancelRequest, jsonrpc2.RawMessage(`{"id":`+id+`}`)); err != nil {
			t.Fatal(err)
		}
	}
	if h, err := e.Hover(e.Context(), hoverAt("take.lua", protocol.Position{Line: 4, Character: 20})); err != nil || h == nil {
		t.Fatal(h, err)
	}
}

// TestEndWhileAsked ends the connection while a request is being answered.
func TestEndWhileAsked(t *testing.T) {
	e, g, p := gated(t)
	ctx, cancel := context.WithCancel(e.Context())
	gone := make(chan struct{})
	go func() {
		_, _ = e.CodeLens(ctx, p) // the connection is gone
		close(gone)
	}()
	<-g.reached
	if err := e.Exit(e.Context()); err != nil {
		t.Fatal(err)
	}
	close(g.open)
	cancel()
	<-gone
	if err := e.Served(); err == nil {
		t.Error("it ended without a word, though nothing was shut down")
	}
}

// TestChangedWhileAsked changes a document while a request about it is being answered: what was found is out of date.
func TestChangedWhileAsked(t *testing.T) {
	e, g, p := gated(t)
	answered := make(chan error, 1)
	go func() {
		_, err := e.CodeLens(e.Context(), p)
		answered <- err
	}()
	<-g.reached
	e.Replace("take.lua", 2, "return 1\n"+take)
	e.Found("take.lua", 2)
	close(g.open)
	if code := errorCode(t, <-answered); code != jsonrpc2.Code(protocol.LSPErrorCodesContentModified) {
		t.Errorf("it is answered with %d", code)
	}
}

// errorCode is the code of an answer that is an error; 0 of another.
func errorCode(t *testing.T, err error) jsonrpc2.Code {
	t.Helper()
	var known *jsonrpc2.Error
	if err == nil {
		return 0
	}
	if !asError(err, &known) {
		t.Fatal(err)
	}
	return known.Code
}
