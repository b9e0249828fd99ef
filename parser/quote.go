package parser

import (
	"strings"
	"unicode/utf8"
)

// quoted writes s as a string of the annotation language, for messages too: bytes as they
// are, save quotes, backslashes, control characters and what is not UTF-8.
func quoted(s string) string { return `"` + escape(s, `"\`) + `"` }

// escaped is a message as one line that holds nothing a terminal might act upon,
// whatever it cites of a file.
func escaped(message string) string { return escape(message, "") }

// escape puts a backslash before the given characters, and writes control characters
// and what is not UTF-8 as the annotation language does in strings.
func escape(s, special string) string {
	const hex = "0123456789abcdef"
	var b strings.Builder
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case strings.ContainsRune(special, r):
			b.WriteByte('\\')
			b.WriteByte(s[i])
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case r < ' ' || r == 0x7f || r == utf8.RuneError && size == 1:
			b.WriteString(`\x`)
			b.WriteByte(hex[s[i]>>4])
			b.WriteByte(hex[s[i]&15])
		default:
			b.WriteString(s[i : i+size])
		}
		i += size
	}
	return b.String()
}

// unquote reads the string that b begins with: what it denotes, its length in b
// with both quotes, and what is wrong with it ("" when nothing is). The first byte is
// the quote, a double or a single one.
func unquote(b []byte) (value string, n int, problem string) {
	var v []byte
	for i := 1; i < len(b); i++ {
		switch b[i] {
		case b[0]:
			return string(v), i + 1, problem
		case '\\':
			if i++; i == len(b) {
				break
			}
			switch b[i] {
			case b[0], '\\':
				v = append(v, b[i])
			case 'n':
				v = append(v, '\n')
			case 'r':
				v = append(v, '\r')
			case 't':
				v = append(v, '\t')
			case 'x':
				if i+2 < len(b) && isHex(b[i+1]) && isHex(b[i+2]) {
					v = append(v, hexValue(b[i+1])<<4|hexValue(b[i+2]))
					i += 2
					continue
				}
				problem = `a string with a bad \x escape: two hexadecimal digits follow it`
			default:
				r, size := utf8.DecodeRune(b[i:])
				i += size - 1
				problem = `a string with the unknown escape \` + string(r) + `: there are \" \\ \n \r \t \xff`
			}
		default:
			v = append(v, b[i])
		}
	}
	return "", len(b), `a string without its closing quote`
}

func isHex(c byte) bool {
	return isDigit(c) || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

func hexValue(c byte) byte {
	switch {
	case isDigit(c):
		return c - '0'
	case c >= 'a':
		return c - 'a' + 10
	default:
		return c - 'A' + 10
	}
}
