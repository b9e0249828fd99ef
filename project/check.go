package project

import (
	"slices"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/infer"
	"github.com/luagen/luagen/internal/lazyregexp"
	"github.com/luagen/luagen/internal/parallel"
	"github.com/luagen/luagen/lint"
	"github.com/luagen/luagen/parser"
)

// Checked is a script with what is known and wrong about it.
type Checked struct {
	*Script
	Returns  parser.Type       // its @returns, a bare tuple filled in; nil without
	Findings []diag.Diagnostic // of reading, resolving and linting, severities and suppressions applied
	Broken   bool              // the header has an error, so that no Go can be planned from it
}

// Check analyses and lints the scripts that choose lets through, on all cores, and
// returns them in order, unit by unit.
func (w *Workspace) Check(config lint.Config, choose func(*Script) bool) [][]Checked {
	units := make([][]Checked, len(w.Units))
	settings := w.settings(config)
	var unknown []*Checked
	for i, u := range w.Units {
		chosen := make([]*Script, 0, len(u.Scripts))
		for _, s := range u.Scripts {
			if choose(s) {
				chosen = append(chosen, s)
			}
		}
		units[i] = make([]Checked, len(chosen))
		for j, s := range chosen {
			if c, ok := s.known(settings); ok {
				units[i][j] = c
				continue
			}
			units[i][j].Script = s
			unknown = append(unknown, &units[i][j])
		}
	}
	parallel.Do(len(unknown), func(i int) {
		c := unknown[i]
		if c.Chunk == nil { // released, and not what it was taken for
			c.Script.set(c.unit.root.reload(c.Name))
		}
		*c = check(c.Script, config)
		c.keep(settings)
	})
	return units
}

func check(s *Script, config lint.Config) Checked {
	return checkFacts(s, analysis.Analyze(s.Script), config)
}

// checkFacts is check for a script whose facts are known.
func checkFacts(s *Script, facts *analysis.Facts, config lint.Config) Checked {
	returns, unresolved := infer.ResolveReturns(s.Script, facts)
	config.Library = s.Library
	config.Reported = s.Findings
	return Checked{
		Script: s, Returns: returns.Type, Findings: lint.Run(s.Script, facts, config),
		Broken: diag.HasErrors(s.Findings) || diag.HasErrors(unresolved),
	}
}

// Lint returns all findings about the scripts that were asked for, sorted. A library is
// checked where a script includes it, with the names that it finds there, and by itself
// when none of the scripts does.
func (w *Workspace) Lint(config lint.Config) []diag.Diagnostic {
	pasted := w.pasted()
	found := slices.Clone(w.Findings)
	for _, unit := range w.Check(config, func(s *Script) bool { return s.Named && !(s.Library && pasted[s.File]) }) {
		for _, c := range unit {
			if w.isForeign(c) {
				w.foreign = append(w.foreign, c.File)
				continue
			}
			found = append(found, c.Findings...)
		}
	}
	return diag.Sort(found)
}

// Foreign are the files that Lint passed over: Lua for another program, which was only asked
// for with all below a folder.
func (w *Workspace) Foreign() []string { return w.foreign }

// ofRedis is what only scripts of Redis use.
var ofRedis = lazyregexp.New(`\b(KEYS|ARGV)\b|\b(redis|server)\s*\.\s*p?call\b`)

// isForeign reports whether a script is for another program: it uses nothing that Redis gives to
// scripts, and globals that Redis does not have.
func (w *Workspace) isForeign(c Checked) bool {
	return !c.Annotated && !c.included && findsForeign(c.Findings) && !ofRedis().Match(c.Text) && w.inTree(c.File)
}

// findsForeign reports whether a script uses globals that Redis does not have.
func findsForeign(findings []diag.Diagnostic) bool {
	return slices.ContainsFunc(findings, func(d diag.Diagnostic) bool {
		return d.Severity == diag.Error && (d.Rule == "unknown-global" || d.Rule == "global-write")
	})
}

// inTree reports whether a file was only asked for with all below a folder.
func (w *Workspace) inTree(file string) bool {
	for _, u := range w.Units {
		if !slices.ContainsFunc(u.Scripts, func(s *Script) bool { return s.File == file }) {
			continue
		}
		for _, a := range w.asked {
			if !a.below && a.abs == u.abs {
				return false
			}
		}
		_, configured := w.entryFor(u.abs)
		return !configured
	}
	return false
}

// pasted are the files that scripts which were asked for include.
func (w *Workspace) pasted() map[string]bool {
	files := map[string]bool{}
	for _, s := range w.Named() {
		if s.Library {
			continue
		}
		for _, seg := range s.Segments {
			files[seg.File] = true
		}
	}
	return files
}
