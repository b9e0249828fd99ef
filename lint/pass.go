package lint

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/infer"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/parser/syntax"
)

// pass is one run of the rules over one script.
type pass struct {
	script *parser.Script
	facts  *analysis.Facts
	cfg    *Config
	keys   *declared // what the header says about KEYS
	args   *declared // and about ARGV
	// returns is the type of @returns, a bare tuple filled in; nil without one, and for a bare
	// tuple of a script that returns no array.
	returns      parser.Type
	bare         infer.Returns // returns, and what of it is made up for a bare tuple
	brokenHeader bool          // the parser has found errors in the header
	unlocked     bool          // a comment tells Dragonfly to allow keys outside of KEYS
	rule         *Rule         // the rule that runs
	lists        *lists        // see listsOf
	resp3        bool          // the script calls redis.setresp(3): see speaksRESP3
	found        []diag.Diagnostic
	walked       *walked                               // what walk returns; nil until it is asked
	ifs          map[*syntax.CallExpr][]*syntax.IfStmt // see ifsAround; nil until it is asked
}

// report adds a finding of the running rule at a range of the script's text, with
// the rule's severity. The finding may be completed until the next one is reported.
func (p *pass) report(at syntax.Range, format string, args ...any) *diag.Diagnostic {
	if p.facts.Damage.Covers(at) {
		return &diag.Diagnostic{} // nobody knows what stands there
	}
	return p.reportSpan(p.script.Span(at), format, args...)
}

// reportSpan is report for a place in the header.
func (p *pass) reportSpan(at diag.Span, format string, args ...any) *diag.Diagnostic {
	p.found = append(p.found, diag.Diagnostic{
		Span:     at,
		Severity: p.rule.Severity,
		Rule:     p.rule.Name,
		Message:  fmt.Sprintf(format, args...),
	})
	return &p.found[len(p.found)-1]
}

// warn is report for a finding that is probable rather than certain.
func (p *pass) warn(at syntax.Range, format string, args ...any) *diag.Diagnostic {
	d := p.report(at, format, args...)
	d.Severity = min(d.Severity, diag.Warning)
	return d
}

// source is the text of a node.
func (p *pass) source(n syntax.Node) string {
	r := n.Span()
	return string(p.script.Text[r.From:r.To])
}

// short is the text of a node for a message: on one line and not too long.
func (p *pass) short(n syntax.Node) string {
	const longest = 40
	r := n.Span()
	text := p.script.Text[r.From:r.To]
	for i, c := range text {
		if c == '\n' || c == '\r' || i >= longest && utf8.RuneStart(c) {
			return string(text[:i]) + "…"
		}
	}
	return string(text)
}

// replace is an edit of the script's text. Where the new text would run into a word beside
// it, a blank sets them apart.
func (p *pass) replace(at syntax.Range, text string) diag.Edit {
	src := p.script.Text
	if text == "" {
		return diag.Edit{Span: p.script.Span(at)}
	}
	if at.From > 0 && inWord(text[0]) && inWord(src[at.From-1]) {
		text = " " + text
	}
	if at.To < len(src) && inWord(text[len(text)-1]) && inWord(src[at.To]) {
		text += " "
	}
	return diag.Edit{Span: p.script.Span(at), NewText: text}
}

// inWord reports whether a byte is part of a name or a number, so that two of them must
// not meet.
func inWord(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

// insert is an edit that adds text before an offset of the script's text.
func (p *pass) insert(offset int, text string) diag.Edit {
	return p.replace(syntax.Range{From: offset, To: offset}, text)
}

// included reports whether a range of the text was pasted from another file.
func (p *pass) included(at syntax.Range) bool {
	return len(p.script.Segments) > 1 && p.script.Span(at).File != p.script.File
}

// brief is a text up to the end of its first line, for messages.
func brief(text string) string {
	line, _, more := strings.Cut(text, "\n")
	if more {
		line += "…"
	}
	return line
}
