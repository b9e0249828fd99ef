package generator

import (
	"go/doc/comment"
	"strings"
	"unicode"
	"unicode/utf8"
)

// commentWidth is where generated sentences are broken, in characters.
const commentWidth = 95

// clean makes text fit for a Go comment: valid UTF-8 without what the compiler
// refuses, what ends a line, or what shows text in another order than it has.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r == '\r':
			return -1
		case r == utf8.RuneError, r == '\ufeff', unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
			return utf8.RuneError
		case r == '\u2028' || r == '\u2029':
			return ' '
		default:
			return r
		}
	}, text)
}

// oneLine is text as part of a generated sentence.
func oneLine(text string) string { return strings.Join(strings.Fields(clean(text)), " ") }

// canonical is a doc comment in the form that gofmt gives it, as lines without
// their "//".
func canonical(text string) []string {
	var parser comment.Parser
	var printer comment.Printer
	// What looks like a list or a heading in one form may not in the next; it
	// settles at once but for odd texts.
	for range 4 {
		next := string(printer.Comment(parser.Parse(text)))
		if next == text {
			break
		}
		text = next
	}
	text = strings.TrimRight(text, "\n")
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}

// withoutTrailingHeading ends a text with a full stop if Go would read its last
// line as the heading of what is to follow the text.
func withoutTrailingHeading(text string) string {
	var parser comment.Parser
	blocks := parser.Parse(text + "\n\nWhat follows.").Content
	if len(blocks) < 2 {
		return text
	}
	if _, ok := blocks[len(blocks)-2].(*comment.Heading); ok {
		return text + "."
	}
	return text
}

// paragraph breaks a text into lines that are not too long.
func paragraph(text string) string { return wrap(oneLine(text), "", "") }

// item is one element of a list in a doc comment.
func item(text string) string { return wrap(oneLine(text), "  - ", "    ") }

// wrap breaks text at blanks. A line never begins with what would make it
// something else than text in a doc comment.
func wrap(text, first, rest string) string {
	var b strings.Builder
	b.WriteString(first)
	width := utf8.RuneCountInString(first)
	for i, word := range strings.Split(text, " ") {
		n := utf8.RuneCountInString(word)
		switch {
		case i == 0:
		case width+1+n > commentWidth && startsPlain(word):
			b.WriteString("\n" + rest)
			width = utf8.RuneCountInString(rest)
		default:
			b.WriteByte(' ')
			width++
		}
		b.WriteString(word)
		width += n
	}
	return b.String()
}

// startsPlain reports whether a line of a doc comment may begin with the word:
// no list marker, heading or link definition.
func startsPlain(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsLetter(r) || r == '"' || r == '('
}
