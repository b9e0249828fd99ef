package parser

import (
	"strings"
	"testing"

	"github.com/luagen/luagen/internal/suggest"
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
		if got := suggest.Closest(tt.word, ownTags); got != tt.want {
			t.Errorf("Closest(%.20q) = %q, want %q", tt.word, got, tt.want)
		}
	}
}
