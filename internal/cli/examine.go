package cli

import (
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/internal/cli/workspace"
	"github.com/luagen/luagen/lint"
	"github.com/luagen/luagen/parser"
)

// examined is a script with what is known and wrong about it.
type examined struct {
	*workspace.Script
	returns  parser.Type       // its @returns, a bare tuple filled in; nil without
	findings []diag.Diagnostic // of reading, resolving and linting
	broken   bool              // the header has an error, so that no Go can be planned from it
}

// examine analyses and lints the scripts that choose lets through, on all cores, and
// returns them in order, unit by unit.
func examine(ws *workspace.Workspace, config lint.Config, choose func(*workspace.Script) bool) [][]examined {
	units := make([][]examined, len(ws.Units))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, u := range ws.Units {
		chosen := slices.DeleteFunc(slices.Clone(u.Scripts), func(s *workspace.Script) bool { return !choose(s) })
		units[i] = make([]examined, len(chosen))
		for j, s := range chosen {
			group.Go(func() error {
				units[i][j] = examineScript(s, config)
				return nil
			})
		}
	}
	_ = group.Wait() // no part of it fails
	return units
}

func examineScript(s *workspace.Script, config lint.Config) examined {
	facts := analysis.Analyze(s.Script)
	returns, unsettled := analysis.ResolveReturns(s.Script, facts)
	config.Library = s.Library
	config.Reported = s.Findings
	return examined{
		Script: s, returns: returns, findings: lint.Run(s.Script, facts, config),
		broken: diag.HasErrors(s.Findings) || diag.HasErrors(unsettled),
	}
}
