package generator

import (
	"strings"
	"unicode"
)

// document writes the function's doc comment: the script's own documentation,
// then the keys and arguments, what the reply means, and the errors to expect.
func (p *plan) document() {
	p.noteArgs()
	parts := []string{p.opening()}
	add := func(text string) {
		if text != "" {
			parts = append(parts, text)
		}
	}
	add(itemList("Keys", p.keyItems()))
	if len(p.keys) > 1 && p.script.ClusterSafe() {
		add("All keys share one hash slot, as a cluster requires.")
	}
	add(itemList("Arguments", p.argItems()))
	add(p.replyText())
	add(p.errorItems())
	if p.script.ReadOnly {
		add("The script only reads; replicas may serve it.")
	}
	deprecated := ""
	if p.script.Deprecated != "" {
		deprecated = paragraph("Deprecated: " + p.script.Deprecated)
	}
	add(deprecated)
	p.doc = canonical(strings.Join(parts, "\n\n"))
	summary, _, _ := strings.Cut(parts[0], "\n\n")
	p.summary = canonical(join("\n\n", summary, deprecated))
	call := paragraph(p.name + "Call builds a call of " + p.name + " for runtime.Pipeline or runtime.Tx.")
	if deprecated != "" {
		call += "\n\n" + deprecated
	}
	p.callDoc = canonical(call)
}

// opening is the script's documentation, beginning with the function's name.
func (p *plan) opening() string {
	text := withoutTrailingHeading(strings.TrimSpace(clean(p.script.Doc)))
	runs := p.name + " runs " + oneLine(p.base) + "."
	switch first, rest, _ := strings.Cut(text, " "); {
	case text == "":
		return runs
	case first == p.name:
		return text
	case isVerb(first, rest):
		return p.name + " " + strings.ToLower(first) + " " + rest
	}
	return runs + "\n\n" + text
}

// isVerb guesses whether a text begins with a verb in the third person, as in
// "Allows a number of calls", which reads on after a name.
func isVerb(first, rest string) bool {
	if len(first) < 4 || !strings.HasSuffix(first, "s") || !unicode.IsUpper(rune(first[0])) {
		return false
	}
	for i, r := range first {
		if i > 0 && (r < 'a' || r > 'z') {
			return false
		}
	}
	for _, ending := range [...]string{"ss", "us", "is"} {
		if strings.HasSuffix(first, ending) {
			return false
		}
	}
	switch first {
	case "Keys", "Args", "Always", "Arguments", "Parameters", "Params", "Inputs", "Notes", "Returns":
		return false
	}
	second, _, _ := strings.Cut(rest, " ")
	switch second {
	case "is", "are", "was", "were", "of", "per", "that", "which", "must", "can", "will", "have", "has", "-", "=", "":
		return false
	}
	return true
}

// docItem is a line of a doc comment's list: a name, and what there is to say of it.
type docItem struct{ name, about string }

// itemList is a list of a doc comment, or a sentence when there is nothing to say
// but names.
func itemList(title string, items []docItem) string {
	if len(items) == 0 {
		return ""
	}
	plain := true
	var names []string
	for _, it := range items {
		names = append(names, it.name)
		plain = plain && it.about == ""
	}
	if plain {
		return paragraph(title + ": " + strings.Join(names, ", ") + ".")
	}
	lines := []string{title + ":"}
	for _, it := range items {
		text := it.name
		if it.about != "" {
			text += ": " + it.about
		}
		lines = append(lines, item(text))
	}
	return strings.Join(lines, "\n")
}

// keyItems are the keys by name, each with what is known about it.
func (p *plan) keyItems() []docItem {
	var items []docItem
	for i, k := range p.script.Keys {
		name, about := "", oneLine(k.Doc)
		switch s := p.keys[i].(type) {
		case *keyStep:
			name = p.paramName(s.param)
		case *keysStep:
			name = p.paramName(s.param)
		case *templateStep:
			name = k.Text
			about = withNote(join(", ", p.pattern(s), about), p.patternNote(s))
		case *groupStep:
			name = p.paramName(s.param)
			var parts []string
			for _, f := range s.fields {
				parts = append(parts, f.name)
			}
			about = withNote(about, "the "+enumerate(parts, "and")+" of each")
		}
		items = append(items, docItem{name, about})
	}
	return items
}

// pattern shows how a key is built.
func (p *plan) pattern(s *templateStep) string {
	var b strings.Builder
	for _, part := range s.parts {
		if part.param == nil {
			b.WriteString(oneLine(part.literal))
		} else {
			b.WriteString("<" + p.paramName(part.param) + ">")
		}
	}
	return b.String()
}

// patternNote says how the parameters in a key are written.
func (p *plan) patternNote(s *templateStep) string {
	var notes []string
	for _, part := range s.parts {
		if part.param == nil {
			continue
		}
		if note := argNote(part.value); note != "" {
			notes = append(notes, p.paramName(part.param)+" "+strings.TrimPrefix(note, "sent "))
		}
	}
	return strings.Join(notes, "; ")
}

// argItems are the arguments by name, each with what is known about it.
func (p *plan) argItems() []docItem {
	var items []docItem
	for i, a := range p.script.Args {
		if s, ok := p.args[i].(*templateStep); ok {
			items = append(items, docItem{a.Text, withNote(join(", ", p.pattern(s), oneLine(a.Doc)), p.patternNote(s))})
			continue
		}
		param := stepParam(p.args[i])
		items = append(items, docItem{p.paramName(param), withNote(oneLine(a.Doc), param.note)})
	}
	return items
}

// paramName is how the function's documentation calls a parameter.
func (p *plan) paramName(param *param) string {
	if p.grouped {
		return param.field
	}
	return param.name
}

// replyText says what the reply means.
func (p *plan) replyText() string {
	var doc, about string
	if p.script.Returns != nil {
		doc = strings.TrimRight(oneLine(p.script.Returns.Doc), ".")
	}
	v := p.reply
	if o, ok := v.(*optionalValue); ok {
		about, v = "the bool is false when there is no value", o.elem
	}
	switch v := v.(type) {
	case *variantsValue:
		var names []string
		for _, c := range v.decl.cases {
			names = append(names, c.decl.name)
		}
		about = join("; ", "one of "+enumerate(names, "and"), about)
	case *scalarValue:
		about = join("; ", replyNote(v), about)
	}
	if doc == "" && about == "" {
		return ""
	}
	return paragraph("Reply: " + withNote(doc, about) + ".")
}

// errorItems lists the errors that the function may return beside those of Redis
// and of the network.
func (p *plan) errorItems() string {
	var items []docItem
	for _, o := range p.outcomes {
		items = append(items, docItem{"[" + p.errorName(o) + "]", withNote(errorText(o.doc), "the reply is "+matchText(o.match))})
	}
	return itemList("Errors", items)
}

// errorName is how the function's documentation calls an error.
func (p *plan) errorName(o outcome) string {
	if o.path != "" {
		return p.imports.name(o.path) + "." + o.name
	}
	return o.name
}

// join joins the texts that are not empty.
func join(separator string, texts ...string) string {
	var list []string
	for _, text := range texts {
		if text != "" {
			list = append(list, text)
		}
	}
	return strings.Join(list, separator)
}

// stepParam is the parameter that a step of ARGV sends.
func stepParam(s step) *param {
	switch s := s.(type) {
	case *groupStep:
		return s.param
	case *argStep:
		return s.param
	case *optionalStep:
		return s.param
	case *listStep:
		return s.param
	case *mapStep:
		return s.param
	default:
		return &param{}
	}
}
