package cli

import (
	"fmt"
	"path/filepath"
	"slices"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/internal/cli/publish"
	"github.com/luagen/luagen/project"
	"github.com/luagen/luagen/project/config"
)

// findStale deals with the folders of generated code whose scripts are gone. A change of scripts that
// leaves every folder some leaves these as they were, too.
func (g *generation) findStale(s settings, opts generateOptions, earlier since) {
	samePath := func(a, b *project.Unit) bool { return a.Path == b.Path }
	if last := earlier.last; earlier.changed != nil && last != nil && len(last.stale) == 0 && slices.EqualFunc(g.workspace.Units, last.workspace.Units, samePath) {
		g.beyond = last.beyond
	} else {
		g.staleFolders(s, opts)
	}
	g.findings = append(g.findings, g.beyond...)
}

// staleFolders looks below the outputs for folders of generated code whose scripts are
// gone. It plans to empty those that an entry of the run has made, as their luagen.go
// tells, and only speaks of the others that nobody's scripts belong to. What lies below
// another configured output is that entry's.
func (g *generation) staleFolders(s settings, opts generateOptions) {
	known := map[string]bool{}
	for _, p := range g.packages {
		known[filepath.Clean(p.output)] = true
	}
	others := configuredOutputs(s.Config)
	for _, tree := range g.workspace.Trees {
		output := outputFolder(tree, s.Config, opts.output)
		s.outputs.WalkFolders(output, others, func(dir string) {
			if !known[dir] && publish.Generated(s.outputs, dir) {
				known[dir] = true
				g.staleFolder(s.outputs, tree, output, dir)
			}
		})
	}
}

// staleFolder deals with one folder of generated code, below the output of a tree, that
// no package of the run is written to.
func (g *generation) staleFolder(files project.Files, tree *project.Unit, output, dir string) {
	wrong := func(err error) {
		g.beyond = append(g.beyond, diag.Diagnostic{Span: diag.Span{File: shown(dir)}, Severity: diag.Error, Rule: ruleOutput, Message: err.Error()})
	}
	folder, err := publish.Look(files, dir, nil)
	if err != nil {
		wrong(err)
		return
	}
	from := originOf(files, folder)
	below, err := filepath.Rel(output, dir)
	made := err == nil && from == filepath.Join(files.Real(filepath.FromSlash(tree.Path)), below)
	switch {
	case from != "" && holdsLua(files, from), from == "" && holdsLua(files, dir):
		return // another run's package
	case !made:
		g.beyond = append(g.beyond, orphaned(shown(dir)))
		return
	}
	plan, err := folder.Plan(nil)
	if err != nil {
		wrong(err)
		return
	}
	g.stale = append(g.stale, plan)
}

// configuredOutputs are the folders that luagen.yaml has packages written to, apart from
// the scripts.
func configuredOutputs(cfg *config.Config) map[string]bool {
	outputs := map[string]bool{}
	if cfg != nil {
		for i := range cfg.Scripts {
			if e := &cfg.Scripts[i]; e.Output.Value != "" {
				outputs[configured(cfg, e.Output.Value)] = true
			}
		}
	}
	return outputs
}

// orphaned says that a folder holds generated code and no script.
func orphaned(dir string) diag.Diagnostic {
	return diag.Diagnostic{
		Span:     diag.Span{File: dir},
		Severity: diag.Note,
		Rule:     ruleOrphaned,
		Message:  fmt.Sprintf("generated code without a script; unless another run writes it here, remove it with \"luagen %s\"", dir),
	}
}
