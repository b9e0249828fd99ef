// Package cli is luagen's command line: flags, configuration, reports and exit codes.
// It and its sub-packages are the only ones that touch the disk, print, or start
// anything.
//
// What scripts are and mean, the packages parser, analysis, lint, infer and generator
// know.
package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/spf13/cobra"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/project"
)

// The exit codes.
const (
	exitClean    = 0
	exitFindings = 1 // findings, stale code, or a failure on the way
	exitUsage    = 2
)

// errFindings ends a command whose findings have been reported.
var errFindings = errors.New("findings were reported")

// usageError is a mistake in how luagen was called.
type usageError struct{ message string }

func (e *usageError) Error() string { return e.message }

func usagef(format string, args ...any) error {
	return &usageError{message: fmt.Sprintf(format, args...)}
}

// Run runs luagen with the arguments after the program's name and returns its exit
// code: 0 clean, 1 findings, stale code or failure, 2 wrong usage.
func Run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	out := &output{Writer: stdout}
	a := &app{stdin: stdin, stdout: out, stderr: stderr}
	root := a.rootCommand()
	root.SetArgs(args)
	if len(args) > 0 && args[0] == cobra.ShellCompRequestCmd {
		unquoteUsage(root)
	}
	err := root.Execute()
	if err == nil {
		err = out.err
	}
	return a.exitCode(err)
}

func (a *app) exitCode(err error) int {
	if err == nil {
		return exitClean
	}
	if errors.Is(err, errFindings) {
		return exitFindings
	}
	a.say("%v", err)
	var usage *usageError
	var path *project.PathError
	if errors.As(err, &usage) || errors.As(err, &path) {
		return exitUsage
	}
	return exitFindings
}

// say tells the user something on stderr. What names of files and texts of scripts hold is
// shown, and not acted upon by the terminal.
func (a *app) say(format string, args ...any) {
	fmt.Fprintln(a.stderr, "luagen: "+diag.Printable(fmt.Sprintf(format, args...)))
}

// app is one run of luagen.
type app struct {
	stdin          io.Reader
	stdout, stderr io.Writer

	fs fs.FS // what is read instead of the machine's disks; nil but in tests

	noCache    bool   // --no-cache
	configFile string // --config; empty to look for luagen.yaml
	color      string // --color: auto, always or never
}

func (a *app) rootCommand() *cobra.Command {
	// Plain "luagen" generates: the root is the generate command with others below it.
	root := a.generateCommand()
	root.Use = "luagen [path…]"
	root.Short = "Typed Go from annotated Redis Lua scripts"
	root.Long = prose("luagen turns annotated Redis Lua scripts into typed Go, and checks them.",
		"Plain \"luagen\" generates. A path is a .lua file, a folder, or folder/... for all below it; "+
			"without one it is what luagen.yaml lists, or else the working directory.")
	root.Example = "  luagen ./scripts                 package scripts, beside the Lua files\n" +
		"  luagen ./scripts -o ./internal/lua\n" +
		"  luagen lint ./scripts/...\n" +
		"  luagen explain missing-tonumber"
	root.ValidArgsFunction = completeAny
	root.SilenceErrors = true
	root.SilenceUsage = true
	root.SetIn(a.stdin)
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	root.SetFlagErrorFunc(flagError)
	root.Version = version()
	root.SetVersionTemplate("luagen {{.Version}}\n")
	root.SetHelpCommand(a.helpCommand())
	// Help fits a terminal's least width.
	root.SetUsageTemplate(strings.ReplaceAll(root.UsageTemplate(), ".FlagUsages", fmt.Sprintf(".FlagUsagesWrapped %d", textWidth)))
	usage := root.UsageFunc()
	root.SetUsageFunc(func(cmd *cobra.Command) error {
		plainSwitches(cmd)
		return usage(cmd)
	})
	root.PersistentFlags().StringVar(&a.configFile, "config", "", "read `FILE` instead of luagen.yaml here or above, in the same module")
	root.PersistentFlags().StringVar(&a.color, "color", "auto", "use colours `WHEN`: "+oneOf(colors))
	completeFlag(root, "color", colors...)
	_ = root.MarkPersistentFlagFilename("config", "yaml", "yml") // as in completeFlag
	root.PersistentPreRunE = func(*cobra.Command, []string) error { return a.checkColor() }
	root.AddCommand(
		a.generateCommand(),
		a.lintCommand(),
		a.inferCommand(),
		a.extractCommand(),
		a.explainCommand(),
		a.expandCommand(),
		a.runCommand(),
		a.debugCommand(),
		a.dapCommand(),
		a.testCommand(),
		a.fuzzCommand(),
		a.benchCommand(),
		a.initCommand(),
		a.lspCommand(),
		a.infoCommand(),
		a.versionCommand(),
		a.completionCommand(),
	)
	return root
}
