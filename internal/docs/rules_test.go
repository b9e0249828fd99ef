package docs

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/gosource/golint/golinttest"
	"github.com/luagen/luagen/internal/cli"
	"github.com/luagen/luagen/lint"
	"github.com/luagen/luagen/parser"
)

// TestRulePages compares docs/rules with the rules; -update writes it.
func TestRulePages(t *testing.T) {
	const dir = "../../docs/rules"
	rules := cli.Rules()
	pages := map[string][]byte{"README.md": indexPage(rules)}
	for _, r := range rules {
		var bad []diag.Diagnostic
		if r.Doc.Bad != "" {
			bad = lintExample(t, r)
		}
		pages[r.Name+".md"] = rulePage(r, bad)
	}
	if *update {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		for name, page := range pages {
			if err := os.WriteFile(filepath.Join(dir, name), page, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, page := range pages {
		got, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil || !bytes.Equal(got, page) {
			t.Errorf("docs/rules/%s differs from the rules; run go test ./internal/docs -run TestRulePages -update", name)
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if _, ok := pages[e.Name()]; !ok {
			t.Errorf("docs/rules/%s belongs to no rule; remove it", e.Name())
		}
	}
}

// lintExample is what is found in a rule's bad example.
func lintExample(t *testing.T, r diag.Rule) []diag.Diagnostic {
	t.Helper()
	if r.Doc.Language == diag.Go {
		return golinttest.Example(t, r.Doc.Bad)
	}
	loader := parser.Loader{FS: fstest.MapFS{"script.lua": {Data: []byte(r.Doc.Bad)}}}
	s, reported := loader.Load("script.lua")
	cfg := lint.Config{Reported: reported}
	for _, text := range r.Doc.Targets {
		target, err := lint.ParseTarget(text)
		if err != nil {
			t.Fatal(err)
		}
		cfg.Targets = append(cfg.Targets, target)
	}
	return lint.Run(s, analysis.Analyze(s), cfg)
}

// rulePage is a rule's page in docs/rules; bad is what is found in its bad example.
func rulePage(r diag.Rule, bad []diag.Diagnostic) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s: %s.\n", r.Name, severityName(r.Severity), r.Doc.Title)
	if r.Doc.Bad != "" {
		b.WriteString("\n## Avoid\n\n")
		if len(r.Doc.Targets) > 0 {
			fmt.Fprintf(&b, "With `targets: [%s]` in luagen.yaml:\n\n", strings.Join(r.Doc.Targets, ", "))
		}
		fmt.Fprintf(&b, "```%s\n%s```\n\n", r.Doc.Language, r.Doc.Bad)
		for _, d := range bad {
			fmt.Fprintf(&b, "> line %d, column %d: %s: %s\n", d.Span.Start.Line, d.Span.Start.Column, d.Severity, d.Message)
		}
		if r.Doc.Fails != "" {
			fmt.Fprintf(&b, "\nRedis answers `%s`\n", r.Doc.Fails)
		}
		fmt.Fprintf(&b, "\n## Prefer\n\n```%s\n%s```\n", r.Doc.Language, r.Doc.Good)
	}
	fmt.Fprintf(&b, "\n## Why\n\n%s\n", r.Doc.Text)
	b.WriteString("\n## Configuration\n\n")
	if r.Fixed {
		b.WriteString("The findings of this rule cannot be suppressed, and their severity cannot be configured.\n")
	} else {
		fmt.Fprintf(&b, "`lint: {%s: off}` in luagen.yaml switches the rule off; hint, warning and error are its other severities. `%s reason` suppresses one finding.\n", r.Name, r.Suppression())
	}
	if r.Doc.Config != "" {
		fmt.Fprintf(&b, "\n%s\n", r.Doc.Config)
	}
	return []byte(b.String())
}

// indexPage is docs/rules/README.md.
func indexPage(rules []diag.Rule) []byte {
	var b strings.Builder
	b.WriteString("# Rules\n\n")
	b.WriteString("What luagen reports, `luagen lint` most of it; `luagen explain RULE` prints a rule's page. The pages are generated from the rules.\n\n")
	b.WriteString("An error: when the line runs, Redis refuses it, it raises, or its reply is wrong. A warning is probably a mistake.\n\n")
	b.WriteString("| rule | severity | finds |\n| --- | --- | --- |\n")
	for _, r := range rules {
		fmt.Fprintf(&b, "| [%s](%s.md) | %s | %s |\n", r.Name, r.Name, r.Severity, strings.ReplaceAll(r.Doc.Title, "|", `\|`))
	}
	return []byte(b.String())
}

// severityName is a severity at the beginning of a sentence.
func severityName(s diag.Severity) string {
	name := s.String()
	return strings.ToUpper(name[:1]) + name[1:]
}
