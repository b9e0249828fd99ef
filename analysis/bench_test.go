package analysis

import (
	"os"
	"path/filepath"
	"testing"
)

// BenchmarkAnalyze analyses the examples' scripts.
func BenchmarkAnalyze(b *testing.B) {
	paths, err := filepath.Glob("../examples/scripts/*.lua")
	if err != nil || len(paths) == 0 {
		b.Fatalf("no scripts: %v", err)
	}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			b.Fatal(err)
		}
		s := scriptOf(string(text))
		b.Run(filepath.Base(path), func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				Analyze(s)
			}
		})
	}
}
