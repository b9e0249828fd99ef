// Package diag is the one form in which luagen reports anything about a script:
// a span of source, a severity, a rule, a message, related places and, where it
// is certain, a fix.
//
// The packages parser, analysis, lint and generator find the problems; internal/cli
// decides where a report goes.
package diag

import (
	"cmp"
	"slices"
)

// Pos is a place in a source file.
type Pos struct {
	Offset int // bytes from the start of the file, 0-based
	Line   int // 1-based; 0 when the position is unknown
	Column int // bytes from the start of the line, 1-based
}

// Span is a half-open range of one source file.
type Span struct {
	File  string // path as shown to people, slash-separated
	Start Pos    // first byte
	End   Pos    // one past the last byte; equal to Start for a point
}

// Severity says how certain and how severe a finding is.
type Severity int

// The severities, from the least to the gravest.
const (
	// Note informs: nothing is wrong ("x.lua has no annotations; passed over").
	Note Severity = iota
	// Hint suggests an improvement.
	Hint
	// Warning is probably a mistake.
	Warning
	// Error: when the line runs, Redis refuses it, it raises, or its reply is wrong.
	Error
)

// String returns the severity's name in lower case, as reports print it.
func (s Severity) String() string {
	switch s {
	case Note:
		return "note"
	case Hint:
		return "hint"
	case Warning:
		return "warning"
	default:
		return "error"
	}
}

// Related is a second place that explains a finding ("first declared here").
type Related struct {
	Span    Span
	Message string
}

// Edit replaces the text of a span; an empty span inserts.
type Edit struct {
	Span    Span
	NewText string
}

// Fix is a change of the source.
type Fix struct {
	Message string // what the fix does: "wrap in tonumber()"
	Edits   []Edit // non-overlapping
}

// Diagnostic is one finding.
type Diagnostic struct {
	Span     Span
	Severity Severity
	Rule     string // kebab-case name, e.g. "missing-tonumber"; never empty
	Message  string // what was found, what was expected, what to do; no final period or newline
	Related  []Related
	Fix      *Fix // the change that is certain to be right, which "lint --fix" makes; nil without one
	// Suggestions are changes of which one may be meant, the likeliest first: for a person
	// to choose from, never made unasked.
	Suggestions []Fix
}

// fixes are all changes that d proposes, the certain one first.
func (d Diagnostic) fixes() []Fix {
	if d.Fix == nil {
		return d.Suggestions
	}
	return append([]Fix{*d.Fix}, d.Suggestions...)
}

// Sort sorts ds in place by file and position, at one position the gravest first and
// then by rule and message. It returns ds without exact repetitions, which come from a
// library linted through two scripts.
func Sort(ds []Diagnostic) []Diagnostic {
	slices.SortStableFunc(ds, func(a, b Diagnostic) int {
		return cmp.Or(
			cmp.Compare(a.Span.File, b.Span.File),
			cmp.Compare(a.Span.Start.Line, b.Span.Start.Line),
			cmp.Compare(a.Span.Start.Column, b.Span.Start.Column),
			cmp.Compare(b.Severity, a.Severity),
			cmp.Compare(a.Rule, b.Rule),
			cmp.Compare(a.Message, b.Message),
			cmp.Compare(a.Span.End.Offset, b.Span.End.Offset),
		)
	})
	return slices.CompactFunc(ds, func(a, b Diagnostic) bool {
		return a.Span == b.Span && a.Severity == b.Severity && a.Rule == b.Rule && a.Message == b.Message
	})
}

// HasErrors reports whether any finding is an Error.
func HasErrors(ds []Diagnostic) bool {
	return slices.ContainsFunc(ds, func(d Diagnostic) bool { return d.Severity == Error })
}
