package project_test

import (
	"io/fs"
	"slices"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/generator"
	"github.com/luagen/luagen/project"
)

// view is what a project is found to be at one time.
type view struct {
	workspace *project.Workspace
	found     []diag.Diagnostic
	files     []generator.File
}

// look opens a view that shares what it can with an earlier one.
func look(t *testing.T, f project.Files, before *project.Workspace) view {
	t.Helper()
	return lookAfter(t, f, before, nil)
}

// lookAfter opens a view after a change of some files; nil for any.
func lookAfter(t *testing.T, f project.Files, before *project.Workspace, changed []string) view {
	t.Helper()
	s, findings, err := project.ReadSettings(f, "")
	if err != nil || len(findings) > 0 {
		t.Fatal(err, findings)
	}
	w, err := project.Open(project.Request{Files: f, Config: s.Config, Before: before, Changed: changed})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Load(); err != nil {
		t.Fatal(err)
	}
	v := view{workspace: w, found: w.Lint(s.Lint)}
	for i, checked := range w.Check(s.Lint, (*project.Script).Generates) {
		o := w.Units[i].Options(s.Config)
		o.Package = "scripts"
		v.files = append(v.files, w.Units[i].Generate(checked, o).Files...)
	}
	return v
}

// script is the parser's script of a file.
func (v view) script(t *testing.T, file string) any {
	t.Helper()
	for _, s := range v.workspace.Named() {
		if s.File == file {
			return s.Script
		}
	}
	t.Fatalf("there is no %s", file)
	return nil
}

// TestViewsShare makes a change and another and compares each view with one that shares
// nothing: they say the same, and what has not changed is the very same.
func TestViewsShare(t *testing.T) {
	const seen, unused, clock = "scripts/seen.lua", "scripts/unused.lua", "scripts/lib/clock.lua"
	texts := map[string][]byte{}
	first := look(t, shop(), nil)
	before := first
	for _, step := range []struct {
		name, file, text string
		fresh            []string // the scripts that are read anew
	}{
		{"nothing", seen, "", nil},
		{"a script", unused, "--@keys a b\nreturn redis.call('DEL', KEYS[1], KEYS[2])\n", []string{unused}},
		{"a library", clock, "local function now() return 'now' end\n", []string{seen, clock}},
		{"a library that breaks", clock, "local function now( return 'now' end\n", []string{seen, clock}},
		{"a script that is mended", unused, "--@keys a\nreturn redis.call('DEL', KEYS[1])\n", []string{unused}},
		{"a library that is mended", clock, "local function now() return 'now' end\n", []string{seen, clock}},
	} {
		if step.text != "" {
			texts[step.file] = []byte(step.text)
		}
		f := shop().Overlay(texts)
		got, want := look(t, f, before.workspace), look(t, f, nil)
		if !slices.Equal(rules(got.found), rules(want.found)) {
			t.Errorf("%s: found %q, want %q", step.name, rules(got.found), rules(want.found))
		}
		if !slices.EqualFunc(got.files, want.files, func(a, b generator.File) bool { return a.Name == b.Name && string(a.Data) == string(b.Data) }) {
			t.Errorf("%s: other files are generated than from nothing", step.name)
		}
		for _, file := range []string{seen, unused, clock} {
			if fresh := got.script(t, file) != before.script(t, file); fresh != slices.Contains(step.fresh, file) {
				t.Errorf("%s: %s is read anew: %v", step.name, file, fresh)
			}
		}
		before = got
	}
	if got, want := rules(first.found), []string{"scripts/unused.lua error unused-key"}; !slices.Equal(got, want) {
		t.Errorf("the first view now says %q, want %q", got, want)
	}
}

// reading counts the files that are read, by several goroutines at once.
type reading struct {
	fstest.MapFS
	mu   *sync.Mutex
	read map[string]int
}

func newReading(files fstest.MapFS) reading {
	return reading{files, new(sync.Mutex), map[string]int{}}
}

func (r reading) ReadFile(name string) ([]byte, error) {
	r.mu.Lock()
	r.read[name]++
	r.mu.Unlock()
	return r.MapFS.ReadFile(name)
}

func (r reading) Stat(name string) (fs.FileInfo, error) { return r.MapFS.Stat(name) }

// TestOldFilesAreNotReadAgain looks twice at files that were last changed long ago, and at
// one that has just been.
func TestOldFilesAreNotReadAgain(t *testing.T) {
	files := fstest.MapFS{
		"home/old.lua": {Data: []byte("return 1\n"), ModTime: time.Now().Add(-time.Hour)},
		"home/new.lua": {Data: []byte("return 1\n"), ModTime: time.Now()},
	}
	r := newReading(files)
	f := project.Files{FS: r, Work: project.Path("home")}
	first := look(t, f, nil)
	// Of the same size and time, as within one tick of a coarse clock.
	files["home/new.lua"].Data = []byte("return x\n")
	second := look(t, f, first.workspace)
	if r.read["home/old.lua"] != 1 || r.read["home/new.lua"] != 2 {
		t.Errorf("read %v, want old.lua once and new.lua twice", r.read)
	}
	if want := []string{"new.lua error unknown-global"}; !slices.Equal(rules(second.found), want) {
		t.Errorf("found %q, want %q", rules(second.found), want)
	}
}
