package diag

import (
	"encoding/json"
	"io"
)

// finding is a Diagnostic as JSON reports it. Columns count bytes from 1, and an
// unknown position is 0.
type finding struct {
	File      string `json:"file"`
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndLine   int    `json:"endLine"`
	EndColumn int    `json:"endColumn"`
	Rule      string `json:"rule"`
	Severity  string `json:"severity"`
	Message   string `json:"message"`
}

// WriteJSON writes ds as one JSON array, in the order given; no findings are "[]".
func WriteJSON(w io.Writer, ds []Diagnostic) error {
	findings := make([]finding, len(ds))
	for i, d := range ds {
		findings[i] = finding{
			File:      d.Span.File,
			Line:      d.Span.Start.Line,
			Column:    d.Span.Start.Column,
			EndLine:   d.Span.End.Line,
			EndColumn: d.Span.End.Column,
			Rule:      d.Rule,
			Severity:  d.Severity.String(),
			Message:   d.Message,
		}
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(findings)
}
