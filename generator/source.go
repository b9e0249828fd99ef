package generator

import (
	"crypto/sha1"
	"encoding/hex"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxLiterals bounds the quoted lines of one source literal; beyond it several
// lines share one, because Go's tools take quadratic time over longer chains.
const maxLiterals = 2000

// sha is the name under which Redis knows a script. It is computed here because
// computing a SHA-1 panics under Go's FIPS mode.
func sha(text []byte) string {
	sum := sha1.Sum(text)
	return hex.EncodeToString(sum[:])
}

// sourceLiterals are the Go string literals whose concatenation is the text: a
// single raw one where the text allows it, else a quoted one for every line.
func sourceLiterals(text string) []string {
	if canBeRaw(text) {
		return []string{"`" + text + "`"}
	}
	if text == "" {
		return []string{quoted("")}
	}
	lines := strings.SplitAfter(text, "\n")
	if lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	perLiteral := 1 + len(lines)/maxLiterals
	var literals []string
	for len(lines) > 0 {
		n := min(perLiteral, len(lines))
		literals = append(literals, quoted(strings.Join(lines[:n], "")))
		lines = lines[n:]
	}
	return literals
}

// canBeRaw reports whether a text can appear between backquotes unchanged and shows
// there as what it is.
func canBeRaw(text string) bool {
	return text != "" && utf8.ValidString(text) && !strings.ContainsFunc(text, func(r rune) bool {
		return r == '`' || r != '\n' && r != '\t' && !unicode.IsPrint(r)
	})
}
