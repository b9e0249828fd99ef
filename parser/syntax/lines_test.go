package syntax_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/luagen/luagen/internal/redistest"
	"github.com/luagen/luagen/parser/syntax"
)

func TestLines(t *testing.T) {
	tests := []struct {
		text   string
		starts []int
	}{
		{"", []int{0}},
		{"a", []int{0}},
		{"a\n", []int{0, 2}},
		{"\n", []int{0, 1}},
		{"a\nbc\nd", []int{0, 2, 5}},
		{"a\r\nb\rc\n\rd\n\ne", []int{0, 3, 5, 8, 10, 11}},
		{"\r\r\n\n", []int{0, 1, 3, 4}},
		{"é\nü", []int{0, 3}},
	}
	for _, test := range tests {
		lines := syntax.NewLines([]byte(test.text))
		if lines.Count() != len(test.starts) {
			t.Errorf("%q has %d lines, want %d", test.text, lines.Count(), len(test.starts))
		}
		for i, start := range test.starts {
			if got := lines.Start(i + 1); got != start {
				t.Errorf("%q: line %d starts at %d, want %d", test.text, i+1, got, start)
			}
		}
		for offset := -1; offset <= len(test.text)+1; offset++ {
			inside := min(max(offset, 0), len(test.text))
			index, found := slices.BinarySearch(test.starts, inside)
			if !found {
				index--
			}
			line, column := lines.Position(offset)
			if want := inside - test.starts[index] + 1; line != index+1 || column != want {
				t.Errorf("%q: offset %d is %d:%d, want %d:%d", test.text, offset, line, column, index+1, want)
			}
			if got := lines.Line(offset); got != line {
				t.Errorf("%q: offset %d is on line %d, want %d", test.text, offset, got, line)
			}
		}
		if got := lines.Start(0); got != 0 {
			t.Errorf("%q: line 0 starts at %d, want 0", test.text, got)
		}
		if got := lines.Start(len(test.starts) + 1); got != len(test.text) {
			t.Errorf("%q: the line after the last starts at %d, want %d", test.text, got, len(test.text))
		}
	}
}

// TestLinesAreThoseOfRedis checks that Redis reports errors on the lines that
// Lines counts, whatever the line ends.
func TestLinesAreThoseOfRedis(t *testing.T) {
	s := startServer(t)
	for _, text := range []string{
		"!", "\n!", "\r!", "\r\n!", "\n\r!", "\n\n!", "\r\r!", "\r\n\r\n!", "\n\r\n!", "-- a\r\n!", "--[[\n\r\n]]!", "f'\\\n'\n!", "f'\\\r\n'\r!",
		"f[[\n\n]]!", "f[[\r\n\r\n]]!", "#!lua\n!", "#!lua\r\n!", "#!lua\n\r!", "#!lua\r\n\r\n!",
	} {
		if s.old && strings.HasPrefix(text, "#!") {
			continue
		}
		want := syntax.NewLines([]byte(text)).Line(strings.LastIndexByte(text, '!'))
		got := redistest.Compile(t, s.client, []string{text})[0]
		if prefix := fmt.Sprintf("ERR Error compiling script (new function): user_script:%d: ", want); !strings.HasPrefix(got, prefix) {
			t.Errorf("%q: Redis says %q, want line %d", text, got, want)
		}
	}
}
