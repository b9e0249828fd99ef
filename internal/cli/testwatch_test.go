package cli

import (
	"bufio"
	"context"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/luagen/luagen/internal/redistest"
)

// TestWatchCases changes a script, what it includes, and its cases under luagen test --watch.
func TestWatchCases(t *testing.T) {
	binary := redistest.Binary(t)
	t.Chdir(t.TempDir())
	save(t, "scripts/lib/one.lua", "local one = 1\n")
	save(t, "scripts/add.lua", "--@include \"lib/one.lua\"\n--@returns int\nreturn one\n")
	save(t, "scripts/add_test.redis", "# adds\n> add\n1\n")
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	said, stderr := io.Pipe()
	w := &watched{t: t, lines: bufio.NewScanner(said), end: cancel, ended: make(chan error, 1)}
	opts := testOptions{watch: true, servers: []string{binary}, parallel: 1, timeout: time.Minute, only: regexp.MustCompile("")}
	go func() {
		a := &app{stdin: strings.NewReader(""), stdout: io.Discard, stderr: versionless{stderr}, color: "never"}
		err := a.test(ctx, opts, []string{"scripts"})
		_ = stderr.CloseWithError(io.EOF)
		w.ended <- err
	}()
	w.expect("luagen: 1 case passed on SERVER", "luagen: watching; Ctrl-C ends it")
	save(t, "scripts/lib/one.lua", "local one = 2\n")
	w.expect("luagen: scripts/lib/one.lua changed", "luagen: 0 cases passed, 1 failed on SERVER")
	save(t, "scripts/add_test.redis", "# adds\n> add\n2\n")
	w.expect("luagen: scripts/add_test.redis changed", "luagen: 1 case passed on SERVER")
	save(t, "scripts/add_test.redis", "adds\n")
	w.expect("luagen: scripts/add_test.redis changed",
		"scripts/add_test.redis:1:1: error: found text that answers nothing; expected a line that begins with # (title), > (step), @ (directive) or -- (comment) (test-case)",
		"    adds", "    ^~~~")
	save(t, "scripts/add_test.redis", "# adds\n> add\n2\n")
	w.expect("luagen: scripts/add_test.redis changed", "luagen: 1 case passed on SERVER")
	w.stop()
}

// versionless writes what does not depend on the server.
type versionless struct{ w io.Writer }

var version7 = regexp.MustCompile(`(redis|valkey) [0-9.]+`)

func (v versionless) Write(p []byte) (int, error) {
	if _, err := v.w.Write(version7.ReplaceAll(p, []byte("SERVER"))); err != nil {
		return 0, err
	}
	return len(p), nil
}
