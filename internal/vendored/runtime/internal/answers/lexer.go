// Code generated from runtime/internal/answers/lexer.go. DO NOT EDIT.

package answers

import "strings"

type kind uint8

const (
	end    kind = iota
	name        // an identifier, a keyword or a number
	str         // a string; text is its value
	symbol      // one byte, or ".." or "=="
)

// token is one token of Lua, as far as it matters here.
type token struct {
	kind kind
	text string
}

func (t token) is(symbolText string) bool { return t.kind == symbol && t.text == symbolText }

// lexer reads the tokens of a script that compiles; of any other it reads something.
type lexer struct {
	text string
	at   int
}

func (l *lexer) next() token {
	l.skipBlanks()
	if l.at >= len(l.text) {
		return token{}
	}
	switch b := l.text[l.at]; {
	case isWord(b):
		from := l.at
		for l.at < len(l.text) && isWord(l.text[l.at]) {
			l.at++
		}
		return token{name, l.text[from:l.at]}
	case b == '"' || b == '\'':
		return token{str, l.quoted(b)}
	case b == '[':
		if text, ok := l.long(l.at); ok {
			return token{str, text}
		}
	case strings.HasPrefix(l.text[l.at:], ".."), strings.HasPrefix(l.text[l.at:], "=="):
		l.at += 2
		return token{symbol, l.text[l.at-2 : l.at]}
	}
	l.at++
	return token{symbol, l.text[l.at-1 : l.at]}
}

func isWord(b byte) bool {
	return b == '_' || '0' <= b && b <= '9' || 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' || b >= 0x80
}

// skipBlanks passes over white space, comments and the line with "#!".
func (l *lexer) skipBlanks() {
	if l.at == 0 && strings.HasPrefix(l.text, "#") {
		l.skipLine()
	}
	for l.at < len(l.text) {
		switch {
		case strings.ContainsRune(" \t\r\n\v\f", rune(l.text[l.at])):
			l.at++
		case strings.HasPrefix(l.text[l.at:], "--"):
			if _, ok := l.long(l.at + 2); !ok {
				l.skipLine()
			}
		default:
			return
		}
	}
}

func (l *lexer) skipLine() {
	if n := strings.IndexByte(l.text[l.at:], '\n'); n >= 0 {
		l.at += n
	} else {
		l.at = len(l.text)
	}
}

// long reads a string in long brackets that begins at an offset, if one does.
func (l *lexer) long(at int) (text string, ok bool) {
	if at >= len(l.text) || l.text[at] != '[' {
		return "", false
	}
	level := len(l.text[at+1:]) - len(strings.TrimLeft(l.text[at+1:], "="))
	from := at + 1 + level
	if from >= len(l.text) || l.text[from] != '[' {
		return "", false
	}
	from++
	closing := "]" + strings.Repeat("=", level) + "]"
	text, _, found := strings.Cut(l.text[from:], closing)
	l.at = from + len(text)
	if found {
		l.at += len(closing)
	}
	return strings.TrimPrefix(strings.TrimPrefix(text, "\r"), "\n"), true
}

// quoted reads a string in quotes.
func (l *lexer) quoted(quote byte) string {
	var b strings.Builder
	for l.at++; l.at < len(l.text); l.at++ {
		switch c := l.text[l.at]; c {
		case quote:
			l.at++
			return b.String()
		case '\\':
			l.at++
			l.escape(&b)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// escape reads what follows a backslash, and stays at its last byte.
func (l *lexer) escape(b *strings.Builder) {
	if l.at >= len(l.text) {
		return
	}
	n, digits := 0, 0
	for ; digits < 3 && l.at+digits < len(l.text) && '0' <= l.text[l.at+digits] && l.text[l.at+digits] <= '9'; digits++ {
		n = 10*n + int(l.text[l.at+digits]-'0')
	}
	if digits > 0 {
		l.at += digits - 1
		b.WriteByte(byte(n))
		return
	}
	if i := strings.IndexByte("abfnrtv", l.text[l.at]); i >= 0 {
		b.WriteByte("\a\b\f\n\r\t\v"[i])
		return
	}
	b.WriteByte(l.text[l.at])
}
