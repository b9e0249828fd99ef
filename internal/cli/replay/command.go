package replay

import (
	"errors"
	"strconv"
	"strings"
)

// errQuote is a command line whose quotes are not closed.
var errQuote = errors.New("a quote is not closed")

// Words splits a command as redis-cli does: at blanks, outside "…" with escapes such as
// \n and \x00, and outside '…' where \' alone is one.
func Words(line string) ([]any, error) {
	var words []any
	rest := strings.TrimLeft(line, " \t\r\n")
	for rest != "" {
		w, after, err := oneWord(rest)
		if err != nil {
			return nil, err
		}
		words = append(words, w)
		rest = strings.TrimLeft(after, " \t\r\n")
	}
	return words, nil
}

func oneWord(s string) (w, rest string, err error) {
	switch s[0] {
	case '"':
		for i := 1; i < len(s); i++ {
			switch s[i] {
			case '\\':
				i++
			case '"':
				w, err := strconv.Unquote(s[:i+1])
				if err != nil {
					return "", "", errors.New("an escape in " + s[:i+1] + " is not one of Go's")
				}
				return w, s[i+1:], nil
			}
		}
		return "", "", errQuote
	case '\'':
		var b strings.Builder
		for i := 1; i < len(s); i++ {
			switch {
			case s[i] == '\\' && i+1 < len(s) && s[i+1] == '\'':
				i++
				b.WriteByte('\'')
			case s[i] == '\'':
				return b.String(), s[i+1:], nil
			default:
				b.WriteByte(s[i])
			}
		}
		return "", "", errQuote
	default:
		if i := strings.IndexAny(s, " \t\r\n"); i >= 0 {
			return s[:i], s[i:], nil
		}
		return s, "", nil
	}
}
