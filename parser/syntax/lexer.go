package syntax

import "strings"

// lexer cuts the text into tokens as Lua 5.1's own does, quirks included, and
// collects the comments on its way.
type lexer struct {
	text  string
	pos   int       // offset of the next byte to read
	line  int       // 1-based line of pos, as Lua counts lines
	chunk *Chunk    // gets Comments, First and NestedLong
	err   *Error    // the first thing that was wrong
	rec   *recovery // nil when the first error ends the parsing
}

// fail keeps the first error, or reports every one.
func (l *lexer) fail(r Range, message string) {
	if l.rec != nil {
		l.rec.report(r, message)
		return
	}
	if l.err == nil {
		l.err = &Error{Range: r, Message: message}
	}
}

// peek returns the byte n after the next one, or -1 after the end of the text.
func (l *lexer) peek(n int) int {
	if l.pos+n < len(l.text) {
		return int(l.text[l.pos+n])
	}
	return -1
}

// shebang skips a "#!" line. Redis takes it off before Lua sees the text, and
// looks for its end as a C string: no NUL may appear before the newline.
func (l *lexer) shebang() {
	if !strings.HasPrefix(l.text, "#!") {
		return
	}
	l.pos = len(l.text)
	if end := strings.IndexByte(l.text, '\n'); end >= 0 {
		l.pos = end
	}
	l.chunk.Shebang = Range{0, l.pos}
	switch {
	case strings.IndexByte(l.text[:l.pos], 0) >= 0:
		l.fail(l.chunk.Shebang, `found a NUL byte in the "#!" line, which Redis refuses: remove it`)
	case l.pos == len(l.text):
		l.fail(l.chunk.Shebang, `expected a newline after the "#!" line, found end of script: Redis refuses a script that is only a shebang without its newline`)
	}
}

// scan reads the next token into t. Having failed it goes on after the failure.
func (l *lexer) scan(t *token) {
	for l.pos < len(l.text) {
		switch c := l.text[l.pos]; c {
		case '\n', '\r':
			l.newline()
			continue
		case ' ', '\t', '\v', '\f':
			l.pos++
			continue
		case '-':
			if l.peek(1) == '-' {
				l.comment()
				continue
			}
		}
		if l.chunk.First == len(l.text) {
			l.chunk.First = l.pos
		}
		t.From = l.pos
		t.kind = l.token(t)
		t.To = l.pos
		return
	}
	t.kind, t.Range = tokEOF, Range{len(l.text), len(l.text)}
}

// newline skips a line end: "\n", "\r", or the two together in either order.
func (l *lexer) newline() {
	c := l.text[l.pos]
	l.pos++
	if n := l.peek(0); (n == '\n' || n == '\r') && n != int(c) {
		l.pos++
	}
	l.line++
}

// token reads the token that starts at pos, which is neither blank nor comment.
func (l *lexer) token(t *token) kind {
	c := l.text[l.pos]
	switch {
	case isNameStart(c):
		from := l.pos
		for l.pos++; l.pos < len(l.text) && isNamePart(l.text[l.pos]); l.pos++ {
		}
		t.text = l.text[from:l.pos]
		return keyword(t.text)
	case isDigit(c):
		return l.number(t)
	}
	switch c {
	case '"', '\'':
		return l.quoted(t)
	case '[':
		return l.bracket(t)
	case '.':
		return l.dots(t)
	case '=':
		return l.withEqual(tokEq)
	case '<':
		return l.withEqual(tokLe)
	case '>':
		return l.withEqual(tokGe)
	case '~':
		return l.withEqual(tokNe)
	}
	l.pos++
	return kind(c)
}

// withEqual reads a token that is another one when "=" follows.
func (l *lexer) withEqual(long kind) kind {
	c := l.text[l.pos]
	l.pos++
	if l.peek(0) != '=' {
		return kind(c)
	}
	l.pos++
	return long
}

// dots reads ".", "..", "..." or a number that starts with a dot. Lua looks for
// the further dots with strchr, which finds a NUL byte too.
func (l *lexer) dots(t *token) kind {
	isDot := func(c int) bool { return c == '.' || c == 0 }
	switch {
	case isDot(l.peek(1)) && isDot(l.peek(2)):
		l.pos += 3
		return tokDots
	case isDot(l.peek(1)):
		l.pos += 2
		return tokConcat
	case l.peek(1) >= '0' && l.peek(1) <= '9':
		return l.number(t)
	}
	l.pos++
	return '.'
}

// comment reads a comment, which starts at pos.
func (l *lexer) comment() {
	from := l.pos
	l.pos += 2
	if l.peek(0) == '[' {
		if level := l.level(); level >= 0 {
			if _, ok := l.long(level); !ok {
				l.fail(Range{from, from + 4 + level}, "unfinished long comment: expected "+closing(level)+", found end of script")
			}
			l.chunk.Comments = append(l.chunk.Comments, Comment{Range{from, l.pos}, true})
			return
		}
	}
	for l.pos < len(l.text) && l.text[l.pos] != '\n' && l.text[l.pos] != '\r' {
		l.pos++
	}
	l.chunk.Comments = append(l.chunk.Comments, Comment{Range{from, l.pos}, false})
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// isNameStart knows ASCII only: Redis compiles in the C locale.
func isNameStart(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_'
}

func isNamePart(c byte) bool { return isNameStart(c) || isDigit(c) }
