package casefile

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Word is a word of a command.
type Word struct {
	Text   string // without quotes and escapes
	Source string // as it was typed; empty in a word that was not read
	Column int    // of its first byte, from 1; 0 in a word that was not read
}

// String is the word as it would be typed.
func (w Word) String() string {
	if w.Source != "" {
		return w.Source
	}
	return Quote(w.Text)
}

// WordError is a command line that cannot be split.
type WordError struct {
	Column  int // bytes, from 1
	Message string
}

func (e *WordError) Error() string { return e.Message }

// Words splits a command line as redis-cli does: at blanks, outside of "…" with the
// escapes \n, \r, \t, \b, \a, \\, \" and \xHH, and outside of '…' where \' is the only
// one. A quote may begin within a word: name="a b". The error is a *WordError.
func Words(line string) ([]Word, error) {
	var words []Word
	at := 0
	for {
		for at < len(line) && isBlank(line[at]) {
			at++
		}
		if at == len(line) {
			return words, nil
		}
		text, end, err := oneWord(line, at)
		if err != nil {
			return nil, err
		}
		words = append(words, Word{Text: text, Source: line[at:end], Column: at + 1})
		at = end
	}
}

func isBlank(b byte) bool { return strings.IndexByte(" \t\r\n\v\f", b) >= 0 }

// oneWord reads the word that begins at an offset, and returns where it ends.
func oneWord(line string, at int) (text string, end int, err error) {
	var b strings.Builder
	for at < len(line) && !isBlank(line[at]) {
		if line[at] != '"' && line[at] != '\'' {
			b.WriteByte(line[at])
			at++
			continue
		}
		if at, err = quoted(&b, line, at); err != nil {
			return "", 0, err
		}
		if at < len(line) && !isBlank(line[at]) {
			return "", 0, &WordError{at + 1, fmt.Sprintf("found %q right after a closing quote; expected a blank or the end of the line", line[at:at+1])}
		}
	}
	return b.String(), at, nil
}

// quoted reads what a quote at an offset begins, and returns where it ends.
func quoted(b *strings.Builder, line string, from int) (end int, err error) {
	quote := line[from]
	for at := from + 1; at < len(line); at++ {
		switch {
		case line[at] == quote:
			return at + 1, nil
		case line[at] != '\\' || at+1 == len(line):
			b.WriteByte(line[at])
		case quote == '\'' && line[at+1] != '\'':
			b.WriteByte('\\')
		case quote == '\'':
			at++
			b.WriteByte('\'')
		default:
			at += escaped(b, line[at+1:])
		}
	}
	return 0, &WordError{from + 1, "this quote is not closed; expected another one on the same line"}
}

// escapes are what a letter after a backslash stands for, in double quotes.
var escapes = map[byte]byte{'n': '\n', 'r': '\r', 't': '\t', 'b': '\b', 'a': '\a'}

// escaped reads what follows a backslash, and returns its length.
func escaped(b *strings.Builder, rest string) int {
	var code byte
	if len(rest) >= 3 && rest[0] == 'x' {
		if _, err := fmt.Sscanf(rest[1:3], "%02x", &code); err == nil && isHex(rest[1]) && isHex(rest[2]) {
			b.WriteByte(code)
			return 3
		}
	}
	if code, ok := escapes[rest[0]]; ok {
		b.WriteByte(code)
	} else {
		b.WriteByte(rest[0])
	}
	return 1
}

func isHex(b byte) bool { return strings.IndexByte("0123456789abcdefABCDEF", b) >= 0 }

// Quote returns a text as a word of a command: in double quotes where it must be.
func Quote(text string) string {
	if text != "" && !strings.ContainsAny(text, `"'\`) && printable(text, unicode.IsGraphic) && !strings.ContainsFunc(text, unicode.IsSpace) {
		return text
	}
	return quotedText(text, true)
}

func printable(text string, fine func(rune) bool) bool {
	return utf8.ValidString(text) && strings.IndexFunc(text, func(r rune) bool { return !fine(r) }) < 0
}

// quotedText is a text in double quotes, with the escapes of redis-cli. Where letters
// beyond ASCII may stay, those that can be read do.
func quotedText(text string, letters bool) string {
	var b strings.Builder
	b.WriteByte('"')
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		if letters && r >= utf8.RuneSelf && (r != utf8.RuneError || size > 1) && unicode.IsPrint(r) {
			b.WriteString(text[at : at+size])
			at += size
			continue
		}
		quoteByte(&b, text[at])
		at++
	}
	b.WriteByte('"')
	return b.String()
}

func quoteByte(b *strings.Builder, c byte) {
	switch c {
	case '\\', '"':
		b.WriteByte('\\')
		b.WriteByte(c)
		return
	}
	for letter, code := range escapes {
		if code == c {
			b.WriteByte('\\')
			b.WriteByte(letter)
			return
		}
	}
	if c < ' ' || c > '~' {
		fmt.Fprintf(b, `\x%02x`, c)
		return
	}
	b.WriteByte(c)
}
