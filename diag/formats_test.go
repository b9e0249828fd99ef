package diag

import (
	"encoding/json"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func findings(t *testing.T) ([]Diagnostic, Source) {
	t.Helper()
	span, source := at(t, "scripts/a b.lua", "-- é𝄞\nlocal é𝄞 = «KEYS»[1]\n")
	return []Diagnostic{
		{Span: span, Severity: Error, Rule: "key-out-of-range", Message: "100%, <b>\nnew: line",
			Related:     []Related{{Span: span, Message: "declared here"}},
			Fix:         &Fix{Message: "remove it", Edits: []Edit{{Span: span, NewText: "ARGV"}}},
			Suggestions: []Fix{{Message: "name it", Edits: []Edit{{Span: span, NewText: "KEYS[2]"}}}}},
		{Span: Span{File: "/abs/c:d,e.lua"}, Severity: Note, Rule: "not-a-script", Message: "no annotation"},
		{Span: span, Severity: Hint, Rule: "deprecated-command", Message: "old"},
		{Span: span, Severity: Warning, Rule: "unused-key", Message: "unread"},
	}, source
}

func TestWriteJSON(t *testing.T) {
	ds, _ := findings(t)
	var b strings.Builder
	if err := WriteJSON(&b, ds); err != nil {
		t.Fatal(err)
	}
	golden(t, "findings.json", b.String())
}

func TestWriteJSONEmpty(t *testing.T) {
	var b strings.Builder
	if err := WriteJSON(&b, nil); err != nil {
		t.Fatal(err)
	}
	compare(t, b.String(), "[]\n")
}

func TestWriteGitHub(t *testing.T) {
	ds, _ := findings(t)
	ds[3].Span.End.Line++
	var b strings.Builder
	if err := WriteGitHub(&b, ds); err != nil {
		t.Fatal(err)
	}
	golden(t, "findings.github", b.String())
}

func TestWriteSARIF(t *testing.T) {
	ds, source := findings(t)
	var b strings.Builder
	tool := Tool{Version: "v1.2.3", URL: "https://example.com", Rules: []Rule{
		{Name: "key-out-of-range", Severity: Error, Doc: Doc{Title: "a key too many", Text: "Declare it.", Bad: "bad\n", Good: "good\n"}},
	}}
	if err := WriteSARIF(&b, ds, tool, source); err != nil {
		t.Fatal(err)
	}
	golden(t, "findings.sarif", b.String())
	report, err := sarif.FromString(b.String())
	if err != nil {
		t.Fatal(err)
	}
	// The reader leaves these empty where they are not given, which its schema refuses.
	run := report.Runs[0]
	run.Language, run.Tool.Driver.Language, run.NewlineSequences = "en-US", "en-US", []string{"\n"}
	if err := report.Validate(); err != nil {
		t.Errorf("not SARIF 2.1.0: %v", err)
	}
}

// TestHostileText puts what a terminal acts upon into everything that a report shows: no
// format passes it on, and the programs' formats keep what it was.
func TestHostileText(t *testing.T) {
	hostile := "\x1b[2J\x9b\u009b1m\u202ecod\u2066e\u200b\x7f\x00\r\a\u2028\ufeff\U000e0001 é𝄞\tx\xff"
	span, source := at(t, "a"+hostile+".lua", "x = «1»"+hostile)
	ds := []Diagnostic{{
		Span: span, Severity: Error, Rule: "rule", Message: "found " + hostile + "\nand " + hostile,
		Related: []Related{{Span: span, Message: hostile}},
		Fix:     &Fix{Message: hostile, Edits: []Edit{{Span: span, NewText: hostile}}},
	}}
	tool := Tool{Version: "v1", URL: "https://example.com", Rules: []Rule{{Name: "rule", Severity: Error, Doc: Doc{Title: hostile, Text: hostile, Bad: hostile, Good: hostile}}}}
	for format, write := range map[string]func(io.Writer) error{
		"text":   func(w io.Writer) error { return TextPrinter{Source: source}.Print(w, ds) },
		"json":   func(w io.Writer) error { return WriteJSON(w, ds) },
		"sarif":  func(w io.Writer) error { return WriteSARIF(w, ds, tool, source) },
		"github": func(w io.Writer) error { return WriteGitHub(w, ds) },
	} {
		var b strings.Builder
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		if !utf8.ValidString(b.String()) {
			t.Errorf("%s: not UTF-8", format)
		}
		for _, r := range b.String() {
			if r != '\n' && r != '\t' && !unicode.IsPrint(r) {
				t.Errorf("%s: passes %U on", format, r)
			}
		}
	}
	var b strings.Builder
	if err := WriteJSON(&b, ds); err != nil {
		t.Fatal(err)
	}
	var back []finding
	if err := json.Unmarshal([]byte(b.String()), &back); err != nil {
		t.Fatal(err)
	}
	if want := strings.ToValidUTF8(ds[0].Message, "\ufffd"); back[0].Message != want {
		t.Errorf("JSON gives %q back, want %q", back[0].Message, want)
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s: got\n%s\nwant\n%s", file, got, want)
	}
}
