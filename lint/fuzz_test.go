package lint

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser"
)

// FuzzLint lints whatever the parser accepts: no panic, findings inside of the
// source with rules that exist, the same ones in a second run, fixes that keep the
// script a script.
func FuzzLint(f *testing.F) {
	for _, text := range archivedScripts(f) {
		f.Add(text)
	}
	known := map[string]bool{}
	for _, r := range Rules() {
		known[r.Name] = true
	}
	targets := []Target{{Server: Redis, Since: Version{6, 2, 0}}, {Server: RedisCluster}, {Server: Valkey}, {Server: Dragonfly}, {Server: Alibaba}, {Server: Upstash}, {Server: ElastiCacheServerless}, {Server: Kvrocks}, {Server: Redis, Since: Version{3, 2, 0}}}
	f.Fuzz(func(t *testing.T, text string) {
		s, reported := loadText(text)
		facts := analysis.Analyze(s)
		cfg := Config{Targets: targets, Reported: reported}
		found := Run(s, facts, cfg)
		for _, d := range found {
			if !known[d.Rule] || d.Message == "" {
				t.Errorf("finding of rule %q with message %q", d.Rule, d.Message)
			}
			checkSpan(t, text, d.Span)
			if d.Fix != nil {
				for _, e := range d.Fix.Edits {
					checkSpan(t, text, e.Span)
				}
				if fixed := withEdits(text, d.Fix.Edits); !diag.HasErrors(reported) {
					if _, after := loadText(fixed); diag.HasErrors(after) {
						t.Errorf("%s: the fix of %q breaks the script: %v\n%s", d.Rule, d.Message, after, fixed)
					}
				}
			}
		}
		again := Run(s, facts, cfg)
		if len(again) != len(found) {
			t.Fatalf("%d findings, in a second run %d", len(found), len(again))
		}
		for i := range found {
			if found[i].Span != again[i].Span || found[i].Message != again[i].Message {
				t.Errorf("%s: %s, in a second run %s", found[i].Rule, found[i].Message, again[i].Message)
			}
		}
	})
}

func loadText(text string) (*parser.Script, []diag.Diagnostic) {
	loader := parser.Loader{FS: fstest.MapFS{"script.lua": {Data: []byte(text)}}}
	return loader.Load("script.lua")
}

// withEdits makes edits that do not overlap.
func withEdits(text string, edits []diag.Edit) string {
	edits = slices.Clone(edits)
	slices.SortFunc(edits, func(a, b diag.Edit) int { return b.Span.Start.Offset - a.Span.Start.Offset })
	for _, e := range edits {
		text = text[:e.Span.Start.Offset] + e.NewText + text[e.Span.End.Offset:]
	}
	return text
}

func checkSpan(t *testing.T, text string, s diag.Span) {
	t.Helper()
	if s.Start.Offset < 0 || s.Start.Offset > s.End.Offset || s.End.Offset > len(text) {
		t.Errorf("span %d to %d is outside of the %d bytes of source", s.Start.Offset, s.End.Offset, len(text))
	}
}

// archivedScripts returns the scripts of testdata/lint and the rules' examples.
func archivedScripts(tb testing.TB) []string {
	tb.Helper()
	paths, err := filepath.Glob(filepath.Join(archives, "*.txtar"))
	if err != nil || len(paths) == 0 {
		tb.Fatalf("no archives in %s: %v", archives, err)
	}
	var all []string
	for _, path := range paths {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			tb.Fatal(err)
		}
		for _, f := range archive.Files {
			if strings.HasSuffix(f.Name, ".lua") {
				all = append(all, string(f.Data))
			}
		}
	}
	for _, r := range Rules() {
		if r.Doc.Bad != "" {
			all = append(all, r.Doc.Bad, r.Doc.Good)
		}
	}
	return all
}
