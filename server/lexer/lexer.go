// Package lexer reads the tokens of Lua text, of any text: while somebody types, it is the text
// before the cursor that counts, and no tree has it yet.
package lexer

import (
	"bytes"
	"slices"
)

// Kind is the kind of a token.
type Kind int

// The kinds.
const (
	Name Kind = iota
	Keyword
	String
	Number
	Operator // brackets, commas and the like, too
	Comment
)

// Token is a token.
type Token struct {
	Kind     Kind
	From, To int
	Open     bool // a string or comment that does not end in the text
}

// Text is the token as written.
func (t Token) Text(src []byte) string { return string(src[t.From:t.To]) }

// Value is what a string stands for, as far as it has no escapes, or the token as written.
func (t Token) Value(src []byte) string {
	if t.Kind != String {
		return t.Text(src)
	}
	from := t.From + Opening(src[t.From:t.To])
	to := t.To
	if !t.Open {
		to -= Opening(src[t.From:t.To])
	}
	return string(src[from:max(from, to)])
}

// Opening is the length of what opens a string: a quote, or a long bracket.
func Opening(text []byte) int {
	if len(text) == 0 || text[0] != '[' {
		return min(1, len(text))
	}
	level := 1
	for level < len(text) && text[level] == '=' {
		level++
	}
	return level + 1
}

// Keywords are the words that no variable can have as its name.
var keywords = []string{
	"and", "break", "do", "else", "elseif", "end", "false", "for", "function", "if", "in",
	"local", "nil", "not", "or", "repeat", "return", "then", "true", "until", "while",
}

// Keywords returns the words that no variable can have as its name, sorted.
func Keywords() []string { return slices.Clone(keywords) }

// Tokens reads a text, blanks left out.
func Tokens(src []byte) []Token {
	var all []Token
	for at := 0; at < len(src); {
		c := src[at]
		t := Token{From: at, Kind: Operator}
		switch {
		case c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\v' || c == '\f':
			at++
			continue
		case at == 0 && c == '#':
			t.Kind, t.To = Comment, lineEnd(src, at)
		case isLetter(c):
			t.To = at + 1
			for t.To < len(src) && (isLetter(src[t.To]) || isDigit(src[t.To])) {
				t.To++
			}
			if t.Kind = Name; isKeyword(string(src[at:t.To])) {
				t.Kind = Keyword
			}
		case isDigit(c) || c == '.' && at+1 < len(src) && isDigit(src[at+1]):
			t.Kind, t.To = Number, number(src, at)
		case c == '"' || c == '\'':
			t.Kind = String
			t.To, t.Open = quoted(src, at)
		case c == '-' && at+1 < len(src) && src[at+1] == '-':
			t.Kind, t.To = Comment, lineEnd(src, at)
			if end, open, ok := long(src, at+2); ok {
				t.To, t.Open = end, open
			}
		case c == '[':
			t.To = at + 1
			if end, open, ok := long(src, at); ok {
				t.Kind, t.To, t.Open = String, end, open
			}
		default:
			t.To = at + operator(src[at:])
		}
		all = append(all, t)
		at = t.To
	}
	return all
}

func isLetter(c byte) bool { return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }
func isDigit(c byte) bool  { return c >= '0' && c <= '9' }

func isKeyword(word string) bool { _, ok := slices.BinarySearch(keywords, word); return ok }

func lineEnd(src []byte, at int) int {
	if i := bytes.IndexAny(src[at:], "\r\n"); i >= 0 {
		return at + i
	}
	return len(src)
}

func number(src []byte, at int) int {
	for at < len(src) {
		c := src[at]
		exponent := (c == '+' || c == '-') && (src[at-1] == 'e' || src[at-1] == 'E')
		if !isDigit(c) && !isLetter(c) && c != '.' && !exponent {
			break
		}
		at++
	}
	return at
}

// quoted is the end of a quoted string; one that runs into the line's end is open.
func quoted(src []byte, at int) (end int, open bool) {
	quote := src[at]
	for i := at + 1; i < len(src); i++ {
		switch src[i] {
		case quote:
			return i + 1, false
		case '\\':
			i++
		case '\n', '\r':
			return i, true
		}
	}
	return len(src), true
}

// long is the end of a long bracket; ok is false when none begins there.
func long(src []byte, at int) (end int, open, ok bool) {
	if at >= len(src) || src[at] != '[' {
		return 0, false, false
	}
	size := Opening(src[at:])
	if at+size > len(src) || src[at+size-1] != '[' {
		return 0, false, false
	}
	closing := append(append([]byte{']'}, src[at+1:at+size-1]...), ']')
	if i := bytes.Index(src[at+size:], closing); i >= 0 {
		return at + size + i + size, false, true
	}
	return len(src), true, true
}

func operator(src []byte) int {
	for _, op := range []string{"...", "..", "==", "~=", "<=", ">="} {
		if bytes.HasPrefix(src, []byte(op)) {
			return len(op)
		}
	}
	return 1
}
