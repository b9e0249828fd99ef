package parser

import (
	"fmt"

	"github.com/luagen/luagen/diag"
)

// The rules under which this package reports.
const (
	// RuleSyntax is for text that Redis would refuse to compile, the shebang included.
	RuleSyntax = "syntax"
	// RuleAnnotation is for annotations: tags, names, repetitions, forms.
	RuleAnnotation = "annotation"
	// RuleType is for types of the annotation language and where they may appear.
	RuleType = "type"
	// RuleInclude is for @include and for what a library may hold.
	RuleInclude = "include"
	// RuleImport is for @import and the Go types that need one.
	RuleImport = "import"
	// RuleCrossSlot is for key templates that can never share a cluster slot.
	RuleCrossSlot = "cross-slot"
	// RuleFile is for a script that cannot be read.
	RuleFile = "file"
)

// maxFindings bounds what is reported about one script.
const maxFindings = 1000

// report collects findings.
type report struct {
	found []diag.Diagnostic
}

func (r *report) errorf(at diag.Span, rule, format string, args ...any) *diag.Diagnostic {
	return r.add(at, diag.Error, rule, fmt.Sprintf(format, args...))
}

func (r *report) warnf(at diag.Span, rule, format string, args ...any) {
	r.add(at, diag.Warning, rule, fmt.Sprintf(format, args...))
}

func (r *report) add(at diag.Span, s diag.Severity, rule, message string) *diag.Diagnostic {
	switch len(r.found) {
	case maxFindings:
		s, rule, message = diag.Error, RuleAnnotation, "too many problems: those after this one are not reported"
	case maxFindings + 1:
		return &diag.Diagnostic{}
	}
	r.found = append(r.found, diag.Diagnostic{Span: at, Severity: s, Rule: rule, Message: escaped(message)})
	return &r.found[len(r.found)-1]
}

// replacement is the change of a word into the one that is probably meant.
func replacement(at diag.Span, from, to string) diag.Fix {
	return diag.Fix{Message: "replace " + from + " by " + to, Edits: []diag.Edit{{Span: at, NewText: to}}}
}

// relate adds a second place to a finding just made.
func relate(d *diag.Diagnostic, at diag.Span, message string) {
	d.Related = append(d.Related, diag.Related{Span: at, Message: message})
}
