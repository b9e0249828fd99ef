package lint_test

import (
	"testing"
	"testing/fstest"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/lint"
	"github.com/luagen/luagen/parser"
)

// TestNewRule adds a rule from outside: it reports, offers several fixes, is suppressed and
// configured as luagen's own are.
func TestNewRule(t *testing.T) {
	noKeys := lint.NewRule(diag.Rule{Name: "acme-no-set", Severity: diag.Warning}, func(p lint.Pass) {
		for _, c := range p.Facts().Calls {
			if c.Name != "SET" {
				continue
			}
			d := p.Report(c.Expr.Span(), "SET without an expiry")
			d.Suggestions = []diag.Fix{
				{Message: "use SETEX", Edits: []diag.Edit{p.Replace(c.Expr.Span(), "x")}},
				{Message: "remove it", Edits: []diag.Edit{p.Replace(c.Expr.Span(), "")}},
			}
		}
	})
	text := "--@keys k\n" +
		"redis.call('SET', KEYS[1], 1)\n" +
		"redis.call('SET', KEYS[1], 2) --lint:ignore acme-no-set it stays\n"
	run := func(severities map[string]diag.Severity) []diag.Diagnostic {
		loader := parser.Loader{FS: fstest.MapFS{"a.lua": {Data: []byte(text)}}}
		s, reported := loader.Load("a.lua")
		return lint.Run(s, analysis.Analyze(s), lint.Config{Reported: reported, Extra: []*lint.Rule{noKeys}, Severities: severities})
	}
	found := run(nil)
	if len(found) != 1 || found[0].Rule != "acme-no-set" || found[0].Span.Start.Line != 2 || found[0].Severity != diag.Warning || len(found[0].Suggestions) != 2 {
		t.Fatalf("got %+v, want one warning in line 2 with two suggestions", found)
	}
	if e := found[0].Suggestions[1].Edits[0]; e.NewText != "" || e.Span != found[0].Span {
		t.Errorf("the removal is %+v", e)
	}
	if found := run(map[string]diag.Severity{"acme-no-set": diag.Error}); len(found) != 1 || found[0].Severity != diag.Error {
		t.Errorf("configured as an error: got %+v", found)
	}
}
