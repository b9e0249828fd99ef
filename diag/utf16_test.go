package diag

import "testing"

func TestUTF16Columns(t *testing.T) {
	for _, tt := range []struct {
		source string
		want   int
	}{
		{"local «x»", 7},
		{"-- ä «x»", 6},
		{"-- 日本 «x»", 7},
		{"-- 😀 «x»", 7}, // a surrogate pair
		{"-- 日本\n-- ä «x»", 6},
		{"-- \xff «x»", 6},
		{"-- «日»", 4},
	} {
		span, source := at(t, "a.lua", tt.source)
		if got := unitsOf(source("a.lua")).column(span.Start); got != tt.want {
			t.Errorf("%q: column %d, want %d", tt.source, got, tt.want)
		}
	}
}
