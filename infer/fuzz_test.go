package infer_test

import (
	"bytes"
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

// FuzzPropose checks on every script that the parser accepts: the body keeps its bytes, so does
// the shebang, the header that was written is right, and a second proposal adds nothing.
func FuzzPropose(f *testing.F) {
	for _, dir := range []string{"infer", "lint", "analysis", "parser"} {
		paths, err := filepath.Glob("../testdata/" + dir + "/*.txtar")
		if err != nil || len(paths) == 0 {
			f.Fatalf("no seeds in %s: %v", dir, err)
		}
		for _, path := range paths {
			archive, err := txtar.ParseFile(path)
			if err != nil {
				f.Fatal(err)
			}
			for _, file := range archive.Files {
				if strings.HasSuffix(file.Name, ".lua") {
					f.Add(file.Data)
				}
			}
		}
	}
	f.Fuzz(func(t *testing.T, source []byte) {
		const name = "s.lua"
		s, found := load(fstest.MapFS{name: &fstest.MapFile{Data: source}}, name)
		if diag.HasErrors(found) {
			return
		}
		p := infer.Propose(s, analysis.Analyze(s))
		applied := p.Apply(source)
		if p.Skipped != "" {
			if !bytes.Equal(applied, source) {
				t.Fatalf("skipped (%s), and changed to %q", p.Skipped, applied)
			}
			return
		}
		checkBody(t, source, applied)
		if bytes.HasPrefix(source, []byte("#!")) != bytes.HasPrefix(applied, []byte("#!")) {
			t.Fatalf("the shebang is no longer first: %q", applied)
		}
		after, found := load(fstest.MapFS{name: &fstest.MapFile{Data: applied}}, name)
		for _, d := range found {
			if d.Severity == diag.Error {
				t.Fatalf("%s (%s) in\n%s", d.Message, d.Rule, applied)
			}
		}
		checkDeclared(t, after)
		if again := infer.Propose(after, analysis.Analyze(after)); again.Skipped == "" {
			t.Fatalf("a second proposal adds %q to\n%s", again.Lines, applied)
		}
	})
}

// checkDeclared checks that a script has become one that is generated from.
func checkDeclared(t *testing.T, s *parser.Script) {
	t.Helper()
	if !s.Annotated {
		t.Fatalf("no annotation in\n%s", s.Source)
	}
}
