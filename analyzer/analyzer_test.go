package analyzer

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/txtar"
)

func TestValid(t *testing.T) {
	if err := analysis.Validate([]*analysis.Analyzer{Analyzer}); err != nil {
		t.Error(err)
	}
}

// TestFacts analyses testdata/facts.txtar, in which a package knows by facts alone what others
// have: constants, wrappers, fields, scripts. It says beside each line what is found there.
func TestFacts(t *testing.T) {
	dir := t.TempDir()
	archive, err := txtar.ParseFile("testdata/facts.txtar")
	if err != nil {
		t.Fatal(err)
	}
	stub, err := filepath.Abs("../gosource/testdata/shop/stubs/goredis")
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, f := range archive.Files {
		file := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		text := strings.ReplaceAll(string(f.Data), "STUB", stub)
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		for n, line := range strings.Split(text, "\n") {
			if _, rule, ok := strings.Cut(line, "// want "); ok {
				want = append(want, fmt.Sprintf("%s:%d: %s", f.Name, n+1, rule))
			}
		}
	}
	var got []string
	for act := range check(t, load(t, dir)).All() {
		if act.Err != nil {
			t.Fatal(act.Err)
		}
		for _, d := range act.Diagnostics {
			at := act.Package.Fset.Position(d.Pos)
			name, err := filepath.Rel(dir, at.Filename)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, fmt.Sprintf("%s:%d: %s", filepath.ToSlash(name), at.Line, d.Category))
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// load loads and type-checks a module.
func load(t testing.TB, dir string) []*packages.Package {
	t.Helper()
	pkgs, err := packages.Load(&packages.Config{Mode: packages.LoadSyntax | packages.NeedModule, Dir: dir}, "./...")
	if err != nil || packages.PrintErrors(pkgs) > 0 {
		t.Fatal(err)
	}
	return pkgs
}

// check analyses packages, each with nothing but facts of the others.
func check(t testing.TB, pkgs []*packages.Package) *checker.Graph {
	t.Helper()
	graph, err := checker.Analyze([]*analysis.Analyzer{Analyzer}, pkgs, &checker.Options{Sequential: true})
	if err != nil {
		t.Fatal(err)
	}
	return graph
}

// TestReads counts the files that are read again for the places of scripts: those that have one.
func TestReads(t *testing.T) {
	dir := t.TempDir()
	writeModule(t, dir, 4, 10)
	read := map[string]int{}
	counting := *Analyzer
	counting.Run = func(pass *analysis.Pass) (any, error) {
		inner := *pass
		inner.ReadFile = func(name string) ([]byte, error) {
			read[filepath.Base(name)]++
			return pass.ReadFile(name)
		}
		return Analyzer.Run(&inner)
	}
	if _, err := checker.Analyze([]*analysis.Analyzer{&counting}, load(t, dir), &checker.Options{Sequential: true}); err != nil {
		t.Fatal(err)
	}
	if want := map[string]int{"f0.go": 4, "run.go": 1}; !maps.Equal(read, want) {
		t.Errorf("read %v, want %v", read, want)
	}
}
