package syntax_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/luagen/luagen/parser/syntax"
)

// TestHostile parses 4 MiB (1 MiB with -short) of what might take a parser's stack, memory or time.
func TestHostile(t *testing.T) {
	size := 4 << 20 // the largest file that is read as a script
	if testing.Short() {
		size = 1 << 20
	}
	fill := func(s string) string { return strings.Repeat(s, size/len(s)) }
	const long = " control structure too long: Redis lets a branch or a loop span 131071 instructions; use functions"
	elseifs := "if a then " + fill("elseif a then ") + "end"
	tests := []struct {
		name, text string
		want       string // the error's range and message; "" when there is none
	}{
		{"parens", fill("("), "200:201 nested too deeply: Redis allows 200 levels of blocks and expressions; use local variables or functions"},
		{"braces", "x=" + fill("{"), "201:202 nested too deeply: Redis allows 200 levels of blocks and expressions; use local variables or functions"},
		{"blocks", fill("do "), "600:602 nested too deeply: Redis allows 200 levels of blocks and expressions; use local variables or functions"},
		{"nots", "return " + fill("not "), "803:806 nested too deeply: Redis allows 200 levels of blocks and expressions; use local variables or functions"},
		{"locals", fill("local a "), "1606:1607 too many local variables: Redis allows 200 in a function, and 'for' takes 3 more than it names; use a table or 'do … end' blocks"},
		{"fields", "return a" + fill(".a"), "400010:400011 expression too long: luagen reads at most 200000 operators in a row; use local variables"},
		{"sums", "return a" + fill("+a"), "400010:400011 expression too long: luagen reads at most 200000 operators in a row; use local variables"},
		{"calls", "return a" + fill("()"), "400010:400011 expression too long: luagen reads at most 200000 operators in a row; use local variables"},
		{"string", "return '" + fill("x") + "'", ""},
		{"escapes", "return '" + fill(`\n`) + "'", ""},
		{"long string", "return [[" + fill("\r\n") + "]]", ""},
		{"level", "return [" + fill("="), fmt.Sprintf("7:%d", size+8) + " invalid long string delimiter: expected another '[' after [" + strings.Repeat("=", 39) + "…"},
		{"unfinished level", "return [" + fill("=") + "[", fmt.Sprintf("7:%d unfinished long string: expected its closing bracket (with %d '='), found end of script", size+9, size)},
		{"openings", "return " + fill("[=[ "), "7:10 unfinished long string: expected ]=], found end of script"},
		{"closings", "return [==[" + fill("]=") + "]==]", ""},
		{"comments", fill("--[=\n"), ""},
		{"block comments", fill("--[[]]"), ""},
		{"newlines", fill("\n\r"), ""},
		{"number", "return " + fill("9"), ""},
		{"exponent", "return 1e" + fill("9"), ""},
		{"hexadecimal", "return 0x" + fill("f"), ""},
		{"name", fill("a") + "()", ""},
		{"statements", fill("f(a,'b',1) "), ""},
		{"table", "return {" + fill("a,") + "}", ""},
		{"elseifs", elseifs, fmt.Sprintf("0:%d", len(elseifs)) + long},
		{"NUL bytes", fill("\x00"), "0:1 expected a statement, found \"\\x00\""},
		{"bytes", fill("\xff"), "0:1 expected a statement, found byte 0xff: only strings and comments may hold characters outside ASCII"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if err := sound([]byte(test.text), syntax.Parse([]byte(test.text))); err != nil {
				t.Error(err)
			}
			got := ""
			if err := compile(test.text); err != nil {
				e := err.(*syntax.Error)
				got = at(e.Range) + " " + e.Message
			}
			if got != test.want {
				t.Errorf("got error %q, want %q", got, test.want)
			}
		})
	}
}
