package analyzer

import (
	"testing"

	"golang.org/x/tools/go/analysis"
)

func TestValid(t *testing.T) {
	if err := analysis.Validate([]*analysis.Analyzer{Analyzer}); err != nil {
		t.Error(err)
	}
}
