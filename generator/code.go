package generator

import (
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// code is Go under way, laid out as gofmt does: it is printed once, line by line, as parsing and
// printing it again takes a third of a run. A test compares the two.
type code struct {
	text  []byte
	depth int // of the blocks that are open
}

// line adds a line. The further lines of a part, such as a function literal, are indented with it.
func (c *code) line(parts ...string) {
	c.indent()
	for _, part := range parts {
		for {
			i := strings.IndexByte(part, '\n') + 1
			c.text = append(c.text, part[:i]...)
			if i == 0 {
				break
			}
			c.indent()
			part = part[i:]
		}
		c.text = append(c.text, part...)
	}
	c.text = append(c.text, '\n')
}

func (c *code) indent() {
	for range c.depth {
		c.text = append(c.text, '\t')
	}
}

// open adds a line that begins a block.
func (c *code) open(parts ...string) {
	c.line(parts...)
	c.depth++
}

// between adds a line that ends a block and begins the next: else, or a case.
func (c *code) between(parts ...string) {
	c.depth--
	c.open(parts...)
}

// end adds the line that ends a block.
func (c *code) end(bracket string) {
	c.depth--
	c.line(bracket)
}

// comment adds a comment of several lines. Every line is one of its own, so that
// nothing in the text can end the comment, and is set off by a blank, so that
// none can be a directive.
func (c *code) comment(doc []string) {
	for _, line := range doc {
		c.line(commentLine(line))
	}
}

// commentLine is one line of a comment. What Go, or its tools, would take for a
// directive there is escaped: "+build" is one wherever a comment holds it, and
// "go:" looks like one that was misspelt.
func commentLine(text string) string {
	text = strings.TrimRightFunc(text, unicode.IsSpace)
	rest := strings.TrimLeft(text, " \t")
	if strings.HasPrefix(rest, "+build") || strings.HasPrefix(rest, "go:") {
		text = text[:len(text)-len(rest)] + "\\" + rest
	}
	if text == "" || text[0] == '\t' {
		return "//" + text
	}
	return "// " + text
}

// row is a line whose parts stand below those of the lines around it: a field with its type and
// comment, or a constant with its type and value.
type row struct{ name, typ, rest string }

// rows adds such lines.
func (c *code) rows(list []row) {
	names, types := 0, 0
	for _, r := range list {
		names = max(names, utf8.RuneCountInString(r.name))
	}
	for i, r := range list {
		c.indent()
		c.pad(r.name, names)
		if r.rest == "" {
			types = 0
			c.text = append(c.text, r.typ...)
		} else {
			if types == 0 {
				types = widestType(list[i:])
			}
			c.pad(r.typ, types)
			c.text = append(c.text, r.rest...)
		}
		c.text = append(c.text, '\n')
	}
}

// widestType is the width of the types of the first rows, up to one with nothing behind its type.
func widestType(list []row) int {
	width := 0
	for _, r := range list {
		if r.rest == "" {
			break
		}
		width = max(width, utf8.RuneCountInString(r.typ))
	}
	return width
}

// pad adds a part of a line and as many blanks as bring it to a width, and one.
func (c *code) pad(text string, width int) {
	c.text = append(c.text, text...)
	for range width - utf8.RuneCountInString(text) + 1 {
		c.text = append(c.text, ' ')
	}
}

// element is an element of a composite literal.
type element struct{ key, value string }

// elements adds one element a line. The values stand below each other but where a key is much longer
// or shorter than those before it.
func (c *code) elements(list []element) {
	const small, much = 40, 2.5
	var section []row
	logs := 0.0
	for i, e := range list {
		if size := len(e.key); i > 0 && max(size, len(list[i-1].key)) > small {
			ratio := float64(size) / math.Exp(logs/float64(len(section)))
			if much*ratio <= 1 || much <= ratio {
				c.rows(section)
				section, logs = section[:0], 0
			}
		}
		section = append(section, row{name: e.key + ":", typ: e.value + ","})
		logs += math.Log(float64(len(e.key)))
	}
	c.rows(section)
}

// call is a call of a function.
func call(function string, args ...string) string {
	return function + "(" + strings.Join(args, ", ") + ")"
}

// quoted is a text as a string literal.
func quoted(text string) string { return strconv.Quote(text) }
