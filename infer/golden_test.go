package infer_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/infer"
	"github.com/luagen/luagen/lint"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/parser/syntax"
)

var update = flag.Bool("update", false, "rewrite the headers in testdata/infer")

// load reads a script as the command line does.
func load(files fstest.MapFS, name string) (*parser.Script, []diag.Diagnostic) {
	return (&parser.Loader{FS: files}).Load(name)
}

// propose loads a script that must be right and proposes for it.
func propose(tb testing.TB, files fstest.MapFS, name string) (*parser.Script, infer.Proposal) {
	tb.Helper()
	s, found := load(files, name)
	for _, d := range found {
		if d.Severity == diag.Error {
			tb.Fatalf("%s:%d: %s", name, d.Span.Start.Line, d.Message)
		}
	}
	return s, infer.Propose(s, analysis.Analyze(s))
}

// TestGolden compares proposals with those in testdata/infer: in each archive x.lua is a script
// and x.want what is proposed.
func TestGolden(t *testing.T) {
	paths, err := filepath.Glob("../testdata/infer/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no archives: %v", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			files, want := fstest.MapFS{}, map[string]string{}
			for _, f := range archive.Files {
				files[f.Name] = &fstest.MapFile{Data: f.Data}
				want[f.Name] = string(f.Data)
			}
			renewed := &txtar.Archive{Comment: archive.Comment}
			for _, f := range archive.Files {
				name, isScript := strings.CutSuffix(f.Name, ".lua")
				if !isScript {
					continue
				}
				got := describe(t, files, f.Name)
				if got != want[name+".want"] && !*update {
					t.Errorf("%s:\n%s\nwant:\n%s", f.Name, got, want[name+".want"])
				}
				renewed.Files = append(renewed.Files, f, txtar.File{Name: name + ".want", Data: []byte(got)})
			}
			if *update {
				if err := os.WriteFile(path, txtar.Format(renewed), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// describe is what an archive holds of a proposal: "file" in a script's name asks for the whole
// file. It checks what holds for every proposal.
func describe(t *testing.T, files fstest.MapFS, name string) string {
	t.Helper()
	s, p := propose(t, files, name)
	var b strings.Builder
	for _, hint := range p.Hints {
		b.WriteString("hint: " + hint + "\n")
	}
	if p.Skipped != "" {
		b.WriteString("skipped: " + p.Skipped + "\n")
		return b.String()
	}
	applied := p.Apply(s.Source)
	checkBody(t, s.Source, applied)
	after := fstest.MapFS{}
	for n, f := range files {
		after[n] = f
	}
	after[name] = &fstest.MapFile{Data: applied}
	checkApplied(t, after, name)
	if strings.Contains(name, "file") {
		b.Write(applied)
	} else {
		b.WriteString(strings.Join(p.Lines, "\n") + "\n")
	}
	return b.String()
}

// checkApplied checks that a script with its proposed header is right, that nothing is missing
// in it, and that the linter finds it to be what the script does.
func checkApplied(t *testing.T, files fstest.MapFS, name string) {
	t.Helper()
	s, p := propose(t, files, name)
	if p.Skipped == "" {
		t.Errorf("%s: a second proposal adds %q", name, p.Lines)
	}
	facts := analysis.Analyze(s)
	for _, d := range lint.Run(s, facts, lint.Config{}) {
		switch d.Rule {
		case "return-mismatch", "key-out-of-range", "arg-out-of-range", "key-name-mismatch", "arg-name-mismatch":
			t.Errorf("%s:%d: %s (%s)", name, d.Span.Start.Line, d.Message, d.Rule)
		}
	}
}

// checkBody checks that what Redis runs is the same bytes.
func checkBody(tb testing.TB, before, after []byte) {
	tb.Helper()
	if got, want := body(after), body(before); !bytes.Equal(got, want) {
		tb.Errorf("the body became\n%q\nfrom\n%q", got, want)
	}
}

// body is a script from its first statement on.
func body(source []byte) []byte {
	chunk := syntax.Parse(source)
	return source[chunk.First:]
}
