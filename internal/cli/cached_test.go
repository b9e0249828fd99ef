package cli_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// twin is two copies of one project: in the first luagen runs with a cache, in the second
// without.
type twin struct {
	t           *testing.T
	dirs        [2]string
	environment [2][]string
	cache       string
}

func newTwin(t *testing.T) *twin {
	w := &twin{t: t, dirs: [2]string{t.TempDir(), t.TempDir()}, cache: t.TempDir()}
	w.environment = [2][]string{append(os.Environ(), "LUAGEN_CACHE="+w.cache), append(os.Environ(), "LUAGEN_CACHE=off")}
	return w
}

// both makes one change in both copies.
func (w *twin) both(change func(dir string) error) {
	w.t.Helper()
	for _, dir := range w.dirs {
		if err := change(dir); err != nil {
			w.t.Fatal(err)
		}
	}
}

func (w *twin) write(name, text string) {
	w.t.Helper()
	w.both(func(dir string) error {
		path := filepath.Join(dir, name)
		return errors.Join(os.MkdirAll(filepath.Dir(path), 0o777), os.WriteFile(path, []byte(text), 0o666))
	})
}

func (w *twin) command(copy int, args ...string) *exec.Cmd {
	cmd := exec.Command("luagen", args...)
	cmd.Dir, cmd.Env = w.dirs[copy], w.environment[copy]
	return cmd
}

// run runs luagen in one copy and returns all that it says.
func (w *twin) run(copy int, args ...string) string {
	cmd := w.command(copy, args...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		w.t.Error(err)
	}
	return fmt.Sprintf("exit code %d\n%s----\n%s", cmd.ProcessState.ExitCode(), stdout.String(), stderr.String())
}

// same runs luagen in both copies and compares what is said and what is then on disk.
func (w *twin) same(step string, args ...string) string {
	w.t.Helper()
	said := make(chan string)
	go func() { said <- w.run(0, args...) }()
	want := w.run(1, args...)
	got := <-said
	if got != want {
		w.t.Fatalf("%s, luagen %s: with a cache\n%s\nwithout\n%s", step, strings.Join(args, " "), got, want)
	}
	w.sameDisk(step)
	return got
}

func (w *twin) sameDisk(step string) {
	w.t.Helper()
	if got, want := tree(w.t, w.dirs[0]), tree(w.t, w.dirs[1]); got != want {
		w.t.Fatalf("%s: on disk with a cache is\n%s\nwithout\n%s", step, got, want)
	}
}

// tree is all that a folder holds.
func tree(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		fmt.Fprintf(&b, "%s:\n%s\n", strings.TrimPrefix(path, dir), text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

var scriptTexts = []string{
	"--@key k\n--@returns int\nreturn redis.call('INCR', KEYS[1])\n",
	"--@key k\n--@returns int\nreturn redis.call('DECR', KEYS[1])\n",
	"-- Documented.\n--@key k\n--@arg n:int\n--@returns int\nreturn redis.call('INCRBY', KEYS[1], ARGV[1])\n",
	"--@keys a b\n--@returns int\nreturn redis.call('DEL', KEYS[1])\n", // a warning: b is not read
	"--@include \"lib/clock.lua\"\n--@key k\n--@returns string\nreturn now()\n",
	"--@include \"lib/none.lua\"\n--@key k\n--@returns string\nreturn 'x'\n",
	"--@key k\n--@returns Row\n--@type Row = tuple(a:int, b:string)\nreturn {1, 'x'}\n",
	"--@key k\n--@error ErrGone = -1 it is gone\n--@returns int\nreturn -1\n",
	"return redis.call('GET', KEYS[1]\n", // no Lua
	"return 1\n", "",
}

var configTexts = []string{
	"scripts:\n  - dir: scripts/...\n    output: gen\n",
	"scripts:\n  - dir: scripts/...\n    output: gen\n    interface: true\nlint: {unused-key: error}\n",
	"scripts:\n  - dir: scripts/...\n    output: gen\n    rename: {k: TheKey, none: None}\n",
	"scripts: []\n", "target: wrong\n",
}

// change makes one random change in both copies and says which.
func (w *twin) change(random *rand.Rand) string {
	script := fmt.Sprintf("scripts/%ss%d.lua", []string{"", "deep/"}[random.IntN(2)], random.IntN(4))
	switch n := random.IntN(16); n {
	case 0, 1, 2, 3, 4, 5:
		i := random.IntN(len(scriptTexts))
		w.write(script, scriptTexts[i])
		return fmt.Sprintf("text %d into %s", i, script)
	case 6:
		w.both(func(dir string) error { return os.RemoveAll(filepath.Join(dir, script)) })
		return "no " + script
	case 7:
		w.both(func(dir string) error {
			err := os.Rename(filepath.Join(dir, script), filepath.Join(dir, "scripts/renamed.lua"))
			if errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			return err
		})
		return script + " renamed"
	case 8:
		i := random.IntN(3)
		w.write("scripts/lib/clock.lua", fmt.Sprintf("local function now()\n  return '%d'\nend\n", i))
		return fmt.Sprintf("clock %d", i)
	case 9, 10:
		i := random.IntN(len(configTexts))
		w.write("luagen.yaml", configTexts[i])
		return fmt.Sprintf("configuration %d", i)
	case 11:
		i := random.IntN(2)
		w.write("go.mod", fmt.Sprintf("module example.com/m%d\n\ngo 1.24\n", i))
		return fmt.Sprintf("module %d", i)
	case 12:
		w.write("gen/luagen.go", "// Code generated by luagen. DO NOT EDIT.\n\npackage gen // by hand\n")
		return "gen/luagen.go by hand"
	case 13:
		i := random.IntN(3)
		if i == 2 {
			w.both(func(dir string) error { return os.RemoveAll(filepath.Join(dir, "gen/own.go")) })
			return "no gen/own.go"
		}
		w.write("gen/own.go", []string{"package gen\n\nfunc S1() {}\n", "package other\n"}[i])
		return fmt.Sprintf("gen/own.go %d", i)
	case 14:
		w.both(func(dir string) error { return os.RemoveAll(filepath.Join(dir, "gen")) })
		return "no gen"
	default:
		w.write("gen/s1.lua.go", "package gen // somebody's\n")
		return "a file in the way"
	}
}

// TestCacheTellsTheSame changes a project at random. After each step, runs with a cache say and
// write what runs without one do, the second time too, when the first may be known.
func TestCacheTellsTheSame(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	w := newTwin(t)
	w.write("scripts/s0.lua", scriptTexts[0])
	w.write("scripts/lib/clock.lua", "local function now()\n  return '0'\nend\n")
	commands := [][]string{
		{"generate"}, {"generate", "--warnings=all"}, {"generate", "--check"}, {"generate", "--check", "--format=json"},
		{"generate", "--check", "--format=sarif"}, {"generate", "scripts", "-o", "gen"}, {"generate", "scripts/..."},
		{"lint", "scripts/..."}, {"lint", "--format=json", "scripts"}, {"lint", "--format=github", "--fail-on=warning", "scripts/s0.lua"},
	}
	steps := 40
	if testing.Short() {
		steps = 10 // each is a dozen processes, which take long under the race detector and share no memory
	}
	for i := range steps {
		step := fmt.Sprintf("step %d: %s", i, w.change(random))
		if random.IntN(4) == 0 {
			w.kill(random)
			step += ", after a run that was killed"
			// The next run may have to end what that one has begun, and says so.
			w.run(0, "generate")
			w.run(1, "generate")
			w.sameDisk(step)
		}
		for range 2 {
			args := commands[random.IntN(len(commands))]
			for range 2 {
				w.same(step, args...)
			}
		}
		if random.IntN(6) == 0 {
			w.damage(random)
		}
	}
}

// kill starts a run in the copy with a cache and kills it after a while.
func (w *twin) kill(random *rand.Rand) {
	cmd := w.command(0, "generate")
	if err := cmd.Start(); err != nil {
		w.t.Fatal(err)
	}
	time.AfterFunc(time.Duration(random.IntN(30))*time.Millisecond, func() { _ = cmd.Process.Kill() })
	_ = cmd.Wait() // it may have come to its end before
}

// damage damages what the cache holds.
func (w *twin) damage(random *rand.Rand) {
	w.t.Helper()
	entries, err := os.ReadDir(w.cache)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, e := range entries {
		path := filepath.Join(w.cache, e.Name())
		text, err := os.ReadFile(path)
		if err != nil {
			w.t.Fatal(err)
		}
		switch random.IntN(4) {
		case 0:
			text = text[:random.IntN(len(text)+1)]
		case 1:
			if len(text) > 0 {
				text[random.IntN(len(text))] ^= 1 << random.IntN(8)
			}
		case 2:
			text = []byte("somebody's\n")
		}
		if err := os.WriteFile(path, text, 0o600); err != nil {
			w.t.Fatal(err)
		}
	}
}
