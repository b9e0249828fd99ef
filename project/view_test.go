package project_test

import (
	"io/fs"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/project"
)

// shop is a project in memory: a configured folder with a library, seen from the folder
// of luagen.yaml.
func shop() project.Files {
	return project.Files{Work: project.Path("home/shop"), FS: fstest.MapFS{
		"home/shop/luagen.yaml": {Data: []byte("scripts:\n  - dir: scripts/...\n    interface: true\n    rename: {uid: UserID}\n" +
			"lint: {unused-key: error}\n")},
		"home/shop/scripts/lib/clock.lua": {Data: []byte("local function now() return redis.call('TIME')[1] end\n")},
		"home/shop/scripts/seen.lua": {Data: []byte("--@include \"lib/clock.lua\"\n--@keys uid\n--@returns ok\n" +
			"return redis.call('SET', KEYS[1], now())\n")},
		"home/shop/scripts/unused.lua": {Data: []byte("--@keys a b\nreturn redis.call('DEL', KEYS[1])\n")},
	}}
}

// open reads the settings and loads what they list.
func open(t *testing.T, f project.Files) (*project.Workspace, project.Settings) {
	t.Helper()
	s, findings, err := project.ReadSettings(f, "")
	if err != nil || len(findings) > 0 {
		t.Fatal(err, findings)
	}
	w, err := project.Open(project.Request{Files: f, Paths: s.Paths(nil), Config: s.Config})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Load(); err != nil {
		t.Fatal(err)
	}
	return w, s
}

// rules are the findings in short.
func rules(found []diag.Diagnostic) []string {
	var short []string
	for _, d := range found {
		short = append(short, d.Span.File+" "+d.Severity.String()+" "+d.Rule)
	}
	return short
}

// TestProjectInMemory asks a project that is on no disk all that there is to ask.
func TestProjectInMemory(t *testing.T) {
	w, s := open(t, shop())
	var kinds []string
	for _, sc := range w.Named() {
		kind := sc.File
		if sc.Library {
			kind += " library"
		}
		kinds = append(kinds, kind)
	}
	if want := []string{"scripts/seen.lua", "scripts/unused.lua", "scripts/lib/clock.lua library"}; !slices.Equal(kinds, want) {
		t.Errorf("the files are %q, want %q", kinds, want)
	}
	if got, want := rules(w.Lint(s.Lint)), []string{"scripts/unused.lua error unused-key"}; !slices.Equal(got, want) {
		t.Errorf("found %q, want %q", got, want)
	}
	u := w.Units[0]
	o := u.Options(s.Config)
	o.Package = "scripts"
	p := u.Generate(w.Check(s.Lint, (*project.Script).Generates)[0], o)
	var names []string
	for _, f := range p.Files {
		names = append(names, f.Name)
	}
	if want := []string{"luagen.go", "seen.lua.go", "unused.lua.go"}; !slices.Equal(names, want) || !o.Interface || o.Rename["uid"] != "UserID" {
		t.Errorf("generated %q with %+v, want %q", names, o, want)
	}
}

// TestOverlay looks at files as an editor has them: one changed, one that is new, and a
// library through the script that includes it. The view below stays as it is.
func TestOverlay(t *testing.T) {
	f := shop()
	edited := f.Overlay(map[string][]byte{
		project.Path("home/shop/scripts/unused.lua"): []byte("--@keys a b\nreturn redis.call('DEL', KEYS[1], KEYS[2])\n"),
		"scripts/new.lua":       []byte("return GET\n"),
		"scripts/lib/clock.lua": []byte("local function now() return 0\n"),
	})
	w, s := open(t, edited)
	want := []string{"scripts/lib/clock.lua error syntax", "scripts/new.lua error unknown-global"}
	if got := rules(w.Lint(s.Lint)); !slices.Equal(got, want) {
		t.Errorf("found %q, want %q", got, want)
	}
	w, s = open(t, f)
	if got, want := rules(w.Lint(s.Lint)), []string{"scripts/unused.lua error unused-key"}; !slices.Equal(got, want) {
		t.Errorf("below the overlay: found %q, want %q", got, want)
	}
}

// TestLinks resolves links in a file system that has them.
func TestLinks(t *testing.T) {
	f := project.Files{Work: project.Path("home"), FS: fstest.MapFS{
		"home/real/a.lua": {Data: []byte("return 1\n")},
		"home/link":       {Data: []byte("real"), Mode: fs.ModeSymlink | 0o777},
		"home/other":      {Data: []byte("../home/link"), Mode: fs.ModeSymlink | 0o777},
		"home/loop":       {Data: []byte("loop"), Mode: fs.ModeSymlink | 0o777},
	}}
	for in, want := range map[string]string{"link": "home/real", "other/a.lua": "home/real/a.lua", "real/none": "home/real/none", "loop": "home/loop"} {
		if got := f.Real(in); got != project.Path(want) {
			t.Errorf("Real(%q) = %q, want %q", in, got, project.Path(want))
		}
	}
}
