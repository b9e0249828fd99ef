package hover

import (
	"fmt"
	"strings"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/parser/syntax"
	"github.com/luagen/luagen/server/describe"
	"github.com/luagen/luagen/server/source"
)

// comment says what stands in a comment: a rule in a suppression, a library that is included, or an
// annotation, for which it is the Go that the header generates.
func comment(s source.Script, c syntax.Comment, offset int, around Around) (Answer, bool) {
	here, ok := s.Here(c.Range)
	if !ok || c.Block {
		return Answer{}, false
	}
	text := string(s.Source[here.From:here.To])
	if tag, _ := parser.Suppression([]byte(text)); tag != "" {
		return suppressed(s, here, text, offset, around.Rules)
	}
	for _, i := range s.Includes {
		if r, ok := s.Of(i.Span); ok && r.Holds(offset) && i.Name != "" {
			return Answer{code(`--@include "`+i.Path+`"`) + "\n\nThe library " + i.Name + ".", r}, true
		}
	}
	if !s.Annotated || s.Header.End.Offset < here.To {
		return Answer{}, false
	}
	declaration := around.Go()
	if declaration != "" {
		declaration = "```go\n" + declaration + "\n```"
	}
	if named, ok := named(s, offset); ok {
		named.Markdown = paragraphs(named.Markdown, declaration)
		return named, true
	}
	return Answer{declaration, here}, declaration != ""
}

// suppressed says what a rule means that a comment suppresses.
func suppressed(s source.Script, here source.Range, text string, offset int, rules []diag.Rule) (Answer, bool) {
	for _, r := range rules {
		for from := 0; ; {
			i := strings.Index(text[from:], r.Name)
			if i < 0 {
				break
			}
			at := source.Range{From: here.From + from + i, To: here.From + from + i + len(r.Name)}
			if at.Holds(offset) && isWhole(text, from+i, len(r.Name)) {
				return Answer{paragraphs("**"+r.Name+"**: "+r.Doc.Title, r.Doc.Text, r.URL()), at}, true
			}
			from += i + len(r.Name)
		}
	}
	return Answer{}, false
}

// isWhole reports whether a part of a text is a whole name of a rule.
func isWhole(text string, at, size int) bool {
	part := func(i int) bool {
		return i >= 0 && i < len(text) && (text[i] == '-' || text[i] >= 'a' && text[i] <= 'z')
	}
	return !part(at-1) && !part(at+size)
}

// named says what is declared under a name of the header.
func named(s source.Script, offset int) (Answer, bool) {
	for i, k := range s.Keys {
		if r, ok := s.Of(k.Span); ok && r.Holds(offset) {
			line := fmt.Sprintf("KEYS[%d] = %s", i+1, k.Text)
			if k.Template != nil {
				line += ": " + k.Template.Text
			}
			return Answer{paragraphs(code(line), k.Doc), r}, true
		}
	}
	for i, a := range s.Args {
		if r, ok := s.Of(a.Span); ok && r.Holds(offset) {
			return Answer{paragraphs(code(fmt.Sprintf("ARGV[%d] = %s: %s", i+1, a.Text, describe.ArgType(a))), a.Doc), r}, true
		}
	}
	return Answer{}, false
}

// inputs lists what a header declares of KEYS or ARGV.
func inputs(s source.Script, table string) string {
	var lines []string
	if table == "KEYS" {
		for i, k := range s.Keys {
			lines = append(lines, fmt.Sprintf("- KEYS[%d]: %s", i+1, k.Text))
		}
	} else {
		for i, a := range s.Args {
			lines = append(lines, fmt.Sprintf("- ARGV[%d]: %s, %s", i+1, a.Text, describe.ArgType(a)))
		}
	}
	return strings.Join(lines, "\n")
}
