// Package golangci registers luagen's analyzer as a module plugin of golangci-lint. A custom
// build imports it: see docs/gosource.md.
package golangci

import (
	"github.com/golangci/plugin-module-register/register"
	"golang.org/x/tools/go/analysis"

	"github.com/luagen/luagen/analyzer"
)

func init() { register.Plugin(analyzer.Analyzer.Name, newPlugin) }

// newPlugin makes the plugin. There are no settings.
func newPlugin(any) (register.LinterPlugin, error) { return plugin{}, nil }

type plugin struct{}

func (plugin) BuildAnalyzers() ([]*analysis.Analyzer, error) {
	return []*analysis.Analyzer{analyzer.Analyzer}, nil
}

// GetLoadMode says that the analyzer needs types.
func (plugin) GetLoadMode() string { return register.LoadModeTypesInfo }
