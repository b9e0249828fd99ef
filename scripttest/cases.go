package scripttest

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/luagen/luagen/internal/disk"
	"github.com/luagen/luagen/scripttest/casefile"
	"github.com/luagen/luagen/scripttest/report"
	"github.com/luagen/luagen/scripttest/session"
)

// Run runs the cases at a path as sub-tests, in parallel: of a *_test.redis file, of a folder, or
// for "folder/..." of all below it. There must be some.
func Run(t *testing.T, path string) {
	t.Helper()
	Cases{Path: path}.Run(t)
}

// Cases are cases to run.
type Cases struct {
	Path string // as of Run
	// Root is the folder that no @include may leave. Empty means the working directory, or the
	// script's folder elsewhere.
	Root  string
	Cover *Coverage // counts what the cases run, too; nil for not
}

// Run runs the cases as sub-tests, one of each file with one of each case, in parallel.
func (c Cases) Run(t *testing.T) {
	t.Helper()
	names, err := session.CasesAt(filepath.FromSlash(c.Path))
	if err != nil {
		t.Fatal(err)
	}
	if len(names) == 0 {
		t.Fatalf("there are no files named *%s at %s", casefile.Suffix, c.Path)
	}
	scripts, err := readScripts(c.Root)
	if err != nil {
		t.Fatal(err)
	}
	runner := &session.Runner{Pool: newPool(t, runtime.GOMAXPROCS(0)), Scripts: scripts, Explain: true}
	if c.Cover != nil {
		runner.Cover = &c.Cover.collector
		if err := c.Cover.add(scripts, names); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range names {
		t.Run(filepath.Base(name), func(t *testing.T) { runFile(t, runner, name) })
	}
}

// readScripts reads scripts as the command line does without luagen.yaml.
func readScripts(root string) (*session.Scripts, error) {
	files, err := disk.Files()
	if err != nil {
		return nil, err
	}
	return &session.Scripts{Files: files, Root: root}, nil
}

// runFile runs the cases of one file.
func runFile(t *testing.T, runner *session.Runner, name string) {
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	f, findings := casefile.Parse(filepath.ToSlash(name), text)
	for _, d := range findings {
		t.Errorf("%s: %s", d.Span, d.Message)
	}
	for i := range f.Cases {
		t.Run(f.Cases[i].Title, func(t *testing.T) {
			t.Parallel()
			runCase(t, runner, f, &f.Cases[i])
		})
	}
}

func runCase(t *testing.T, runner *session.Runner, f *casefile.File, c *casefile.Case) {
	results, err := runner.Run(t.Context(), f, c)
	if err != nil {
		t.Fatal(err)
	}
	skipped := 0
	for i := range results {
		r := &results[i]
		switch r.Outcome {
		case session.Failed:
			if r.Protocol != 0 {
				t.Errorf("by RESP%d:", r.Protocol)
			}
			t.Errorf("\n%s", report.Texts(report.Failure(r)))
		case session.Skipped:
			t.Log(r.Reason)
			skipped++
		}
	}
	if skipped == len(results) {
		t.Skip(results[0].Reason)
	}
}
