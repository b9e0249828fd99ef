package cli

import (
	"fmt"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/project/config"
)

// unusedRenames reports the names that luagen.yaml renames and no script of the folder
// has. That is known when all of the folder was asked for and every package came out.
func (g *generation) unusedRenames(s settings) []diag.Diagnostic {
	if s.Config == nil {
		return nil
	}
	var found []diag.Diagnostic
	for i := range s.Config.Scripts {
		e := &s.Config.Scripts[i]
		if len(e.Rename) == 0 || !g.workspace.HasAll(e) {
			continue
		}
		unused := g.unusedIn(e)
		for _, r := range e.Rename {
			if unused[r.From.Value] {
				found = append(found, diag.Diagnostic{
					Span: r.From.Span, Severity: diag.Warning, Rule: config.Rule,
					Message: fmt.Sprintf("no script of %s has the name %s; correct it, or remove the line", e.Dir.Value, r.From.Value),
				})
			}
		}
	}
	return found
}

// unusedIn are the renamed names that no package of a configured folder has; none when
// a package did not come out.
func (g *generation) unusedIn(e *config.Folder) map[string]bool {
	unused := make(map[string]bool, len(e.Rename))
	for _, r := range e.Rename {
		unused[r.From.Value] = true
	}
	for _, p := range g.packages {
		switch {
		case p.unit.Entry != e:
		case p.failed:
			return nil
		default:
			here := make(map[string]bool, len(unused))
			for _, name := range p.made.UnusedRenames() {
				here[name] = unused[name]
			}
			unused = here
		}
	}
	return unused
}
