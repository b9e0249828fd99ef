package replay

import (
	"fmt"
	"slices"

	"github.com/alicebob/miniredis/v2"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser"
)

// RuleEmbedded is the rule under which Unsupported reports.
const RuleEmbedded = "embedded"

// Rules returns the one rule under which this package reports.
func Rules() []diag.Rule {
	return []diag.Rule{{Name: RuleEmbedded, Severity: diag.Error, Fixed: true, Doc: diag.Doc{
		Title: "what the embedded server of \"luagen run\" does not have",
		Text: "It runs scripts in Go, without shebang lines, the libraries bit, struct and cmsgpack, and some functions. " +
			"Redis has them: run the script there, with --redis URL.",
	}}}
}

// StartEmbedded starts a server inside this process, for trying a script. It is not
// Redis: see Unsupported.
func StartEmbedded() (*miniredis.Miniredis, error) {
	m := miniredis.NewMiniRedis()
	if err := m.Start(); err != nil {
		return nil, fmt.Errorf("cannot start the embedded server: %w", err)
	}
	return m, nil
}

// Unsupported reports what a script uses that the embedded server lacks. Its Lua is
// another implementation than Redis's, without its libraries for bits and packing.
func Unsupported(s *parser.Script, facts *analysis.Facts) []diag.Diagnostic {
	var ds []diag.Diagnostic
	report := func(at diag.Span, what string) {
		ds = append(ds, diag.Diagnostic{
			Span: at, Severity: diag.Error, Rule: RuleEmbedded,
			Message: "the embedded server has no " + what + "; run on a real one with --redis URL",
		})
	}
	if s.Shebang != nil {
		report(s.Shebang.Span, "shebang lines")
	}
	for _, g := range facts.Globals {
		switch g.Name {
		case "bit", "struct", "cmsgpack":
			report(s.Span(g.Expr.Span()), g.Name+" library")
		}
	}
	has := []string{
		"call", "pcall", "error_reply", "status_reply", "log", "sha1hex", "replicate_commands", "set_repl", "setresp",
		"LOG_DEBUG", "LOG_VERBOSE", "LOG_NOTICE", "LOG_WARNING",
	}
	for _, m := range facts.Members {
		if m.Member != nil && m.Member.Library == "redis" && !slices.Contains(has, m.Name) && m.Expr != nil {
			report(s.Span(m.Expr.Span()), m.String())
		}
	}
	return diag.Sort(ds)
}
