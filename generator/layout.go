package generator

import (
	"bytes"
	"go/format"
	"slices"
	"strings"
	"sync"
)

// formatted is a file's text as gofmt would have it. Parsing and printing Go takes a third of a
// run, and generated code has few forms: those are laid out line by line, as they come. What is
// not one of them is left to go/format, and a test compares the two.
func formatted(raw string, room *layouts) ([]byte, error) {
	l := room.take()
	defer room.give(l)
	l.rest = raw
	if l.file() {
		return bytes.Clone(l.out.Bytes()), nil
	}
	return format.Source([]byte(raw))
}

// layouts are layouts that are done, to be used again.
type layouts struct {
	mu   sync.Mutex
	free []*layout
}

func (r *layouts) take() *layout {
	r.mu.Lock()
	defer r.mu.Unlock()
	n := len(r.free)
	if n == 0 {
		return &layout{}
	}
	l := r.free[n-1]
	r.free = r.free[:n-1]
	return l
}

func (r *layouts) give(l *layout) {
	l.out.Reset()
	*l = layout{out: l.out, tokens: l.tokens[:0], blocks: l.blocks[:0], cells: l.cells[:0]}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.free = append(r.free, l)
}

// layout lays out one file.
type layout struct {
	rest   string // what is still to be read
	out    bytes.Buffer
	tokens []lexeme // of the line

	blocks  []block
	blank   bool        // a blank line comes before the next one
	comment bool        // the line before is a comment
	broken  bool        // the line before ends within an expression
	cells   [][3]string // lines whose parts are still to be put below each other
}

// block is what a line has opened and a later one closes.
type block struct {
	closer string
	form   form
	lines  int // written in it
}

type form int

const (
	statements form = iota
	fields          // of a struct
	constants
	others // arguments, elements, methods, imports
)

// file lays out all lines. It reports false when it meets what it does not know.
func (l *layout) file() bool {
	for l.rest != "" {
		if !l.line() {
			return false
		}
	}
	l.flush()
	return len(l.blocks) == 0 && !l.broken
}

func (l *layout) top() *block {
	if len(l.blocks) == 0 {
		return nil
	}
	return &l.blocks[len(l.blocks)-1]
}

// line lays out the next line.
func (l *layout) line() bool {
	l.rest = strings.TrimLeft(l.rest, " ")
	switch {
	case l.rest[0] == '\n':
		l.rest = l.rest[1:]
		l.blank = true
		return !l.broken
	case strings.HasPrefix(l.rest, "//"):
		text, rest, _ := strings.Cut(l.rest, "\n")
		l.rest = rest
		if !isPlainComment(text) || l.broken {
			return false
		}
		l.flush()
		l.begin(0)
		l.out.WriteString(strings.TrimRight(text, " "))
		l.out.WriteByte('\n')
		l.comment = true
		return true
	}
	comment, ok := l.scan()
	if !ok {
		return false
	}
	return l.statement(comment)
}

// isPlainComment reports whether gofmt leaves a line of a comment as it is: running text, or part
// of a list as canonical makes it.
func isPlainComment(text string) bool {
	text = text[len("//"):]
	if text == "" {
		return true
	}
	const item, more = "   - ", "     "
	if rest, ok := strings.CutPrefix(text, item); ok && rest != "" && rest[0] != ' ' {
		return true
	}
	if rest, ok := strings.CutPrefix(text, more); ok && rest != "" && rest[0] != ' ' {
		return true
	}
	if text[0] != ' ' || len(text) == 1 {
		return false
	}
	switch c := text[1]; {
	case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', c == '"', c == '(':
		return true
	default: // a list, a heading, an indented text
		return false
	}
}

// begin begins a line, indented by what is open, less back.
func (l *layout) begin(back int) {
	b := l.top()
	if l.blank && (b == nil && l.out.Len() > 0 || b != nil && b.lines > 0) {
		l.out.WriteByte('\n')
	}
	l.blank, l.comment = false, false
	if b != nil {
		b.lines++
	}
	for range len(l.blocks) - back {
		l.out.WriteByte('\t')
	}
	if l.broken {
		l.out.WriteByte('\t')
	}
}

// statement lays out the tokens of a line, with a comment at its end.
func (l *layout) statement(comment string) bool {
	first, last := l.tokens[0], l.tokens[len(l.tokens)-1]
	if b := l.top(); b != nil && first.text == b.closer {
		if b.lines == 0 || l.comment {
			return false
		}
		l.flush()
		l.blocks = l.blocks[:len(l.blocks)-1]
		l.blank = false
	}
	opened, ok := l.opened()
	if !ok {
		return false
	}
	b := l.top()
	if b != nil && (b.form == fields || b.form == constants) && first.text != ")" && first.text != "}" {
		return opened == "" && l.row(b.form, comment)
	}
	if comment != "" || b != nil && b.form == others && len(l.tokens) > 1 && l.tokens[1].text == ":" {
		return false // values below each other are aligned by rules of their own
	}
	back := 0
	if first.text == "case" || first.text == "default" {
		if back = 1; l.comment || last.text != ":" {
			return false
		}
	}
	l.flush()
	l.begin(back)
	if !l.join() {
		return false
	}
	l.out.WriteByte('\n')
	l.broken = last.text == "+"
	if opened != "" {
		l.blocks = append(l.blocks, block{closer: closers[opened], form: l.formOf(opened)})
	}
	return true
}

var closers = map[string]string{"(": ")", "{": "}", "[": "]"}

// opened is the bracket that the line opens and does not close; empty for none. It is not ok
// when there are several, or one that is closed and was not opened, but for the first.
func (l *layout) opened() (bracket string, ok bool) {
	var open []string
	for i, t := range l.tokens {
		if t.kind != mark {
			continue
		}
		switch t.text {
		case "(", "{", "[":
			open = append(open, t.text)
		case ")", "}", "]":
			if len(open) > 0 && closers[open[len(open)-1]] == t.text {
				open = open[:len(open)-1]
			} else if len(open) > 0 || i > 1 {
				return "", false
			} else if i == 1 && t.text != ")" {
				return "", false
			}
		}
	}
	switch len(open) {
	case 0:
		return "", true
	case 1:
		return open[0], true
	case 2: // "f(func() T {"
		if open[0] == "(" && open[1] == "{" && l.tokens[len(l.tokens)-1].text == "{" && l.has("func") {
			return "{", true
		}
	}
	return "", false
}

// has reports whether the line has a keyword.
func (l *layout) has(text string) bool {
	return slices.ContainsFunc(l.tokens, func(t lexeme) bool { return t.kind == keyword && t.text == text })
}

func (l *layout) formOf(bracket string) form {
	n := len(l.tokens)
	before := lexeme{}
	if n > 1 {
		before = l.tokens[n-2]
	}
	switch {
	case before.text == "struct":
		return fields
	case before.text == "const":
		return constants
	case bracket == "{" && before.text != "interface" && l.isBlock():
		return statements
	default:
		return others
	}
}

// isBlock reports whether the brace at the end of the line begins a block, and not a literal.
func (l *layout) isBlock() bool {
	switch l.tokens[0].text {
	case "func", "for", "if", "switch", "type", "}":
		return true
	default:
		return l.has("func")
	}
}

// row adds a line whose parts stand below those of the lines around it.
func (l *layout) row(f form, comment string) bool {
	if l.blank || l.comment {
		l.flush()
	}
	if len(l.tokens) < 2 || l.tokens[0].kind != word || l.tokens[1].text == "," || l.tokens[1].text == "." {
		return false
	}
	text := func(tokens []lexeme) (string, bool) {
		part := layout{tokens: tokens}
		ok := part.join()
		return part.out.String(), ok
	}
	cells := [3]string{l.tokens[0].text, "", comment}
	rest := l.tokens[1:]
	if f == constants {
		at := slices.IndexFunc(rest, func(t lexeme) bool { return t.text == "=" })
		if at < 1 || comment != "" {
			return false
		}
		value, ok := text(rest[at:])
		if !ok {
			return false
		}
		cells[2], rest = value, rest[:at]
	}
	var ok bool
	if cells[1], ok = text(rest); !ok {
		return false
	}
	if l.blank && l.top().lines > 0 {
		l.out.WriteByte('\n')
	}
	l.blank, l.comment = false, false
	l.top().lines++
	l.cells = append(l.cells, cells)
	return true
}

// flush writes the lines whose parts stand below each other.
func (l *layout) flush() {
	width := func(from, cell int) int {
		most := 0
		for _, c := range l.cells[from:] {
			if cell == 1 && c[2] == "" {
				break
			}
			most = max(most, len(c[cell]))
		}
		return most
	}
	names, types := width(0, 0), 0
	for i, c := range l.cells {
		for range l.blocks {
			l.out.WriteByte('\t')
		}
		l.pad(c[0], names)
		if c[2] == "" {
			l.out.WriteString(c[1])
			types = 0
		} else {
			if types == 0 {
				types = width(i, 1)
			}
			l.pad(c[1], types)
			l.out.WriteString(c[2])
		}
		l.out.WriteByte('\n')
	}
	l.cells = l.cells[:0]
}

// pad writes a part of a line and as many blanks as bring it to a width, and one.
func (l *layout) pad(text string, width int) {
	l.out.WriteString(text)
	for range width - len(text) + 1 {
		l.out.WriteByte(' ')
	}
}
