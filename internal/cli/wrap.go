package cli

import "strings"

// textWidth is the width to which prose is wrapped: a terminal's least.
const textWidth = 80

// wrap breaks a paragraph into lines of at most width characters; every line but the
// first begins with indent, which does not count.
func wrap(paragraph string, width int, indent string) string {
	if strings.HasPrefix(paragraph, " ") || strings.HasPrefix(paragraph, "- ") {
		return strings.Trim(paragraph, "\n") // code or a list: broken already
	}
	var b strings.Builder
	column := 0
	for _, word := range strings.Fields(paragraph) {
		n := len([]rune(word))
		switch {
		case column == 0:
		case column+1+n > width:
			b.WriteString("\n" + indent)
			column = 0
		default:
			b.WriteString(" ")
			column++
		}
		b.WriteString(word)
		column += n
	}
	return b.String()
}

// paragraphs splits text at its blank lines.
func paragraphs(text string) []string {
	var ps []string
	for p := range strings.SplitSeq(strings.TrimSpace(text), "\n\n") {
		if strings.TrimSpace(p) != "" {
			ps = append(ps, p)
		}
	}
	return ps
}

// prose wraps paragraphs to the width of a terminal.
func prose(paragraphs ...string) string {
	for i, p := range paragraphs {
		paragraphs[i] = wrap(p, textWidth, "")
	}
	return strings.Join(paragraphs, "\n\n")
}
