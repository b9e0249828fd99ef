package source_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/server/source"
)

// TestPath finds the nodes at a bar in a text.
func TestPath(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"local function add(|a, b) return a end", "Block LocalFunc FuncExpr Name"},
		{"local function ad|d(a) return a end", "Block LocalFunc Name"},
		{"return f(x|)", "Block ReturnStmt CallExpr NameExpr"},
		{"return a|.b", "Block ReturnStmt IndexExpr NameExpr"},
		{"return 'a|'", "Block ReturnStmt StringExpr"},
		{"|", "Block"},
		{"f(|)", "Block CallStmt CallExpr"},
	} {
		at := strings.Index(c.text, "|")
		text := c.text[:at] + c.text[at+1:]
		script, _ := parser.ParseText("x.lua", []byte(text))
		s := source.Script{Script: script, Facts: analysis.Analyze(script)}
		var got []string
		for _, n := range s.Path(at) {
			got = append(got, strings.TrimPrefix(fmt.Sprintf("%T", n), "*syntax."))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %q, want %s", c.text, got, c.want)
		}
	}
}
