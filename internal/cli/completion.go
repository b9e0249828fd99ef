package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// shells are the arguments of completion.
var shells = []string{"bash", "zsh", "fish", "powershell"}

func (a *app) completionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "completion SHELL",
		Short: "Print a shell completion script",
		Long: prose("Completion prints a script for bash, zsh, fish or powershell. Loaded by the shell, it completes "+
			"commands, flags, their values and the names of rules. bash needs the package "+
			"bash-completion; zsh needs \"autoload -U compinit; compinit\" before it.") + "\n",
		Example: "  source <(luagen completion bash)       in ~/.bashrc\n" +
			"  source <(luagen completion zsh)        in ~/.zshrc\n" +
			"  luagen completion fish | source        in ~/.config/fish/config.fish\n" +
			"  luagen completion powershell | Out-String | Invoke-Expression",
		ValidArgs: shells,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 1 && slices.Contains(shells, args[0]) {
				return nil
			}
			found := "none"
			if len(args) > 0 {
				found = strings.Join(args, " ")
			}
			return usagef("completion needs one shell: %s; found %s", oneOf(shells), found)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			root := cmd.Root()
			switch args[0] {
			case "bash":
				return root.GenBashCompletionV2(a.stdout, true)
			case "zsh":
				return root.GenZshCompletion(a.stdout)
			case "fish":
				return root.GenFishCompletion(a.stdout, true)
			default:
				return root.GenPowerShellCompletionWithDesc(a.stdout)
			}
		},
	}
}

// completeFlag makes a shell offer the values of a flag.
func completeFlag(cmd *cobra.Command, name string, values ...string) {
	// All that can be wrong is the flag's name, which the tests would show.
	_ = cmd.RegisterFlagCompletionFunc(name, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp))
}

// completeScript makes a shell offer .lua files and folders, for one file.
func completeScript(cmd *cobra.Command, args []string, word string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return completeScripts(cmd, args, word)
}

// completeScripts makes a shell offer .lua files and folders.
func completeScripts(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return []string{"lua"}, cobra.ShellCompDirectiveFilterFileExt
}

// completeAny makes a shell offer files beside what else there is: the commands.
func completeAny(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return nil, cobra.ShellCompDirectiveDefault
}

// completeFolder makes a shell offer folders as the value of a flag.
func completeFolder(cmd *cobra.Command, name string) {
	_ = cmd.MarkFlagDirname(name) // as above
}

// unquoteUsage takes the quotes away that mark the names of values in the texts of
// flags: help leaves them out, completion would show them.
func unquoteUsage(cmd *cobra.Command) {
	plain := func(f *pflag.Flag) { _, f.Usage = pflag.UnquoteUsage(f) }
	cmd.PersistentFlags().VisitAll(plain)
	cmd.Flags().VisitAll(plain)
	for _, c := range cmd.Commands() {
		unquoteUsage(c)
	}
}
