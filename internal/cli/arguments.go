package cli

import (
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/luagen/luagen/internal/suggest"
)

// noArguments refuses arguments where there are none to give.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usagef("%s takes no arguments; found %s", cmd.Name(), strings.Join(args, " "))
	}
	return nil
}

// oneFile asks for exactly one script.
func oneFile(cmd *cobra.Command, args []string) error {
	switch len(args) {
	case 1:
		return nil
	case 0:
		return usagef("%s needs a script: %s", cmd.Name(), cmd.UseLine())
	default:
		return usagef("%s takes one script; found %s", cmd.Name(), strings.Join(args, " "))
	}
}

// fileAndInputs asks for one script, and after it for inputs by name.
func fileAndInputs(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return oneFile(cmd, args)
	}
	for _, a := range args[1:] {
		if !strings.Contains(a, "=") {
			return usagef("%s takes one script and inputs as NAME=VALUE; found %s", cmd.Name(), a)
		}
	}
	return nil
}

// checkCommandName catches a mistyped command, which plain "luagen" takes for a path.
func (a *app) checkCommandName(cmd *cobra.Command, args []string) error {
	if cmd.HasParent() || len(args) == 0 || strings.ContainsAny(args[0], `./\`) {
		return nil
	}
	if _, err := os.Stat(args[0]); err == nil {
		return nil
	}
	if s := suggest.Closest(args[0], commandNames(cmd)); s != "" {
		return usagef("no command, file or folder %s; did you mean luagen %s?", args[0], s)
	}
	return nil // the path is missed soon enough
}

// rootFlag declares --root. standing says what the root is without it.
func rootFlag(cmd *cobra.Command, root *string, standing string) {
	cmd.Flags().StringVar(root, "root", "", "root `DIR` for includes; default: "+standing)
	completeFolder(cmd, "root")
}
