package casefile

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Pattern is a line of an answer: text, with placeholders for what differs from run to
// run. Two patterns of one source are equal.
type Pattern struct {
	// Source is the line as it stands in a file, without what protects its beginning.
	Source string
}

// Literal returns the pattern that matches one line of text alone. Blanks at the end of a
// line do not count: editors take them away.
func Literal(text string) Pattern {
	text = strings.TrimRight(text, blanks)
	var b strings.Builder
	for i := range len(text) {
		if text[i] == '<' {
			_, _, isOne, err := placeholder(text[i:])
			if isOne || err != nil || i > 0 && text[i-1] == '\\' {
				b.WriteByte('\\')
			}
		}
		b.WriteByte(text[i])
	}
	return Pattern{b.String()}
}

// anyLines is the placeholder of a whole line that stands for any number of lines.
const anyLines = "<...>"

// AnyLines reports whether the pattern stands for any number of lines, none among them.
func (p Pattern) AnyLines() bool { return strings.TrimSpace(p.Source) == anyLines }

// HasPlaceholders reports whether the pattern matches more than one text.
func (p Pattern) HasPlaceholders() bool {
	for _, part := range p.parts() {
		if part.kind != nil {
			return true
		}
	}
	return p.AnyLines()
}

const blanks = " \t\r"

// Match reports whether a line is what the pattern stands for, but for blanks at its end.
func (p Pattern) Match(line string) bool {
	_, ok := p.match(line)
	return ok
}

// match reports whether the pattern stands for a line, and how many bytes of a line
// that it does not stand for are right.
func (p Pattern) match(line string) (right int, ok bool) {
	line = strings.TrimRight(line, blanks)
	if !strings.Contains(p.Source, "<") {
		return p.prefix(line), p.Source == line
	}
	// The expressions of placeholders have been compiled when the pattern was read.
	parts := p.parts()
	groups := make([]int, len(parts))
	expr, group := `(?s)\A`, 1
	for i, part := range parts {
		groups[i] = group
		expr += "(" + part.expr() + ")"
		group += 1 + regexp.MustCompile(part.expr()).NumSubexp()
	}
	right = p.prefix(line)
	line = matchable(line)
	m := regexp.MustCompile(expr + `\z`).FindStringSubmatchIndex(line)
	if m == nil {
		return right, false
	}
	for i, part := range parts {
		if from, to := m[2*groups[i]], m[2*groups[i]+1]; !part.fits(line[from:to]) {
			return max(from, right), false
		}
	}
	return len(line), true
}

// matchable is a text as regular expressions, which read UTF-8 alone, can find it: with a
// character of its own for each byte that belongs to none.
func matchable(text string) string {
	if utf8.ValidString(text) {
		return text
	}
	const private = 0xF0000
	var b strings.Builder
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		if r == utf8.RuneError && size == 1 {
			r = private + rune(text[at])
		}
		b.WriteRune(r)
		at += size
	}
	return b.String()
}

// prefix is how many bytes at the beginning of a line the pattern's own text agrees with,
// up to its first placeholder.
func (p Pattern) prefix(line string) int {
	n := 0
	for _, part := range p.parts() {
		if part.kind != nil {
			break
		}
		for i := 0; i < len(part.text); i++ {
			if n == len(line) || line[n] != part.text[i] {
				return n
			}
			n++
		}
	}
	return n
}

// part is a text or a placeholder.
type part struct {
	text      string // of a text
	kind      *kind  // of a placeholder; nil for a text
	arguments string // of a placeholder
}

func (p part) expr() string {
	switch {
	case p.kind == nil:
		return regexp.QuoteMeta(matchable(p.text))
	case p.kind.expr == "":
		return p.arguments
	default:
		return p.kind.expr
	}
}

// fits checks the range of a number.
func (p part) fits(text string) bool {
	if p.kind == nil || !p.kind.ranged || p.arguments == "" {
		return true
	}
	from, to, err := numberRange(p.arguments)
	text = text[strings.LastIndexByte(text, ' ')+1:]
	n, numErr := strconv.ParseFloat(text, 64)
	return err == nil && numErr == nil && from <= n && n <= to
}

// kind is a kind of placeholder.
type kind struct {
	name   string
	expr   string // the regular expression that it stands for; empty when it is the argument
	ranged bool   // may have a range of numbers as an argument
	doc    string
}

// kinds are the placeholders that stand within a line. A number may have its type in front, as redis-cli shows it.
var kinds = []kind{
	{name: "int", expr: `(?:\(integer\) )?-?[0-9]+`, ranged: true, doc: "a whole number; <int 1..60> one from 1 to 60"},
	{name: "float", expr: `(?:\((?:integer|double)\) )?[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?`, ranged: true, doc: "a number; <float 0..1> one from 0 to 1"},
	{name: "string", expr: `"(?:[^"\\]|\\.)*"`, doc: "a string in quotes"},
	{name: "time", expr: `\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[-+]\d\d:\d\d)`, doc: "a time such as 2026-01-02T15:04:05Z"},
	{name: "sha1", expr: `[0-9a-f]{40}`, doc: "the SHA-1 of a script"},
	{name: "any", expr: `.*`, doc: "any text, or none"},
	{name: "re", doc: "what a regular expression matches: <re [a-z]+>; write > as \\x3e in it"},
}

// Placeholders says in a line each what can stand for what differs from run to run.
func Placeholders() []string {
	lines := make([]string, 0, len(kinds)+1)
	for _, k := range kinds {
		lines = append(lines, "<"+k.name+">  "+k.doc)
	}
	return append(lines, anyLines+"  on a line of its own: any number of lines")
}

// placeholder reads a placeholder at the beginning of a text. An error is one in its
// argument.
func placeholder(s string) (p part, length int, ok bool, err error) {
	const longest = 1000 // bytes
	inside, _, closed := strings.Cut(s[1:min(len(s), longest)], ">")
	if !closed {
		return part{}, 0, false, nil
	}
	name, arguments, has := strings.Cut(inside, " ")
	for i := range kinds {
		k := &kinds[i]
		if k.name != name {
			continue
		}
		p, length := part{kind: k, arguments: arguments}, len(inside)+2
		switch {
		case k.expr == "" && arguments == "":
			return p, length, false, fmt.Errorf("<%s> needs a regular expression: <%s [a-z]+>", name, name)
		case k.expr == "":
			if _, err := regexp.Compile(arguments); err != nil {
				return p, length, false, fmt.Errorf("%s: %w", s[:length], err)
			}
			return p, length, true, nil
		case !has:
			return p, length, true, nil
		case !k.ranged:
			return part{}, 0, false, nil // text such as <any of these>
		}
		if _, _, err := numberRange(arguments); err != nil {
			return p, length, false, fmt.Errorf("%s: %w", s[:length], err)
		}
		return p, length, true, nil
	}
	return part{}, 0, false, nil
}

// numberRange reads 1..60.
func numberRange(text string) (from, to float64, err error) {
	low, high, ok := strings.Cut(text, "..")
	from, lowErr := strconv.ParseFloat(low, 64)
	to, highErr := strconv.ParseFloat(high, 64)
	if !ok || lowErr != nil || highErr != nil || from > to {
		return 0, 0, fmt.Errorf("found %q; expected a range of numbers such as 1..60", text)
	}
	return from, to, nil
}

// parts splits the pattern at its placeholders.
func (p Pattern) parts() []part {
	parts, _, _ := split(p.Source)
	return parts
}

// split splits a pattern's source; at is the offset of the error.
func split(source string) (parts []part, at int, err error) {
	var text strings.Builder
	flush := func() {
		if text.Len() > 0 {
			parts = append(parts, part{text: text.String()})
			text.Reset()
		}
	}
	for i := 0; i < len(source); {
		if strings.HasPrefix(source[i:], `\<`) {
			text.WriteByte('<')
			i += 2
			continue
		}
		if source[i] == '<' {
			p, length, ok, wrong := placeholder(source[i:])
			if wrong != nil && err == nil {
				at, err = i, wrong
			}
			if ok {
				flush()
				parts = append(parts, p)
				i += length
				continue
			}
		}
		text.WriteByte(source[i])
		i++
	}
	flush()
	return parts, at, err
}
