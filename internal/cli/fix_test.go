package cli

import (
	"testing"

	"github.com/luagen/luagen/diag"
)

func TestEdits(t *testing.T) {
	edit := func(from, to int, text string) diag.Edit {
		return diag.Edit{Span: diag.Span{Start: diag.Pos{Offset: from}, End: diag.Pos{Offset: to}}, NewText: text}
	}
	var es edits
	for _, tt := range []struct {
		edit     diag.Edit
		overlaps bool
	}{
		{edit(4, 6, "EF"), false},
		{edit(0, 2, "A"), false},
		{edit(6, 6, "+"), false}, // after what another replaces
		{edit(2, 2, "-"), false}, // after one, before another
		{edit(4, 4, "x"), true},  // where another begins
		{edit(5, 5, "x"), true},  // inside another
		{edit(1, 3, "x"), true},
		{edit(3, 5, "x"), true},
		{edit(3, 9, "x"), true}, // around another
		{edit(9, 10, ""), false},
	} {
		if got := es.overlap(tt.edit); got != tt.overlaps {
			t.Errorf("%v overlaps: %v, want %v", tt.edit, got, tt.overlaps)
		}
		if !tt.overlaps {
			es = es.with(tt.edit)
		}
	}
	got, err := es.apply([]byte("abcdefghij"))
	if want := "A-cdEF+ghi"; err != nil || string(got) != want {
		t.Errorf("%q, %v; want %q", got, err, want)
	}
}
