package parser

import (
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/internal/suggest"
)

// maxNesting bounds how deep types may nest.
const maxNesting = 50

// parseReply reads what @returns declares: a type, or variants.
func (o *operand) parseReply(nesting int) (Type, bool) {
	if o.atVariant() {
		return o.variants(nesting)
	}
	t, ok := o.parseType(nesting)
	if ok && o.tok.is("|") {
		o.errorf(o.at(o.tok), RuleType, `found "|" after a type: variants need names, as in Liked:%s | Refused=nil`, t)
		return t, false
	}
	return t, ok
}

// parseType reads a type. It reports what is wrong; ok tells whether reading can go
// on after it, which after an unknown name it can.
func (o *operand) parseType(nesting int) (t Type, ok bool) {
	if nesting > maxNesting {
		o.errorf(o.at(o.tok), RuleType, "the type nests deeper than %d levels: send what is below as json(T)", maxNesting)
		return nil, false
	}
	from := o.tok.from
	switch {
	case o.tok.is("["):
		t, ok = o.list(nesting)
		return t, ok // a "?" belongs to the element
	case o.tok.is("map") && o.peek() == '[':
		t, ok = o.mapType(nesting)
		return t, ok
	case o.tok.is("("):
		t, ok = o.group(nesting)
	case o.tok.kind == tokInt || o.tok.kind == tokString:
		t, ok = o.literal(), true
	case o.tok.kind == tokName:
		t, ok = o.named(nesting)
	default:
		o.expected(RuleType, "a type")
		return nil, false
	}
	for ok && o.tok.sticks("?") {
		if _, twice := t.(*Optional); twice {
			o.errorf(o.at(o.tok), RuleType, `found a second "?": one makes the type optional; remove the other`)
			o.next()
			continue
		}
		o.next()
		t = &Optional{At: o.span(from, o.last), Elem: t}
	}
	return t, ok
}

// peek is the byte right after the current token, 0 at the end.
func (o *operand) peek() byte {
	if o.tok.to < len(o.buf) {
		return o.buf[o.tok.to]
	}
	return 0
}

// list reads "[]T".
func (o *operand) list(nesting int) (Type, bool) {
	from := o.tok.from
	o.next()
	if !o.tok.is("]") {
		o.errorf(o.at(o.tok), RuleType, `expected "]" to make the list type []T, found %s`, o.tok.found())
		return nil, false
	}
	o.next()
	elem, ok := o.parseType(nesting + 1)
	if !ok {
		return nil, false
	}
	return &List{At: o.span(from, o.last), Elem: elem}, true
}

// mapType reads "map[K]V".
func (o *operand) mapType(nesting int) (Type, bool) {
	from := o.tok.from
	o.next()
	o.next()
	key, ok := o.parseType(nesting + 1)
	if !ok {
		return nil, false
	}
	if !o.tok.is("]") {
		o.errorf(o.at(o.tok), RuleType, `expected "]" after the map's key type, found %s`, o.tok.found())
		return nil, false
	}
	o.next()
	elem, ok := o.parseType(nesting + 1)
	if !ok {
		return nil, false
	}
	return &Map{At: o.span(from, o.last), Key: key, Elem: elem}, true
}

// group reads "(T)", which only groups.
func (o *operand) group(nesting int) (Type, bool) {
	open := o.tok
	o.next()
	t, ok := o.parseReply(nesting + 1)
	if !ok {
		o.skipGroup()
	} else if !o.tok.is(")") {
		if o.tok.kind == tokEnd {
			o.unclosed(open)
			return t, false
		}
		o.expected(RuleType, `")"`)
		o.skipGroup()
	}
	if !o.tok.is(")") {
		return t, false
	}
	o.next()
	return t, t != nil
}

// skipGroup moves to the ")" that closes the innermost open parenthesis.
func (o *operand) skipGroup() {
	for o.skipTo(","); o.tok.is(","); o.skipTo(",") {
		o.next()
	}
}

// unclosed reports an open parenthesis at the end of the annotation; of several
// only the innermost.
func (o *operand) unclosed(open token) {
	if o.ended {
		return
	}
	o.ended = true
	o.errorf(o.at(open), RuleType, `"(" is never closed: the annotation goes on over the comment lines that follow until ")", the next annotation or the end of the header`)
}

// literal reads an integer or a string.
func (o *operand) literal() *Literal {
	t := &Literal{At: o.at(o.tok), Text: o.tok.value}
	if o.tok.kind == tokInt {
		t.Ints, t.Int = true, o.integer()
	} else {
		o.next()
	}
	return t
}

// named reads a type that begins with a word.
func (o *operand) named(nesting int) (Type, bool) {
	word := o.tok
	kind, isScalar := scalarKind(word.text)
	switch {
	case isScalar:
		return o.scalar(kind)
	case word.text == "enum":
		return o.enum()
	case word.text == "tuple":
		o.next()
		if !o.tok.is("(") {
			return &Tuple{At: o.at(word), Bare: true}, true
		}
		fields, ok := o.fields(word, nesting)
		return &Tuple{At: o.span(word.from, o.last), Fields: fields}, ok
	case word.text == "hash":
		fields, ok := o.composite(nesting)
		return &Hash{At: o.span(word.from, o.last), Fields: fields}, ok
	case word.text == "flat":
		fields, ok := o.composite(nesting)
		return &Flat{At: o.span(word.from, o.last), Fields: fields}, ok
	}
	if t, ok := o.declaredType(word); ok {
		o.next()
		return t, true
	}
	d := o.errorf(o.at(word), RuleType, "unknown type %s%s", shorten(word.text), typeAdvice(word.text))
	if near := suggest.Closest(word.text, typeWords()); near != "" {
		d.Suggestions = []diag.Fix{replacement(d.Span, shorten(word.text), near)}
	}
	o.next()
	if o.tok.sticks("(") {
		o.next()
		o.skipGroup()
		if !o.tok.is(")") {
			return nil, false
		}
		o.next()
	}
	// Reading goes on with a type that is right about nothing but its place.
	return &Scalar{At: o.span(word.from, o.last), Kind: String}, true
}

// composite reads the fields that have to follow "hash" and "flat".
func (o *operand) composite(nesting int) ([]Field, bool) {
	word := o.tok
	o.next()
	if !o.tok.is("(") {
		o.errorf(o.at(word), RuleType, "%s needs its fields: write %s(name:type, …)", word.text, word.text)
		return nil, true
	}
	return o.fields(word, nesting)
}

// scalar reads a scalar with what its parentheses may hold.
func (o *operand) scalar(kind ScalarKind) (Type, bool) {
	word := o.tok
	t := &Scalar{At: o.at(word), Kind: kind}
	o.next()
	needs := kind == Time || kind == Duration || kind == MsgPack || kind == Text
	if !o.tok.is("(") || o.tok.blank && !needs {
		switch {
		case kind == Time || kind == Duration:
			o.errorf(o.at(word), RuleType, "%s needs its unit: write %s(s), %s(ms), %s(us) or %s(ns)", word.text, word.text, word.text, word.text, word.text)
		case needs:
			o.errorf(o.at(word), RuleType, "%s needs a Go type: write %s(T)", word.text, word.text)
		}
		return t, true
	}
	if kind == Any || kind == OK {
		o.errorf(o.at(o.tok), RuleType, "%s takes nothing in parentheses", word.text)
		o.next()
		o.skipGroup()
	} else {
		open := o.tok
		o.next()
		ok := false
		switch {
		case kind == Time || kind == Duration:
			ok = o.unit(t)
		case kind == Bool && o.atWords():
			ok = o.words(t)
		default:
			if t.Go, ok = o.goType(0); ok {
				o.checkGoForm(t)
			}
		}
		switch {
		case !ok:
			o.skipGroup()
		case o.tok.kind == tokEnd:
			o.unclosed(open)
			return t, false
		case !o.tok.is(")"):
			o.expected(RuleType, `")"`)
			o.skipGroup()
		}
	}
	if !o.tok.is(")") {
		return t, false
	}
	o.next()
	t.At = o.span(word.from, o.last)
	return t, true
}
