package parser

import (
	"bytes"
	"unicode"
)

// The tags with which a comment suppresses findings of the linter.
const (
	TagIgnore     = "lint:ignore"
	TagFileIgnore = "lint:file-ignore"
)

// Suppression returns the tag with which a line comment suppresses findings ("lint:ignore rule
// reason") and its place: after the dashes that begin the comment, or that follow an
// annotation ("--@args n --lint:ignore unused-arg reason"). The tag is empty for other comments.
func Suppression(comment []byte) (tag string, at int) {
	at = afterDashes(comment, 0)
	if tag = suppressionTag(comment[at:]); tag != "" {
		return tag, at
	}
	if t, ok := findTag(comment); !ok || !isOwnTag(t.name) {
		return "", 0
	}
	for {
		i := bytes.Index(comment[at:], []byte(" --"))
		if i < 0 {
			return "", 0
		}
		at = afterDashes(comment, at+i+1)
		if tag = suppressionTag(comment[at:]); tag != "" {
			return tag, at
		}
	}
}

// annotationText is a comment without the suppression after its annotation.
func annotationText(comment []byte) []byte {
	if tag, at := Suppression(comment); tag != "" {
		return bytes.TrimRight(comment[:at], "- \t")
	}
	return comment
}

// UnknownDirective returns the tag of a line comment that looks like a suppression without being
// one ("lint:disable …"), and its place; the tag is empty for other comments.
func UnknownDirective(comment []byte) (tag string, at int) {
	at = afterDashes(comment, 0)
	rest := comment[at:]
	name, ok := bytes.CutPrefix(rest, []byte("lint:"))
	if !ok || suppressionTag(rest) != "" {
		return "", 0
	}
	n := bytes.IndexFunc(name, func(r rune) bool { return r != '-' && !unicode.IsLetter(r) })
	if n < 0 {
		n = len(name)
	}
	if n == 0 {
		return "", 0 // prose about lint: this and that
	}
	return string(rest[:len(rest)-len(name)+n]), at
}

// afterDashes is the place after the dashes and blanks at a place.
func afterDashes(comment []byte, at int) int {
	at += dashes(comment[at:])
	for at < len(comment) && isBlank(comment[at]) {
		at++
	}
	return at
}

// suppressionTag is the tag of a suppression with which a text begins; empty when it begins
// with none.
func suppressionTag(text []byte) string {
	for _, tag := range []string{TagIgnore, TagFileIgnore} {
		if rest, ok := bytes.CutPrefix(text, []byte(tag)); ok && (len(rest) == 0 || isBlank(rest[0])) {
			return tag
		}
	}
	return ""
}
