package diag

import (
	"strings"
	"testing"
)

// at is the span of what stands between two "«»" marks in source, without them.
func at(t *testing.T, file, marked string) (Span, Source) {
	t.Helper()
	before, rest, ok := strings.Cut(marked, "«")
	inside, after, ok2 := strings.Cut(rest, "»")
	if !ok || !ok2 {
		t.Fatalf("no «» in %q", marked)
	}
	source := before + inside + after
	pos := func(offset int) Pos {
		return Pos{
			Offset: offset,
			Line:   1 + strings.Count(source[:offset], "\n") + strings.Count(strings.ReplaceAll(source[:offset], "\r\n", ""), "\r"),
			Column: offset - strings.LastIndexAny(source[:offset], "\r\n"),
		}
	}
	return Span{File: file, Start: pos(len(before)), End: pos(len(before) + len(inside))},
		func(string) []byte { return []byte(source) }
}

func TestTextExcerpt(t *testing.T) {
	for _, tt := range []struct{ name, source, want string }{
		{"one line", "local x\nlocal «user» = KEYS[1]\n", `
a.lua:2:7: warning: found (rule)
    local user = KEYS[1]
          ^~~~
`},
		{"a point", "return x«»", `
a.lua:1:9: warning: found (rule)
    return x
            ^
`},
		{"tabs before and inside", "\tif «x\t== 1» then", `
a.lua:1:5: warning: found (rule)
        if x    == 1 then
           ^~~~~~~~~
`},
		{"wide and combining characters", "-- 日本 e\u0301 «名前»", `
a.lua:1:15: warning: found (rule)
    -- 日本 e` + "\u0301" + ` 名前
              ^~~~
`},
		{"several lines", "x = «foo(\n  1)»\n", `
a.lua:1:5: warning: found (rule)
    x = foo(
        ^~~~
`},
		{"carriage return", "x = «1»\r\n", `
a.lua:1:5: warning: found (rule)
    x = 1
        ^
`},
		{"what a terminal would act upon", "x = '\x1b[2J«\xff»\u202e'", `
a.lua:1:10: warning: found (rule)
    x = '\x1b[2J\xff\u202e'
                ^~~~
`},
		{"an empty line", "a\n«»\nb", `
a.lua:2:1: warning: found (rule)
`},
		{"a carriage return that ends the line", "x = 1\ry = «2»\rz = 3", `
a.lua:2:5: warning: found (rule)
    y = 2
        ^
`},
		{"a line too long to show", strings.Repeat("abcdefghi ", 50) + "«here»" + strings.Repeat(" abcdefghi", 50), `
a.lua:1:501: warning: found (rule)
    …ghi abcdefghi abcdefghi here abcdefghi abcdefghi abcdefghi abcdefghi abcde…
                             ^~~~
`},
		{"a line of which only what is near is looked at", strings.Repeat("äbcdefghi ", 5000) + "«here»" + strings.Repeat(" äbcdefghi", 5000), `
a.lua:1:55001: warning: found (rule)
    …ghi äbcdefghi äbcdefghi here äbcdefghi äbcdefghi äbcdefghi äbcdefghi äbcde…
                             ^~~~
`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			span, source := at(t, "a.lua", tt.source)
			p := TextPrinter{Source: source, Width: 80}
			compare(t, print(t, p, Diagnostic{Span: span, Severity: Warning, Rule: "rule", Message: "found"}), tt.want)
		})
	}
}

func TestTextForms(t *testing.T) {
	span, source := at(t, "a.lua", "«KEYS»[1]")
	for _, tt := range []struct {
		name string
		p    TextPrinter
		d    Diagnostic
		want string
	}{
		{"without position", TextPrinter{Source: source},
			Diagnostic{Span: Span{File: "b.lua"}, Severity: Note, Rule: "not-a-script", Message: "no annotation"}, `
b.lua: note: no annotation (not-a-script)
`},
		{"without a file", TextPrinter{Source: source},
			Diagnostic{Severity: Error, Rule: "name", Message: "two names"}, `
error: two names (name)
`},
		{"without source", TextPrinter{}, Diagnostic{Span: span, Severity: Hint, Rule: "r", Message: "m"}, `
a.lua:1:1: hint: m (r)
`},
		{"a file that has changed", TextPrinter{Source: func(string) []byte { return nil }},
			Diagnostic{Span: Span{File: "a.lua", Start: Pos{Offset: 9, Line: 3, Column: 4}}, Severity: Hint, Rule: "r", Message: "m"}, `
a.lua:3:4: hint: m (r)
`},
		{"related places, a fix, a message of two lines", TextPrinter{Source: source},
			Diagnostic{Span: span, Severity: Error, Rule: "r", Message: "found\nwrite this",
				Related: []Related{{Span: span, Message: "first declared here"}}, Fix: &Fix{Message: "remove it"}}, `
a.lua:1:1: error: found
    write this (r)
    KEYS[1]
    ^~~~
a.lua:1:1: note: first declared here
    KEYS[1]
    ^~~~
    fix: remove it
`},
		{"a message too long for the terminal", TextPrinter{Width: 40},
			Diagnostic{Span: span, Severity: Error, Rule: "wrong-arity", Message: "HSET takes a key and pairs of fields and values"}, `
a.lua:1:1: error: HSET takes a key and
    pairs of fields and values
    (wrong-arity)
`},
		{"escapes in paths and messages", TextPrinter{},
			Diagnostic{Span: Span{File: "a\x1b.lua"}, Severity: Error, Rule: "r", Message: "found \x07 beside \ufffd"}, `
a\x1b.lua: error: found \a beside � (r)
`},
		{"colours", TextPrinter{Source: source, Color: true},
			Diagnostic{Span: span, Severity: Error, Rule: "r", Message: "m"}, "\n" +
				"\x1b[1ma.lua:1:1:\x1b[0m \x1b[1;31merror:\x1b[0m m \x1b[2m(r)\x1b[0m\n" +
				"    KEYS[1]\n    \x1b[1;32m^~~~\x1b[0m\n"},
	} {
		t.Run(tt.name, func(t *testing.T) { compare(t, print(t, tt.p, tt.d), tt.want) })
	}
}

func print(t *testing.T, p TextPrinter, d Diagnostic) string {
	t.Helper()
	var b strings.Builder
	if err := p.Print(&b, []Diagnostic{d}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func compare(t *testing.T, got, want string) {
	t.Helper()
	if want = strings.TrimPrefix(want, "\n"); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}
