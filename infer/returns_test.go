package infer_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/infer"
	"github.com/luagen/luagen/parser"
)

// TestBareTuples compares what bare tuples become with testdata/bare: in each archive x.lua is a script and
// x.returns its reply and what of it is made up, or the finding.
func TestBareTuples(t *testing.T) {
	paths, err := filepath.Glob("../testdata/bare/*.txtar")
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
				got := resolved(t, f.Name, f.Data)
				if got != want[name+".returns"] && !*update {
					t.Errorf("%s:\n%s\nwant:\n%s", f.Name, got, want[name+".returns"])
				}
				renewed.Files = append(renewed.Files, f, txtar.File{Name: name + ".returns", Data: []byte(got)})
			}
			if *update {
				if err := os.WriteFile(path, txtar.Format(renewed), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// resolved writes what a script's bare tuple becomes. What it becomes is an annotation that the parser takes and
// that says the same.
func resolved(t *testing.T, name string, text []byte) string {
	t.Helper()
	s, found := load(fstest.MapFS{name: &fstest.MapFile{Data: text}}, name)
	if diag.HasErrors(found) {
		t.Fatalf("%s: %v", name, found)
	}
	returns, found := infer.ResolveReturns(s, analysis.Analyze(s))
	if len(found) > 0 {
		var b strings.Builder
		for _, d := range found {
			b.WriteString(d.Severity.String() + ": " + d.Message + " (" + d.Rule + ")\n")
		}
		return b.String()
	}
	at := s.Returns.Type.Span()
	written := string(text[:at.Start.Offset]) + returns.Annotation() + string(text[at.End.Offset:])
	again, found := load(fstest.MapFS{name: &fstest.MapFile{Data: []byte(written)}}, name)
	if diag.HasErrors(found) || again.Returns.Type.String() != returns.Annotation() {
		t.Errorf("%s: %s is read as %v: %v", name, returns.Annotation(), again.Returns, found)
	}
	if bad := parser.CheckReply(returns.Type); len(bad) > 0 {
		t.Errorf("%s: %s: %v", name, returns.Annotation(), bad)
	}
	got := returns.Annotation() + "\n"
	if len(returns.MadeUp) > 0 {
		got += "made up: " + strings.Join(returns.MadeUp, ", ") + "\n"
	}
	return got
}
