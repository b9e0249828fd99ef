package generator

import (
	"strings"
	"unicode"

	"github.com/luagen/luagen/parser"
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
	add(p.list("Keys", p.keyItems()))
	add(p.list("Arguments", p.argItems()))
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
	p.summary = canonical(summary + "\n\n" + deprecated)
	call := paragraph(p.name + "Call is " + p.name + ", not yet sent: for runtime.Pipeline and runtime.Tx.")
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

// list is a list of a doc comment, or a sentence when there is nothing to say
// but names.
func (p *plan) list(title string, items [][2]string) string {
	if len(items) == 0 {
		return ""
	}
	plain := true
	var names []string
	for _, it := range items {
		names = append(names, it[0])
		plain = plain && it[1] == ""
	}
	if plain {
		return paragraph(title + ": " + strings.Join(names, ", ") + ".")
	}
	lines := []string{title + ":"}
	for _, it := range items {
		text := it[0]
		if it[1] != "" {
			text += ": " + it[1]
		}
		lines = append(lines, item(text))
	}
	return strings.Join(lines, "\n")
}

// keyItems are the keys by name, each with what is known about it.
func (p *plan) keyItems() [][2]string {
	var items [][2]string
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
		items = append(items, [2]string{name, about})
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
func (p *plan) argItems() [][2]string {
	var items [][2]string
	for i, a := range p.script.Args {
		param := stepParam(p.args[i])
		items = append(items, [2]string{p.paramName(param), withNote(oneLine(a.Doc), param.note)})
	}
	return items
}

// withNote adds a note to documentation, in parentheses.
func withNote(doc, note string) string {
	if doc == "" || note == "" {
		return doc + note
	}
	return doc + " (" + note + ")"
}

// paramName is how the function's documentation calls a parameter.
func (p *plan) paramName(param *param) string {
	if p.grouped {
		return param.field
	}
	return param.name
}

// noteArgs notes how the arguments are sent when their Go types do not say.
func (p *plan) noteArgs() {
	for _, s := range p.args {
		switch s := s.(type) {
		case *argStep:
			s.param.note = argNote(s.value)
		case *optionalStep:
			s.param.note = join(", ", argNote(s.value), "left out when nil")
		case *listStep:
			s.param.note = argNote(s.value)
		case *mapStep:
			s.param.note = join(", ", argNote(s.value), "sorted by key")
		}
	}
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
	var items [][2]string
	for _, o := range p.outcomes {
		items = append(items, [2]string{"[" + o.err + "]", withNote(errorText(o.doc), "the reply is "+matchText(o.match))})
	}
	return p.list("Errors", items)
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

func unitName(u parser.Unit) string {
	switch u {
	case parser.Milliseconds:
		return "milliseconds"
	case parser.Microseconds:
		return "microseconds"
	case parser.Nanoseconds:
		return "nanoseconds"
	default:
		return "seconds"
	}
}

// argNote says how a value is sent when its Go type does not.
func argNote(v value) string {
	s, ok := v.(*scalarValue)
	if !ok {
		return ""
	}
	switch s.scalar.Kind {
	case parser.Time:
		return "sent as Unix time in " + unitName(s.scalar.Unit)
	case parser.Duration:
		return "sent in whole " + unitName(s.scalar.Unit) + ", rounded up"
	case parser.JSON:
		return "sent as JSON"
	case parser.MsgPack:
		return "sent as MessagePack"
	default:
		return ""
	}
}

// replyNote says what a field holds when its Go type does not.
func replyNote(v value) string {
	switch v := v.(type) {
	case *scalarValue:
		switch v.scalar.Kind {
		case parser.Time:
			return "in whole " + unitName(v.scalar.Unit) + ", UTC"
		case parser.Duration:
			return "whole " + unitName(v.scalar.Unit)
		}
	case *optionalValue:
		return join("; ", replyNote(v.elem), "nil when there is no value")
	}
	return ""
}
