package casefile

import (
	"bytes"
	"fmt"
	"strings"
)

// Print writes a file as Parse reads it: a blank line above each case, and after each step
// its answer.
func Print(f *File) []byte {
	var b bytes.Buffer
	printItems(&b, f.Before)
	for i, c := range f.Cases {
		if i > 0 || len(f.Before) > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "# %s\n", c.Title)
		printItems(&b, c.Items)
	}
	return b.Bytes()
}

func printItems(b *bytes.Buffer, items []Item) {
	for _, i := range items {
		switch i := i.(type) {
		case *Comment:
			b.WriteString(strings.TrimRight("-- "+i.Text, " ") + "\n")
		case *Directive:
			fmt.Fprintf(b, "%s\n", i)
		case *Step:
			fmt.Fprintf(b, "> %s\n", i.Command())
			for _, l := range i.Answer {
				b.WriteString(l.Pattern.line() + "\n")
			}
		}
	}
}

// line is the pattern as it stands in a file.
func (p Pattern) line() string {
	s := p.Source
	if isBlankLine(s) {
		return `\` + s
	}
	switch {
	case s[0] == '>', s[0] == '#', s[0] == '@', strings.HasPrefix(s, "--"),
		s[0] == '\\' && (len(s) == 1 || strings.IndexByte(protected, s[1]) >= 0):
		return `\` + s
	}
	return s
}
