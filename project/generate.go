package project

import (
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/generator"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/project/config"
)

// RuleNotAScript is the rule of files that nothing is generated from.
const RuleNotAScript = "not-a-script"

// Rules returns the one rule that is this package's alone.
func Rules() []diag.Rule {
	return []diag.Rule{{Name: RuleNotAScript, Severity: diag.Note, Fixed: true, Doc: diag.Doc{
		Title: "a .lua file without annotations, for which nothing is generated",
		Text:  "\"luagen infer FILE\" proposes a header. A file that scripts include needs none.",
	}}}
}

// Generates reports whether Go is generated from a script.
func (s *Script) Generates() bool { return !s.Library && s.Annotated }

// Package is what the scripts of one unit generate.
type Package struct {
	Inputs   []generator.Input // what it is generated from
	Made     *generator.Made   // how it came about; nil when it was only planned
	Files    []generator.File  // none when a finding is an error
	Findings []diag.Diagnostic // errors of its scripts, and what there is to say of naming things and of other files
	Warnings []Warned          // what else a generation may show of its scripts
}

// Warned is a script with its findings that keep nothing from being generated: all but
// errors and hints.
type Warned struct {
	*Script
	Findings []diag.Diagnostic
}

// Generate makes the package of a unit from its scripts as Check returned them. What the unit
// generated last, in this view or an earlier one, is shared with it.
func (u *Unit) Generate(scripts []Checked, opts generator.Options) Package {
	p := u.Plan(scripts)
	if u.made == nil && u.once {
		u.made = generator.MakeOnce(opts, p.Inputs)
	} else {
		u.made = u.made.Next(opts, p.Inputs)
	}
	p.Made = u.made
	p.Files = p.Made.Files
	p.Findings = append(p.Findings, p.Made.Findings...)
	return p
}

// Plan is Generate without the files, for a package that has no place or no name.
func (u *Unit) Plan(scripts []Checked) Package {
	p := Package{
		Findings: u.bystanders(), Inputs: make([]generator.Input, 0, len(scripts)), Warnings: make([]Warned, 0, len(scripts)),
	}
	for _, c := range scripts {
		w := Warned{Script: c.Script}
		for _, d := range c.Findings {
			switch d.Severity {
			case diag.Error:
				p.Findings = append(p.Findings, d)
			case diag.Hint:
			default:
				w.Findings = append(w.Findings, d)
			}
		}
		p.Warnings = append(p.Warnings, w)
		// One that only fails the linter is planned too, for what is wrong with the Go.
		if !c.Broken {
			p.Inputs = append(p.Inputs, generator.Input{Script: c.Script.Script, Returns: c.Returns})
		}
	}
	return p
}

// bystanders collects what there is to say about files that nothing is generated from.
func (u *Unit) bystanders() []diag.Diagnostic {
	var findings []diag.Diagnostic
	for _, s := range u.Scripts {
		switch {
		case s.Library:
			findings = append(findings, s.Findings...)
		case !s.Annotated:
			for _, d := range s.Findings {
				// Whether it is Lua that Redis knows is not asked of what may not be a script.
				if d.Rule != parser.RuleSyntax {
					findings = append(findings, d)
				}
			}
			if s.Named && !diag.HasErrors(findings) {
				findings = append(findings, diag.Diagnostic{
					Span:     diag.Span{File: s.File},
					Severity: diag.Note,
					Rule:     RuleNotAScript,
					Message:  "no annotation, so nothing is generated for it; \"luagen infer\" proposes a header",
				})
			}
		}
	}
	return findings
}

// Options are what luagen.yaml sets for the package of a unit; its name and origin are
// for the caller to add.
func (u *Unit) Options(cfg *config.Config) generator.Options {
	var o generator.Options
	if cfg != nil {
		for _, w := range cfg.Initialisms {
			o.Initialisms = append(o.Initialisms, w.Value)
		}
	}
	if e := u.Entry; e != nil {
		o.Interface, o.Unexported, o.Parameters = e.Interface, e.Unexported, e.Parameters
		for _, w := range e.Initialisms {
			o.Initialisms = append(o.Initialisms, w.Value)
		}
		o.Rename = make(map[string]string, len(e.Rename))
		for _, r := range e.Rename {
			o.Rename[r.From.Value] = r.To.Value
		}
	}
	return o
}
