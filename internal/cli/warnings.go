package cli

import (
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/generator"
	"github.com/luagen/luagen/internal/cli/publish"
	"github.com/luagen/luagen/project"
)

// The values of --warnings: which scripts' warnings generate shows.
const (
	warningsChanged = "changed" // of scripts whose code this run changes
	warningsAll     = "all"
)

// warningsFlag declares --warnings.
func warningsFlag(cmd *cobra.Command, which *string) {
	cmd.Flags().StringVar(which, "warnings", "",
		"scripts whose warnings are shown: changed, for those whose code changes, or all; default: changed, and all in a report for programs")
	completeFlag(cmd, "warnings", warningsChanged, warningsAll)
}

// checkWarnings checks --warnings and fills in its default. A program keeps what it was
// told last and takes what is missing for mended, so it is told all.
func (o *generateOptions) checkWarnings() error {
	switch o.warnings {
	case "":
		o.warnings = warningsChanged
		if o.format != "text" {
			o.warnings = warningsAll
		}
	case warningsChanged, warningsAll:
	default:
		return usagef("--warnings %s: expected %s", o.warnings, oneOf([]string{warningsChanged, warningsAll}))
	}
	return nil
}

// warnings are those of a package's scripts that are shown: of every script whose code is
// not on disk as it must be, whichever paths were asked for. The run that wrote the code
// of the others has shown theirs. Plan is nil when there is none.
func (p *packageResult) warnings(made project.Package, plan *publish.Plan, opts generateOptions) []diag.Diagnostic {
	changed := map[string]bool{} // the names of the files on disk that are not as they must be
	quiet := opts.warnings != warningsAll && plan != nil
	if quiet {
		for _, c := range plan.Changes {
			changed[filepath.Base(c.Path)] = true
		}
	}
	// current reports whether the code of a script is on disk as it must be.
	current := func(s *project.Script) bool {
		name := generator.FileName(path.Base(s.Name))
		_, is := slices.BinarySearchFunc(made.Files, name, func(f generator.File, name string) int { return strings.Compare(f.Name, name) })
		return quiet && is && !changed[name]
	}
	var found []diag.Diagnostic
	for _, w := range made.Warnings {
		switch {
		case len(w.Findings) == 0:
		case current(w.Script):
			p.hidden = append(p.hidden, w.Findings...)
		default:
			found = append(found, w.Findings...)
		}
	}
	return found
}

// hide collects what is not shown. A library's warning that another script shows is.
func (g *generation) hide() {
	for _, p := range g.packages {
		g.hidden = append(g.hidden, p.hidden...)
	}
	shown := map[diag.Span][]diag.Diagnostic{}
	for _, d := range g.findings {
		shown[d.Span] = append(shown[d.Span], d)
	}
	g.hidden = slices.DeleteFunc(diag.Sort(g.hidden), func(h diag.Diagnostic) bool {
		return slices.ContainsFunc(shown[h.Span], func(d diag.Diagnostic) bool { return d.Rule == h.Rule && d.Message == h.Message })
	})
}

// quiet says how many warnings are not shown, and what shows them; empty for none.
func (g *generation) quiet() string {
	t := tally(g.hidden)
	if t == "" {
		return ""
	}
	return t + " of unchanged scripts not shown (--warnings=all)"
}
