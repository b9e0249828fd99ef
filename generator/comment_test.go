package generator

import (
	"go/doc/comment"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// TestIsCanonical compares what is taken to be in gofmt's form with what go/doc makes of it, and what
// is taken to be one line with what joins its words, over random texts of what could mean something.
func TestIsCanonical(t *testing.T) {
	parts := []string{
		"word", "Word", "A", "x.", "End.", ".", ",", ":", " ", " ", "\n", "\n\n", "\t", "- ", "* ", "1. ", "# ", "[a]", "[a]: https://a.b", "https://a.b/c", "[ErrA]", "[a", "]", "]: ", "\n  - [ErrA]: b", "\n  - [", "[T.M] ", "[p.T]", "`",
		":\n  - a", "\n  - b: c.", "\n    more", "\n  - word", "``", "''", "'", "\"", "(", ")", "é", "go:build", "//", "Deprecated: no.", "*", "_", "  ",
	}
	random := rand.New(rand.NewPCG(1, 2))
	canonicals := 0
	for range 200_000 {
		var b strings.Builder
		for range 1 + random.IntN(8) {
			b.WriteString(parts[random.IntN(len(parts))])
		}
		text := b.String()
		if got, want := oneLine(text), strings.Join(strings.Fields(clean(text)), " "); got != want {
			t.Errorf("%q is %q as one line, want %q", text, got, want)
		}
		if !isCanonical(text) {
			continue
		}
		canonicals++
		if got, want := canonical(text), settledComment(text); !slices.Equal(got, want) {
			t.Errorf("%q is taken to be in gofmt's form, which is %q", text, want)
		}
		blocks := new(comment.Parser).Parse(text + "\n\nWhat follows.").Content
		for _, b := range blocks {
			if _, ok := b.(*comment.Heading); ok {
				t.Errorf("%q has a heading", text)
			}
		}
	}
	if canonicals < 1000 {
		t.Errorf("%d texts were in gofmt's form, too few", canonicals)
	}
}
