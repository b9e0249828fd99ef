package cli

import (
	"context"
	"io"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/luagen/luagen/gosource/golint"
	"github.com/luagen/luagen/internal/disk"
	"github.com/luagen/luagen/server"
)

func (a *app) lspCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "lsp",
		Short: "Serve an editor, over the Language Server Protocol",
		Long: prose("Lsp speaks the Language Server Protocol over its standard input and output. An editor starts it; " +
			"docs/editors.md says how to set up yours. It shows what \"luagen lint\" finds while you type, and " +
			"what commands, keys, arguments and locals are."),
		Example: "  luagen lsp",
		Args:    noArguments,
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.lsp(cmd.Context()) },
	}
}

func (a *app) lsp(ctx context.Context) error {
	// It runs for hours beside an editor: memory matters more than time here.
	debug.SetGCPercent(50)
	if ctx == nil {
		ctx = context.Background()
	}
	in, copied := io.Pipe()
	go func() {
		_, err := io.Copy(copied, a.stdin)
		copied.CloseWithError(err)
	}()
	return server.Serve(ctx, connection{in, a.stdout}, server.Options{
		FS: disk.FS{}, Version: version(), Rules: Rules(), Further: golint.CallRules(),
	})
}

// connection is the editor at the other end of the standard input and output.
type connection struct {
	*io.PipeReader
	io.Writer
}
