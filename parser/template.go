package parser

import (
	"bytes"
	"strings"

	"github.com/luagen/luagen/diag"
)

// template reads the key template that follows the current "=". It ends at the
// first blank outside "<…>"; in a list also at a "," before a blank.
func (o *operand) template(list bool) (*Template, bool) {
	p := o.tok.to
	for p < len(o.buf) && isBlank(o.buf[p]) {
		p++
	}
	start, literal := p, p
	t := &Template{}
	ok := true
	flush := func() {
		if literal < p {
			t.Parts = append(t.Parts, TemplatePart{Literal: string(o.buf[literal:p])})
		}
	}
	for p < len(o.buf) && !isBlank(o.buf[p]) {
		if list && o.buf[p] == ',' {
			if p+1 == len(o.buf) || isBlank(o.buf[p+1]) {
				break
			}
			o.warnf(o.span(p, p+1), RuleAnnotation, `this "," is part of the key: put a space after it if another key begins there, or give this key a line of its own with @key`)
		}
		if o.buf[p] != '<' {
			p++
			continue
		}
		flush()
		param, end := o.placeholder(p)
		if param != nil {
			t.Parts = append(t.Parts, TemplatePart{Param: param})
		} else {
			ok = false
		}
		p, literal = end, end
	}
	flush()
	t.Span, t.Text = o.span(start, p), string(o.buf[start:p])
	o.last, o.pos, o.tok = p, p, token{kind: tokBad, from: p, to: p}
	o.next()
	if start == p {
		o.errorf(o.at(o.tok), RuleAnnotation, `expected a key template after "=", as in {post:<postId:int>}:likes, found %s`, o.tok.found())
		return nil, false
	}
	return t, ok
}

// placeholder reads "<name>" or "<name:type>" at buf[p] and returns the offset
// after it; nil after an error, which it reports.
func (o *operand) placeholder(p int) (*Placeholder, int) {
	o.pos, o.depth, o.tok = p, 0, token{}
	o.next()
	open := o.tok
	o.next()
	name := o.tok
	ph := &Placeholder{}
	ok := name.kind == tokName
	if !ok {
		if name.is(">") {
			o.errorf(o.span(open.from, name.to), RuleAnnotation, "the placeholder has no name: write <name> or <name:int>")
			return nil, name.to
		}
		if o.closes(open) {
			o.expected(RuleAnnotation, "the name of a placeholder")
		}
	} else {
		o.checkName(name, "placeholder")
		ph.Ident = Ident{Text: name.text, Span: o.at(name)}
		ph.Type = &Scalar{At: o.at(name), Kind: String}
		o.next()
		if o.tok.is(":") {
			o.next()
			ph.Type, ok = o.parseType(0)
		}
		if ok && !o.tok.is(">") && o.closes(open) {
			o.expected(RuleAnnotation, `":" and a type, or ">", in the placeholder <`+shorten(name.text)+">")
			ok = false
		}
	}
	if ok && o.tok.is(">") {
		return ph, o.tok.to
	}
	if o.closes(open) {
		return nil, open.to + bytes.IndexByte(o.buf[open.to:], '>') + 1
	}
	o.errorf(o.at(open), RuleAnnotation, `"<" begins a placeholder that is never closed: write <name>; a key cannot hold a literal "<"`)
	return nil, len(o.buf)
}

// closes reports whether a ">" follows an open "<".
func (o *operand) closes(open token) bool {
	return o.tok.kind != tokEnd && bytes.IndexByte(o.buf[open.to:], '>') >= 0
}

// checkBraces warns of a "{" that makes no hash tag of the key at by.
func (r *report) checkBraces(t *Template, by diag.Span) {
	open, closed := false, false
	for _, part := range t.Parts {
		lit := part.Literal
		if !open {
			i := strings.IndexByte(lit, '{')
			if i < 0 {
				continue
			}
			open, lit = true, lit[i+1:]
		}
		closed = closed || strings.Contains(lit, "}")
	}
	if open && !closed {
		r.warnf(t.place(t.Span, by), RuleAnnotation, `the hash tag of %s is never closed: without a "}" after its "{" a cluster hashes the whole key`, t.Text)
	}
}

// place is where to report something about a key or argument whose template this is: at the
// template where the two are together, else, with a template that has a name, at by.
func (t *Template) place(at, by diag.Span) diag.Span {
	if t.Span.File == by.File && t.Span.Start.Line == by.Start.Line {
		return at
	}
	return by
}
