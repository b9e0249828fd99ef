package golangci

import (
	"testing"

	"github.com/golangci/plugin-module-register/register"

	"github.com/luagen/luagen/analyzer"
)

func TestRegistered(t *testing.T) {
	newLinter, err := register.GetPlugin("luagen")
	if err != nil {
		t.Fatal(err)
	}
	p, err := newLinter(nil)
	if err != nil {
		t.Fatal(err)
	}
	analyzers, err := p.BuildAnalyzers()
	if err != nil || len(analyzers) != 1 || analyzers[0] != analyzer.Analyzer || p.GetLoadMode() != register.LoadModeTypesInfo {
		t.Errorf("%v, %v, mode %s", analyzers, err, p.GetLoadMode())
	}
}
