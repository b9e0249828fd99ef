package cli

import (
	"fmt"
	"runtime/debug"

	"github.com/spf13/cobra"
)

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print luagen's version",
		Args:  noArguments,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintf(a.stdout, "luagen %s\n", version())
			return err
		},
	}
}

// version is the module's version as the go tool recorded it, "(devel)" in a build
// from a checkout without version control.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(devel)"
	}
	const module = "github.com/luagen/luagen"
	if info.Main.Path == module {
		return info.Main.Version
	}
	// Built as another module's tool.
	for _, dep := range info.Deps {
		if dep.Path == module {
			return dep.Version
		}
	}
	return info.Main.Version
}
