package parser

import (
	"bytes"
	"strings"
	"unicode"
)

// tag is the "@tag" of a line comment.
type tag struct {
	name     string // "" for an "@" that no letter follows
	from, to int    // of "@tag" in the comment
	dashes   int    // that begin the comment
	stuck    bool   // nothing separates the dashes from "@"
}

// findTag finds the tag with which a line comment begins.
func findTag(text []byte) (tag, bool) {
	d := dashes(text)
	if d > 3 {
		return tag{}, false
	}
	p := d
	for p < len(text) && isBlank(text[p]) {
		p++
	}
	if p == len(text) || text[p] != '@' {
		if d == 3 && p < len(text) && text[p] == '|' {
			return tag{dashes: d}, true // the language server's "---|", which continues an alias
		}
		return tag{}, false
	}
	t := tag{from: p, to: p + 1, dashes: d, stuck: p == d}
	for t.to < len(text) && (isNameByte(text[t.to]) || text[t.to] == '-' && t.to > p+1) {
		t.to++
	}
	t.name = tagNamed(text[p+1 : t.to])
	return t, true
}

// dashes counts the dashes that begin a line comment.
func dashes(text []byte) int {
	n := 0
	for n < len(text) && text[n] == '-' {
		n++
	}
	return n
}

// isDirective reports whether a line comment speaks to a tool: luagen's linter
// ("--lint:ignore") or a note of luagen infer ("-- luagen: …"), a server
// ("--!df flags=…") or another linter or editor.
func isDirective(text []byte) bool {
	text = text[dashes(text):]
	if bytes.HasPrefix(text, []byte("!")) {
		return true
	}
	text = bytes.TrimLeft(text, " \t")
	for _, prefix := range []string{TagIgnore, TagFileIgnore, "luagen:", "luacheck:", "selene:", "stylua:", "vim:"} {
		if bytes.HasPrefix(text, []byte(prefix)) {
			return true
		}
	}
	return false
}

// cleanText makes documentation of text after an operand: without the dash or
// colon that sets it off, on one line.
func cleanText(s string) string {
	s = oneLine(printable(s))
	for _, lead := range []string{"- ", "-- ", "– ", "— ", ": ", "# "} {
		if rest, ok := strings.CutPrefix(s, lead); ok {
			return rest
		}
	}
	return s
}

// oneLine is a text with single blanks between its words.
func oneLine(s string) string {
	s = strings.TrimSpace(s)
	if strings.Contains(s, "  ") || strings.ContainsFunc(s, func(r rune) bool { return r != ' ' && unicode.IsSpace(r) }) {
		return strings.Join(strings.Fields(s), " ")
	}
	return s
}

// printable replaces what is not UTF-8 and control characters other than tabs.
func printable(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	return strings.Map(func(r rune) rune {
		if r != '\t' && (r < ' ' || 0x7f <= r && r < 0xa0) {
			return ' '
		}
		return r
	}, s)
}
