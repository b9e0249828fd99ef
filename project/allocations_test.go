package project

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/luagen/luagen/generator"
	"github.com/luagen/luagen/lint"
)

// TestAllocations counts what it takes to read and check a script, and to generate its code, over
// the example scripts, many times each.
func TestAllocations(t *testing.T) {
	examples, err := filepath.Glob("../examples/scripts/*.lua")
	if err != nil || len(examples) == 0 {
		t.Fatal(err, examples)
	}
	const each = 20
	clock, err := os.ReadFile("../examples/scripts/lib/clock.lua")
	if err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{"work/scripts/lib/clock.lua": {Data: clock}}
	for _, path := range examples {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for i := range each {
			name := fmt.Sprintf("%s_%c.lua", strings.TrimSuffix(filepath.Base(path), ".lua"), 'a'+i)
			files["work/scripts/"+name] = &fstest.MapFile{Data: text}
		}
	}
	n := uint64(len(examples) * each)
	var units [][]Checked
	var w *Workspace
	counted := func(what string, mostBytes, mostObjects uint64, work func()) {
		t.Helper()
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		work()
		runtime.ReadMemStats(&after)
		bytes, objects := (after.TotalAlloc-before.TotalAlloc)/n, (after.Mallocs-before.Mallocs)/n
		if testing.Short() {
			mostBytes += mostBytes / 2 // with the race detector, which needs room beside them
		}
		if bytes > mostBytes || objects > mostObjects {
			t.Errorf("%s takes %d bytes in %d objects for a script, want at most %d in %d", what, bytes, objects, mostBytes, mostObjects)
		}
	}
	choose := (*Script).Generates
	counted("to read and check", 78_000, 850, func() {
		var err error
		w, err = Open(Request{Files: Files{FS: files, Work: "/work"}, Paths: []string{"scripts"}, Once: &Once{Choose: choose}})
		if err == nil {
			err = w.Load()
		}
		if err != nil {
			t.Fatal(err)
		}
		units = w.Check(lint.Config{}, choose)
	})
	for _, s := range units[0] {
		if s.Chunk != nil {
			t.Fatalf("%s has its syntax tree still", s.Name)
		}
	}
	counted("to generate", 96_000, 2300, func() {
		if p := w.Units[0].Generate(units[0], generator.Options{Package: "scripts"}); len(p.Files) != int(n)+1 {
			t.Fatalf("%d files, and %v", len(p.Files), p.Findings)
		}
	})
}
