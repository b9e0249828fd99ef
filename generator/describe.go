package generator

import (
	"strconv"
	"strings"

	"github.com/luagen/luagen/parser"
)

// variantText shows the replies that a variant stands for.
func variantText(v parser.Variant) string {
	switch v.Form {
	case parser.VariantNil:
		return "nil"
	case parser.VariantLiteral:
		return literalText(v.Type.(*parser.Literal))
	case parser.VariantValue:
		return oneLine(v.Type.String())
	default:
		var parts []string
		for _, f := range v.Fields {
			if l, ok := f.Type.(*parser.Literal); ok {
				parts = append(parts, literalText(l))
			} else {
				parts = append(parts, f.Text)
			}
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
}

func literalText(l *parser.Literal) string {
	if l.Ints {
		return strconv.FormatInt(l.Int, 10)
	}
	return strconv.Quote(l.Text)
}

// matchText shows the reply that an @error claims.
func matchText(m parser.Match) string {
	switch m.Kind {
	case parser.MatchInt:
		return strconv.FormatInt(m.Int, 10)
	case parser.MatchString:
		return strconv.Quote(m.Text)
	case parser.MatchNil:
		return "nil"
	case parser.MatchCode:
		return "an error with the code " + m.Text
	default:
		return "the error " + strconv.Quote(m.Text)
	}
}

// errorDoc is the doc comment of an error that some functions return; lines say what
// each means by it.
func errorDoc(name string, users, lines []string) []string {
	text := paragraph(name + " is returned by " + enumerate(users, "and") + ".")
	if len(lines) > 0 {
		items := make([]string, len(lines))
		for i, line := range lines {
			items[i] = item(line)
		}
		text += "\n\n" + strings.Join(items, "\n")
	}
	return canonical(text)
}

// enumerate joins names as a sentence does: "a, b and c".
func enumerate(names []string, last string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " " + last + " " + names[len(names)-1]
}
