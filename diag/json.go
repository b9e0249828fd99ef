package diag

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"unicode"
	"unicode/utf16"
)

// finding is a Diagnostic as JSON reports it.
type finding struct {
	jsonSpan
	Rule        string      `json:"rule"`
	Severity    string      `json:"severity"`
	Message     string      `json:"message"`
	Fix         *jsonFix    `json:"fix,omitempty"`         // certain to be right
	Suggestions []jsonFix   `json:"suggestions,omitempty"` // one of them may be meant
	Related     []jsonPlace `json:"related,omitempty"`
}

// jsonSpan is a range of a file; columns count bytes from 1, the end is excluded,
// and an unknown position is 0.
type jsonSpan struct {
	File      string `json:"file"`
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndLine   int    `json:"endLine"`
	EndColumn int    `json:"endColumn"`
}

type jsonPlace struct {
	jsonSpan
	Message string `json:"message"`
}

type jsonFix struct {
	Message string     `json:"message"`
	Edits   []jsonEdit `json:"edits"`
}

type jsonEdit struct {
	jsonSpan
	NewText string `json:"newText"`
}

func spanJSON(s Span) jsonSpan {
	return jsonSpan{File: s.File, Line: s.Start.Line, Column: s.Start.Column, EndLine: s.End.Line, EndColumn: s.End.Column}
}

func fixJSON(f Fix) jsonFix {
	fix := jsonFix{Message: f.Message, Edits: make([]jsonEdit, len(f.Edits))}
	for i, e := range f.Edits {
		fix.Edits[i] = jsonEdit{jsonSpan: spanJSON(e.Span), NewText: e.NewText}
	}
	return fix
}

// WriteJSON writes ds as one JSON array, in the order given; no findings are "[]".
func WriteJSON(w io.Writer, ds []Diagnostic) error {
	findings := make([]finding, len(ds))
	for i, d := range ds {
		findings[i] = finding{
			jsonSpan: spanJSON(d.Span),
			Rule:     d.Rule,
			Severity: d.Severity.String(),
			Message:  d.Message,
		}
		if d.Fix != nil {
			fix := fixJSON(*d.Fix)
			findings[i].Fix = &fix
		}
		for _, f := range d.Suggestions {
			findings[i].Suggestions = append(findings[i].Suggestions, fixJSON(f))
		}
		for _, r := range d.Related {
			findings[i].Related = append(findings[i].Related, jsonPlace{jsonSpan: spanJSON(r.Span), Message: r.Message})
		}
	}
	return encodeJSON(w, findings)
}

// encodeJSON writes v as indented JSON. What a terminal might act upon is escaped, as
// JSON may: control characters and those that turn the direction of text.
func encodeJSON(w io.Writer, v any) error {
	var plain bytes.Buffer
	enc := json.NewEncoder(&plain)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		return err
	}
	var b bytes.Buffer
	for _, r := range plain.String() {
		if r == '\n' || unicode.IsPrint(r) {
			b.WriteRune(r)
			continue
		}
		for _, unit := range utf16.AppendRune(nil, r) {
			fmt.Fprintf(&b, "\\u%04x", unit)
		}
	}
	_, err := w.Write(b.Bytes())
	return err
}
