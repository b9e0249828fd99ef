package project_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/project"
)

// TestChangedFilesOnly changes a project at random, names the files that it has changed, and
// compares each view with one that shares nothing.
func TestChangedFilesOnly(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	f := shop()
	files := f.FS.(fstest.MapFS)
	folders := []string{"scripts", "scripts/queue", "scripts/lib", "scripts/late"}
	texts := []string{
		"--@keys a b\n--@returns int\nreturn redis.call('DEL', KEYS[1], KEYS[2])\n",
		"--@keys a b\n--@returns int\nreturn redis.call('DEL', KEYS[1])\n",
		"--@include \"../lib/clock.lua\"\n--@key a\n--@returns int\nreturn now()\n",
		"--@include \"lib/none.lua\"\n--@key a\n--@returns int\nreturn 1\n",
		"return 1\n", "local x = \n", "",
	}
	found := func(v view) string {
		return fmt.Sprint(v.found, v.workspace.Findings, v.workspace.Paths(), v.workspace.Folders())
	}
	before := look(t, f, nil)
	for step := range 300 {
		var changed []string
		for range 1 + random.IntN(2) {
			name := fmt.Sprintf("%s/s%d.lua", folders[random.IntN(len(folders))], random.IntN(3))
			switch random.IntN(5) {
			case 0:
				name = "scripts/lib/clock.lua"
			case 1:
				name = "scripts/lib/none.lua"
			}
			if path := "home/shop/" + name; random.IntN(4) == 0 && files[path] != nil && name != "scripts/lib/clock.lua" {
				delete(files, path)
			} else if name != "scripts/lib/clock.lua" {
				files[path] = &fstest.MapFile{Data: []byte(texts[random.IntN(len(texts))])}
			} else {
				files[path] = &fstest.MapFile{Data: fmt.Appendf(nil, "local function now() return %d end\n", random.IntN(3))}
			}
			changed = append(changed, name)
		}
		after := lookAfter(t, f, before.workspace, changed)
		fresh := look(t, f, nil)
		if found(after) != found(fresh) || !reflect.DeepEqual(after.files, fresh.files) {
			t.Fatalf("step %d, after a change of %q:\n%s\nwant\n%s", step, changed, found(after), found(fresh))
		}
		before = after
	}
}

// TestChangedFilesAreRead changes one of many files and says so: no other is looked at.
func TestChangedFilesAreRead(t *testing.T) {
	files := fstest.MapFS{}
	for i := range 50 {
		files[fmt.Sprintf("home/s%02d.lua", i)] = &fstest.MapFile{Data: []byte("return 1\n")}
	}
	r := newReading(files)
	f := project.Files{FS: r, Work: project.Path("home")}
	first := look(t, f, nil)
	clear(r.read)
	files["home/s07.lua"].Data = []byte("return x\n")
	second := lookAfter(t, f, first.workspace, []string{"s07.lua"})
	if len(r.read) != 1 || r.read["home/s07.lua"] != 1 {
		t.Errorf("read %v, want s07.lua alone", r.read)
	}
	if want := []string{"s07.lua error unknown-global"}; !slices.Equal(rules(second.found), want) {
		t.Errorf("found %q, want %q", rules(second.found), want)
	}
	var errors []diag.Diagnostic
	for _, d := range lookAfter(t, f, second.workspace, []string{}).found {
		if d.Severity == diag.Error {
			errors = append(errors, d)
		}
	}
	if len(errors) != 1 || len(r.read) != 1 {
		t.Errorf("without a change: %v; read %v", errors, r.read)
	}
}
