package parser

import "strings"

// isVariantName tells the name of a variant from the words of the type language,
// none of which has an upper-case letter.
func isVariantName(word string) bool { return word != "" && 'A' <= word[0] && word[0] <= 'Z' }

// atVariant reports whether a variant begins at the current token.
func (o *operand) atVariant() bool {
	if o.tok.kind != tokName || !isVariantName(o.tok.text) {
		return false
	}
	p := o.tok.to
	for p < len(o.buf) && isBlank(o.buf[p]) {
		p++
	}
	if p == len(o.buf) {
		return false
	}
	return strings.IndexByte("(:=|", o.buf[p]) >= 0
}

// variants reads "A(…) | B=nil | C:type".
func (o *operand) variants(nesting int) (Type, bool) {
	from := o.tok.from
	v := &Variants{}
	allRead := true
	for {
		if one, ok := o.variant(nesting); ok {
			v.Variants = append(v.Variants, one)
		} else {
			allRead = false
			o.skipTo("|")
		}
		if !o.tok.is("|") {
			break
		}
		o.next()
		if o.tok.kind == tokEnd {
			o.errorf(o.span(o.last-1, o.last), RuleType, `expected a variant after "|": to go on in the next line, put all variants in parentheses`)
			allRead = false
			break
		}
	}
	v.At = o.span(from, max(from, o.last))
	if len(v.Variants) > maxFields {
		o.errorf(v.At, RuleType, "more than %d variants: let some of them share a shape", maxFields)
		return v, false
	}
	return v, allRead
}

func (o *operand) variant(nesting int) (Variant, bool) {
	name := o.tok
	if name.kind != tokName {
		o.expected(RuleType, "a variant, such as Name(field:type, …), Name=nil or Name:type")
		return Variant{}, false
	}
	if !isVariantName(name.text) {
		o.errorf(o.at(name), RuleType, "the variant %s needs a name that begins with an upper-case letter, as in Liked:int", shorten(name.text))
		return Variant{}, false
	}
	v := Variant{Ident: Ident{Text: name.text, Span: o.at(name)}}
	o.next()
	ok := true
	switch {
	case o.tok.is("("):
		v.Form = VariantTuple
		v.Fields, ok = o.fields(name, nesting)
	case o.tok.is(":"):
		o.next()
		v.Form = VariantValue
		v.Type, ok = o.parseType(nesting + 1)
	case o.tok.is("="):
		o.next()
		switch {
		case o.tok.is("nil"):
			v.Form = VariantNil
			o.next()
		case o.tok.kind == tokInt || o.tok.kind == tokString:
			v.Form = VariantLiteral
			v.Type = o.literal()
		default:
			o.errorf(o.at(o.tok), RuleType, "expected an integer, a quoted string or nil after %s=, found %s", name.text, o.tok.found())
			return v, false
		}
	default:
		o.errorf(o.at(name), RuleType, "the variant %s has no shape: write %s(field:type, …), %s:type, %s=1, %s=\"OK\" or %s=nil",
			name.text, name.text, name.text, name.text, name.text, name.text)
		return v, false
	}
	v.At = o.span(name.from, o.last)
	return v, ok
}

// checkNextVariant reports a variant in the comment line below those that have been
// read, where it would pass as documentation.
func (h *headerReader) checkNextVariant() {
	if h.at == len(h.comments) || h.comments[h.at].Block {
		return
	}
	c := h.comments[h.at]
	from := c.From + dashes(h.src.text[c.From:c.To])
	o := &operand{report: &report{}, src: h.src, base: from, buf: h.src.text[from:c.To:c.To]}
	o.next()
	bar := o.tok
	o.next()
	name := o.tok
	o.next()
	if bar.is("|") && name.kind == tokName && isVariantName(name.text) && (o.tok.sticks("(") || o.tok.sticks(":") || o.tok.is("=")) {
		h.errorf(o.at(bar), RuleType, "the variant %s is not part of @returns, which ends in the line above: to go on in the next line, put all variants in parentheses", shorten(name.text))
	}
}
