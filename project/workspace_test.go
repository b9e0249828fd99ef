package project

import (
	"fmt"
	"path/filepath"
	"testing"
	"testing/fstest"
)

// TestOpenNested asks for files, for the folder that holds them and for one below it: a
// folder is one unit, below the outermost folder asked for.
func TestOpenNested(t *testing.T) {
	files, paths := scripts("a.lua", "queue/push.lua", "queue/deep/pop.lua", "other/run.lua")
	w, err := Open(Request{Files: files, Paths: append(paths, "queue", ".")})
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
		if path := want[i].below; u.Path != path || u.Folder != want[i].folder || u.All != want[i].all {
			t.Errorf("unit %d is %s, folder %s, all of it: %v; want %s, %s, %v", i, u.Path, u.Folder, u.All, path, want[i].folder, want[i].all)
		}
	}
}

// BenchmarkOpenFiles asks for thousands of files by name, as a commit hook does.
func BenchmarkOpenFiles(b *testing.B) {
	const folders, each = 50, 40
	var names []string
	for i := range folders {
		for j := range each {
			names = append(names, fmt.Sprintf("f%d/s%d.lua", i, j))
		}
	}
	files, paths := scripts(names...)
	for b.Loop() {
		if _, err := Open(Request{Files: files, Paths: paths}); err != nil {
			b.Fatal(err)
		}
	}
}

// scripts makes files that hold scripts, and returns their paths.
func scripts(names ...string) (Files, []string) {
	files := fstest.MapFS{}
	paths := make([]string, len(names))
	for i, name := range names {
		files["work/"+name] = &fstest.MapFile{Data: []byte("return 1\n")}
		paths[i] = filepath.FromSlash(name)
	}
	return Files{FS: files, Work: Path("work")}, paths
}
