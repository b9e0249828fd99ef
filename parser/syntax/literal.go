package syntax

import (
	"strconv"
	"strings"
)

// number reads a numeral, which starts at pos with a digit or a dot and a digit.
// Lua takes everything that looks remotely like a part of it and then asks strtod.
// It looks for the exponent with strchr, which finds a NUL byte too, and strtod
// stops there.
func (l *lexer) number(t *token) kind {
	from := l.pos
	for l.pos++; l.pos < len(l.text) && (isDigit(l.text[l.pos]) || l.text[l.pos] == '.'); l.pos++ {
	}
	if c := l.peek(0); c == 'e' || c == 'E' || c == 0 {
		l.pos++
		if c := l.peek(0); c == '+' || c == '-' || c == 0 {
			l.pos++
		}
	}
	for l.pos < len(l.text) && isNamePart(l.text[l.pos]) {
		l.pos++
	}
	raw, _, _ := strings.Cut(l.text[from:l.pos], "\x00")
	num, ok := numeral(raw)
	if !ok {
		r := Range{from, l.pos}
		l.fail(r, "malformed number "+l.quote(r))
		return tokBad
	}
	t.num = num
	return tokNumber
}

// numeral is the value of a numeral and whether C's strtod takes all of it.
func numeral(s string) (float64, bool) {
	if len(s) > 2 && s[0] == '0' && (s[1] == 'x' || s[1] == 'X') {
		return hexadecimal(s)
	}
	rest, whole := digits(s)
	if rest == "" && whole <= 15 {
		n := 0
		for i := range len(s) {
			n = 10*n + int(s[i]-'0')
		}
		return float64(n), true
	}
	fraction := 0
	if rest != "" && rest[0] == '.' {
		rest, fraction = digits(rest[1:])
	}
	if whole+fraction == 0 {
		return 0, false
	}
	if rest != "" && (rest[0] == 'e' || rest[0] == 'E') {
		if rest = rest[1:]; rest != "" && (rest[0] == '+' || rest[0] == '-') {
			rest = rest[1:]
		}
		var exponent int
		if rest, exponent = digits(rest); exponent == 0 {
			return 0, false
		}
	}
	if rest != "" {
		return 0, false
	}
	num, _ := strconv.ParseFloat(s, 64) // out of range: an infinity, as with strtod
	return num, true
}

// hexadecimal is numeral for "0x…". A sign in the exponent never gets here: the
// lexer ends the numeral before it.
func hexadecimal(s string) (float64, bool) {
	i := 2
	for i < len(s) && isHexDigit(s[i]) {
		i++
	}
	if i == 2 {
		return 0, false
	}
	if i == len(s) {
		num, _ := strconv.ParseFloat(s+"p0", 64)
		return num, true
	}
	if rest, n := digits(s[i+1:]); s[i]|0x20 != 'p' || n == 0 || rest != "" {
		return 0, false
	}
	num, _ := strconv.ParseFloat(s, 64)
	return num, true
}

// digits cuts the decimal digits off s and counts them.
func digits(s string) (rest string, n int) {
	for n < len(s) && isDigit(s[n]) {
		n++
	}
	return s[n:], n
}

func isHexDigit(c byte) bool {
	return isDigit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

// quoted reads a string in quotes, which starts at pos.
func (l *lexer) quoted(t *token) kind {
	quote, from := l.text[l.pos], l.pos
	l.pos++
	var value []byte // what is read so far, once it is more than a piece of the text
	run := l.pos     // start of the bytes not yet in value
	for l.pos < len(l.text) {
		switch c := l.text[l.pos]; c {
		case quote:
			t.text = l.text[run:l.pos]
			if value != nil {
				t.text = string(append(value, t.text...))
			}
			l.pos++
			return tokString
		case '\n', '\r':
			l.fail(Range{from, l.pos}, "unfinished string: expected a closing "+string(rune(quote))+" before the end of the line")
			return tokBad
		case '\\':
			value = append(value, l.text[run:l.pos]...)
			value = l.escape(value)
			run = l.pos
		default:
			l.pos++
		}
	}
	l.fail(Range{from, l.pos}, "unfinished string: expected a closing "+string(rune(quote))+" before the end of the script")
	return tokBad
}

// escape reads a backslash and what it escapes, and appends what that denotes.
func (l *lexer) escape(value []byte) []byte {
	from := l.pos
	l.pos++
	if l.pos == len(l.text) {
		return value
	}
	c := l.text[l.pos]
	switch {
	case c == '\n' || c == '\r':
		l.newline()
		return append(value, '\n')
	case isDigit(c):
		n := 0
		for end := l.pos + 3; l.pos < end && l.pos < len(l.text) && isDigit(l.text[l.pos]); l.pos++ {
			n = 10*n + int(l.text[l.pos]-'0')
		}
		if n > 255 {
			l.fail(Range{from, l.pos}, "escape sequence too large: expected \\0 to \\255, found "+l.text[from:l.pos])
		}
		return append(value, byte(n))
	}
	l.pos++
	if i := strings.IndexByte("abfnrtv", c); i >= 0 {
		c = "\a\b\f\n\r\t\v"[i]
	}
	return append(value, c)
}

// bracket reads a "[" or the long string that it starts.
func (l *lexer) bracket(t *token) kind {
	from, level := l.pos, l.level()
	switch {
	case level >= 0:
		text, ok := l.long(level)
		if !ok {
			l.fail(Range{from, from + 2 + level}, "unfinished long string: expected "+closing(level)+", found end of script")
			if l.rec != nil {
				l.endOfLine(from)
			}
			return tokBad
		}
		t.text = text
		return tokString
	case level == -1:
		l.pos++
		return '['
	}
	l.pos += -level
	l.fail(Range{from, l.pos}, "invalid long string delimiter: expected another '[' after "+l.quote(Range{from, l.pos}))
	return tokBad
}

// endOfLine goes back to the end of the line that holds an offset: what follows a string
// that is never closed is more likely code than text.
func (l *lexer) endOfLine(from int) {
	l.line = l.rec.lines.Line(from)
	l.pos = from
	for l.pos < len(l.text) && l.text[l.pos] != '\n' && l.text[l.pos] != '\r' {
		l.pos++
	}
}

// level is the number of "=" of the long bracket that opens at pos. Without a
// second bracket it is -1 less the number of "=".
func (l *lexer) level() int {
	n := 0
	for l.peek(1+n) == '=' {
		n++
	}
	if l.peek(1+n) == '[' {
		return n
	}
	return -1 - n
}

// closing is the long bracket that closes one of a level.
func closing(level int) string {
	if level > 20 {
		return "its closing bracket (with " + strconv.Itoa(level) + " '=')"
	}
	return "]" + strings.Repeat("=", level) + "]"
}

// long reads a long bracket of a level, which opens at pos, and returns what it
// holds, with every line end a "\n" and without one at the start.
func (l *lexer) long(level int) (text string, ok bool) {
	l.pos += 2 + level
	if c := l.peek(0); c == '\n' || c == '\r' {
		l.newline()
	}
	from := l.pos
	length := strings.Index(l.text[from:], "]"+strings.Repeat("=", level)+"]")
	if ok = length >= 0; !ok {
		length = len(l.text) - from
	}
	text = l.text[from : from+length]
	if level == 0 {
		if i := strings.Index(text, "[["); i >= 0 {
			l.chunk.NestedLong = append(l.chunk.NestedLong, Range{from + i, from + i + 2})
		}
	}
	plain := true
	for l.pos < from+length {
		switch l.text[l.pos] {
		case '\r':
			plain = false
			l.newline()
		case '\n':
			plain = plain && l.peek(1) != '\r'
			l.newline()
		default:
			l.pos++
		}
	}
	if !ok {
		return "", false
	}
	l.pos = from + length + 2 + level
	if !plain {
		text = strings.NewReplacer("\r\n", "\n", "\n\r", "\n", "\r", "\n").Replace(text)
	}
	return text, true
}
