package diag

import (
	"slices"
	"testing"
)

func TestSort(t *testing.T) {
	at := func(file string, line, column int) Span {
		p := Pos{Line: line, Column: column}
		return Span{File: file, Start: p, End: p}
	}
	sorted := []Diagnostic{
		{Span: Span{File: "a.lua"}, Severity: Note, Rule: "x"}, // of the file as a whole
		{Span: at("a.lua", 2, 1), Severity: Error, Rule: "x"},
		{Span: at("a.lua", 2, 9), Severity: Error, Rule: "z"}, // the graver first
		{Span: at("a.lua", 2, 9), Severity: Warning, Rule: "a", Message: "1"},
		{Span: at("a.lua", 2, 9), Severity: Warning, Rule: "a", Message: "2"},
		{Span: at("a.lua", 2, 9), Severity: Warning, Rule: "b", Message: "1"},
		{Span: at("a.lua", 10, 1), Severity: Error, Rule: "x"},
		{Span: at("b.lua", 1, 1), Severity: Error, Rule: "x"},
	}
	shuffled := slices.Concat(sorted, sorted[2:5]) // with exact repetitions
	slices.Reverse(shuffled)
	got := Sort(shuffled)
	same := func(a, b Diagnostic) bool {
		return a.Span == b.Span && a.Severity == b.Severity && a.Rule == b.Rule && a.Message == b.Message
	}
	if !slices.EqualFunc(got, sorted, same) {
		t.Errorf("got\n%+v\nwant\n%+v", got, sorted)
	}
}

func TestHasErrors(t *testing.T) {
	warnings := []Diagnostic{{Severity: Note}, {Severity: Hint}, {Severity: Warning}}
	if HasErrors(nil) || HasErrors(warnings) || !HasErrors(append(warnings, Diagnostic{Severity: Error})) {
		t.Error("only an error is one")
	}
}
