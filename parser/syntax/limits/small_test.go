package limits

import (
	"fmt"
	"strings"
	"testing"

	"github.com/luagen/luagen/parser/syntax"
)

// TestSmallExceedNothing meters scripts that are passed over as small and take up as much as they
// can: each repeats one form as often as such a script may.
func TestSmallExceedNothing(t *testing.T) {
	for form, script := range map[string]func(n int) string{
		"locals":        func(n int) string { return strings.Repeat("local a ", n) },
		"numeric loops": func(n int) string { return nested(n, "for i=1,2 do ", "", " end") },
		"generic loops": func(n int) string { return nested(n, "for i in f do ", "", " end") },
		"calls":         func(n int) string { return "x=" + nested(n, "f(", "1", ")") },
		"method calls":  func(n int) string { return "x=" + nested(n, "f:m(", "1", ")") },
		"concats":       func(n int) string { return "x=" + nested(n, "a..(", "b", ")") },
		"tables":        func(n int) string { return "x={" + strings.Repeat("f(),", n) + "}" },
		"assignments":   func(n int) string { return "x" + strings.Repeat(",x", n) + "=1" },
		"conflicts":     func(n int) string { return "local a a[a]" + strings.Repeat(",a", n) + "=1" },
		"functions":     func(n int) string { return nested(n, "local function f(...) ", "", " end") },
		"method bodies": func(n int) string { return nested(n, "function f:m(...) ", "", " end") },
		"calls in loops": func(n int) string {
			return nested(n, "for i in f do ", "x="+nested(n, "f:m(", "1", ")"), " end")
		},
		"upvalues": func(n int) string {
			names := make([]string, n)
			for i := range names {
				names[i] = fmt.Sprintf("a%d", i)
			}
			return "local " + strings.Join(names, ",") + " return function() return " + strings.Join(names, "+") + " end"
		},
	} {
		t.Run(form, func(t *testing.T) {
			largest := 0
			for n := 1; ; n++ {
				chunk := syntax.Parse([]byte(script(n)))
				if chunk.Indexes > small || len(chunk.Errors) > 0 {
					break
				}
				largest = n
				m := newMeter()
				if m.all(chunk.Block); m.err != nil || m.many {
					t.Fatalf("%s: %v", script(n), m.err)
				}
			}
			if largest < 5 {
				t.Errorf("only %d of them are small", largest)
			}
		})
	}
}

// nested repeats what is before and after the middle.
func nested(n int, before, middle, after string) string {
	return strings.Repeat(before, n) + middle + strings.Repeat(after, n)
}
