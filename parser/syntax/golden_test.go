package syntax_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/luagen/luagen/parser/syntax"
)

var update = flag.Bool("update", false, "rewrite the trees in testdata")

// archives reads testdata/*.txtar, in which every NAME.lua is followed by the
// NAME.tree that it parses to.
func archives(tb testing.TB) map[string]*txtar.Archive {
	tb.Helper()
	paths, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(paths) == 0 {
		tb.Fatalf("no archives in testdata: %v", err)
	}
	all := make(map[string]*txtar.Archive)
	for _, path := range paths {
		a, err := txtar.ParseFile(path)
		if err != nil {
			tb.Fatal(err)
		}
		all[path] = a
	}
	return all
}

func TestGolden(t *testing.T) {
	for path, a := range archives(t) {
		want := make(map[string]string)
		for _, f := range a.Files {
			want[f.Name] = string(f.Data)
		}
		fresh := &txtar.Archive{Comment: a.Comment}
		for _, f := range a.Files {
			name, ok := strings.CutSuffix(f.Name, ".lua")
			if !ok {
				continue
			}
			got := printChunk(syntax.Parse(f.Data))
			fresh.Files = append(fresh.Files, f, txtar.File{Name: name + ".tree", Data: []byte(got)})
			if !*update && got != want[name+".tree"] {
				t.Errorf("%s: %s:\n%s\ngot\n%s\nwant\n%s", path, f.Name, f.Data, got, want[name+".tree"])
			}
		}
		if *update {
			if err := os.WriteFile(path, txtar.Format(fresh), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}
