package parser

import (
	"strings"
	"unicode/utf8"
)

// enum reads "enum(asc, desc)" or "enum(on=1, off=0)".
func (o *operand) enum() (Type, bool) {
	word := o.tok
	o.next()
	if !o.tok.is("(") {
		o.errorf(o.at(word), RuleType, "enum needs its values: write enum(asc, desc) or enum(on=1, off=0)")
		return &Enum{At: o.at(word)}, true
	}
	open := o.tok
	o.next()
	e := &Enum{}
	var ints []bool // for each member, whether its value is an integer
	allRead := true
	for !o.tok.is(")") {
		if o.tok.kind == tokEnd {
			o.unclosed(open)
			return nil, false
		}
		if m, isInt, ok := o.member(); !ok {
			allRead = false
			o.skipTo(",")
		} else if e.Members = append(e.Members, m); len(e.Members) == maxFields+1 {
			o.errorf(o.at(word), RuleType, "the enum has more than %d values: send it as a string or an int", maxFields)
		} else {
			ints = append(ints, isInt)
		}
		if !o.separator(`"," or ")" after the enum value`) {
			o.unclosed(open)
			return nil, false
		}
	}
	o.next()
	e.At = o.span(word.from, o.last)
	if len(e.Members) > 0 {
		o.checkEnum(e, ints)
	} else if allRead {
		o.errorf(e.At, RuleType, "the enum has no values: write enum(asc, desc) or enum(on=1, off=0)")
	}
	return e, true
}

// member reads "name" or "name=value".
func (o *operand) member() (m EnumMember, isInt, ok bool) {
	name := o.tok
	switch {
	case name.kind == tokInt || name.kind == tokString:
		o.errorf(o.at(name), RuleType, "an enum value without a name: write name=%s", shorten(name.text))
		return m, false, false
	case name.word:
		o.errorf(o.at(name), RuleType, "expected the name of an enum value, found %s; give the value a name: write %s=%s",
			name.found(), nameOf(name.text), quoted(name.text))
		return m, false, false
	case name.kind != tokName:
		o.expected(RuleType, "the name of an enum value")
		return m, false, false
	}
	o.checkName(name, "enum value's")
	m = EnumMember{Ident: Ident{Text: name.text, Span: o.at(name)}, Text: name.text}
	o.next()
	if !o.tok.is("=") {
		return m, false, true
	}
	o.next()
	switch {
	case o.tok.kind == tokInt:
		m.Text = ""
		m.Int = o.integer()
		return m, true, true
	case o.tok.kind == tokString:
		m.Text = o.tok.value
	case o.tok.kind == tokName, o.tok.word:
		m.Text = o.tok.text
	default:
		o.expected(RuleType, "the enum value's integer or string")
		return m, false, false
	}
	o.next()
	return m, false, true
}

// checkEnum reports mixed and repeated values.
func (o *operand) checkEnum(e *Enum, ints []bool) {
	e.Ints = len(ints) > 0 && ints[0]
	names := map[string]EnumMember{}
	byInt := map[int64]EnumMember{}
	byText := map[string]EnumMember{}
	for i, m := range e.Members {
		if i == len(ints) {
			break // beyond the limit, which has been reported
		}
		if ints[i] != e.Ints {
			d := o.errorf(m.Span, RuleType, "the enum mixes integers and strings: %s is %s, %s is %s; give every value an integer or none",
				e.Members[0].Ident.Text, intOrString(e.Ints), m.Ident.Text, intOrString(ints[i]))
			relate(d, e.Members[0].Span, "the first value")
			continue
		}
		if first, dup := names[m.Ident.Text]; dup {
			relate(o.errorf(m.Span, RuleType, "the enum has two values named %s: rename one", m.Ident.Text), first.Span, "the first one")
			continue
		}
		names[m.Ident.Text] = m
		if e.Ints {
			if first, dup := byInt[m.Int]; dup {
				relate(o.errorf(m.Span, RuleType, "the enum values %s and %s are both %d: no reply could tell them apart", first.Ident.Text, m.Ident.Text, m.Int), first.Span, "the first one")
			}
			byInt[m.Int] = m
			continue
		}
		if first, dup := byText[m.Text]; dup {
			relate(o.errorf(m.Span, RuleType, "the enum values %s and %s are both %s: no reply could tell them apart", first.Ident.Text, m.Ident.Text, quoted(m.Text)), first.Span, "the first one")
		}
		byText[m.Text] = m
	}
}

func intOrString(isInt bool) string {
	if isInt {
		return "an integer"
	}
	return "a string"
}

// nameOf makes a name of a word such as "waiting-children".
func nameOf(word string) string {
	var b strings.Builder
	for part := range strings.FieldsFuncSeq(word, func(r rune) bool { return r < utf8.RuneSelf && !isNameByte(byte(r)) }) {
		if b.Len() > 0 {
			part = strings.ToUpper(part[:1]) + part[1:]
		}
		b.WriteString(part)
	}
	if name := b.String(); nameLength([]byte(name)) == len(name) {
		return name
	}
	return "name"
}
