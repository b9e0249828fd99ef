package analysis

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser"
)

var update = flag.Bool("update", false, "rewrite the facts in testdata/analysis")

// load reads a script as the command line does.
func load(t *testing.T, name string, text []byte) *parser.Script {
	t.Helper()
	loader := &parser.Loader{FS: fstest.MapFS{name: &fstest.MapFile{Data: text}}}
	script, found := loader.Load(name)
	for _, d := range found {
		if d.Severity == diag.Error && d.Rule != parser.RuleSyntax {
			t.Errorf("%s:%d: %s", name, d.Span.Start.Line, d.Message)
		}
	}
	return script
}

// TestGolden compares the facts of the scripts in testdata/analysis: in each archive x.lua is a
// script and x.facts its dump.
func TestGolden(t *testing.T) {
	paths, err := filepath.Glob("../testdata/analysis/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no archives: %v", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			want := map[string]string{}
			for _, f := range archive.Files {
				want[f.Name] = string(f.Data)
			}
			renewed := &txtar.Archive{Comment: archive.Comment}
			for _, f := range archive.Files {
				name, isScript := strings.CutSuffix(f.Name, ".lua")
				if !isScript {
					continue
				}
				renewed.Files = append(renewed.Files, f)
				script := load(t, f.Name, f.Data)
				facts := Analyze(script)
				got, result := dump(facts), name+".facts"
				if got != want[result] && !*update {
					t.Errorf("%s:\n%s\nwant:\n%s", result, got, want[result])
				}
				renewed.Files = append(renewed.Files, txtar.File{Name: result, Data: []byte(got)})
			}
			if *update {
				if err := os.WriteFile(path, txtar.Format(renewed), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}
