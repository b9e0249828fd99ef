package cli

import (
	"bufio"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestWatch changes scripts under a watch and waits for what it says.
func TestWatch(t *testing.T) {
	t.Chdir(t.TempDir())
	write := func(name, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		// At one stroke, so that the watch never sees half a file.
		if err := os.WriteFile(name+".new", []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(name+".new", name); err != nil {
			t.Fatal(err)
		}
	}
	const ping = "--@returns ok\nreturn redis.status_reply('OK')\n"
	write("scripts/ping.lua", ping)
	write("scripts/plain.lua", "return 1\n")

	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	said, stderr := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		a := &app{stdin: strings.NewReader(""), stdout: io.Discard, stderr: stderr, color: "never"}
		err := a.watch(ctx, generateOptions{format: "text", output: "gen"}, []string{"scripts/..."})
		_ = stderr.CloseWithError(io.EOF)
		ended <- err
	}()
	lines := bufio.NewScanner(said)
	expect := func(want ...string) {
		t.Helper()
		for _, w := range want {
			if !lines.Scan() {
				t.Fatalf("the watch ended before it said %q", w)
			}
			if lines.Text() != w {
				t.Fatalf("it said %q, want %q", lines.Text(), w)
			}
		}
	}
	expect(
		`scripts/plain.lua: note: no annotation, so nothing is generated for it; "luagen infer" proposes a header (not-a-script)`,
		"luagen: 1 script in 1 package; 2 files written",
		"luagen: watching; Ctrl-C ends it",
	)

	// A change. The note is not repeated, and the output made beside the scripts is none.
	write("scripts/ping.lua", "-- Pings.\n"+ping)
	expect("luagen: scripts/ping.lua changed", "luagen: 1 script in 1 package; 1 file written")

	// A mistake, and its correction.
	write("scripts/ping.lua", "--@retuns ok\n"+ping)
	expect(
		"luagen: scripts/ping.lua changed",
		"scripts/ping.lua:1:3: error: unknown annotation @retuns; did you mean @returns? (annotation)",
		"    --@retuns ok",
		"      ^~~~~~~",
		"luagen: 1 error; package gen not written",
	)
	write("scripts/ping.lua", ping)
	expect("luagen: scripts/ping.lua changed", "luagen: 1 script in 1 package; 1 file written")

	// A broken configuration is waited upon to be mended.
	write("luagen.yaml", "target: []\n")
	expect(
		"luagen: luagen.yaml changed",
		`luagen.yaml:1:1: error: unknown key "target" in luagen.yaml; did you mean "targets"? (config)`,
		"    target: []",
		"    ^~~~~~",
		"luagen: luagen.yaml has 1 error",
	)
	write("luagen.yaml", "targets: []\n")
	expect("luagen: luagen.yaml changed", "luagen: 1 script in 1 package; up to date")

	cancel()
	if lines.Scan() {
		t.Errorf("it said %q on the way out", lines.Text())
	}
	if err := <-ended; err != nil {
		t.Errorf("an interrupted watch returned %v", err)
	}
}
