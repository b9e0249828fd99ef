package publish

import (
	"context"
	"errors"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/luagen/luagen/generator"
)

// A package before and after a change of each kind, some twice.
var (
	before = map[string]string{
		"a.lua.go": ours + "// a\n", "b.lua.go": ours + "// b\n", "gone.lua.go": ours, "luagen.go": ours,
	}
	after = map[string]string{
		"a.lua.go": ours + "// a2\n", "b.lua.go": ours + "// b2\n", "c.lua.go": ours, "d.lua.go": ours, "luagen.go": ours,
	}
)

// steps are that change, and the others that are made in a way of their own: of one file.
var steps = []change{
	{before, after},
	{map[string]string{"luagen.go": ours}, map[string]string{"luagen.go": ours + "// 2\n"}},
	{map[string]string{"luagen.go": ours}, map[string]string{"luagen.go": ours, "new.lua.go": ours}},
	{map[string]string{"luagen.go": ours, "gone.lua.go": ours}, map[string]string{"luagen.go": ours}},
}

// change is a package before and after it.
type change struct{ before, after map[string]string }

func filesOf(pkg map[string]string) []generator.File {
	var files []generator.File
	for name, text := range pkg {
		files = append(files, generator.File{Name: name, Data: []byte(text)})
	}
	return files
}

// visible is what a folder holds but for the staging folder.
func visible(t *testing.T, dir string) map[string]string {
	t.Helper()
	staged := filepath.Join(dir, stagingName)
	if !leftover(dir) {
		return contents(t, dir)
	}
	aside := filepath.Join(t.TempDir(), "staged")
	if err := os.Rename(staged, aside); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := os.Rename(aside, staged); err != nil {
			t.Fatal(err)
		}
	}()
	return contents(t, dir)
}

// settled fails unless the package is old or new as a whole, at once or, where the run
// has left something behind, when the next run has mended it.
func (c change) settled(t *testing.T, what, dir string) {
	t.Helper()
	now := visible(t, dir)
	whole := maps.Equal(now, c.before) || maps.Equal(now, c.after)
	mended, err := Mend(t.Context(), dir)
	if err != nil {
		t.Errorf("%s: mending fails: %v", what, err)
	}
	if !whole && !mended {
		t.Errorf("%s: half of the package is there, and nothing is said of it: %q", what, now)
	}
	if now := contents(t, dir); !maps.Equal(now, c.before) && !maps.Equal(now, c.after) {
		t.Errorf("%s: mended, the folder holds %q", what, now)
	}
	// Whatever there was, the next run succeeds and leaves nothing behind.
	plan, err := New(dir, filesOf(c.after))
	if err == nil {
		_, err = plan.Apply(t.Context())
	}
	if err != nil {
		t.Errorf("%s: the next run fails: %v", what, err)
	}
	equal(t, contents(t, dir), c.after)
}

// TestApplyFails lets every single change of the disk fail, and every one from one on.
func TestApplyFails(t *testing.T) {
	for _, step := range steps {
		for _, forever := range []bool{false, true} {
			for at := 1; step.fail(t, at, forever); at++ {
			}
		}
	}
}

// fail makes a change of the disk fail, perhaps with all after it, and reports whether there are so many.
func (c change) fail(t *testing.T, at int, forever bool) bool {
	broken := errors.New("no space left on device")
	dir := folder(t, c.before)
	plan, err := New(dir, filesOf(c.after))
	if err != nil {
		t.Fatal(err)
	}
	var calls atomic.Int64
	full := func(change, _ string) error {
		n := int(calls.Add(1))
		// A full disk still lets files be removed and renamed.
		if n == at || forever && n > at && change != "remove" && change != "rename" {
			return broken
		}
		return nil
	}
	_, err = plan.apply(t.Context(), disk{before: full})
	now := visible(t, dir)
	switch {
	case err == nil && !maps.Equal(now, c.after):
		t.Errorf("failure %d: no error, and the folder holds %q", at, now)
	case err != nil && !errors.Is(err, broken):
		t.Errorf("failure %d: error %v", at, err)
	case err != nil && !maps.Equal(now, c.before) && !leftover(dir):
		t.Errorf("failure %d: %v, and the folder holds %q", at, err, now)
	}
	c.settled(t, "failure "+strconv.Itoa(at), dir)
	return int(calls.Load()) >= at
}

// TestApplyInterrupted ends the context before every change of the disk.
func TestApplyInterrupted(t *testing.T) {
	for _, step := range steps {
		for at := 1; step.interrupt(t, at); at++ {
		}
	}
}

// interrupt ends the context before a change of the disk, and reports whether there are so many.
func (c change) interrupt(t *testing.T, at int) bool {
	dir := folder(t, c.before)
	plan, err := New(dir, filesOf(c.after))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var calls atomic.Int64
	_, err = plan.apply(ctx, disk{before: func(string, string) error {
		if int(calls.Add(1)) == at {
			cancel()
		}
		return nil
	}})
	want := c.before
	if err == nil {
		want = c.after
	} else if !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted at %d: error %v", at, err)
	}
	equal(t, contents(t, dir), want)
	return int(calls.Load()) >= at
}

const (
	killFolder = "LUAGEN_TEST_KILL_FOLDER"
	killStep   = "LUAGEN_TEST_KILL_STEP"
	killAt     = "LUAGEN_TEST_KILL_AT"

	killed, survived = 9, 10 // exit codes
)

// TestApplyKilled kills a process before every change of the disk. It runs itself.
func TestApplyKilled(t *testing.T) {
	if dir := os.Getenv(killFolder); dir != "" {
		applyUntilKilled(t, dir)
	}
	for i, step := range steps {
		for at, ended := 1, false; !ended; at++ {
			dir := folder(t, step.before)
			cmd := exec.Command(os.Args[0], "-test.run=^TestApplyKilled$")
			cmd.Env = append(os.Environ(), killFolder+"="+dir, killStep+"="+strconv.Itoa(i), killAt+"="+strconv.Itoa(at))
			out, err := cmd.CombinedOutput()
			var exit *exec.ExitError
			if !errors.As(err, &exit) || exit.ExitCode() != killed && exit.ExitCode() != survived {
				t.Fatalf("kill %d: %v\n%s", at, err, out)
			}
			ended = exit.ExitCode() == survived
			step.settled(t, "kill "+strconv.Itoa(at), dir)
		}
	}
}

// applyUntilKilled is the process that is killed.
func applyUntilKilled(t *testing.T, dir string) {
	i, err := strconv.Atoi(os.Getenv(killStep))
	if err != nil {
		t.Fatal(err)
	}
	at, err := strconv.Atoi(os.Getenv(killAt))
	if err != nil {
		t.Fatal(err)
	}
	plan, err := New(dir, filesOf(steps[i].after))
	if err != nil {
		t.Fatal(err)
	}
	var calls atomic.Int64
	_, err = plan.apply(context.Background(), disk{before: func(string, string) error {
		if int(calls.Add(1)) == at {
			os.Exit(killed) // nothing is deferred any more
		}
		return nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	os.Exit(survived)
}

// TestApplyAfterLeftovers finds what killed runs of the same process id have left, as in
// a container, and a disk that is full.
func TestApplyAfterLeftovers(t *testing.T) {
	dir := folder(t, before)
	staged := filepath.Join(dir, stagingName)
	for _, sub := range []string{oldFolder, newFolder} {
		if err := os.MkdirAll(filepath.Join(staged, sub), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.Link(filepath.Join(dir, "a.lua.go"), filepath.Join(staged, sub, "a.lua.go")); err != nil {
			t.Fatal(err)
		}
	}
	old := filepath.Join(dir, ".a.lua.go.luagen-"+strconv.Itoa(os.Getpid())+"-old")
	if err := os.Link(filepath.Join(dir, "a.lua.go"), old); err != nil {
		t.Fatal(err)
	}
	plan, err := New(dir, filesOf(after))
	if err != nil {
		t.Fatal(err)
	}
	full := errors.New("no space left on device")
	_, err = plan.apply(t.Context(), disk{before: func(change, _ string) error {
		if change == "write" {
			return full
		}
		return nil
	}})
	if !errors.Is(err, full) {
		t.Errorf("error %v", err)
	}
	if err := os.Remove(old); err != nil {
		t.Fatal(err)
	}
	equal(t, contents(t, dir), before)
}

// TestApplyOnTmpfs fills a real disk where it may mount one.
func TestApplyOnTmpfs(t *testing.T) {
	dir := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", dir).CombinedOutput(); err != nil {
		t.Skipf("no tmpfs for this user: %s", out)
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", dir).CombinedOutput(); err != nil {
			t.Errorf("umount: %s", out)
		}
	})
	for name, text := range before {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	files := append(filesOf(after), generator.File{Name: "big.lua.go", Data: []byte(ours + strings.Repeat("// x\n", 20_000))})
	plan, err := New(dir, files)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := plan.Apply(t.Context()); err == nil {
		t.Error("100 KB on a disk of 64 KB: no error")
	}
	equal(t, contents(t, dir), before)
}

// TestApplyAtOnce lets many runs write one folder, each its own package.
func TestApplyAtOnce(t *testing.T) {
	dir := folder(t, before)
	packages := []map[string]string{before, after}
	var group sync.WaitGroup
	for i := range 16 {
		group.Go(func() {
			plan, err := New(dir, filesOf(packages[i%2]))
			for err == nil && i > 0 {
				if _, err = plan.Apply(t.Context()); err == nil {
					return
				}
			}
			if err != nil {
				t.Errorf("run %d: %v", i, err)
			}
		})
	}
	group.Wait()
	if now := contents(t, dir); !maps.Equal(now, before) && !maps.Equal(now, after) {
		t.Errorf("the folder holds %q", now)
	}
}

// TestApplyMeanwhile has a user make a file, and edit one, between the plan and each
// change of the disk.
func TestApplyMeanwhile(t *testing.T) {
	const mine = "package scripts // mine\n"
	for _, name := range []string{"c.lua.go", "a.lua.go", "gone.lua.go"} {
		for at := 0; ; at++ {
			dir := folder(t, before)
			plan, err := New(dir, filesOf(after))
			if err != nil {
				t.Fatal(err)
			}
			meddle := func() {
				_ = os.Remove(filepath.Join(dir, name))
				if err := os.WriteFile(filepath.Join(dir, name), []byte(mine), 0o666); err != nil {
					t.Error(err)
				}
			}
			if at == 0 {
				meddle()
			}
			var calls atomic.Int64
			var meddled bool
			_, err = plan.apply(t.Context(), disk{before: func(change, path string) error {
				// What comes between the last look at a file and its renaming goes unseen.
				last := path == filepath.Join(dir, name) && change != "link"
				if int(calls.Add(1)) == at && !last {
					meddle()
					meddled = true
				}
				return nil
			}})
			if at > int(calls.Load()) {
				break
			}
			if !meddled && at > 0 {
				continue
			}
			text, readErr := os.ReadFile(filepath.Join(dir, name))
			if readErr != nil || string(text) != mine {
				t.Errorf("%s, meddled with at %d: it holds %q, %v (the run returned %v)", name, at, text, readErr, err)
			}
		}
	}
}
