package server

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"

	"github.com/luagen/luagen/server/session"
)

// viewKey is the key of the view that a request is about.
type viewKey struct{}

// view is what was open when the request came.
func (s *server) view(ctx context.Context) *session.View {
	if v, ok := ctx.Value(viewKey{}).(*session.View); ok {
		return v
	}
	return s.session.View()
}

// handler handles messages: notifications one after the other, as they come, since each changes
// what the next speaks of; requests beside each other, each on the view of its time.
func (s *server) handler() jsonrpc2.Handler {
	dispatch := protocol.ServerHandler(s, jsonrpc2.MethodNotFoundHandler)
	return func(ctx context.Context, req *jsonrpc2.Request) (any, error) {
		base := jsonrpc2.DetachContext(ctx)
		method := strings.Clone(req.Method())
		err := s.admit(method, req.IsCall())
		switch {
		case !req.IsCall():
			if err == nil {
				s.notified(base, method, req, dispatch)
			}
			return nil, nil // an error would end the connection
		case err != nil:
			return nil, err
		}
		v := s.session.View()
		base, end := s.calls.begin(base, req.ID())
		defer end()
		if method != protocol.MethodInitialize && method != protocol.MethodShutdown {
			jsonrpc2.Async(ctx)
		}
		return s.answer(context.WithValue(base, viewKey{}, v), method, v, req, dispatch)
	}
}

// notified handles a notification.
func (s *server) notified(ctx context.Context, method string, req *jsonrpc2.Request, dispatch jsonrpc2.Handler) {
	var err error
	switch {
	case method == protocol.MethodCancelRequest:
		err = s.calls.stop(req.Params())
	case followed[method]:
		_, err = s.guarded(ctx, method, req, dispatch)
	}
	if err != nil {
		s.log(protocol.MessageTypeError, fmt.Sprintf("%s: %v", method, err))
	}
}

// followed are the notifications that change anything; all others are for other servers.
var followed = map[string]bool{
	protocol.MethodInitialized: true, protocol.MethodExit: true,
	protocol.MethodTextDocumentDidOpen: true, protocol.MethodTextDocumentDidChange: true,
	protocol.MethodTextDocumentDidClose: true, protocol.MethodTextDocumentDidSave: true,
	protocol.MethodWorkspaceDidChangeWatchedFiles: true, protocol.MethodWorkspaceDidChangeWorkspaceFolders: true,
}

// answer handles a request that came when v was open.
func (s *server) answer(ctx context.Context, method string, v *session.View, req *jsonrpc2.Request, dispatch jsonrpc2.Handler) (any, error) {
	result, err := s.guarded(ctx, method, req, dispatch)
	if ctx.Err() != nil {
		return nil, protocol.ErrRequestCancelled
	}
	if err == nil && answered[method] && s.isStale(v, req) {
		return nil, protocol.ErrContentModified
	}
	var known *jsonrpc2.Error
	if err != nil && !errors.As(err, &known) {
		err = jsonrpc2.NewError(jsonrpc2.InternalError, err.Error())
	}
	return result, err
}

// admit says what is wrong with a message at this time.
func (s *server) admit(method string, call bool) error {
	switch state := s.state.Load(); {
	case method == protocol.MethodExit:
		return nil
	case state == started && method != protocol.MethodInitialize:
		return jsonrpc2.NewError(jsonrpc2.ServerNotInitialized, method+" before initialize")
	case state != started && method == protocol.MethodInitialize:
		return jsonrpc2.NewError(jsonrpc2.InvalidRequest, "initialize was sent already")
	case call && !isAnswered(method):
		return jsonrpc2.NewError(jsonrpc2.MethodNotFound, "luagen does not answer "+method)
	case state == shutdown:
		return jsonrpc2.NewError(jsonrpc2.InvalidRequest, method+" after shutdown")
	}
	return nil
}

func isAnswered(method string) bool { _, ok := answered[method]; return ok }

// guarded has a message handled; a panic becomes an error, and is told of.
func (s *server) guarded(ctx context.Context, method string, req *jsonrpc2.Request, handle jsonrpc2.Handler) (result any, err error) {
	defer func() {
		if p := recover(); p != nil {
			s.log(protocol.MessageTypeError, fmt.Sprintf("luagen has failed at %s, please report it: %v\n%s", method, p, debug.Stack()))
			result, err = nil, jsonrpc2.NewError(jsonrpc2.InternalError, fmt.Sprintf("luagen has failed: %v", p))
		}
	}()
	return handle(ctx, req)
}

// answered are the requests that have an answer. Those with true are about places of a document, so that
// what was said of one version of it is wrong for another.
var answered = map[string]bool{
	protocol.MethodInitialize: false, protocol.MethodShutdown: false,
	protocol.MethodTextDocumentHover: true, protocol.MethodTextDocumentCompletion: false, protocol.MethodTextDocumentSignatureHelp: false,
	protocol.MethodTextDocumentInlayHint: true, protocol.MethodTextDocumentSemanticTokensFull: true,
	protocol.MethodTextDocumentCodeAction: true,
	protocol.MethodTextDocumentDefinition: true, protocol.MethodTextDocumentImplementation: true,
	protocol.MethodTextDocumentReferences: true, protocol.MethodTextDocumentDocumentHighlight: true,
	protocol.MethodTextDocumentPrepareRename: true, protocol.MethodTextDocumentRename: true,
	protocol.MethodTextDocumentCodeLens: true, protocol.MethodTextDocumentFormatting: true, protocol.MethodWorkspaceExecuteCommand: false,
	protocol.MethodTextDocumentDocumentSymbol: true, protocol.MethodTextDocumentFoldingRange: true,
	protocol.MethodWorkspaceSymbol: false,
}

// isStale reports whether the document of a request is not as it was when that came.
func (s *server) isStale(then *session.View, req *jsonrpc2.Request) bool {
	var params struct {
		protocol.TextDocumentPositionParams
	}
	if err := protocol.Unmarshal(req.Params(), &params.TextDocumentPositionParams); err != nil {
		return false
	}
	path, ok := pathOf(params.TextDocument.URI)
	if !ok {
		return false
	}
	before, _ := then.Document(path)
	now, _ := s.session.View().Document(path)
	return before.Text != now.Text
}

// log tells the editor's user something, in the log of the server.
func (s *server) log(kind protocol.MessageType, message string) {
	_ = s.client.LogMessage(context.Background(), &protocol.LogMessageParams{Type: kind, Message: message}) // who should read it is gone
}
