package cover_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/luagen/luagen/internal/disk"
	"github.com/luagen/luagen/internal/redistest"
	"github.com/luagen/luagen/scripttest/casefile"
	"github.com/luagen/luagen/scripttest/cover"
	"github.com/luagen/luagen/scripttest/report"
	"github.com/luagen/luagen/scripttest/server"
	"github.com/luagen/luagen/scripttest/session"
)

// TestExamplesAreCountedAlike runs the cases of all example scripts in every way. They pass, and
// what is counted is the same.
func TestExamplesAreCountedAlike(t *testing.T) {
	binary := redistest.Binary(t)
	t.Chdir("../../examples")
	names, err := session.CasesAt("scripts/...")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	pool := server.NewPool(1, func(ctx context.Context) (*server.Server, error) { return server.Start(ctx, binary) })
	defer pool.Close()
	s, err := pool.Get(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	hasFunctions := s.HasFunctions()
	pool.Put(s)
	if !hasFunctions {
		t.Skip("the server has no functions")
	}
	counters := counted(t, pool, names, cover.Counters)
	debugger := counted(t, pool, names, cover.Debugger)
	stepping := counted(t, pool, names, cover.Stepping)
	for i, f := range counters {
		if got, want := fmt.Sprint(debugger[i]), fmt.Sprint(f); got != want {
			t.Errorf("%s: in the debugger\n%s\nwith counters\n%s", f.Name, got, want)
		}
		if got, want := ran(stepping[i]), ran(f); !slices.Equal(got, want) {
			t.Errorf("%s: stepping sees lines %v, counters %v", f.Name, got, want)
		}
	}
}

// counted is what the cases of some files run, counted in one way.
func counted(t *testing.T, pool *server.Pool, names []string, way cover.Way) []cover.File {
	t.Helper()
	files, err := disk.Files()
	if err != nil {
		t.Fatal(err)
	}
	c := cover.Only(way)
	runner := &session.Runner{Pool: pool, Scripts: &session.Scripts{Files: files}, Cover: c}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		f, findings := casefile.Parse(filepath.ToSlash(name), text)
		if len(findings) > 0 {
			t.Fatal(findings)
		}
		for i := range f.Cases {
			results, err := runner.Run(t.Context(), f, &f.Cases[i])
			if err != nil {
				t.Fatal(err)
			}
			for j := range results {
				if results[j].Outcome != session.Passed {
					t.Errorf("way %d: %s: %s: %s %s", way, name, results[j].Title(), results[j].Outcome, report.Texts(report.Failure(&results[j])))
				}
			}
		}
	}
	return c.Files()
}

// ran are the lines that ran.
func ran(f cover.File) []int {
	var lines []int
	for _, s := range f.Statements {
		if s.Count > 0 {
			lines = append(lines, s.Span.Start.Line)
		}
	}
	slices.Sort(lines)
	return slices.Compact(lines)
}
