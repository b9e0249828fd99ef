package resp

import (
	"fmt"
	"strconv"
	"strings"
)

// Lines is the value as redis-cli shows it on a terminal. A value has one line at least.
func (v Value) Lines() []string {
	switch v.Kind {
	case '*', '%', '~', '>':
		if !v.Null {
			return v.list()
		}
	}
	return strings.Split(v.scalar(), "\n")
}

// scalar is a value that is no aggregate.
func (v Value) scalar() string {
	switch {
	case v.Null:
		return "(nil)"
	case v.Kind == '-', v.Kind == '!':
		return "(error) " + v.Text
	case v.Kind == ':':
		return "(integer) " + v.Text
	case v.Kind == ',':
		return "(double) " + v.Text
	case v.Kind == '(':
		return "(big number) " + v.Text
	case v.Kind == '#' && v.Text == "t":
		return "(true)"
	case v.Kind == '#':
		return "(false)"
	case v.Kind == '$':
		return Repr(v.Text)
	case v.Kind == '=' && len(v.Text) > 4: // a verbatim string follows its format, three letters and a colon
		return strings.TrimSuffix(v.Text[4:], "\n")
	default:
		return v.Text
	}
}

// list is an aggregate: its elements behind their numbers, below each other.
func (v Value) list() []string {
	empty := map[byte]string{'*': "(empty array)", '%': "(empty hash)", '~': "(empty set)", '>': "(empty push)"}
	if len(v.List) == 0 {
		return []string{empty[v.Kind]}
	}
	step, mark := 1, byte(')')
	switch v.Kind {
	case '%':
		step, mark = 2, '#'
	case '~':
		mark = '~'
	}
	width := len(strconv.Itoa(len(v.List) / step))
	indent := strings.Repeat(" ", width+2)
	var lines []string
	for i := 0; i < len(v.List); i += step {
		element := v.List[i].Lines()
		if step == 2 && i+1 < len(v.List) {
			value := v.List[i+1].Lines()
			if v.List[i+1].Kind == '*' && len(v.List[i+1].List) > 0 {
				value = append([]string{""}, value...)
			}
			element[len(element)-1] += " => " + value[0]
			element = append(element, value[1:]...)
		}
		lines = append(lines, fmt.Sprintf("%*d%c %s", width, i/step+1, mark, element[0]))
		for _, l := range element[1:] {
			lines = append(lines, indent+l)
		}
	}
	return lines
}

// Repr is a string in double quotes as redis-cli shows it: what is not printable ASCII as
// an escape.
func Repr(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for i := range len(s) {
		switch c := s[i]; c {
		case '\\', '"':
			b.WriteByte('\\')
			b.WriteByte(c)
		case '\n':
			b.WriteString(`\n`)
		case '\r':
			b.WriteString(`\r`)
		case '\t':
			b.WriteString(`\t`)
		case '\a':
			b.WriteString(`\a`)
		case '\b':
			b.WriteString(`\b`)
		default:
			if c < ' ' || c > '~' {
				fmt.Fprintf(&b, `\x%02x`, c)
			} else {
				b.WriteByte(c)
			}
		}
	}
	b.WriteByte('"')
	return b.String()
}
