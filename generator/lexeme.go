package generator

import (
	"go/token"
	"strings"
)

// lexeme is a token as it stands in the text.
type lexeme struct {
	kind lexemeKind
	text string
}

type lexemeKind int

const (
	word lexemeKind = iota
	keyword
	number
	literal // a string
	mark    // an operator or a bracket
)

// scan reads the tokens of a line, and the comment at its end.
func (l *layout) scan() (comment string, ok bool) {
	l.tokens = l.tokens[:0]
	for {
		l.rest = strings.TrimLeft(l.rest, " ")
		if l.rest == "" {
			return "", len(l.tokens) > 0
		}
		switch c := l.rest[0]; {
		case c == '\n':
			l.rest = l.rest[1:]
			return "", len(l.tokens) > 0
		case strings.HasPrefix(l.rest, "//"):
			comment, l.rest, _ = strings.Cut(l.rest, "\n")
			return strings.TrimRight(comment, " "), len(l.tokens) > 0 && isASCII(comment)
		case c == '`', c == '"':
			n := stringEnd(l.rest)
			if n < 0 {
				return "", false
			}
			l.take(literal, n)
		case isLetter(c):
			n := 1
			for n < len(l.rest) && (isLetter(l.rest[n]) || isDigit(l.rest[n])) {
				n++
			}
			kind := word
			if token.IsKeyword(l.rest[:n]) {
				kind = keyword
			}
			l.take(kind, n)
		case isDigit(c):
			n := 1
			for n < len(l.rest) && (isLetter(l.rest[n]) || isDigit(l.rest[n]) || l.rest[n] == '.') {
				n++
			}
			l.take(number, n)
		default:
			n := markLength(l.rest)
			if n == 0 {
				return "", false
			}
			l.take(mark, n)
		}
	}
}

func (l *layout) take(kind lexemeKind, n int) {
	l.tokens = append(l.tokens, lexeme{kind, l.rest[:n]})
	l.rest = l.rest[n:]
}

// stringEnd is the length of the string literal at the beginning of a text; -1 without an end.
func stringEnd(text string) int {
	quote := text[0]
	for i := 1; i < len(text); i++ {
		switch {
		case text[i] == quote:
			return i + 1
		case quote == '"' && text[i] == '\\':
			i++
		case quote == '"' && text[i] == '\n':
			return -1
		}
	}
	return -1
}

// markLength is the length of the operator or bracket at the beginning of a text; 0 for one that
// is not known.
func markLength(text string) int {
	for _, m := range [...]string{"...", ":=", "==", "!=", "<=", ">=", "&&", "||"} {
		if strings.HasPrefix(text, m) {
			return len(m)
		}
	}
	if strings.IndexByte("()[]{}.,:=*&!+-<>", text[0]) >= 0 {
		return 1
	}
	return 0
}

func isLetter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_' }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isASCII(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool { return r >= 0x80 }) < 0
}
