package workspace

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// TestOpenNested asks for files, for the folder that holds them and for one below it: a
// folder is one unit, below the outermost folder asked for.
func TestOpenNested(t *testing.T) {
	paths := writeScripts(t, "a.lua", "queue/push.lua", "queue/deep/pop.lua", "other/run.lua")
	dir := filepath.Dir(paths[0])
	w, err := Open(Request{Paths: append(paths, filepath.Join(dir, "queue"), dir)})
	if err != nil {
		t.Fatal(err)
	}
	want := []struct {
		below, folder string
		all           bool
	}{
		{".", ".", true},
		{"other", "other", false},
		{"queue", "queue", true},
		{"queue/deep", "queue/deep", false},
	}
	if len(w.Units) != len(want) {
		t.Fatalf("%d units, want %d", len(w.Units), len(want))
	}
	for i, u := range w.Units {
		if path := shown(filepath.Join(dir, want[i].below)); u.Path != path || u.Folder != want[i].folder || u.All != want[i].all {
			t.Errorf("unit %d is %s, folder %s, all of it: %v; want %s, %s, %v", i, u.Path, u.Folder, u.All, path, want[i].folder, want[i].all)
		}
	}
}

// BenchmarkOpenFiles asks for thousands of files by name, as a commit hook does.
func BenchmarkOpenFiles(b *testing.B) {
	const folders, files = 50, 40
	var names []string
	for i := range folders {
		for j := range files {
			names = append(names, fmt.Sprintf("f%d/s%d.lua", i, j))
		}
	}
	paths := writeScripts(b, names...)
	for b.Loop() {
		if _, err := Open(Request{Paths: paths}); err != nil {
			b.Fatal(err)
		}
	}
}

// writeScripts writes scripts below a folder of their own and returns their paths.
func writeScripts(tb testing.TB, names ...string) []string {
	tb.Helper()
	dir := tb.TempDir()
	paths := make([]string, len(names))
	for i, name := range names {
		paths[i] = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(paths[i]), 0o777); err != nil {
			tb.Fatal(err)
		}
		if err := os.WriteFile(paths[i], []byte("return 1\n"), 0o666); err != nil {
			tb.Fatal(err)
		}
	}
	return paths
}
