package project_test

import (
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"path"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/project"
)

// wholeLint is what the command line says of a whole project, by absolute path.
func wholeLint(t *testing.T, f project.Files) map[string][]diag.Diagnostic {
	t.Helper()
	s, findings, err := project.ReadSettings(f, "")
	if err != nil || len(findings) > 0 {
		t.Fatal(err, findings)
	}
	w, err := project.Open(project.Request{Files: f, Paths: []string{"./..."}, Wide: true, Config: s.Config})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Load(); err != nil {
		t.Fatal(err)
	}
	found := map[string][]diag.Diagnostic{}
	for _, d := range w.Lint(s.Lint) {
		file := f.Abs(filepath.FromSlash(d.Span.File))
		found[file] = append(found[file], d)
	}
	return found
}

// describe is findings with all that is said.
func describe(ds []diag.Diagnostic) []string {
	var lines []string
	for _, d := range ds {
		lines = append(lines, fmt.Sprintf("%v-%v %v %s: %s %v %v", d.Span, d.Span.End, d.Severity, d.Rule, d.Message, d.Related, d.Fix))
	}
	return lines
}

// pieces are what random texts are made of: headers, includes of each other, mistakes.
var pieces = []string{
	"--@include \"lib/clock.lua\"\n", "--@include \"lib/deep\"\n", "--@include \"other.lua\"\n", "--@include \"gone.lua\"\n",
	"--@keys uid\n", "--@args n:int\n", "--@returns int\n", "--@returns tuple(a:string, b:int\n", "--lint:ignore unused-key no reason\n",
	"return redis.call('SET', KEYS[1], now())\n", "local function now() return redis.call('TIME')[1] end\n",
	"local x = ARGV[1] + 1\n", "foo()\n", "if x then\n", "end\n", "return redis.call('GETT', KEYS[2])\n", "vim.cmd('x')\n", "return 1\n",
}

func randomText(random *rand.Rand) []byte {
	text := []byte{}
	for range random.IntN(7) {
		text = append(text, pieces[random.IntN(len(pieces))]...)
	}
	return text
}

// TestLiveSaysWhatTheCommandLineSays makes random edits, in the editor and on disk, and compares
// what is said after each with the whole project linted from nothing.
func TestLiveSaysWhatTheCommandLineSays(t *testing.T) {
	names := []string{"scripts/seen.lua", "scripts/other.lua", "scripts/lib/clock.lua", "scripts/lib/deep.lua", "top.lua", "more/new.lua", "more/lib/clock.lua"}
	for seed := range uint64(60) {
		random := rand.New(rand.NewPCG(seed, 1))
		files := fstest.MapFS{"w/go.mod": {Data: []byte("module m\n")}}
		for _, name := range names { // every folder is there
			files["w/"+path.Dir(name)+"/about.txt"] = &fstest.MapFile{}
		}
		if seed%2 == 0 {
			files["w/luagen.yaml"] = &fstest.MapFile{Data: []byte("scripts:\n  - dir: scripts/...\nlint: {unused-key: error}\n")}
			files["w/scripts/seen.lua"] = &fstest.MapFile{Data: nil}
		}
		for _, name := range names {
			if random.IntN(4) > 0 {
				files["w/"+name] = &fstest.MapFile{Data: randomText(random)}
			}
		}
		disk := project.Files{FS: files, Work: project.Path("w")}
		live := project.OpenLive(disk)
		texts := map[string][]byte{}
		for step := range 25 {
			name := names[random.IntN(len(names))]
			file := disk.Abs(filepath.FromSlash(name))
			switch random.IntN(6) {
			case 0: // on disk
				next := maps.Clone(files)
				if random.IntN(3) == 0 && name != "scripts/seen.lua" {
					delete(next, "w/"+name)
				} else {
					next["w/"+name] = &fstest.MapFile{Data: randomText(random)}
				}
				maps.DeleteFunc(files, func(string, *fstest.MapFile) bool { return true })
				maps.Copy(files, next)
				live = live.Refresh([]string{file})
			case 1:
				delete(texts, file)
				live = live.With(map[string][]byte{file: nil})
			default:
				texts[file] = randomText(random)
				live = live.With(map[string][]byte{file: texts[file]})
			}
			want := wholeLint(t, disk.Overlay(texts))
			for _, name := range names {
				file := disk.Abs(filepath.FromSlash(name))
				if _, err := live.Files().FS.Open("w/" + name); err != nil || !live.Concerns(file) {
					continue
				}
				if got, want := describe(live.Lint(file)), describe(want[file]); !slices.Equal(got, want) {
					for _, n := range names {
						b, _ := fs.ReadFile(live.Files().FS, "w/"+n)
						_, over := texts[disk.Abs(n)]
						t.Logf("%s %v %v: %q", n, over, live.Users(disk.Abs(n)), b)
					}
					t.Fatalf("seed %d, step %d, %s:\n%q\ngot  %q\nwant %q", seed, step, name, live.Source(name), got, want)
				}
			}
		}
	}
}
