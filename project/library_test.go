package project

import (
	"io/fs"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
)

// counting is a file system that notes which files are read, and which folders.
type counting struct {
	fstest.MapFS
	mu   *sync.Mutex
	read map[string]int
}

func newCounting(files fstest.MapFS) counting {
	return counting{files, &sync.Mutex{}, map[string]int{}}
}

func (c counting) note(name string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.read[name]++
}

func (c counting) Open(name string) (fs.File, error) {
	c.note(name)
	return c.MapFS.Open(name)
}

func (c counting) ReadFile(name string) ([]byte, error) {
	c.note(name)
	return c.MapFS.ReadFile(name)
}

func (c counting) ReadDir(name string) ([]fs.DirEntry, error) {
	c.note(name + "/")
	return c.MapFS.ReadDir(name)
}

func (c counting) Stat(name string) (fs.FileInfo, error) { return c.MapFS.Stat(name) }

// names are what has been read, sorted, and forgotten by that.
func (c counting) names() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	var names []string
	for name := range c.read {
		names = append(names, name)
	}
	clear(c.read)
	slices.Sort(names)
	return names
}

const clockLib = "local function now()\n  return redis.call('TIME')[1]\nend\n"

// TestOnlyWhatIsAskedForIsRead asks for parts of a tree: nothing beside them is read, and a
// library is one whichever part is asked for.
func TestOnlyWhatIsAskedForIsRead(t *testing.T) {
	files := newCounting(fstest.MapFS{
		"work/lib/clock.lua":  {Data: []byte(clockLib)},
		"work/lib/names.lua":  {Data: []byte("--@type Name = string\n")},
		"work/queue/push.lua": {Data: []byte("--@include \"../lib/clock.lua\"\n--@key jobs\nredis.call('ZADD', KEYS[1], now(), 'x')\n")},
		"work/other/run.lua":  {Data: []byte("--@returns ok\nreturn redis.status_reply('OK')\n")},
		"work/plain/do.lua":   {Data: []byte("return redis.call('PING')\n")},
		"work/mixed/half.lua": {Data: []byte("local function unused() end\n")},
		"work/mixed/do.lua":   {Data: []byte("return redis.call('PING')\n")},
	})
	for _, step := range []struct {
		paths     string
		read      string
		libraries string
	}{
		{"lib", "work/lib/ work/lib/clock.lua work/lib/names.lua", "lib/clock.lua lib/names.lua"},
		{"lib/clock.lua", "work/lib/ work/lib/clock.lua work/lib/names.lua", "lib/clock.lua lib/names.lua"},
		{"other", "work/other/ work/other/run.lua", ""},
		{"plain", "work/plain/ work/plain/do.lua", ""},
		{"mixed", "work/mixed/ work/mixed/do.lua work/mixed/half.lua", ""},
		{"lib queue", "work/lib/ work/lib/clock.lua work/lib/names.lua work/queue/ work/queue/push.lua", "lib/clock.lua"},
	} {
		w, err := Open(Request{Files: Files{FS: files, Work: Path("work")}, Paths: strings.Fields(step.paths), Root: rootOf(step.paths)})
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Load(); err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(files.names(), " "); got != step.read {
			t.Errorf("asked for %s, read %q, want %q", step.paths, got, step.read)
		}
		var libraries []string
		for _, u := range w.Units {
			for _, s := range u.Scripts {
				if s.Library {
					libraries = append(libraries, s.File)
				}
			}
		}
		if got := strings.Join(libraries, " "); got != step.libraries {
			t.Errorf("asked for %s, the libraries are %q, want %q", step.paths, got, step.libraries)
		}
	}
}

// rootOf is the root that holds several paths; none for a single one.
func rootOf(paths string) string {
	if strings.Contains(paths, " ") {
		return "."
	}
	return ""
}

// TestDoubtfulLibraries asks for a folder under a root that was given: what Go would be
// generated for unless some script of the root includes it, is looked for in all of it.
func TestDoubtfulLibraries(t *testing.T) {
	files := newCounting(fstest.MapFS{
		"work/lib/guard.lua":  {Data: []byte("--@type Name = string\nif #KEYS == 0 then return 0 end\n")},
		"work/queue/push.lua": {Data: []byte("--@include \"../lib/guard.lua\"\n--@key jobs\nredis.call('DEL', KEYS[1])\n")},
	})
	w, err := Open(Request{Files: Files{FS: files, Work: Path("work")}, Paths: []string{"lib"}, Root: "."})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Load(); err != nil {
		t.Fatal(err)
	}
	if s := w.Units[0].Scripts[0]; !s.Library || s.Generates() {
		t.Errorf("%s, which queue/push.lua includes, is no library", s.File)
	}
}
