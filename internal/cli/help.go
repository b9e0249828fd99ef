package cli

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/luagen/luagen/internal/suggest"
)

func (a *app) helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "help [command]",
		Short: "Explain a command",
		ValidArgsFunction: func(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return commandNames(cmd.Root()), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			found, rest, err := cmd.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return unknownCommand(cmd.Root(), strings.Join(args, " "))
			}
			return found.Help()
		},
	}
}

// unknownCommand is the error for a name that is no command.
func unknownCommand(root *cobra.Command, name string) error {
	if s := suggest.Closest(name, commandNames(root)); s != "" {
		return usagef("no command %s; did you mean %s?", name, s)
	}
	return usagef("no command %s; \"luagen --help\" lists the commands", name)
}

func commandNames(root *cobra.Command) []string {
	var names []string
	for _, c := range root.Commands() {
		if !c.Hidden {
			names = append(names, c.Name())
		}
	}
	return names
}

// flagError says what is wrong with a flag, and which one was probably meant.
func flagError(cmd *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	if errors.As(err, &unknown) && unknown.GetSpecifiedShortnames() == "" {
		var names []string
		cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
		if s := suggest.Closest(unknown.GetSpecifiedName(), names); s != "" {
			return usagef("%v; did you mean --%s?", err, s)
		}
	}
	return usagef("%v; see \"%s --help\"", err, cmd.CommandPath())
}

// plainSwitches has help print the boolean flags of a command by their names alone. Nothing
// can be parsed after it.
func plainSwitches(cmd *cobra.Command) {
	cmd.InheritedFlags() // adds those of the commands above
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if f.Value.Type() == "bool" {
			f.Value = plainSwitch{f.Value}
		}
	})
}

// plainSwitch is a boolean flag of the type that pflag prints without "[=true|false]".
type plainSwitch struct{ pflag.Value }

func (plainSwitch) Type() string { return "boolfunc" }
