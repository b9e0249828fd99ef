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
		Text: "The embedded server runs scripts in Go. It lacks shebang lines, the libraries bit, struct and cmsgpack, and some functions. " +
			"Its cjson treats some values differently from Redis's, which is a warning. " +
			"Redis has all of this: run the script there, with --redis URL.",
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

// embedded are the members that the embedded server has of the libraries of which it lacks
// some.
var embedded = map[string][]string{
	"cjson": {"decode", "encode"},
	"redis": {
		"call", "pcall", "error_reply", "status_reply", "log", "sha1hex", "replicate_commands", "set_repl", "setresp",
		"LOG_DEBUG", "LOG_VERBOSE", "LOG_NOTICE", "LOG_WARNING",
	},
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
	for _, m := range facts.Members {
		if m.Member == nil || m.Expr == nil {
			continue
		}
		if has, some := embedded[m.Member.Library]; some && !slices.Contains(has, m.Name) {
			report(s.Span(m.Expr.Span()), m.String())
		}
	}
	return diag.Sort(ds)
}

// differences are what functions of the embedded server do otherwise than Redis's.
var differences = map[string]string{
	"cjson.encode": "an empty table is [] and not {}, a number keeps all its digits where Redis writes 14 and e+15, " +
		"text has \\u003c for < and / for \\/, and a table with gaps or with keys of two kinds gives nil and a message where Redis " +
		"writes null or an object, or raises an error",
	"cjson.decode": "null is nil and not cjson.null, and text that is not JSON gives nil and a message where Redis raises an error",
}

// Differences warns of what a script uses that the embedded server has, but not as Redis
// does: each function once.
func Differences(s *parser.Script, facts *analysis.Facts) []diag.Diagnostic {
	var ds []diag.Diagnostic
	told := map[string]bool{}
	for _, m := range facts.Members {
		name := m.String()
		if differs := differences[name]; differs != "" && m.Expr != nil && !told[name] {
			told[name] = true
			ds = append(ds, diag.Diagnostic{
				Span: s.Span(m.Expr.Span()), Severity: diag.Warning, Rule: RuleEmbedded,
				Message: "the embedded server's " + name + " is not Redis's: " + differs + "; run on a real one with --redis URL",
			})
		}
	}
	return diag.Sort(ds)
}
