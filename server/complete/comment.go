package complete

import (
	"strings"

	"github.com/luagen/luagen/internal/lazyregexp"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/server/lexer"
	"github.com/luagen/luagen/server/source"
)

var (
	tagBefore      = lazyregexp.New(`^--+[ \t]*@([a-z]*)$`)
	tagged         = lazyregexp.New(`^--+[ \t]*@([a-z]+)[ \t]+(.*)$`)
	includeBefore  = lazyregexp.New(`@include[ \t]+"([^"]*)$`)
	suppressBefore = lazyregexp.New(`lint:(?:file-)?ignore[ \t]+([a-z-]*)$`)
	lintBefore     = lazyregexp.New(`^--+[ \t]*(lint:[a-z-]*)$`)
	wordBefore     = lazyregexp.New(`[A-Za-z_][A-Za-z0-9_]*$`)
)

// comment returns what may be meant in a comment: an annotation, its type, a library, a rule.
func comment(s source.Script, t lexer.Token, offset int, around Around) []Item {
	before := string(s.Source[t.From:offset])
	at := func(written string) source.Range { return source.Range{From: offset - len(written), To: offset} }
	finish := func(items []Item, written string) []Item {
		for i := range items {
			items[i].Replace = at(written)
		}
		return matching(items, written)
	}
	var items []Item
	if m := suppressBefore().FindStringSubmatch(before); m != nil {
		for _, r := range around.Rules {
			if !r.Fixed {
				items = append(items, Item{Label: r.Name, Kind: Rule, Detail: r.Doc.Title, Documentation: r.Doc.Text})
			}
		}
		return finish(items, m[1])
	}
	if m := lintBefore().FindStringSubmatch(before); m != nil {
		for _, tag := range []string{parser.TagIgnore, parser.TagFileIgnore} {
			items = append(items, Item{Label: tag, Kind: Annotation, Detail: "rule reason"})
		}
		return finish(items, m[1])
	}
	if t.From > s.Header.End.Offset && s.Header.End.Offset < len(s.Source) {
		return nil // annotations are in the header
	}
	if m := includeBefore().FindStringSubmatch(before); m != nil {
		for _, f := range around.Files() {
			items = append(items, Item{Label: f, Kind: File})
		}
		return finish(items, m[1])
	}
	if m := tagBefore().FindStringSubmatch(before); m != nil {
		for _, tag := range parser.Tags() {
			items = append(items, Item{Label: tag.Name, Kind: Annotation, Detail: tag.Form, Documentation: tag.Doc})
		}
		return finish(items, m[1])
	}
	if m := tagged().FindStringSubmatch(before); m != nil {
		written := wordBefore().FindString(before)
		return finish(operand(s, m[1], strings.TrimSuffix(m[2], written)), written)
	}
	return nil
}

// operand returns what may be meant in the operand of an annotation, after what is written of it.
func operand(s source.Script, tag, before string) []Item {
	trimmed := strings.TrimRight(before, " \t")
	switch {
	case open(trimmed) == '<':
		return placeholders(s)
	case strings.HasSuffix(trimmed, "time(") || strings.HasSuffix(trimmed, "duration("):
		var items []Item
		for u := parser.Seconds; u <= parser.Nanoseconds; u++ {
			items = append(items, Item{Label: u.String(), Kind: Type, Detail: "in units of " + u.Duration().String()})
		}
		return items
	case tag == "returns" && trimmed == "" || isTyped(tag) && strings.HasSuffix(trimmed, ":"),
		tag == "type" && strings.HasSuffix(trimmed, "="),
		(tag == "returns" || tag == "type" || isTyped(tag)) && (strings.HasSuffix(trimmed, "[]") || strings.HasSuffix(trimmed, "map[") || strings.HasSuffix(trimmed, ":")):
		return types(s)
	}
	return nil
}

// isTyped reports whether names with types follow a tag.
func isTyped(tag string) bool { return tag == "args" || tag == "arg" || tag == "keys" || tag == "key" }

// open is the last bracket of a template that is not closed; 0 for none.
func open(text string) byte {
	for i := len(text) - 1; i >= 0; i-- {
		switch text[i] {
		case '<', '>':
			return text[i]
		}
	}
	return 0
}

// placeholders are the names that the header declares, for a key's template.
func placeholders(s source.Script) []Item {
	var items []Item
	for _, t := range s.Templates {
		items = append(items, Item{Label: t.Ident.Text, Kind: Input, Detail: t.Template.Text, Documentation: t.Doc})
	}
	for _, a := range s.Args {
		items = append(items, Item{Label: a.Text, Kind: Input, Detail: a.Text, Documentation: a.Doc})
	}
	return items
}

// types are the types of the annotation language, and those that the header declares.
func types(s source.Script) []Item {
	var items []Item
	for _, t := range s.Types {
		items = append(items, Item{Label: t.Ident.Text, Kind: Type, Detail: t.Type.String(), Documentation: t.Doc})
	}
	for _, w := range parser.TypeWords() {
		items = append(items, Item{Label: w.Name, Kind: Type, Detail: w.Form, Documentation: w.Doc})
	}
	return items
}
