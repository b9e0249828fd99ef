package parser

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/luagen/luagen/diag"
)

// tokenKind is the kind of a token of annotation text.
type tokenKind int

const (
	tokEnd    tokenKind = iota
	tokName             // a letter or "_", then letters, digits and "_"
	tokInt              // an optional "-" and digits
	tokString           // "…", with token.value
	tokPunct            // one of ( ) [ ] { } , : ? = | . ... * < >
	tokBad              // anything else; token.problem says what is wrong with it
)

// token is a token of annotation text, or of the documentation that may follow it:
// nothing is wrong with a tokBad until something else was expected in its place.
type token struct {
	kind     tokenKind
	text     string
	value    string // of a tokString: what it denotes
	problem  string // of a tokBad
	from, to int    // offsets in operand.buf
	blank    bool   // after a blank or at the beginning
	word     bool   // of a tokBad: it reads as one word, "post-id"
}

// is reports whether the token is the punctuation or the bare word s.
func (t token) is(s string) bool {
	return (t.kind == tokPunct || t.kind == tokName) && t.text == s
}

// sticks reports whether the token is the punctuation s with no blank before it.
func (t token) sticks(s string) bool { return t.kind == tokPunct && !t.blank && t.text == s }

// found says what the token is, for "expected a type, found …".
func (t token) found() string {
	switch t.kind {
	case tokEnd:
		return "the end of the annotation"
	case tokBad:
		return t.problem
	case tokString:
		return "the string " + shorten(t.text)
	default:
		return quoted(shorten(t.text))
	}
}

// shorten cuts what a message quotes to a readable length.
func shorten(s string) string {
	const longest = 60
	if len(s) <= longest {
		return s
	}
	cut := longest
	for cut > 0 && !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut] + "…"
}

// operand is the text of one annotation after its tag, read token by token. The
// comment leaders between its lines are blanked out, so that an offset of buf plus
// base is an offset of the file.
type operand struct {
	*report
	src   *source
	base  int
	buf   []byte                         // the file's own, or a copy that has grown; never written to
	more  func() (from, to int, ok bool) // the text of the comment line that follows
	pos   int
	depth int   // parentheses open before pos
	tok   token // the current token; buf has been read up to its end
	last  int   // end of the token before tok
	ended bool  // the text ended inside parentheses, which has been reported

	declared *declarations // nil for none
}

// next moves to the next token. At the end of a line with open parentheses it goes
// on with the next comment line.
func (o *operand) next() {
	if o.tok.is("(") {
		o.depth++
	} else if o.tok.is(")") {
		o.depth = max(0, o.depth-1)
	}
	if o.tok.kind != tokEnd {
		o.last = o.tok.to
	}
	start := o.pos
	for {
		for o.pos < len(o.buf) && isBlank(o.buf[o.pos]) {
			o.pos++
		}
		if o.pos < len(o.buf) || o.depth == 0 || !o.extend() {
			break
		}
	}
	o.tok = o.scan()
	o.tok.blank = start == 0 || o.tok.from > start
	o.pos = o.tok.to
}

// extend appends the next comment line to the text.
func (o *operand) extend() bool {
	from, to, ok := o.more()
	if !ok {
		return false
	}
	for o.base+len(o.buf) < from {
		o.buf = append(o.buf, ' ')
	}
	o.buf = append(o.buf, o.src.text[from:to]...)
	return true
}

// scan reads the token at pos.
func (o *operand) scan() token {
	t := token{from: o.pos, to: o.pos}
	if o.pos >= len(o.buf) {
		return t
	}
	rest := o.buf[o.pos:]
	n := 1
	switch c := rest[0]; {
	case isNameByte(c) && !isDigit(c) || startsWithLetter(rest):
		t.kind = tokName
		n = nameLength(rest)
		if long := wordLength(rest); long > n {
			t.kind, n, t.word = tokBad, long, true
			t.problem = quoted(shorten(string(rest[:n]))) + ", which is not a name: letters, digits and _ make one"
		}
	case isDigit(c) || c == '-' && len(rest) > 1 && isDigit(rest[1]):
		t.kind = tokInt
		n = 1
		for n < len(rest) && isDigit(rest[n]) {
			n++
		}
		if long := numberLength(rest); long > n {
			t.kind, n = tokBad, long
			t.problem = quoted(shorten(string(rest[:n]))) + ", which is neither an integer nor a name"
		}
	case c == '"':
		t.kind = tokString
		t.value, n, t.problem = unquote(rest)
		if t.problem != "" {
			t.kind = tokBad
		}
	case strings.HasPrefix(string(rest[:min(3, len(rest))]), "..."):
		t.kind, n = tokPunct, 3
	case strings.IndexByte("()[]{},:?=|.*<>", c) >= 0:
		t.kind = tokPunct
	default:
		t.kind = tokBad
		r, size := utf8.DecodeRune(rest)
		n = size
		switch {
		case r == utf8.RuneError && size == 1:
			t.problem = "a byte that is not UTF-8"
		case r == '\'':
			t.problem = `"'": strings take double quotes`
		case r < ' ' || r == 0x7f:
			t.problem = "a control character"
		default:
			t.problem = quoted(string(r))
		}
	}
	t.to = o.pos + n
	t.text = string(rest[:n])
	return t
}

// span is the place of buf[from:to] in the file.
func (o *operand) span(from, to int) diag.Span { return o.src.span(o.base+from, o.base+to) }

func (o *operand) at(t token) diag.Span { return o.span(t.from, t.to) }

// expected reports that something else is where want should be.
func (o *operand) expected(rule, want string) {
	o.errorf(o.at(o.tok), rule, "expected %s, found %s", want, o.tok.found())
}

// skipTo moves past what could not be read, to the next stop or ")" that belongs to
// the innermost open parenthesis, or to the end.
func (o *operand) skipTo(stop string) {
	for open := 0; o.tok.kind != tokEnd; o.next() {
		switch {
		case o.tok.is("("):
			open++
		case o.tok.is(")"):
			if open == 0 {
				return
			}
			open--
		case o.tok.is(stop) && open == 0:
			return
		}
	}
}

// rest is the text from the current token on: the documentation after an operand.
func (o *operand) rest() string {
	return cleanText(string(o.buf[o.tok.from:]))
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isNameByte(c byte) bool {
	return c == '_' || isDigit(c) || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

func nameLength(b []byte) int {
	n := 0
	for n < len(b) && isNameByte(b[n]) {
		n++
	}
	return n
}

// wordLength is the length of what was probably meant as one name: "post-id", "größe".
func wordLength(b []byte) int {
	n := 0
	for n < len(b) {
		inner := (b[n] == '-' || b[n] == '$') && n+1 < len(b) && (isNameByte(b[n+1]) || b[n+1] >= utf8.RuneSelf)
		if !isNameByte(b[n]) && b[n] < utf8.RuneSelf && !inner {
			break
		}
		n++
	}
	return n
}

// startsWithLetter reports whether b begins with a letter of whatever script.
func startsWithLetter(b []byte) bool {
	r, _ := utf8.DecodeRune(b)
	return unicode.IsLetter(r)
}

// numberLength is the length of what was probably meant as one number: "1.5", "0x1f".
func numberLength(b []byte) int {
	n := 1
	for n < len(b) && (isNameByte(b[n]) || b[n] == '.' && n+1 < len(b) && isDigit(b[n+1])) {
		n++
	}
	return n
}
