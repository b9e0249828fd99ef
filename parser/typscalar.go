package parser

import "slices"

// unit reads the unit of a time or duration, and what becomes of the rest: "s, frac".
func (o *operand) unit(t *Scalar) bool {
	for u := Seconds; u <= Nanoseconds; u++ {
		if o.tok.is(u.String()) {
			t.Unit = u
		}
	}
	if t.Unit == NoUnit {
		o.errorf(o.at(o.tok), RuleType, "expected the unit of %s, one of s, ms, us and ns, found %s", t.Kind, o.tok.found())
		return false
	}
	o.next()
	if !o.tok.is(",") {
		return true
	}
	o.next()
	return o.restOfUnit(t)
}

// restOfUnit reads what becomes of the part that is less than the unit.
func (o *operand) restOfUnit(t *Scalar) bool {
	choices, listed := []Rest{RestTruncated, RestExact, RestFraction}, "trunc, exact or frac"
	if t.Kind == Time {
		choices, listed = []Rest{RestFraction}, "frac"
	}
	i := slices.IndexFunc(choices, func(r Rest) bool { return o.tok.is(r.String()) })
	switch {
	case i >= 0 && t.Unit == Nanoseconds:
		o.errorf(o.at(o.tok), RuleType, "a %s of Go has no part below a nanosecond: remove %s", t.Kind, o.tok.text)
		o.next()
		return true
	case i >= 0:
		t.Rest = choices[i]
		o.next()
		return true
	case o.tok.is(RestTruncated.String()):
		o.errorf(o.at(o.tok), RuleType, "a time is truncated without saying so: remove trunc")
		o.next()
		return true
	}
	o.errorf(o.at(o.tok), RuleType, "expected what becomes of the part of a %s that is less than its unit, %s, found %s", t.Kind, listed, o.tok.found())
	return false
}

// atWords reports whether the words of a bool follow, and not a Go type: a string, or
// anything with a comma after it.
func (o *operand) atWords() bool {
	if o.tok.kind == tokString || o.tok.kind == tokInt || o.tok.is(")") || o.singleQuoted() {
		return true
	}
	for i := o.tok.to; i < len(o.buf); i++ {
		if !isBlank(o.buf[i]) {
			return o.buf[i] == ','
		}
	}
	return false
}

// singleQuoted reports whether a string in single quotes follows, which is one here alone.
func (o *operand) singleQuoted() bool { return o.tok.kind == tokBad && o.tok.text == "'" }

// words reads the two words of a bool, for true and for false.
func (o *operand) words(t *Scalar) bool {
	const want = `the two words of the bool, for true and for false, as in bool('yes', 'no')`
	from := o.tok.from
	var words []string
	for !o.tok.is(")") {
		word, ok := o.boolWord()
		if !ok {
			o.expected(RuleType, want)
			return false
		}
		words = append(words, word)
		if !o.tok.is(",") {
			break
		}
		o.next()
	}
	at := o.span(from, max(from, o.last))
	switch {
	case !o.tok.is(")"):
		// The caller reports what is there instead.
	case len(words) == 1:
		o.errorf(at, RuleType, "found one word; expected %s", want)
	case len(words) != 2:
		o.errorf(at, RuleType, "found %d words; expected %s", len(words), want)
	case words[0] == words[1]:
		o.errorf(at, RuleType, "both words are %s: no reply could tell true from false", quoted(words[0]))
	default:
		t.Words = words
	}
	return true
}

// boolWord reads one word: a string, or a word without quotes.
func (o *operand) boolWord() (string, bool) {
	if o.singleQuoted() {
		o.tok.kind = tokString
		var n int
		o.tok.value, n, o.tok.problem = unquote(o.buf[o.tok.from:])
		o.tok.to = o.tok.from + n
		o.tok.text = string(o.buf[o.tok.from:o.tok.to])
		o.pos = o.tok.to
		if o.tok.problem != "" {
			o.tok.kind = tokBad
		}
	}
	word := o.tok.text
	switch {
	case o.tok.kind == tokString:
		word = o.tok.value
	case o.tok.kind != tokName && o.tok.kind != tokInt && !o.tok.word:
		return "", false
	}
	o.next()
	return word, true
}
