package cli

import (
	"cmp"
	"strings"

	"github.com/luagen/luagen/diag"
)

// outcome is what a generation has come to, apart from what is written: all that is said of it.
type outcome struct {
	Findings []diag.Diagnostic
	Quiet    string // what is not shown; empty for nothing
	Packages []packageOutcome
}

// packageOutcome is what became of one package.
type packageOutcome struct {
	Name    string // as people know it
	Scripts int
	Failed  bool
}

func (g *generation) outcome() outcome {
	o := outcome{Findings: g.findings, Quiet: g.quiet()}
	for _, p := range g.packages {
		o.Packages = append(o.Packages, packageOutcome{Name: cmp.Or(p.name, p.unit.Path), Scripts: len(p.inputs), Failed: p.failed})
	}
	return o
}

// summary is the last line of a run.
func (o outcome) summary(written, removed int) string {
	var scripts, packages int
	var failed []string
	for _, p := range o.Packages {
		switch {
		case p.Failed:
			failed = append(failed, p.Name)
		case p.Scripts > 0:
			packages++
			scripts += p.Scripts
		}
	}
	var parts []string
	if t := tally(o.Findings); t != "" {
		parts = append(parts, t)
	}
	if o.Quiet != "" {
		parts = append(parts, o.Quiet)
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
		parts = append(parts, plural(scripts, "script")+" in "+plural(packages, "package"), done(written, removed))
	case len(failed) == 0 && written+removed > 0:
		parts = append(parts, done(written, removed))
	case len(failed) == 0:
		parts = append(parts, "no annotated script, nothing to generate")
	}
	return strings.Join(parts, "; ")
}
