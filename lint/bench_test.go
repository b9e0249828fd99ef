package lint

import (
	"fmt"
	"testing"
	"testing/fstest"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/parser"
)

// BenchmarkRun lints 1,000 scripts whose facts are known: the cost of the rules
// alone.
func BenchmarkRun(b *testing.B) {
	scripts := manyScripts(b, 1000)
	facts := make([]*analysis.Facts, len(scripts))
	for i, s := range scripts {
		facts[i] = analysis.Analyze(s)
	}
	b.ReportAllocs()
	for b.Loop() {
		for i, s := range scripts {
			Run(s, facts[i], Config{})
		}
	}
}

// BenchmarkLint reads, analyses and lints 1,000 scripts, on one core.
func BenchmarkLint(b *testing.B) {
	texts := archivedScripts(b)
	files := fstest.MapFS{}
	for i := range 1000 {
		files[fmt.Sprintf("script%d.lua", i)] = &fstest.MapFile{Data: []byte(texts[i%len(texts)])}
	}
	b.ReportAllocs()
	for b.Loop() {
		loader := parser.Loader{FS: files}
		for i := range 1000 {
			s, reported := loader.Load(fmt.Sprintf("script%d.lua", i))
			Run(s, analysis.Analyze(s), Config{Reported: reported})
		}
	}
}

func manyScripts(b *testing.B, n int) []*parser.Script {
	b.Helper()
	texts := archivedScripts(b)
	scripts := make([]*parser.Script, n)
	for i := range scripts {
		loader := parser.Loader{FS: fstest.MapFS{"script.lua": {Data: []byte(texts[i%len(texts)])}}}
		scripts[i], _ = loader.Load("script.lua")
	}
	return scripts
}
