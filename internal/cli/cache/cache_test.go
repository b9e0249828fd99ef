package cache

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"github.com/luagen/luagen/project"
)

// versions is a file system in memory that tells the versions of its files, and counts reads.
type versions struct {
	fstest.MapFS
	read *atomic.Int32
}

// versioned is a state with the version that the file's Sys holds.
type versioned struct{ fs.FileInfo }

func (v versioned) Version() project.Version { return v.Sys().(project.Version) }

func (v versions) Stat(name string) (fs.FileInfo, error) {
	info, err := v.MapFS.Stat(name)
	if err != nil || info.Sys() == nil {
		return info, err
	}
	return versioned{info}, nil
}

func (v versions) Lstat(name string) (fs.FileInfo, error) { return v.Stat(name) }

func (v versions) ReadFile(name string) ([]byte, error) {
	v.read.Add(1)
	return v.MapFS.ReadFile(name)
}

func (v versions) ReadDir(name string) ([]fs.DirEntry, error) {
	v.read.Add(1)
	return v.MapFS.ReadDir(name)
}

// file is a file as it is since some time.
func file(text string, inode uint64, since time.Time) *fstest.MapFile {
	return &fstest.MapFile{Data: []byte(text), ModTime: since, Sys: project.Version{Inode: inode, Changed: since}}
}

// observe looks at all there is, as a run would.
func observe(t *testing.T, fsys fs.FS) *Trace {
	t.Helper()
	trace := NewTrace()
	over := trace.Packages(fsys)
	for _, name := range []string{"a.lua", "dir/b.lua", "none.lua"} {
		_, _ = fs.Stat(over, name)
		_, _ = fs.Lstat(over, name)
		_, _ = fs.ReadFile(over, name)
	}
	for _, name := range []string{".", "dir", "gone"} {
		_, _ = fs.ReadDir(over, name)
	}
	return trace
}

// TestHolds changes one thing at a time: whatever a run would see is noticed, and what is old
// enough is not read.
func TestHolds(t *testing.T) {
	long, now := time.Now().Add(-time.Hour), time.Now()
	for _, test := range []struct {
		name   string
		since  time.Time // when a.lua was last changed before it was read
		change func(fstest.MapFS)
		holds  bool
		read   int32 // at most
	}{
		{"nothing", long, func(fstest.MapFS) {}, true, 2},
		{"nothing, and the file is young", now, func(fstest.MapFS) {}, true, 3},
		{"another text, within one tick of the clock", now, func(m fstest.MapFS) { m["a.lua"] = file("two", 1, now) }, false, 4},
		{"another text", long, func(m fstest.MapFS) { m["a.lua"] = file("two", 1, now) }, false, 4},
		{"another text, its time set back", long, func(m fstest.MapFS) {
			m["a.lua"] = file("two", 1, now)
			m["a.lua"].ModTime = long
		}, false, 4},
		{"another file of that size and time", long, func(m fstest.MapFS) { m["a.lua"] = file("two", 7, long) }, false, 4},
		{"the same text again", long, func(m fstest.MapFS) { m["a.lua"] = file("one", 7, now) }, true, 4},
		{"another size", long, func(m fstest.MapFS) { m["a.lua"] = file("three", 1, long) }, false, 4},
		{"a file less", long, func(m fstest.MapFS) { delete(m, "dir/b.lua") }, false, 4},
		{"a file more", long, func(m fstest.MapFS) { m["dir/c.lua"] = file("one", 3, long) }, false, 4},
		{"what was not there", long, func(m fstest.MapFS) { m["none.lua"] = file("one", 3, long) }, false, 4},
		{"a folder that was not there", long, func(m fstest.MapFS) { m["gone/x"] = file("one", 3, long) }, false, 4},
		{"a folder in place of a file", long, func(m fstest.MapFS) {
			delete(m, "a.lua")
			m["a.lua/x"] = file("one", 3, long)
		}, false, 4},
		{"what does not matter", long, func(m fstest.MapFS) { m["dir/readme.md"] = file("one", 3, long) }, true, 4},
	} {
		files := fstest.MapFS{"a.lua": file("one", 1, test.since), "dir/b.lua": file("one", 2, long)}
		var read atomic.Int32
		fsys := versions{files, &read}
		trace := observe(t, fsys)
		d := decoder{rest: trace.record().encode(nil)}
		r := d.record()
		if d.err != nil || len(d.rest) > 0 {
			t.Fatal(d.err, d.rest)
		}
		test.change(files)
		read.Store(0)
		if got := r.holds(fsys); got != test.holds {
			t.Errorf("%s: holds = %v, want %v", test.name, got, test.holds)
		}
		// The folders of a file system in memory have no version, and are listed each time.
		if got := read.Load(); got > test.read {
			t.Errorf("%s: %d reads, want at most %d", test.name, got, test.read)
		}
	}
}

func store(t *testing.T) *Store {
	t.Helper()
	t.Setenv(Environment, filepath.Join(t.TempDir(), "cache"))
	s, err := Open()
	if err != nil || s == nil {
		t.Fatal(s, err)
	}
	return s
}

// TestDamaged cuts an entry off at every byte, and changes each: it is never believed.
func TestDamaged(t *testing.T) {
	s := store(t)
	fsys := fstest.MapFS{"a.lua": {Data: []byte("one")}}
	key := Key("test")
	trace := NewTrace()
	_, _ = fs.ReadFile(trace.Scripts(fsys), "a.lua")
	s.Put(key, trace, "outcome")
	var outcome string
	if !s.Get(key, fsys, &outcome) || outcome != "outcome" {
		t.Fatalf("what was put is not found: %q", outcome)
	}
	whole, err := os.ReadFile(s.path(key))
	if err != nil {
		t.Fatal(err)
	}
	damaged := func(what string, text []byte) {
		t.Helper()
		if err := os.WriteFile(s.path(key), text, 0o600); err != nil {
			t.Fatal(err)
		}
		if s.Get(key, fsys, &outcome) {
			t.Errorf("%s is believed", what)
		}
	}
	for i := range whole {
		damaged(fmt.Sprintf("the first %d bytes", i), whole[:i])
		other := slices.Clone(whole)
		other[i] ^= 0x10
		damaged(fmt.Sprintf("a change of byte %d", i), other)
	}
	damaged("a longer entry", append(slices.Clone(whole), 'x'))
	s.Put(key, trace, "again")
	if !s.Get(key, fsys, &outcome) || outcome != "again" {
		t.Error("a damaged entry is not replaced")
	}
	if other := Key("other"); os.Rename(s.path(key), s.path(other)) != nil || s.Get(other, fsys, &outcome) {
		t.Error("the entry of another run is believed")
	}
}

// FuzzDecode reads records that nobody has written.
func FuzzDecode(f *testing.F) {
	trace := NewTrace()
	_, _ = fs.ReadFile(trace.Scripts(fstest.MapFS{"a.lua": {Data: []byte("one")}}), "a.lua")
	f.Add(trace.record().encode(nil))
	f.Fuzz(func(t *testing.T, b []byte) {
		d := decoder{rest: b}
		r := d.record()
		if d.err == nil {
			_ = r.holds(fstest.MapFS{})
		}
	})
}

// TestBounded puts more than the cache may hold: what was used least recently goes.
func TestBounded(t *testing.T) {
	s := store(t)
	now := time.Now()
	put := func(name string, size int64, age time.Duration) string {
		t.Helper()
		path := filepath.Join(s.dir, name)
		if err := os.MkdirAll(s.dir, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Truncate(path, size); err != nil { // holds no blocks
			t.Fatal(err)
		}
		if err := os.Chtimes(path, now.Add(-age), now.Add(-age)); err != nil {
			t.Fatal(err)
		}
		return path
	}
	put("old"+ext, 1, maxAge+time.Hour)
	put("least"+ext, maxBytes/2, 3*time.Hour)
	put("young"+ext, maxBytes/2, 2*time.Hour)
	put("youngest"+ext, 100, time.Hour)
	put("new-killed", 1, 2*time.Hour)
	put("new-running", 1, time.Minute)
	put("somebody's", 1, 10*maxAge)
	s.trim(now)
	entries, err := os.ReadDir(s.dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if got, want := strings.Join(names, " "), "new-running somebody's young.run youngest.run"; got != want {
		t.Errorf("the cache holds %s, want %s", got, want)
	}
}

// TestAtOnce has many runs put and get one entry.
func TestAtOnce(t *testing.T) {
	s := store(t)
	fsys := fstest.MapFS{"a.lua": {Data: []byte("one")}}
	key := Key("test")
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			for range 50 {
				trace := NewTrace()
				_, _ = fs.ReadFile(trace.Scripts(fsys), "a.lua")
				s.Put(key, trace, strings.Repeat("x", i))
				var outcome string
				if !s.Get(key, fsys, &outcome) || strings.Trim(outcome, "x") != "" {
					t.Errorf("got %q", outcome)
				}
			}
		})
	}
	group.Wait()
}

// TestNoCache has no cache where the user wants none, and says what is wrong with a place.
func TestNoCache(t *testing.T) {
	t.Setenv(Environment, "off")
	if s, err := Open(); s != nil || err != nil {
		t.Errorf("off: %v, %v", s, err)
	}
	var outcome string
	var none *Store
	none.Put("key", NewTrace(), "x")
	if none.Get("key", fstest.MapFS{}, &outcome) {
		t.Error("no cache knows something")
	}
	t.Setenv(Environment, "relative")
	if _, err := Open(); err == nil || err.Error() != "LUAGEN_CACHE=relative: expected the absolute path of a folder, or off" {
		t.Errorf("a relative path: %v", err)
	}
	t.Setenv(Environment, filepath.Join(t.TempDir(), "file", "below"))
	if err := os.WriteFile(filepath.Dir(os.Getenv(Environment)), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	s.Put(Key("x"), NewTrace(), "x") // says nothing
	if s.Get(Key("x"), fstest.MapFS{}, &outcome) {
		t.Error("a cache that cannot be written knows something")
	}
}

// TestBuildID finds the build ID of programs, and tells builds apart.
func TestBuildID(t *testing.T) {
	const id = "abcdefghijklmnopqrst/abcdefghijklmnopqrst/abcdefghijklmnopqrst"
	note := fmt.Sprintf("\x04\x00\x00\x00%c\x00\x00\x00\x04\x00\x00\x00Go\x00\x00%s\x00", len(id), id)
	for text, want := range map[string]string{
		"\x7fELF…" + note + "…":                       id,
		"MZ…\xff Go build ID: \"" + id + "\"\n \xff…": id,
		"no program": "",
		"\x04\x00\x00\x00\x3e\x00\x00\x00\x04\x00\x00\x00Go\x00\x00short": "",
		"\xff Go build ID: \"\"\n \xff":                                   "",
	} {
		if got := buildID([]byte(text)); got != want {
			t.Errorf("buildID(%q) = %q, want %q", text, got, want)
		}
	}
	if Build() == "" {
		t.Error("this program has no build")
	}
	if runtime.GOOS == "linux" && !strings.Contains(Build(), "/") {
		t.Errorf("the build of this program is %q, want a build ID", Build())
	}
}
