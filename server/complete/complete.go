// Package complete says what may be meant by the word that is being written.
package complete

import (
	"slices"
	"strings"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/server/callat"
	"github.com/luagen/luagen/server/lexer"
	"github.com/luagen/luagen/server/source"
)

// Kind is the kind of what is offered.
type Kind int

// The kinds.
const (
	Command Kind = iota
	Option
	Function
	Constant
	Module
	Variable
	Keyword
	Annotation
	Type
	Input
	File
	Rule
)

// Item is an offer.
type Item struct {
	Label         string
	Kind          Kind
	Detail        string // beside the label
	Documentation string // Markdown
	Insert        string // what it writes; empty for the label
	Deprecated    bool
	Replace       source.Range // what it replaces
}

// insert is what an item writes.
func (i Item) insert() string {
	if i.Insert != "" {
		return i.Insert
	}
	return i.Label
}

// Around is what a script does not know of itself.
type Around struct {
	Rules []diag.Rule
	// Files are the scripts of the project, as paths from the folder of this one.
	Files func() []string
}

// At returns what may be meant at an offset of a script's file, those first that fit best.
func At(s source.Script, offset int, around Around) []Item {
	tokens := lexer.Tokens(s.Source)
	i, in := slices.BinarySearchFunc(tokens, offset, func(t lexer.Token, at int) int {
		switch {
		case t.To < at || t.To == at && !t.Open && t.Kind != lexer.Name && t.Kind != lexer.Keyword && t.Kind != lexer.Number && t.Kind != lexer.Comment:
			return -1
		case t.From >= at:
			return 1
		default:
			return 0
		}
	})
	if in && tokens[i].Kind == lexer.Comment {
		return comment(s, tokens[i], offset, around)
	}
	if in && tokens[i].Kind == lexer.Number {
		return nil
	}
	if !in && i > 0 && tokens[i-1].To == offset && ends(tokens[i-1], s.Source) {
		return nil
	}
	c, called := callat.Enclosing(s.Source, tokens, offset)
	if in && tokens[i].Kind == lexer.String {
		return inString(s, tokens[i], c, called, offset)
	}
	before := tokens[:i]
	replace := source.Range{From: offset, To: offset}
	if in {
		replace = source.Range{From: tokens[i].From, To: max(offset, tokens[i].To)}
		if tokens[i].Kind == lexer.Operator {
			before, replace = tokens[:i+1], source.Range{From: offset, To: offset}
		}
	}
	var items []Item
	switch last := text(s, before, 1); {
	case last == "." || last == ":":
		items = members(s, text(s, before, 2), offset)
	case last == "[" && (text(s, before, 2) == "KEYS" || text(s, before, 2) == "ARGV"):
		items = elements(s, text(s, before, 2))
	case last == "local" || last == "function" || last == "for":
		return nil // a new name
	default:
		items = append(words(s, offset), names(s, offset)...)
	}
	for n := range items {
		items[n].Replace = replace
	}
	return matching(items, string(s.Source[replace.From:offset]))
}

// ends reports whether no word can follow a token at once: a string, or a bracket that closes.
func ends(t lexer.Token, src []byte) bool {
	return t.Kind == lexer.String || t.Kind == lexer.Operator && slices.Contains([]string{")", "]", "}"}, t.Text(src))
}

// text is a token counted from the last one, as written; empty when there is none.
func text(s source.Script, tokens []lexer.Token, back int) string {
	if len(tokens) < back {
		return ""
	}
	return tokens[len(tokens)-back].Text(s.Source)
}

// matching are the items that go on with what is written, in any case.
func matching(items []Item, written string) []Item {
	written = strings.ToLower(written)
	return slices.DeleteFunc(items, func(i Item) bool {
		return !strings.HasPrefix(strings.ToLower(i.insert()), written) && !strings.HasPrefix(strings.ToLower(i.Label), written)
	})
}
