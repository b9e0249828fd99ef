package lint

import (
	"strings"
	"testing"

	"github.com/luagen/luagen/analysis/value"
)

func TestDeclaredCount(t *testing.T) {
	for _, tt := range []struct{ names, want string }{
		{"", "the header declares no arguments"},
		{"a", "the header declares one argument (a)"},
		{"a b", "the header declares 2 arguments (a, b)"},
		{strings.Repeat("a ", 12), "the header declares 12 arguments (a, a, a, a, a, a, a, a, a, a, a, a)"},
		{strings.Repeat("a ", 13), "the header declares 13 arguments"},
	} {
		d := &declared{table: value.ARGV}
		for name := range strings.FieldsSeq(tt.names) {
			d.all = append(d.all, declaration{name: name})
		}
		if got := declaredCount(d); got != tt.want {
			t.Errorf("%q: %s, want %s", tt.names, got, tt.want)
		}
	}
}
