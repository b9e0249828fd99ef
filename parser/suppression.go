package parser

import "bytes"

// Suppression returns the place in a line comment at which it suppresses findings of the linter
// ("lint:ignore rule reason"): behind the dashes that begin it, or that stand behind an annotation
// ("--@args n --lint:ignore unused-arg reason"). It is -1 for other comments.
func Suppression(comment []byte) int {
	if at := behindDashes(comment, 0); suppresses(comment[at:]) {
		return at
	}
	if t, ok := findTag(comment); !ok || !isOwnTag(t.name) {
		return -1
	}
	for from := 0; ; {
		i := bytes.Index(comment[from:], []byte(" --"))
		if i < 0 {
			return -1
		}
		at := behindDashes(comment, from+i+1)
		if suppresses(comment[at:]) {
			return at
		}
		from = at
	}
}

// annotationText is a comment without the suppression behind its annotation.
func annotationText(comment []byte) []byte {
	if at := Suppression(comment); at >= 0 {
		return bytes.TrimRight(comment[:at], "- \t")
	}
	return comment
}

// behindDashes is the place behind the dashes and blanks that stand at a place.
func behindDashes(comment []byte, at int) int {
	at += dashes(comment[at:])
	for at < len(comment) && isBlank(comment[at]) {
		at++
	}
	return at
}

// suppresses reports whether a text begins with the tag of a suppression.
func suppresses(text []byte) bool {
	for _, tag := range []string{"lint:ignore", "lint:file-ignore"} {
		if rest, ok := bytes.CutPrefix(text, []byte(tag)); ok && (len(rest) == 0 || isBlank(rest[0]) || rest[0] == '\r') {
			return true
		}
	}
	return false
}
