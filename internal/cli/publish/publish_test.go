package publish

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/luagen/luagen/generator"
	machine "github.com/luagen/luagen/internal/disk"
	"github.com/luagen/luagen/project"
)

const ours = Marker + "\n\npackage scripts\n"

// folder makes a folder with the given files.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// contents reads every file of a folder, hidden ones included.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, e := range entries {
		b, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files[e.Name()] = string(b)
	}
	return files
}

// New plans a package for a folder.
func New(dir string, files []generator.File) (*Plan, error) {
	f, err := Look(project.Files{FS: machine.FS{}, Work: dir}, dir, nil)
	if err != nil {
		return nil, err
	}
	return f.Plan(files)
}

func equal(t *testing.T, got, want map[string]string) {
	t.Helper()
	if !maps.Equal(got, want) {
		t.Errorf("the folder holds %q\nwant %q", got, want)
	}
}

func TestApply(t *testing.T) {
	dir := folder(t, map[string]string{
		"same.lua.go":    ours,
		"changed.lua.go": ours,
		"gone.lua.go":    ours,
		"luagen.go":      ours,
		"own.go":         "package scripts\n",
		"own.lua.go":     "package scripts\n",
		"gone.lua":       "return 1",
		"other.go":       ours, // ours by its first line only: its name is not one that luagen gives
	})
	long := time.Date(2001, 2, 3, 4, 5, 6, 0, time.UTC)
	if err := os.Chtimes(filepath.Join(dir, "same.lua.go"), long, long); err != nil {
		t.Fatal(err)
	}
	plan, err := New(dir, []generator.File{
		{Name: "new.lua.go", Data: []byte(ours)},
		{Name: "same.lua.go", Data: []byte(ours)},
		{Name: "changed.lua.go", Data: []byte(ours + "// 2\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	var ops []string
	for _, c := range plan.Changes {
		ops = append(ops, []string{"create ", "update ", "remove "}[c.Op]+filepath.Base(c.Path))
	}
	want := []string{"update changed.lua.go", "remove gone.lua.go", "remove luagen.go", "create new.lua.go"}
	if !slices.Equal(ops, want) {
		t.Fatalf("changes %q, want %q", ops, want)
	}
	if _, err := plan.Apply(t.Context()); err != nil {
		t.Fatal(err)
	}
	equal(t, contents(t, dir), map[string]string{
		"same.lua.go":    ours,
		"changed.lua.go": ours + "// 2\n",
		"new.lua.go":     ours,
		"own.go":         "package scripts\n",
		"own.lua.go":     "package scripts\n",
		"gone.lua":       "return 1",
		"other.go":       ours,
	})
	info, err := os.Stat(filepath.Join(dir, "same.lua.go"))
	if err != nil {
		t.Fatal(err)
	}
	if !info.ModTime().Equal(long) {
		t.Errorf("same.lua.go was touched")
	}
}

func TestApplyMakesTheFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "b")
	plan, err := New(dir, []generator.File{{Name: "luagen.go", Data: []byte(ours)}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := plan.Apply(t.Context()); err != nil {
		t.Fatal(err)
	}
	equal(t, contents(t, dir), map[string]string{"luagen.go": ours})
}

// TestApplyBeside applies a plan whose changes another run has made meanwhile.
func TestApplyBeside(t *testing.T) {
	dir := folder(t, map[string]string{"a.lua.go": ours, "gone.lua.go": ours})
	files := []generator.File{{Name: "a.lua.go", Data: []byte(ours + "// 2\n")}, {Name: "b.lua.go", Data: []byte(ours)}}
	var plans []*Plan
	for range 2 {
		plan, err := New(dir, files)
		if err != nil {
			t.Fatal(err)
		}
		plans = append(plans, plan)
	}
	for i, plan := range plans {
		if _, err := plan.Apply(t.Context()); err != nil {
			t.Errorf("run %d: %v", i+1, err)
		}
		equal(t, contents(t, dir), map[string]string{"a.lua.go": ours + "// 2\n", "b.lua.go": ours})
	}
}

// TestApplyKeepsFilesInPlace looks before every change whether a file is missing.
func TestApplyKeepsFilesInPlace(t *testing.T) {
	dir := folder(t, map[string]string{"a.lua.go": ours, "b.lua.go": ours})
	plan, err := New(dir, []generator.File{{Name: "a.lua.go", Data: []byte(ours + "// 2\n")}, {Name: "b.lua.go", Data: []byte(ours + "// 2\n")}})
	if err != nil {
		t.Fatal(err)
	}
	_, err = plan.apply(t.Context(), disk{before: func(change, path string) error {
		for _, name := range []string{"a.lua.go", "b.lua.go"} {
			if ours, err := IsGenerated(filepath.Join(dir, name)); err != nil || !ours {
				t.Errorf("before the %s of %s: %s: %v, %v", change, path, name, ours, err)
			}
		}
		return nil
	}})
	if err != nil {
		t.Fatal(err)
	}
}

// TestTold changes files of a folder, and tells of some.
func TestTold(t *testing.T) {
	dir := folder(t, map[string]string{"a.lua.go": ours, "b.lua.go": ours, "gone.lua.go": ours, "own.go": "package scripts\n"})
	before, err := Look(project.Files{FS: machine.FS{}, Work: dir}, dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	put := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	put("a.lua.go", ours+"// changed\n")
	put("b.lua.go", ours+"// changed, and nobody tells\n")
	put("new.lua.go", ours)
	if err := os.Remove(filepath.Join(dir, "gone.lua.go")); err != nil {
		t.Fatal(err)
	}
	now, ok := before.Told([]string{"new.lua.go", "gone.lua.go", "a.lua.go", "never.lua.go", "notes.txt"})
	if !ok {
		t.Fatal("the folder was to be looked at as a whole")
	}
	texts := map[string]string{}
	for name, h := range now.held {
		texts[name] = string(h.text)
	}
	equal(t, texts, map[string]string{"a.lua.go": ours + "// changed\n", "b.lua.go": ours, "new.lua.go": ours, "own.go": "package scripts\n"})
	if want := []string{"a.lua.go", "b.lua.go", "new.lua.go", "own.go"}; !slices.Equal(now.names, want) {
		t.Errorf("names %q, want %q", now.names, want)
	}
	if want := []string{"a.lua.go", "b.lua.go", "gone.lua.go", "own.go"}; !slices.Equal(before.names, want) || len(before.held) != 4 {
		t.Errorf("the earlier look has %q now, want %q", before.names, want)
	}
	if err := os.Symlink("a.lua.go", filepath.Join(dir, "link.lua.go")); err != nil {
		t.Fatal(err)
	}
	if _, ok := now.Told([]string{"link.lua.go"}); ok {
		t.Error("what a link is was not looked at as a whole")
	}
}

// TestToldPlan has a plan of what was told look at its own files before it changes them.
func TestToldPlan(t *testing.T) {
	dir := folder(t, map[string]string{"a.lua.go": ours, "b.lua.go": ours})
	before, err := Look(project.Files{FS: machine.FS{}, Work: dir}, dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	now, _ := before.Told(nil)
	plan, err := now.Plan([]generator.File{{Name: "a.lua.go", Data: []byte(ours + "// 2\n")}, {Name: "b.lua.go", Data: []byte(ours)}, {Name: "c.lua.go", Data: []byte(ours)}})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a.lua.go", "c.lua.go"} { // another run has made the changes just now
		text := ours
		if name == "a.lua.go" {
			text += "// 2\n"
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	result, err := plan.Apply(t.Context())
	if err != nil || len(result.Changes) != 0 {
		t.Errorf("changes %+v, %v, want none", result.Changes, err)
	}
}

func TestForeignFiles(t *testing.T) {
	dir := folder(t, map[string]string{"like.lua.go": "package scripts\n", "luagen.go": "", "a.lua.go": ours})
	_, err := New(dir, []generator.File{
		{Name: "a.lua.go", Data: []byte(ours + "// 2")},
		{Name: "like.lua.go", Data: []byte(ours)},
		{Name: "luagen.go", Data: []byte(ours)},
	})
	var foreign *ForeignError
	if !errors.As(err, &foreign) {
		t.Fatalf("error %v, want a ForeignError", err)
	}
	if want := []string{filepath.Join(dir, "like.lua.go"), filepath.Join(dir, "luagen.go")}; !slices.Equal(foreign.Paths, want) {
		t.Errorf("paths %q, want %q", foreign.Paths, want)
	}
}

func TestForeignSymlink(t *testing.T) {
	dir := folder(t, map[string]string{"target": ours})
	if err := os.Symlink("target", filepath.Join(dir, "luagen.go")); err != nil {
		t.Fatal(err)
	}
	_, err := New(dir, []generator.File{{Name: "luagen.go", Data: []byte(ours)}})
	if foreign := new(ForeignError); !errors.As(err, &foreign) {
		t.Fatalf("error %v, want a ForeignError", err)
	}
}

func TestIsGenerated(t *testing.T) {
	for text, want := range map[string]bool{
		"":                       false,
		Marker:                   true,
		Marker + "\n":            true,
		Marker + "\r\nx":         true,
		Marker + " \n":           false,
		"\n" + Marker + "\n":     false,
		"package luagen\n":       false,
		"// Code generated by\n": false,
	} {
		dir := folder(t, map[string]string{"x.lua.go": text})
		got, err := IsGenerated(filepath.Join(dir, "x.lua.go"))
		if err != nil || got != want {
			t.Errorf("IsGenerated(%q) = %v, %v; want %v", text, got, err, want)
		}
	}
}
