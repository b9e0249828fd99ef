package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// shells are the arguments of completion.
var shells = []string{"bash", "zsh", "fish", "powershell"}

func (a *app) completionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "completion SHELL",
		Short: "Print what makes a shell complete luagen's commands and flags",
		Long: prose("Completion prints a script for bash, zsh, fish or powershell. Loaded by the shell, it completes "+
			"commands, flags, their values and the names of rules. For bash the package bash-completion is "+
			"needed; zsh wants \"autoload -U compinit; compinit\" before it.") + "\n",
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

// completeLua makes a shell offer .lua files.
func completeLua(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return []string{"lua"}, cobra.ShellCompDirectiveFilterFileExt
}
