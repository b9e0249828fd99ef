// Package action proposes changes of a script: what its findings carry, comments that suppress
// them, and the header that it should have.
package action

import (
	"bytes"
	"cmp"
	"slices"
	"unicode"
	"unicode/utf8"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/infer"
	"github.com/luagen/luagen/server/source"
)

// Kind is the kind of an action.
type Kind int

// The kinds.
const (
	Fix      Kind = iota // of one finding
	Suppress             // one finding
	Rewrite              // the header
	FixAll               // what is certain
)

// Action is a change that somebody may choose.
type Action struct {
	Title   string
	Kind    Kind
	Finding *diag.Diagnostic // what it is about; nil for none
	// Sure is set for a change that is certain to be right.
	Sure  bool
	Edits []diag.Edit
}

// Fixes are the changes that findings of a file carry, and those that suppress them there.
func Fixes(found []diag.Diagnostic, rules []diag.Rule, suppress Suppression) []Action {
	var all []Action
	for i := range found {
		d := &found[i]
		if d.Fix != nil {
			all = append(all, Action{Title: title(d.Fix.Message), Kind: Fix, Finding: d, Sure: true, Edits: d.Fix.Edits})
		}
		for _, s := range d.Suggestions {
			all = append(all, Action{Title: title(s.Message), Kind: Fix, Finding: d, Edits: s.Edits})
		}
	}
	for i := range found {
		d := &found[i]
		r := slices.IndexFunc(rules, func(r diag.Rule) bool { return r.Name == d.Rule })
		if r < 0 || rules[r].Fixed && d.Severity == diag.Error {
			continue
		}
		if edit, ok := suppress(d, rules[r]); ok {
			all = append(all, Action{Title: "Suppress " + d.Rule + " here", Kind: Suppress, Finding: d, Edits: []diag.Edit{edit}})
		}
	}
	return all
}

// All is every change that is certain to be right, those apart that overlap an earlier one.
func All(found []diag.Diagnostic) (Action, bool) {
	a := Action{Title: "Make all changes that are certain to be right", Kind: FixAll, Sure: true}
	for _, d := range found {
		if d.Fix == nil {
			continue
		}
		overlaps := slices.ContainsFunc(d.Fix.Edits, func(e diag.Edit) bool {
			return slices.ContainsFunc(a.Edits, func(o diag.Edit) bool {
				return o.Span.File == e.Span.File && o.Span.Start.Offset <= e.Span.End.Offset && e.Span.Start.Offset <= o.Span.End.Offset
			})
		})
		if !overlaps {
			a.Edits = append(a.Edits, d.Fix.Edits...)
		}
	}
	slices.SortStableFunc(a.Edits, func(x, y diag.Edit) int { return cmp.Compare(x.Span.Start.Offset, y.Span.Start.Offset) })
	return a, len(a.Edits) > 0
}

// Header writes the header that a script should have, or what its header lacks.
func Header(s source.Script) (Action, bool) {
	p := infer.Propose(s.Script, s.Facts)
	if p.Skipped != "" || len(p.Lines) == 0 {
		return Action{}, false
	}
	edit, ok := Difference(s.File, s.Source, p.Apply(s.Source))
	name := "Write the inferred header"
	if s.Annotated {
		name = "Add to the header what it lacks"
	}
	return Action{Title: name, Kind: Rewrite, Edits: []diag.Edit{edit}}, ok
}

// Difference is the change that makes one text of another; ok is false when they are the same.
func Difference(file string, before, after []byte) (edit diag.Edit, ok bool) {
	if bytes.Equal(before, after) {
		return diag.Edit{}, false
	}
	from := 0
	for from < len(before) && from < len(after) && before[from] == after[from] {
		from++
	}
	for from > 0 && from < len(before) && !utf8.RuneStart(before[from]) || from > 0 && from < len(after) && !utf8.RuneStart(after[from]) {
		from--
	}
	end := 0
	for end < len(before)-from && end < len(after)-from && before[len(before)-1-end] == after[len(after)-1-end] {
		end++
	}
	for end > 0 && !utf8.RuneStart(before[len(before)-end]) {
		end--
	}
	return diag.Edit{
		Span:    diag.Span{File: file, Start: diag.Pos{Offset: from}, End: diag.Pos{Offset: len(before) - end}},
		NewText: string(after[from : len(after)-end]),
	}, true
}

// title is a message as the name of an action.
func title(message string) string {
	r, size := utf8.DecodeRuneInString(message)
	return string(unicode.ToUpper(r)) + message[size:]
}
