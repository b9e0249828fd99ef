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
func oneLine(text string) string {
	if isOneLine(text) {
		return text
	}
	return strings.Join(strings.Fields(clean(text)), " ")
}

// isOneLine reports whether a text is one already, as most are: of ASCII, with single blanks.
func isOneLine(text string) bool {
	for i := range len(text) {
		switch c := text[i]; {
		case c == ' ':
			if i == 0 || i == len(text)-1 || text[i-1] == ' ' {
				return false
			}
		case c < ' ' || c > '~':
			return false
		}
	}
	return true
}

// canonical is a doc comment in the form that gofmt gives it, as lines without
// their "//".
func canonical(text string) []string {
	if isCanonical(text) {
		return strings.Split(text, "\n")
	}
	return settledComment(text)
}

// isCanonical reports whether a text is certain to be in that form already, as most are: paragraphs
// of lines that begin with a word, and lists below them, of ASCII without what go/doc gives a meaning to.
func isCanonical(text string) bool {
	const item, more = "  - ", "    "
	const ( // kinds of lines
		none = iota
		blank
		words
		listed
	)
	before, stops := none, false // the line before, and whether it ends with a full stop
	for line := range strings.SplitSeq(text, "\n") {
		kind, plain := words, false
		switch {
		case line == "":
			if before == none || before == blank || before == words && !stops {
				return false // a line of words may be a heading
			}
			before = blank
			continue
		case strings.HasPrefix(line, item) && before != none && before != blank:
			rest := line[len(item):]
			kind, plain = listed, isText(rest) && (isLetter(rest[0]) || isLink(rest))
		case strings.HasPrefix(line, more) && before == listed:
			kind, plain = listed, beginsPlain(line[len(more):])
		default:
			plain = before != listed && beginsPlain(line)
		}
		if !plain {
			return false
		}
		before, stops = kind, strings.HasSuffix(line, ".")
	}
	return before == listed || before == words && stops
}

// beginsPlain reports whether a line begins with an ASCII letter and goes on with what is only text.
func beginsPlain(line string) bool { return isText(line) && isLetter(line[0]) }

func isLetter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }

// isLink reports whether a line begins with a link to something in the package, and not with the
// definition of one to elsewhere, which has a colon after that of the brackets.
func isLink(line string) bool {
	name, rest, _ := strings.Cut(line, "]")
	return name != "" && name[0] == '[' && strings.Count(rest, ":") < 2
}

// isText reports whether a line is of printable ASCII that go/doc leaves alone: two quotes become one,
// and blanks at the end go.
func isText(line string) bool {
	if line == "" || line[len(line)-1] == ' ' {
		return false
	}
	var before byte
	for i := range len(line) {
		switch c := line[i]; {
		case c < ' ', c > '~', (c == '`' || c == '\'') && c == before:
			return false
		default:
			before = c
		}
	}
	return true
}

// settledComment is canonical by way of go/doc.
func settledComment(text string) []string {
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
	if isCanonical(text) {
		return text
	}
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
	b.Grow(len(first) + len(text) + (1+len(rest))*(len(text)/commentWidth+1))
	b.WriteString(first)
	width := utf8.RuneCountInString(first)
	begins := true
	for word := range strings.SplitSeq(text, " ") {
		n := utf8.RuneCountInString(word)
		switch {
		case begins:
			begins = false
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
