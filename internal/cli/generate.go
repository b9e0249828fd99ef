package cli

import (
	"context"
	"errors"
	"fmt"
	"go/token"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/internal/cli/publish"
)

// generateOptions are the flags of generate.
type generateOptions struct {
	output       string
	packageName  string
	querier      bool
	querierGiven bool // --interface was on the command line
	root         string
	format       string
	warnings     string
	check        bool
	watch        bool
}

func (a *app) generateCommand() *cobra.Command {
	var opts generateOptions
	cmd := &cobra.Command{
		Use:   "generate [path…]",
		Short: "Generate Go packages from scripts",
		Long: prose("Generate writes a Go package for every folder of annotated scripts, beside them or below -o; " +
			"with folder/..., a sub-folder becomes a sub-package. A package is written as a whole: " +
			"naming one .lua file generates its whole folder. With an error in any script " +
			"nothing of the package is written. Code whose script is gone is removed; files " +
			"that luagen did not write are never touched. The warnings of a script are shown when its code " +
			"changes, and after that only counted; --warnings=all and \"luagen lint\" show them again."),
		Example: "  luagen generate ./scripts\n" +
			"  luagen generate ./scripts/... -o ./internal/lua\n" +
			"  luagen generate --check\n" +
			"  //go:generate go tool luagen .",
		Args:              cobra.ArbitraryArgs,
		ValidArgsFunction: completeScripts,
		RunE: func(cmd *cobra.Command, args []string) error {
			opts.querierGiven = cmd.Flags().Changed("interface")
			if err := opts.validate(); err != nil {
				return err
			}
			if err := a.checkCommandName(cmd, args); err != nil {
				return err
			}
			if opts.watch {
				return a.watch(cmd.Context(), opts, args)
			}
			return a.generateOnce(cmd.Context(), opts, args)
		},
	}
	f := cmd.Flags()
	f.StringVarP(&opts.output, "output", "o", "", "write the package to `DIR` instead of beside the scripts")
	f.StringVar(&opts.packageName, "package", "", "`NAME` of the package; default: that of the output folder")
	f.BoolVar(&opts.querier, "interface", false, "also generate the Querier interface and New, for fakes in tests")
	rootFlag(cmd, &opts.root, "the folder asked for")
	formatFlag(cmd, &opts.format)
	warningsFlag(cmd, &opts.warnings)
	a.cacheFlag(cmd)
	f.BoolVar(&opts.check, "check", false, "write nothing; show what is stale and exit 1")
	f.BoolVar(&opts.watch, "watch", false, "keep running and regenerate on change")
	completeFolder(cmd, "output")
	return cmd
}

func (o *generateOptions) validate() error {
	switch {
	case o.packageName != "" && (!token.IsIdentifier(o.packageName) || o.packageName == "_"):
		return usagef("--package %s: not a Go package name; write one of lower-case letters and digits", o.packageName)
	case o.check && o.watch:
		return usagef("--check and --watch exclude each other: the one is for CI, the other for the desk")
	case o.watch && o.format != "text":
		return usagef("--watch reports to people; --format %s is for programs", o.format)
	}
	if err := checkFormat(o.format); err != nil {
		return err
	}
	return o.checkWarnings()
}

func (a *app) generateOnce(ctx context.Context, opts generateOptions, paths []string) error {
	m, err := a.rememberGeneration(opts, paths)
	if err != nil {
		return err
	}
	var known outcome
	if m.knows(&known) {
		return a.finish(known, opts)
	}
	s, err := a.readSettingsOf(m.readSources())
	if err != nil {
		return err
	}
	s.outputs = m.readOutputs()
	g, err := generate(s, opts, paths, since{})
	if err != nil {
		return err
	}
	changes := g.changes()
	if len(changes) == 0 && !g.interrupted() {
		known = g.outcome()
		m.keep(known)
		return a.finish(known, opts)
	}
	if opts.check && opts.format != "text" {
		g.findings = diag.Sort(append(g.findings, staleFiles(changes)...))
	}
	if err := a.reportFindings(g.findings, g.workspace.Source, opts.format); err != nil {
		return err
	}
	if opts.check {
		return a.showStale(g.outcome(), changes, opts.format)
	}
	// An interrupt leaves each package either as it was or as it should be.
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	wrote := a.write(ctx, g)
	if wrote == nil || errors.Is(wrote, errFindings) {
		m.keepNext(g, s, opts)
	}
	return wrote
}

// rememberGeneration begins a run of generate.
func (a *app) rememberGeneration(opts generateOptions, paths []string) (*memo, error) {
	return a.remember("generate", []any{
		paths, opts.output, opts.packageName, opts.querier, opts.querierGiven, opts.root, opts.warnings,
		os.Getenv("GOPACKAGE"), os.Getenv("GOFILE"),
	})
}

// keepNext keeps what another run would come to after one that has written: it would find the
// same scripts, and the packages as they are now.
func (m *memo) keepNext(g *generation, s settings, opts generateOptions) {
	if m.store == nil {
		return
	}
	s.outputs = m.readOutputs()
	next, err := generateFrom(g.workspace, s, opts, since{})
	if err == nil && len(next.changes()) == 0 && !next.interrupted() {
		m.keep(next.outcome())
	}
}

// finish ends a run for which there is nothing to do.
func (a *app) finish(o outcome, opts generateOptions) error {
	source := func(file string) []byte {
		f, err := a.files()
		if err != nil {
			return nil
		}
		text, _ := f.ReadFile(filepath.FromSlash(file)) // a report without its source line is better than none
		return text
	}
	if err := a.reportFindings(o.Findings, source, opts.format); err != nil {
		return err
	}
	a.say("%s", o.summary(0, 0))
	if diag.HasErrors(o.Findings) {
		return errFindings
	}
	return nil
}

// reportFindings prints findings: those for programs to stdout, those for people to stderr.
func (a *app) reportFindings(findings []diag.Diagnostic, source diag.Source, format string) error {
	w := a.stdout
	if format == "text" {
		w = a.stderr
	}
	return a.report(w, format, findings, source)
}

// write puts the packages without errors on disk and sums up. A package that cannot be
// written keeps none of the others from it.
func (a *app) write(ctx context.Context, g *generation) error {
	var written, removed int
	failed := false
	for _, t := range g.targets() {
		result, err := t.apply(ctx)
		if result.Mended {
			a.say("%s: finished what an interrupted run had begun", shown(t.dir))
		}
		if ctx.Err() != nil && err != nil {
			return err
		}
		if err != nil {
			failed = true
			if t.of != nil {
				t.of.failed = true
			}
			if err := a.tellUnwritten(err); err != nil {
				return err
			}
		}
		for _, c := range result.Changes {
			if c.Op == publish.Remove {
				removed++
			} else {
				written++
			}
		}
	}
	a.say("%s", g.outcome().summary(written, removed))
	if g.errors() || failed {
		return errFindings
	}
	return nil
}

// tellUnwritten says why a package was not written.
func (a *app) tellUnwritten(err error) error {
	var foreign *publish.ForeignError
	if errors.As(err, &foreign) {
		return a.textPrinter(a.stderr, nil).Print(a.stderr, foreignFiles(foreign))
	}
	a.say("%v", err)
	return nil
}

// target is a folder that a run puts in order.
type target struct {
	dir  string
	plan *publish.Plan  // nil when there is an error in the package
	of   *packageResult // nil for a folder whose scripts are gone
}

// targets are all folders of the run. In those of packages with errors, what a killed run
// has begun is still to be ended.
func (g *generation) targets() []target {
	var targets []target
	for _, p := range g.packages {
		targets = append(targets, target{dir: p.output, plan: p.plan, of: p})
	}
	for _, plan := range g.stale {
		targets = append(targets, target{dir: plan.Dir, plan: plan})
	}
	return targets
}

func (t target) apply(ctx context.Context) (publish.Result, error) {
	if t.plan != nil {
		return t.plan.Apply(ctx)
	}
	mended, err := publish.Mend(ctx, t.dir)
	return publish.Result{Mended: mended}, err
}

// done counts what was done to files.
func done(written, removed int) string {
	switch {
	case written == 0 && removed == 0:
		return "up to date"
	case removed == 0:
		return plural(written, "file") + " written"
	case written == 0:
		return plural(removed, "file") + " removed"
	default:
		return fmt.Sprintf("%s written, %d removed", plural(written, "file"), removed)
	}
}
