package cli

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/luagen/luagen/internal/cli/cache"
	"github.com/luagen/luagen/internal/disk"
	"github.com/luagen/luagen/project"
)

// counting is the machine's file system, with a note of every file that is read.
type counting struct {
	disk.FS
	mu    sync.Mutex
	read  []string
	calls int // of any kind
}

func (c *counting) ReadFile(name string) ([]byte, error) {
	text, err := c.FS.ReadFile(name)
	c.note(name, err)
	return text, err
}

func (c *counting) Open(name string) (fs.File, error) {
	f, err := c.FS.Open(name)
	c.note(name, err)
	return f, err
}

func (c *counting) note(name string, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.calls++
	if err == nil {
		c.read = append(c.read, name)
	}
}

// since are the files that were read since the last call, below a folder, sorted.
func (c *counting) since(t *testing.T, dir string) []string {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	var below []string
	for _, name := range c.read {
		if file, ok := strings.CutPrefix("/"+name, filepath.ToSlash(dir)+"/"); ok {
			below = append(below, file)
		}
	}
	c.read = nil
	slices.Sort(below)
	return below
}

// aged is the state of a file whose last change seems to be long ago, so that its state tells
// what it holds.
type aged struct{ fs.FileInfo }

func (a aged) ModTime() time.Time { return a.FileInfo.ModTime().Add(-time.Hour) }

func (a aged) Version() project.Version {
	v, ok := a.FileInfo.(interface{ Version() project.Version })
	if !ok {
		return project.Version{Changed: a.ModTime()} // of a system that tells no versions
	}
	aged := v.Version()
	aged.Changed = aged.Changed.Add(-time.Hour)
	return aged
}

func (c *counting) Stat(name string) (fs.FileInfo, error) {
	c.called()
	return age(c.FS.Stat(name))
}

func (c *counting) Lstat(name string) (fs.FileInfo, error) {
	c.called()
	return age(c.FS.Lstat(name))
}

func (c *counting) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := c.FS.ReadDir(name)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.calls += 1 + len(entries)
	return entries, err
}

func (c *counting) ReadLink(name string) (string, error) {
	c.called()
	return c.FS.ReadLink(name)
}

func (c *counting) called() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.calls++
}

func age(info fs.FileInfo, err error) (fs.FileInfo, error) {
	if err != nil {
		return nil, err
	}
	return aged{info}, nil
}

// TestReadsInProportion generates 200 scripts and then changes one: every file is read once at
// first, and after that only what has changed.
func TestReadsInProportion(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	const n = 200
	for i := range n {
		save(t, fmt.Sprintf("scripts/s%03d.lua", i), ping)
	}
	save(t, "other/far.lua", ping)
	save(t, "other/far.go", "package other\n")
	files := &counting{}
	a := &app{stdout: io.Discard, stderr: io.Discard, color: "never", fs: files}
	opts := generateOptions{output: "gen", format: "text", warnings: warningsChanged, watch: true}
	pass := func(earlier since) *generation {
		t.Helper()
		g, err := a.generate(opts, []string{"scripts"}, earlier)
		if err != nil {
			t.Fatal(err)
		}
		if err := a.write(t.Context(), g); err != nil {
			t.Fatal(err)
		}
		return g
	}
	g := pass(since{})
	read := files.since(t, dir)
	var want []string
	for i := range n {
		want = append(want, fmt.Sprintf("scripts/s%03d.lua", i))
	}
	if !slices.Equal(read, want) {
		t.Errorf("read %q, want each script once", read)
	}
	g.freshen("gen") // reads what was written
	if read := files.since(t, dir); len(read) != n+1 {
		t.Errorf("%d of the files that were written are read to be known, want %d", len(read), n+1)
	}

	for _, step := range []struct {
		name    string
		change  func()
		changed []string // nil for any
		read    string
		planned int
		written int
	}{
		{"nothing", func() {}, nil, "", 0, 0},
		{"a script", func() { save(t, "scripts/s007.lua", "-- Changed.\n"+ping) }, []string{"scripts/s007.lua"}, "scripts/s007.lua", 1, 1},
		{"another, and nobody says so", func() { save(t, "scripts/s008.lua", "-- Changed.\n"+ping) }, nil, "gen/s007.lua.go scripts/s008.lua", 1, 1},
		{"one more", func() { save(t, "scripts/z.lua", ping) }, []string{"scripts/z.lua"}, "gen/s008.lua.go scripts/z.lua", 1, 2},
		{"one less", func() { remove(t, "scripts/z.lua") }, []string{"scripts/z.lua"}, "gen/luagen.go gen/z.lua.go", 0, 1},
	} {
		step.change()
		g = pass(since{last: g, changed: step.changed})
		if read := strings.Join(files.since(t, dir), " "); read != step.read {
			t.Errorf("%s: read %q, want %q", step.name, read, step.read)
		}
		if made := g.packages[0].made; made.Planned != step.planned || made.Rendered != step.written {
			t.Errorf("%s: %d scripts were planned and %d files made, want %d and %d", step.name, made.Planned, made.Rendered, step.planned, step.written)
		}
	}
}

// TestPassInProportion edits one of 500 scripts, again and again, while the watch is told of all
// that changes. What a pass asks of the file system does not depend on how many scripts there are,
// and what it allocates hardly does.
func TestPassInProportion(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	const n, passes = 500, 10
	for i := range n {
		save(t, fmt.Sprintf("scripts/s%03d.lua", i), ping)
	}
	files := &counting{}
	a := &app{stdout: io.Discard, stderr: io.Discard, color: "never", fs: files}
	opts := generateOptions{output: "gen", format: "text", warnings: warningsChanged, watch: true}
	var last *generation
	pass := func(earlier since) {
		t.Helper()
		g, err := a.generate(opts, []string{"scripts"}, earlier)
		if err != nil {
			t.Fatal(err)
		}
		if err := a.write(t.Context(), g); err != nil {
			t.Fatal(err)
		}
		last = g
	}
	pass(since{})
	if !last.freshen("gen") {
		t.Fatal("the output is not there")
	}
	edit := func(i int) {
		save(t, "scripts/s007.lua", fmt.Sprintf("-- Edit %d.\n", i)+ping)
		pass(since{last, []string{"scripts/s007.lua"}, map[string][]string{"gen": {"s007.lua.go"}}})
	}
	edit(0)
	files.calls = 0
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for i := range passes {
		edit(1 + i)
	}
	runtime.ReadMemStats(&after)
	if calls := files.calls / passes; calls > 200 {
		t.Errorf("%d calls of the file system in a pass over %d scripts, of which one has changed", calls, n)
	}
	const fixed, perScript = 300_000, 1000
	if bytes := (after.TotalAlloc - before.TotalAlloc) / passes; bytes > fixed+perScript*n {
		t.Errorf("%d bytes in a pass over %d scripts, of which one has changed; want %d and %d for each script", bytes, n, fixed, perScript)
	}
	if text, err := os.ReadFile("gen/s007.lua.go"); err != nil || !strings.Contains(string(text), fmt.Sprintf("Edit %d.", passes)) {
		t.Errorf("the last edit is not in the code: %v\n%s", err, text)
	}
}

func remove(t *testing.T, name string) {
	t.Helper()
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
}

// TestNothingChangedReadsNothing runs generate and lint twice: the second time the state of the
// files tells that they are what they were.
func TestNothingChangedReadsNothing(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	t.Setenv(cache.Environment, t.TempDir())
	for i := range 50 {
		save(t, fmt.Sprintf("scripts/s%03d.lua", i), ping)
	}
	files := &counting{}
	a := &app{stdout: io.Discard, stderr: io.Discard, color: "never", fs: files}
	for _, command := range []struct {
		name string
		run  func() error
		read int // the first time
	}{
		{"generate", func() error {
			return a.generateOnce(t.Context(), generateOptions{output: "gen", format: "text", warnings: warningsChanged}, []string{"scripts"})
		}, 50 + 51}, // what it has written, too, for the next run
		{"lint", func() error { return a.lint(lintOptions{failOn: "error", format: "text"}, []string{"scripts"}) }, 50},
	} {
		for n, want := range []int{command.read, 0, 0} {
			if err := command.run(); err != nil {
				t.Fatal(err)
			}
			if read := files.since(t, dir); len(read) != want {
				t.Errorf("%s, run %d: %d files were read, want %d", command.name, n+1, len(read), want)
			}
		}
		save(t, "scripts/s007.lua", "-- Changed for "+command.name+".\n"+ping)
		if err := command.run(); err != nil {
			t.Fatal(err)
		}
		if read := files.since(t, dir); len(read) < 50 {
			t.Errorf("%s: %d files were read after a change, want all scripts", command.name, len(read))
		}
	}
	if text, err := os.ReadFile("gen/s007.lua.go"); err != nil || !strings.Contains(string(text), "Changed for generate.") {
		t.Errorf("the change was not generated: %v", err)
	}
}
