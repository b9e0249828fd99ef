package lint

import (
	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/parser/syntax"
)

// Pass is one run of a rule over one script, as a rule of another package sees it.
type Pass struct{ p *pass }

// Script is the script; it is only read.
func (p Pass) Script() *parser.Script { return p.p.script }

// Facts are what the analysis found out about the script; they are only read.
func (p Pass) Facts() *analysis.Facts { return p.p.facts }

// Returns is the type of @returns, a bare tuple filled in; nil without one, and when the
// script does not settle it.
func (p Pass) Returns() parser.Type { return p.p.returns }

// Targets are the servers on which the script must run.
func (p Pass) Targets() []Target { return p.p.cfg.Targets }

// Report adds a finding of the rule at a range of the script's text, with the rule's
// severity. It may be completed, with fixes and related places, until the next report.
func (p Pass) Report(at syntax.Range, message string) *diag.Diagnostic {
	return p.p.report(at, "%s", message)
}

// ReportSpan is Report for a place in the header.
func (p Pass) ReportSpan(at diag.Span, message string) *diag.Diagnostic {
	return p.p.reportSpan(at, "%s", message)
}

// Replace is an edit of the script's text for a fix. Where the new text would run into a
// word beside it, a blank sets them apart.
func (p Pass) Replace(at syntax.Range, text string) diag.Edit { return p.p.replace(at, text) }
