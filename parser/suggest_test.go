package parser

import (
	"strings"
	"testing"
)

func TestNearest(t *testing.T) {
	for _, tt := range []struct{ word, want string }{
		{"retuns", "returns"},
		{"returns", "returns"},
		{"return", "returns"},
		{"erorr", "error"},
		{"kyes", "keys"},
		{"ags", "args"},
		{"inclde", "include"},
		{"x", ""},
		{"param", ""},
		{"author", ""},
		{"", ""},
		{strings.Repeat("returns", 1000), ""},
	} {
		if got := nearest(tt.word, ownTags()); got != tt.want {
			t.Errorf("nearest(%.20q) = %q, want %q", tt.word, got, tt.want)
		}
	}
}

func TestEditDistance(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"", "abc", 3}, {"abc", "", 3}, {"abc", "abc", 0},
		{"abc", "acb", 1}, {"abc", "axc", 1}, {"abc", "abcd", 1}, {"kitten", "sitting", 3},
	} {
		if got := editDistance(tt.a, tt.b); got != tt.want {
			t.Errorf("editDistance(%q, %q) = %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}
