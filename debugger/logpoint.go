package debugger

import (
	"errors"
	"strings"

	"github.com/luagen/luagen/debugger/ldb"
)

// expand fills the values of the expressions in braces into a message.
func (s *Session) expand(message string) (string, error) {
	var b strings.Builder
	for _, part := range messageParts(message) {
		if !part.expression {
			b.WriteString(part.text)
			continue
		}
		r, err := s.EvaluateHere(part.text)
		var failed *EvaluationError
		switch {
		case errors.As(err, &failed):
			b.WriteString("{" + failed.Message + "}")
		case err != nil:
			return "", err
		case r.Value.Kind == ldb.String:
			b.WriteString(r.Value.Text)
		default:
			b.WriteString(r.Value.String())
		}
	}
	return b.String(), nil
}

// messagePart is text of a message, or an expression that stood in braces.
type messagePart struct {
	text       string
	expression bool
}

// messageParts splits a message at its braces. Those of tables in an expression belong to it;
// one that is not closed is text.
func messageParts(message string) []messagePart {
	var parts []messagePart
	for message != "" {
		open := strings.IndexByte(message, '{')
		end := -1
		if open >= 0 {
			end = closing(message, open)
		}
		if end < 0 {
			return append(parts, messagePart{text: message})
		}
		if open > 0 {
			parts = append(parts, messagePart{text: message[:open]})
		}
		parts = append(parts, messagePart{text: message[open+1 : end], expression: true})
		message = message[end+1:]
	}
	return parts
}

// closing finds the brace that closes the one at open, outside of quotes.
func closing(s string, open int) int {
	depth, quote := 0, byte(0)
	for i := open; i < len(s); i++ {
		switch c := s[i]; {
		case quote != 0 && c == '\\':
			i++
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '{':
			depth++
		case c == '}':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

// expressionsIn are the expressions of a message.
func expressionsIn(message string) []string {
	var list []string
	for _, p := range messageParts(message) {
		if p.expression {
			list = append(list, p.text)
		}
	}
	return list
}
