package lint

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser"
)

var update = flag.Bool("update", false, "rewrite the expected fixes")

const archives = "../testdata/lint"

// lintFile lints one script of a file system as the command line does.
func lintFile(tb testing.TB, files fs.FS, name string, targets ...string) (*parser.Script, []diag.Diagnostic) {
	tb.Helper()
	loader := parser.Loader{FS: files}
	s, reported := loader.Load(name)
	cfg := Config{Reported: reported}
	for _, text := range targets {
		target, err := ParseTarget(text)
		if err != nil {
			tb.Fatal(err)
		}
		cfg.Targets = append(cfg.Targets, target)
	}
	return s, Run(s, analysis.Analyze(s), cfg)
}

// lintText lints one script without includes.
func lintText(tb testing.TB, text string, targets ...string) (*parser.Script, []diag.Diagnostic) {
	tb.Helper()
	return lintFile(tb, fstest.MapFS{"script.lua": {Data: []byte(text)}}, "script.lua", targets...)
}

var (
	wantComment    = regexp.MustCompile(`-- want(-next|-first)?: (.+)$`)
	targetsComment = regexp.MustCompile(`(?m)^-- targets: (.+)$`)
)

// wanted is a finding that an archive asks for.
type wanted struct {
	file     string
	line     int
	rule     string
	severity diag.Severity
}

func (w wanted) String() string {
	return fmt.Sprintf("%s:%d: %s: %s", w.file, w.line, w.severity, w.rule)
}

// wantedIn reads the comments "-- want: rule …" (for the line that they stand on) and
// "-- want-next: rule …" (for the next line) and "-- want-first: rule …" (for the first line). "rule=hint" asks for a severity other
// than the rule's own.
func wantedIn(tb testing.TB, file string, text []byte) []wanted {
	tb.Helper()
	var all []wanted
	for i, line := range strings.Split(string(text), "\n") {
		m := wantComment.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		at := i + 1
		switch m[1] {
		case "-next":
			at++
		case "-first":
			at = 1
		}
		for word := range strings.FieldsSeq(m[2]) {
			name, severity, set := strings.Cut(word, "=")
			i := slices.IndexFunc(Rules(), func(r *Rule) bool { return r.Name == name })
			if i < 0 {
				tb.Fatalf("%s:%d wants the unknown rule %s", file, i+1, name)
			}
			w := wanted{file, at, name, Rules()[i].Severity}
			if set {
				var err error
				if w.severity, err = ParseSeverity(severity); err != nil {
					tb.Fatalf("%s:%d: %v", file, i+1, err)
				}
			}
			all = append(all, w)
		}
	}
	return all
}

// compareWanted fails the test for every finding that is not wanted and every wanted one
// that is missing. Hints about style in passing are compared like any other.
func compareWanted(t *testing.T, want []wanted, got []diag.Diagnostic) {
	t.Helper()
	var have []string
	for _, d := range got {
		have = append(have, wanted{d.Span.File, d.Span.Start.Line, d.Rule, d.Severity}.String()+"\t"+d.Message)
	}
	var asked []string
	for _, w := range want {
		asked = append(asked, w.String())
	}
	for _, w := range asked {
		i := slices.IndexFunc(have, func(h string) bool { return strings.HasPrefix(h, w+"\t") })
		if i < 0 {
			t.Errorf("missing:  %s", w)
			continue
		}
		have = slices.Delete(have, i, i+1)
	}
	for _, h := range have {
		t.Errorf("unwanted: %s", h)
	}
}

// TestArchives lints the scripts of testdata/lint. Files below lib/ are libraries
// that the others include. A file "x.lua.fixed" is x.lua after all its fixes.
func TestArchives(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join(archives, "*.txtar"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no archives in %s: %v", archives, err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			files := fstest.MapFS{}
			for _, f := range archive.Files {
				files[f.Name] = &fstest.MapFile{Data: f.Data}
			}
			for i := range archive.Files {
				f := &archive.Files[i]
				switch {
				case strings.HasPrefix(f.Name, "lib/"):
				case strings.HasSuffix(f.Name, ".lua"):
					t.Run(f.Name, func(t *testing.T) { checkArchived(t, files, f) })
				case strings.HasSuffix(f.Name, ".fixed"):
					t.Run(f.Name, func(t *testing.T) { checkFixed(t, files, f) })
				default:
					t.Errorf("%s: expected .lua or .lua.fixed", f.Name)
				}
			}
			if *update {
				if err := os.WriteFile(path, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

func checkArchived(t *testing.T, files fstest.MapFS, f *txtar.File) {
	s, got := lintFile(t, files, f.Name, archivedTargets(f.Data)...)
	want := wantedIn(t, f.Name, f.Data)
	for i, seg := range s.Segments {
		first := slices.IndexFunc(s.Segments, func(o parser.Segment) bool { return o.Name == seg.Name }) == i
		if lib, ok := files[seg.Name]; ok && seg.Name != f.Name && first {
			want = append(want, wantedIn(t, seg.Name, lib.Data)...)
		}
	}
	compareWanted(t, want, got)
}

func archivedTargets(text []byte) []string {
	if m := targetsComment.FindSubmatch(text); m != nil {
		return strings.Fields(string(m[1]))
	}
	return nil
}

func checkFixed(t *testing.T, files fstest.MapFS, f *txtar.File) {
	name := strings.TrimSuffix(f.Name, ".fixed")
	source, ok := files[name]
	if !ok {
		t.Fatalf("there is no %s", name)
	}
	_, found := lintFile(t, files, name, archivedTargets(source.Data)...)
	got := applyFixes(t, source.Data, found)
	if *update {
		f.Data = got
		return
	}
	if !bytes.Equal(got, f.Data) {
		t.Errorf("after the fixes:\n%s\nwant:\n%s", got, f.Data)
	}
}

// applyFixes makes the edits of all findings, the last one first.
func applyFixes(t *testing.T, text []byte, found []diag.Diagnostic) []byte {
	t.Helper()
	var edits []diag.Edit
	for _, d := range found {
		if d.Fix != nil {
			edits = append(edits, d.Fix.Edits...)
		}
	}
	slices.SortStableFunc(edits, func(a, b diag.Edit) int { return b.Span.Start.Offset - a.Span.Start.Offset })
	text = slices.Clone(text)
	for _, e := range edits {
		text = slices.Replace(text, e.Span.Start.Offset, e.Span.End.Offset, []byte(e.NewText)...)
	}
	return text
}
