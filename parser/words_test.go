package parser

import (
	"slices"
	"testing"
)

// TestWordsAreExplained compares what editors explain with what the parser knows.
func TestWordsAreExplained(t *testing.T) {
	names := func(words []Word) []string {
		var all []string
		for _, w := range words {
			if w.Form == "" || w.Doc == "" {
				t.Errorf("%s is not explained", w.Name)
			}
			all = append(all, w.Name)
		}
		return slices.Sorted(slices.Values(all))
	}
	if got, want := names(Tags()), slices.Sorted(slices.Values(ownTags)); !slices.Equal(got, want) {
		t.Errorf("tags %q, want %q", got, want)
	}
	if got, want := names(TypeWords()), slices.Sorted(slices.Values(typeWords())); !slices.Equal(got, want) {
		t.Errorf("types %q, want %q", got, want)
	}
}
