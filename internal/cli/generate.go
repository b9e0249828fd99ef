package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"go/token"
	"os"
	"os/signal"
	"strings"
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
	g, err := a.generate(opts, paths, since{})
	if err != nil {
		return err
	}
	if opts.check && opts.format != "text" {
		g.findings = diag.Sort(append(g.findings, staleFiles(g.changes())...))
	}
	if err := a.reportGeneration(g, opts.format); err != nil {
		return err
	}
	if opts.check {
		return a.showStale(g, opts.format)
	}
	// An interrupt leaves each package either as it was or as it should be.
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	return a.write(ctx, g)
}

// reportGeneration prints the findings: those for programs to stdout, those for people
// to stderr.
func (a *app) reportGeneration(g *generation, format string) error {
	w := a.stdout
	if format == "text" {
		w = a.stderr
	}
	return a.report(w, format, g.findings, g.workspace.Source)
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
	a.say("%s", g.summary(written, removed))
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

// summary is the last line of a run.
func (g *generation) summary(written, removed int) string {
	var scripts, packages int
	var failed []string
	for _, p := range g.packages {
		switch {
		case p.failed:
			failed = append(failed, cmp.Or(p.name, p.unit.Path))
		case len(p.inputs) > 0:
			packages++
			scripts += len(p.inputs)
		}
	}
	var parts []string
	if t := tally(g.findings); t != "" {
		parts = append(parts, t)
	}
	if q := g.quiet(); q != "" {
		parts = append(parts, q)
	}
	if len(failed) > 0 {
		noun := "package "
		if len(failed) > 1 {
			noun = "packages "
		}
		parts = append(parts, noun+strings.Join(failed, ", ")+" not written")
	}
	switch {
	case packages > 0:
		parts = append(parts, plural(scripts, "script")+" in "+plural(packages, "package"), outcome(written, removed))
	case len(failed) == 0 && written+removed > 0:
		parts = append(parts, outcome(written, removed))
	case len(failed) == 0:
		parts = append(parts, "no annotated script, nothing to generate")
	}
	return strings.Join(parts, "; ")
}

// outcome counts what was done to files.
func outcome(written, removed int) string {
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
