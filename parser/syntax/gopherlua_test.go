package syntax_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/yuin/gopher-lua/parse"

	"github.com/luagen/luagen/parser/syntax"
)

// knownDialect finds what gopher-lua is known to read differently.
var knownDialect = regexp.MustCompile(`[;:\n]|break|, ,|\.\.\.`)

// TestGopherLuaAgrees checks Parse against an independent parser of Lua 5.1, on
// mutations that do not touch what that is known to do otherwise: it accepts goto,
// labels, lone semicolons, break outside of loops, calls whose "(" is on a new line
// and ",," in tables, and looks at where "..." stands only when it compiles.
func TestGopherLuaAgrees(t *testing.T) {
	compared := 0
	for _, sample := range samples {
		for _, script := range mutations(sample) {
			if knownDialect.MatchString(script) {
				continue
			}
			refused := len(syntax.Parse([]byte(script)).Errors) > 0
			_, gopherErr := parse.Parse(strings.NewReader(script), "script")
			if refused != (gopherErr != nil) {
				t.Errorf("%s\nrefused by Parse: %t\ngopher-lua: %v", script, refused, gopherErr)
			}
			compared++
		}
	}
	if compared < 1000 {
		t.Errorf("only %d scripts compared", compared)
	}
}
