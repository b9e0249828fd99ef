package parser

import "strconv"

// maxFields bounds the fields of one composite, the values of one enum and the
// variants of one reply.
const maxFields = 500

// fields reads "(name:type, …)" after word. It reports an empty list, except
// after a variant's name: an empty array is a shape like any other.
func (o *operand) fields(word token, nesting int) ([]Field, bool) {
	open := o.tok
	o.next()
	var fields []Field
	empty := o.tok.is(")")
	for !o.tok.is(")") {
		if o.tok.kind == tokEnd {
			o.unclosed(open)
			return fields, false
		}
		if f, ok := o.field(nesting + 1); !ok {
			o.skipTo(",")
		} else if fields = append(fields, f); len(fields) == maxFields+1 {
			o.errorf(o.at(word), RuleType, "%s has more than %d fields: put what belongs together into a tuple or hash of its own", word.text, maxFields)
		}
		if !o.separator(`"," or ")" after the field`) && o.tok.kind == tokEnd {
			o.unclosed(open)
			return fields, false
		}
	}
	o.next()
	if empty && !isVariantName(word.text) {
		o.errorf(o.span(word.from, o.last), RuleType, "%s has no fields: write %s(name:type, …)", word.text, word.text)
	}
	return fields, true
}

// separator moves past the "," between the elements of a list in parentheses. It
// returns false at the end of the text; anything else there it reports and skips.
func (o *operand) separator(want string) bool {
	if !o.tok.is(",") && !o.tok.is(")") && o.tok.kind != tokEnd {
		o.expected(RuleType, want)
		o.skipTo(",")
	}
	if o.tok.is(",") {
		o.next()
	}
	return o.tok.kind != tokEnd
}

// field reads "name:type", "name?:type" or a literal.
func (o *operand) field(nesting int) (Field, bool) {
	name := o.tok
	switch name.kind {
	case tokInt, tokString:
		t := o.literal()
		if o.tok.sticks("?") {
			o.errorf(o.at(o.tok), RuleType, "a literal is always there: remove the ?")
			o.next()
		}
		return Field{Type: t}, true
	case tokName:
	case tokEnd:
		return Field{}, false // the caller says what is not closed
	default:
		if o.tok.is("[") || o.tok.is("(") {
			from := o.tok.from
			if t, ok := o.parseType(nesting); ok {
				o.errorf(o.span(from, o.last), RuleType, "a field without a name: write name:%s", t)
				return Field{Type: t}, true
			}
			return Field{}, false
		}
		o.expected(RuleType, "a field, name:type, or a literal")
		return Field{}, false
	}
	o.next()
	f := Field{Ident: Ident{Text: name.text, Span: o.at(name)}}
	var mark token
	if o.tok.sticks("?") {
		mark = o.tok
		o.next()
	}
	if !o.tok.is(":") {
		o.untypedField(name)
		return f, false
	}
	o.checkName(name, "field")
	o.next()
	t, ok := o.parseType(nesting)
	if !ok {
		return f, false
	}
	if mark.kind == tokPunct {
		if _, twice := t.(*Optional); twice {
			o.errorf(o.at(mark), RuleType, `%s is marked with "?" on both sides of the ":": remove one`, name.text)
		} else {
			t = &Optional{At: t.Span(), Elem: t}
		}
	}
	f.Type = t
	return f, true
}

// untypedField reports a field that is a lone word.
func (o *operand) untypedField(name token) {
	_, scalar := scalarKind(name.text)
	switch {
	case name.text == "nil":
		o.errorf(o.at(name), RuleType, "nil cannot be an element: Redis cuts an array at its first nil; make the last fields optional with ?")
	case scalar || name.text == "enum" || name.text == "tuple" || name.text == "hash" || name.text == "flat" || name.text == "map":
		o.errorf(o.at(name), RuleType, "a field without a name: write name:%s", name.text)
	default:
		o.errorf(o.at(name), RuleType, "field %s has no type: write %s:string or another type", shorten(name.text), shorten(name.text))
	}
}

// integer reads the current token as a 64-bit integer. What does not fit is reported, and
// reading goes on with the nearest one that does.
func (o *operand) integer() int64 {
	n, err := strconv.ParseInt(o.tok.text, 10, 64)
	if err != nil {
		o.errorf(o.at(o.tok), RuleType, "%s does not fit into the 64 bits of a Redis integer: quote it if it is text", shorten(o.tok.text))
	}
	o.next()
	return n
}

// checkName reports a name that cannot become one in Go.
func (o *operand) checkName(t token, what string) {
	for i := range len(t.text) {
		if c := t.text[i]; c != '_' && !isDigit(c) {
			return
		}
	}
	o.errorf(o.at(t), RuleAnnotation, "the %s name %s has no letter: give it one", what, quoted(t.text))
}
