package server

import (
	"context"
	"slices"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/luagen/luagen/server/action"
	"github.com/luagen/luagen/server/lens"
	"github.com/luagen/luagen/server/text"
)

// Initialize agrees with the editor on what both can.
func (s *server) Initialize(_ context.Context, p *protocol.InitializeParams) (*protocol.InitializeResult, error) {
	offered := []protocol.PositionEncodingKind(nil)
	if p.Capabilities.General != nil {
		offered = p.Capabilities.General.PositionEncodings
	}
	kind := protocol.PositionEncodingKindUTF16
	if slices.Contains(offered, protocol.PositionEncodingKindUTF8) {
		kind, s.encoding = protocol.PositionEncodingKindUTF8, text.UTF8
	}
	if w := p.Capabilities.Workspace; w != nil && w.DidChangeWatchedFiles != nil {
		s.watches = isTrue(w.DidChangeWatchedFiles.DynamicRegistration)
	}
	s.session.Folders(folders(p), nil)
	s.state.Store(initialized)
	yes := true
	incremental := protocol.TextDocumentSyncKindIncremental
	return &protocol.InitializeResult{
		ServerInfo: protocol.ServerInfo{Name: "luagen", Version: protocol.NewOptional(s.options.Version)},
		Capabilities: protocol.ServerCapabilities{
			PositionEncoding: kind,
			TextDocumentSync: &protocol.TextDocumentSyncOptions{OpenClose: &yes, Change: &incremental, Save: protocol.Boolean(true)},
			HoverProvider:    protocol.Boolean(true),
			CompletionProvider: &protocol.CompletionOptions{
				TriggerCharacters: []string{"'", "\"", ".", ":", "@", "[", "<", "(", ",", "/"},
			},
			SignatureHelpProvider:      &protocol.SignatureHelpOptions{TriggerCharacters: []string{"(", ","}},
			InlayHintProvider:          protocol.Boolean(true),
			SemanticTokensProvider:     &protocol.SemanticTokensOptions{Legend: legend(), Full: protocol.Boolean(true)},
			CodeActionProvider:         &protocol.CodeActionOptions{CodeActionKinds: []protocol.CodeActionKind{protocol.CodeActionKindQuickFix, protocol.CodeActionKindRefactorRewrite, actionKinds[action.FixAll]}},
			DefinitionProvider:         protocol.Boolean(true),
			ImplementationProvider:     protocol.Boolean(true),
			ReferencesProvider:         protocol.Boolean(true),
			DocumentHighlightProvider:  protocol.Boolean(true),
			RenameProvider:             &protocol.RenameOptions{PrepareProvider: &yes},
			CodeLensProvider:           &protocol.CodeLensOptions{},
			DocumentFormattingProvider: protocol.Boolean(true),
			ExecuteCommandProvider:     protocol.ExecuteCommandOptions{Commands: []string{lensCommands[lens.OpenGo]}},
			DocumentSymbolProvider:     protocol.Boolean(true),
			WorkspaceSymbolProvider:    protocol.Boolean(true),
			FoldingRangeProvider:       protocol.Boolean(true),
			Workspace: &protocol.WorkspaceOptions{WorkspaceFolders: &protocol.WorkspaceFoldersServerCapabilities{
				Supported: &yes, ChangeNotifications: protocol.Boolean(true),
			}},
		},
	}, nil
}

// folders are the folders that an editor has open, by absolute path.
func folders(p *protocol.InitializeParams) []string {
	var paths []string
	add := func(u uri.URI) {
		if path, ok := pathOf(u); ok {
			paths = append(paths, path)
		}
	}
	all, ok := p.WorkspaceFolders.Get()
	for _, f := range all {
		add(f.URI)
	}
	if ok {
		return paths
	}
	//lint:ignore SA1019 older editors send nothing else
	if root := p.RootURI; root != nil {
		add(*root)
		return paths
	}
	//lint:ignore SA1019 as above
	if root, ok := p.RootPath.Get(); ok && root != "" {
		add(uri.File(root))
	}
	return paths
}

// Initialized asks the editor to tell of files that change.
func (s *server) Initialized(ctx context.Context, _ *protocol.InitializedParams) error {
	if !s.watches {
		return nil
	}
	watchers := []protocol.FileSystemWatcher{{GlobPattern: protocol.Pattern("**/*.lua")}, {GlobPattern: protocol.Pattern("**/*.go")}, {GlobPattern: protocol.Pattern("**/{luagen.yaml,go.mod}")}}
	options, err := protocol.Marshal(&protocol.DidChangeWatchedFilesRegistrationOptions{Watchers: watchers})
	if err != nil {
		return err
	}
	// The answer comes while this notification is handled.
	go func() {
		_ = s.client.RegisterCapability(context.WithoutCancel(ctx), &protocol.RegistrationParams{Registrations: []protocol.Registration{{
			ID: "luagen-watched-files", Method: protocol.MethodWorkspaceDidChangeWatchedFiles, RegisterOptions: options,
		}}}) // files are looked at when they are saved in the editor, too
	}()
	return nil
}

// Shutdown ends the work.
func (s *server) Shutdown(context.Context) error {
	s.state.Store(shutdown)
	return nil
}

// Exit ends the connection.
func (s *server) Exit(context.Context) error {
	s.closed()
	return nil
}

// DidChangeWorkspaceFolders follows the folders that the editor has open.
func (s *server) DidChangeWorkspaceFolders(_ context.Context, p *protocol.DidChangeWorkspaceFoldersParams) error {
	paths := func(all []protocol.WorkspaceFolder) []string {
		var paths []string
		for _, f := range all {
			if path, ok := pathOf(f.URI); ok {
				paths = append(paths, path)
			}
		}
		return paths
	}
	s.session.Folders(paths(p.Event.Added), paths(p.Event.Removed))
	s.wake()
	return nil
}

func isTrue(b *bool) bool { return b != nil && *b }
