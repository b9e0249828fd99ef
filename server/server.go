// Package server is the language server: it speaks the Language Server Protocol with an editor
// about what the packages below it know. Only here stands anything of the protocol; positions,
// texts and answers are plain Go in the packages that compute them.
package server

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"sync"
	"sync/atomic"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/server/rpc"
	"github.com/luagen/luagen/server/session"
	"github.com/luagen/luagen/server/text"
)

// Options are what a server is started with.
type Options struct {
	FS      fs.FS       // the files, by the names of project.Files
	Version string      // of luagen
	Rules   []diag.Rule // all rules, whose pages diagnostics link to
	Further []diag.Rule // those that luagen.yaml may set beside the linter's
}

// server is one connection with an editor.
type server struct {
	protocol.UnimplementedServer
	options  Options
	session  *session.Session
	client   protocol.Client
	pages    map[string]string // of the rules
	publish  *publisher
	calls    calls
	embedded embedded
	declared declarations
	goLint   *goLinter
	closed   context.CancelFunc

	state    atomic.Int32 // of the connection
	encoding text.Encoding
	watches  bool // the editor can be asked to tell of changed files

	mu   sync.Mutex
	uris map[string]string // of open files, as the editor writes them
}

// The states of a connection.
const (
	started int32 = iota
	initialized
	shutdown
)

// ErrNoShutdown is what Serve returns when the editor went without saying so.
var ErrNoShutdown = errors.New("the editor has closed the connection without a shutdown request")

// Serve speaks with the editor at the other end of a connection until that ends. It closes the
// connection.
func Serve(ctx context.Context, conn io.ReadWriteCloser, o Options) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s := &server{options: o, session: session.New(o.FS, o.Further...), closed: cancel, pages: map[string]string{}, uris: map[string]string{}}
	for _, r := range o.Rules {
		s.pages[r.Name] = r.URL()
	}
	c := jsonrpc2.NewConn(rpc.NewStream(conn), jsonrpc2.WithCodec(rpc.Codec{}))
	s.client = protocol.ClientDispatcher(c)
	s.publish = newPublisher(s)
	s.goLint = newGoLinter(s)
	var group sync.WaitGroup
	group.Go(func() { s.publish.run(ctx) })
	group.Go(func() { s.goLint.run(ctx) })
	c.Go(ctx, s.handler())
	select {
	case <-c.Done():
	case <-ctx.Done():
		_ = conn.Close() // frees the reader, which waits for a message
		<-c.Done()
	}
	cancel()
	group.Wait()
	if s.state.Load() != shutdown {
		return ErrNoShutdown
	}
	return nil
}

// wake has everything looked at that may have changed.
func (s *server) wake() {
	s.publish.wake()
	s.goLint.wake()
}
