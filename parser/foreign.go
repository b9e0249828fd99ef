package parser

import (
	"bytes"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser/syntax"
)

// checkForeign looks for the directives with which other tools include files, such as
// "-- $include(clock.lua)". Nothing is pasted there, so that names may be missing.
func (h *headerReader) checkForeign(comments []syntax.Comment) {
	if h.declares {
		return // luagen's own, which no other tool pastes into
	}
	for _, c := range comments {
		if c.Block || !includesElsewhere(h.src.text[c.From:c.To]) {
			continue
		}
		h.script.Incomplete = true
		h.add(h.src.span(c.From, c.To), diag.Hint, RuleInclude,
			`another tool's include is not followed: names that it may declare are not checked; luagen pastes --@include "lib/clock.lua"`)
	}
}

// includesElsewhere reports whether a line comment is another tool's include: the word,
// perhaps after a sign, and a quoted name or the path of a file, alone on the line.
func includesElsewhere(text []byte) bool {
	text = bytes.TrimSpace(text[dashes(text):])
	if bytes.HasPrefix(text, []byte("@")) {
		return false // checkBelow's, or luagen's own
	}
	text = bytes.TrimLeft(text, "$#%!&*<={[: ")
	rest, ok := bytes.CutPrefix(text, []byte("include"))
	if !ok {
		rest, ok = bytes.CutPrefix(text, []byte("import"))
	}
	if !ok || len(rest) == 0 || isNameByte(rest[0]) {
		return false
	}
	file := bytes.Trim(rest, "()[]{}<>%:=; ")
	name := bytes.Trim(file, `"'`)
	switch {
	case len(name) == 0 || bytes.ContainsAny(name, " \t\"'()"):
		return false
	case len(name) < len(file):
		return true
	default:
		return bytes.HasSuffix(name, []byte(".lua")) || bytes.IndexByte(name, '/') >= 0
	}
}
