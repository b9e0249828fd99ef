package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/internal/cli/config"
	"github.com/luagen/luagen/internal/cli/publish"
	"github.com/luagen/luagen/internal/cli/workspace"
)

// staleFolders looks for folders of generated code whose scripts are all gone. Below an
// output apart from the scripts it plans to empty them. Beside Lua files they might be another
// run's output, and it only says so. What lies below another configured output is that entry's.
func (g *generation) staleFolders(cfg *config.Config, opts generateOptions) error {
	known := map[string]bool{}
	for _, p := range g.packages {
		known[filepath.Clean(p.output)] = true
	}
	others := configuredOutputs(cfg)
	for _, tree := range g.workspace.Trees {
		output := outputFolder(tree, cfg, opts.output)
		beside := shown(output) == tree.Path
		err := filepath.WalkDir(output, func(dir string, d fs.DirEntry, err error) error {
			switch {
			case errors.Is(err, fs.ErrNotExist):
				return nil
			case err != nil || !d.IsDir():
				return err
			case dir != output && (others[dir] || workspace.PassedOver(d.Name())):
				return filepath.SkipDir
			case known[dir] || !publish.Generated(dir):
				return nil
			}
			known[dir] = true
			if beside {
				g.findings = append(g.findings, orphaned(shown(dir)))
				return nil
			}
			plan, err := publish.New(dir, nil)
			g.stale = append(g.stale, plan)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
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
