package cli

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// watched is a watch under test.
type watched struct {
	t     *testing.T
	lines *bufio.Scanner
	end   context.CancelFunc
	ended chan error
}

// startWatch watches paths, with the output in a folder or beside them.
func startWatch(t *testing.T, output string, paths ...string) *watched {
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	t.Cleanup(cancel)
	said, stderr := io.Pipe()
	w := &watched{t: t, lines: bufio.NewScanner(said), end: cancel, ended: make(chan error, 1)}
	go func() {
		a := &app{stdin: strings.NewReader(""), stdout: io.Discard, stderr: stderr, color: "never"}
		err := a.watch(ctx, generateOptions{format: "text", output: output}, paths)
		_ = stderr.CloseWithError(io.EOF)
		w.ended <- err
	}()
	return w
}

// expect reads what the watch says.
func (w *watched) expect(want ...string) {
	w.t.Helper()
	for _, line := range want {
		if !w.lines.Scan() {
			w.t.Fatalf("the watch ended before it said %q", line)
		}
		said := clock.ReplaceAllString(w.lines.Text(), "luagen: ")
		if strings.HasSuffix(line, " changed") && said == w.lines.Text() {
			w.t.Fatalf("it said %q without the time", said)
		}
		if said != line {
			w.t.Fatalf("it said %q, want %q", said, line)
		}
	}
}

// clock is the time at which something changed.
var clock = regexp.MustCompile(`^luagen: \d\d:\d\d:\d\d `)

// stop interrupts the watch.
func (w *watched) stop() {
	w.t.Helper()
	w.end()
	if w.lines.Scan() {
		w.t.Errorf("it said %q on the way out", w.lines.Text())
	}
	if err := <-w.ended; err != nil {
		w.t.Errorf("an interrupted watch returned %v", err)
	}
}

// save writes a file at one stroke, so that the watch never sees half of it.
func save(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name+".new", []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	move(t, name+".new", name)
}

func move(t *testing.T, from, to string) {
	t.Helper()
	if err := os.Rename(from, to); err != nil {
		t.Fatal(err)
	}
}

const ping = "--@returns ok\nreturn redis.status_reply('OK')\n"

// TestWatch changes scripts under a watch and waits for what it says.
func TestWatch(t *testing.T) {
	t.Chdir(t.TempDir())
	save(t, "scripts/ping.lua", ping)
	save(t, "scripts/plain.lua", "return 1\n")
	w := startWatch(t, "gen", "scripts/...")
	w.expect(
		`scripts/plain.lua: note: no annotation, so nothing is generated for it; "luagen infer" proposes a header (not-a-script)`,
		"luagen: 1 script in 1 package; 2 files written",
		"luagen: watching; Ctrl-C ends it",
	)

	// A change. The note is not repeated, and the output made beside the scripts is none.
	save(t, "scripts/ping.lua", "-- Pings.\n"+ping)
	w.expect("luagen: scripts/ping.lua changed", "luagen: 1 script in 1 package; 1 file written")

	// What others have done to the code, or to its folder, is mended with the next change.
	save(t, "gen/ping.lua.go", "")
	remove(t, "gen/luagen.go")
	remove(t, "gen/ping.lua.go")
	save(t, "scripts/ping.lua", "-- Pings twice.\n"+ping)
	w.expect("luagen: scripts/ping.lua changed", "luagen: 1 script in 1 package; 2 files written")
	save(t, "scripts/ping.lua", "-- Pings.\n"+ping)
	w.expect("luagen: scripts/ping.lua changed", "luagen: 1 script in 1 package; 1 file written")
	move(t, "gen", "aside")
	save(t, "scripts/ping.lua", "-- Pings twice.\n"+ping)
	w.expect("luagen: scripts/ping.lua changed", "luagen: 1 script in 1 package; 2 files written")
	save(t, "scripts/ping.lua", "-- Pings.\n"+ping)
	w.expect("luagen: scripts/ping.lua changed", "luagen: 1 script in 1 package; 1 file written")
	save(t, "gen/other.go", "package other\n") // the package takes its name
	save(t, "scripts/ping.lua", "-- Pings thrice.\n"+ping)
	w.expect("luagen: scripts/ping.lua changed", "luagen: 1 script in 1 package; 2 files written")
	remove(t, "gen/other.go")
	save(t, "scripts/ping.lua", "-- Pings.\n"+ping)
	w.expect("luagen: scripts/ping.lua changed", "luagen: 1 script in 1 package; 2 files written")

	// A mistake, and its correction.
	save(t, "scripts/ping.lua", "--@retuns ok\n"+ping)
	w.expect(
		"luagen: scripts/ping.lua changed",
		"scripts/ping.lua:1:3: error: unknown annotation @retuns; did you mean @returns? (annotation)",
		"    --@retuns ok",
		"      ^~~~~~~",
		"luagen: 1 error; package gen not written",
	)
	save(t, "scripts/ping.lua", ping)
	w.expect("luagen: scripts/ping.lua changed", "luagen: 1 script in 1 package; 1 file written")

	// A broken configuration is waited upon to be mended.
	save(t, "luagen.yaml", "target: []\n")
	w.expect(
		"luagen: luagen.yaml changed",
		`luagen.yaml:1:1: error: unknown key "target" in luagen.yaml; did you mean "targets"? (config)`,
		"    target: []",
		"    ^~~~~~",
		"luagen: luagen.yaml has 1 error",
	)
	save(t, "luagen.yaml", "targets: []\n")
	w.expect("luagen: luagen.yaml changed", "luagen: 1 script in 1 package; up to date")

	w.stop()
}

// TestWatchRestless changes one script without end while another one is changed.
func TestWatchRestless(t *testing.T) {
	t.Chdir(t.TempDir())
	save(t, "scripts/ping.lua", ping)
	save(t, "scripts/noise.lua", ping)
	w := startWatch(t, "gen", "scripts")
	w.expect("luagen: 2 scripts in 1 package; 3 files written", "luagen: watching; Ctrl-C ends it")
	quiet, noise := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(noise)
		for {
			select {
			case <-quiet:
				return
			default:
				// With no rest at all.
				if err := errors.Join(os.WriteFile("noise.new", []byte(ping), 0o666), os.Rename("noise.new", "scripts/noise.lua")); err != nil {
					t.Error(err)
					return
				}
			}
		}
	}()
	w.expect("luagen: scripts/noise.lua changed", "luagen: 2 scripts in 1 package; up to date")
	close(quiet)
	<-noise
	w.end()
	for w.lines.Scan() { // it may have been at work
	}
	if err := <-w.ended; err != nil {
		t.Error(err)
	}
}

// TestWatchFolders renames the folders under a watch, and the one that it watches.
func TestWatchFolders(t *testing.T) {
	t.Chdir(t.TempDir())
	save(t, "scripts/ping.lua", ping)
	save(t, "scripts/old/deep/pong.lua", ping)
	w := startWatch(t, "gen", "scripts/...")
	w.expect("luagen: 2 scripts in 2 packages; 4 files written", "luagen: watching; Ctrl-C ends it")

	move(t, "scripts/old", "scripts/new")
	w.expect("luagen: scripts/old changed", "luagen: 2 scripts in 2 packages; 2 files written, 2 removed")
	save(t, "scripts/new/deep/pong.lua", "-- Pongs.\n"+ping)
	w.expect("luagen: scripts/new/deep/pong.lua changed", "luagen: 2 scripts in 2 packages; 1 file written")

	move(t, "scripts", "away")
	w.expect("luagen: scripts changed", "luagen: no file or folder scripts/...; expected a .lua file, a folder or folder/...")
	move(t, "away", "scripts")
	w.expect("luagen: scripts changed", "luagen: 2 scripts in 2 packages; up to date")
	save(t, "scripts/ping.lua", "-- Pings.\n"+ping)
	w.expect("luagen: scripts/ping.lua changed", "luagen: 2 scripts in 2 packages; 1 file written")
	w.stop()
}

// TestWatchTwoNames watches one folder under two names, which is one package.
func TestWatchTwoNames(t *testing.T) {
	t.Chdir(t.TempDir())
	save(t, "scripts/ping.lua", ping)
	if err := os.Symlink("scripts", "link"); err != nil {
		t.Fatal(err)
	}
	w := startWatch(t, "", "scripts", "link")
	w.expect("luagen: 1 script in 1 package; 2 files written", "luagen: watching; Ctrl-C ends it")
	w.stop()
}
