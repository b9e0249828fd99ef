package analyzer_test

import (
	"golang.org/x/tools/go/analysis/multichecker"
	"golang.org/x/tools/go/analysis/passes/printf"

	"github.com/luagen/luagen/analyzer"
)

// A checker of one's own has luagen among others.
func Example() {
	multichecker.Main(analyzer.Analyzer, printf.Analyzer)
}
