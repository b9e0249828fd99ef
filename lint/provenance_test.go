package lint

import (
	"fmt"
	"slices"
	"testing"
)

// TestProvenance says which other places a finding shows: those that its value came through.
func TestProvenance(t *testing.T) {
	for _, test := range []struct {
		text string
		want []string
	}{
		{"if redis.call('GET', KEYS[1]) > 1 then return 1 end", nil},
		{"local n = redis.call('GET', KEYS[1])\nif n == 'x' then n = 1 end\nif n > 1 then return 1 end", []string{"1: n gets its value here"}},
		{"local n\nif ARGV[1] then n = 1 end\nreturn {n, 1}", []string{"1: n has no value from here on"}},
		{"local function f(n)\nreturn n > 1\nend\nif f(ARGV[1]) then return 1 end", []string{"4: it is passed as n here"}},
		{"local function f()\nreturn ARGV[1]\nend\nif f() > 1 then return 1 end", []string{"2: it is returned here"}},
	} {
		_, found := lintText(t, test.text)
		var got []string
		for _, d := range found {
			for _, r := range d.Related {
				got = append(got, fmt.Sprintf("%d: %s", r.Span.Start.Line, r.Message))
			}
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s\nshows %q, want %q", test.text, got, test.want)
		}
	}
}
