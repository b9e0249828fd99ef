package lint

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/redis/go-redis/v9"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/internal/redistest"
)

// TestReports lints the faults that people report, in testdata/reports, with their headers and without:
// in x.bad.lua what is wanted is found, in x.good.lua, which runs on a server, nothing.
func TestReports(t *testing.T) {
	paths, err := filepath.Glob("../testdata/reports/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no archives: %v", err)
	}
	client := redistest.Start(t).Client(2)
	ctx := context.Background()
	for _, path := range paths {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range archive.Files {
			text := string(f.Data)
			t.Run(f.Name, func(t *testing.T) {
				script, found := lintText(t, text, archivedTargets(f.Data)...)
				compareReport(t, text, found)
				if !strings.HasSuffix(f.Name, ".good.lua") {
					return
				}
				if err := client.FlushAll(ctx).Err(); err != nil {
					t.Fatal(err)
				}
				if err := client.Eval(ctx, text, keysFor(script), argsFor(script)...).Err(); err != nil && err != redis.Nil {
					t.Errorf("the server answers %v", err)
				}
			})
			t.Run(f.Name+" without a header", func(t *testing.T) {
				bare := withoutHeader(text)
				_, found := lintText(t, bare, archivedTargets(f.Data)...)
				compareReport(t, bare, found, "arg-use", "return-mismatch") // which need declared types
			})
		}
	}
}

// compareReport compares findings with the wanted ones, without hints and those of some rules.
func compareReport(t *testing.T, text string, found []diag.Diagnostic, without ...string) {
	t.Helper()
	want := slices.DeleteFunc(wantedIn(t, "script.lua", []byte(text)), func(w wanted) bool { return slices.Contains(without, w.rule) })
	found = slices.DeleteFunc(found, func(d diag.Diagnostic) bool { return d.Severity < diag.Warning })
	compareWanted(t, want, found)
}

// withoutHeader is a script without its annotations.
func withoutHeader(text string) string {
	var lines []string
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "--@") {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "")
}
