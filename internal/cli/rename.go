package cli

import (
	"fmt"
	"slices"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/generator"
	"github.com/luagen/luagen/project/config"
)

// unusedRenames reports the names that luagen.yaml renames and no script of the folder
// has. That is known when all of the folder was asked for and every package came out.
func (g *generation) unusedRenames(s settings, opts generateOptions) []diag.Diagnostic {
	if s.Config == nil {
		return nil
	}
	var found []diag.Diagnostic
	for i := range s.Config.Scripts {
		e := &s.Config.Scripts[i]
		if len(e.Rename) == 0 || !g.workspace.HasAll(e) {
			continue
		}
		unused := g.unusedIn(e, s, opts)
		for _, r := range e.Rename {
			if slices.Contains(unused, r.From.Value) {
				found = append(found, diag.Diagnostic{
					Span: r.From.Span, Severity: diag.Warning, Rule: config.Rule,
					Message: fmt.Sprintf("no script of %s has the name %s; correct it, or remove the line", e.Dir.Value, r.From.Value),
				})
			}
		}
	}
	return found
}

// unusedIn are the renamed names that no package of a configured folder has.
func (g *generation) unusedIn(e *config.Folder, s settings, opts generateOptions) []string {
	var unused []string
	for _, r := range e.Rename {
		unused = append(unused, r.From.Value)
	}
	for _, p := range g.packages {
		switch {
		case p.unit.Entry != e:
		case p.failed:
			return nil
		default:
			here := generator.UnusedRenames(p.generatorOptions(s, opts), p.inputs)
			unused = slices.DeleteFunc(unused, func(name string) bool { return !slices.Contains(here, name) })
		}
	}
	return unused
}
