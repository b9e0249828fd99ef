package parser

import "strings"

// readKeys reads the operand of @keys.
func (h *headerReader) readKeys(o *operand) {
	for o.tok.kind != tokEnd {
		if o.tok.is(",") {
			o.errorf(o.at(o.tok), RuleAnnotation, `expected the name of a key, found ","`)
			o.next()
			continue
		}
		k, ok := o.key(true)
		if !ok {
			o.skipItem()
		} else {
			h.script.Keys = append(h.script.Keys, k)
			o.endItem("the key "+k.Text, "key")
		}
		o.endComma("keys")
	}
}

// endComma passes the comma after a list's item, after which another one is expected.
func (o *operand) endComma(tag string) {
	if !o.tok.is(",") {
		return
	}
	comma := o.tok
	o.next()
	if o.tok.kind == tokEnd {
		o.warnf(o.at(comma), RuleAnnotation, `nothing follows this ",": @%s ends with its line; write another @%s to go on in the next, or remove the ","`, tag, tag)
	}
}

// readKey reads the operand of @key.
func (h *headerReader) readKey(o *operand) {
	if k, ok := o.key(false); ok {
		o.endSingle("the key " + k.Text)
		k.Doc = o.rest()
		h.script.Keys = append(h.script.Keys, k)
	}
}

// endItem reports what sticks to the end of a list's item: the next one cannot
// begin there.
func (o *operand) endItem(after, tag string) {
	switch {
	case o.tok.is(","):
	case !o.tok.blank && o.tok.kind != tokEnd && strings.Contains(".;!", o.tok.text):
		o.errorf(o.at(o.tok), RuleAnnotation, "found %s right after %s: @%ss lists names and holds no documentation, which follows the name in an @%s of its own",
			o.tok.found(), after, tag, tag)
		o.skipItem()
	default:
		o.endSingle(after)
	}
}

// endSingle reports what sticks to the end of an operand: its documentation cannot
// begin there.
func (o *operand) endSingle(after string) {
	if o.tok.kind == tokEnd || o.tok.blank {
		return
	}
	o.errorf(o.at(o.tok), RuleAnnotation, "found %s right after %s: put a space between them, or remove it", o.tok.found(), after)
	o.skipItem()
}

// skipItem moves to the next item of a list outside parentheses.
func (o *operand) skipItem() {
	for open := 0; o.tok.kind != tokEnd; {
		switch {
		case o.tok.is("("):
			open++
		case o.tok.is(")"):
			open = max(0, open-1)
		}
		o.next()
		if open == 0 && (o.tok.blank || o.tok.is(",")) {
			return
		}
	}
}

// key reads "name", "name...", "name(a b)..." or "name = template".
func (o *operand) key(list bool) (Key, bool) {
	name, ok := o.itemName("key")
	k := Key{Ident: name}
	if !ok {
		return k, false
	}
	switch {
	case o.tok.sticks("..."):
		k.Variadic = true
		o.next()
		return k, o.endVariadic(k)
	case o.tok.sticks("("):
		k.Group, ok = o.keyGroup()
		if !ok {
			return k, false
		}
		k.Variadic = true
		if !o.tok.sticks("...") {
			o.errorf(k.Span, RuleAnnotation, "the key group %s repeats: write dots after it, %s(…)...", k.Text, k.Text)
			return k, true
		}
		o.next()
		return k, o.endVariadic(k)
	case o.tok.is("="):
		k.Template, ok = o.template(list)
		return k, ok
	case o.tok.sticks(":"):
		o.errorf(o.at(o.tok), RuleAnnotation, "the key %s has a type: a key is always a string, and a key that is built from typed parts is written %s = prefix:<part:int>", k.Text, k.Text)
		o.skipItem()
		return k, true
	case o.tok.sticks("?"):
		o.errorf(o.at(o.tok), RuleAnnotation, `the key %s is marked optional: the number of KEYS is fixed; write %s... for any number`, k.Text, k.Text)
		o.next()
		return k, true
	}
	return k, true
}

// endVariadic reports a template after the dots of a key, which would otherwise pass as
// its documentation.
func (o *operand) endVariadic(k Key) bool {
	if !o.tok.is("=") {
		return true
	}
	o.errorf(o.at(o.tok), RuleAnnotation, "the key %s has a template after its dots: any number of keys are passed as they are; remove the dots for one key, or the template", k.Text)
	return false
}

// itemName reads the name with which a key or argument begins.
func (o *operand) itemName(what string) (Ident, bool) {
	t := o.tok
	if t.kind != tokName {
		o.expected(RuleAnnotation, "the name of "+article(what))
		return Ident{}, false
	}
	o.checkName(t, what)
	o.next()
	return Ident{Text: t.text, Span: o.at(t)}, true
}

func article(word string) string {
	if strings.ContainsRune("aeiou", rune(word[0])) {
		return "an " + word
	}
	return "a " + word
}

// keyGroup reads "(a b)".
func (o *operand) keyGroup() ([]Ident, bool) {
	open := o.tok
	var group []Ident
	o.next()
	for !o.tok.is(")") {
		switch {
		case o.tok.kind == tokEnd:
			o.unclosed(open)
			return group, false
		case o.tok.kind == tokName:
			name, _ := o.itemName("key")
			group = append(group, name)
			if o.tok.is(",") {
				o.next()
			} else if !o.tok.is(")") && !o.tok.blank && o.tok.kind != tokEnd {
				o.expected(RuleAnnotation, `a space, "," or ")" after the key's name`)
				o.skipTo(",")
			}
		default:
			o.expected(RuleAnnotation, "the name of a key")
			o.skipTo(",")
			if o.tok.is(",") {
				o.next()
			}
		}
	}
	o.next()
	if len(group) == 0 {
		o.errorf(o.span(open.from, o.last), RuleAnnotation, "the key group is empty: name its keys, as in pair(from to)...")
		return group, false
	}
	return group, true
}
