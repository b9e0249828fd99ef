package parser

import (
	"slices"
	"strings"

	"github.com/luagen/luagen/parser/syntax"
)

// docText gathers a header's documentation.
type docText struct {
	lines []string // finished lines, paragraphs separated by one ""
	run   []string // lines of the current run of comments, not yet dedented
}

// line adds a line comment.
func (d *docText) line(text string) {
	text = strings.TrimRight(printable(strings.TrimLeft(text, "-")), " \t")
	switch trimmed := strings.TrimRight(text, "-"); {
	case isRule(text):
		text = ""
	case strings.HasPrefix(trimmed, "==") && strings.HasSuffix(trimmed, "="):
		text = strings.Trim(trimmed, "= ") // a title in a line that is drawn
	case len(text)-len(trimmed) > 2:
		text = strings.TrimRight(trimmed, " \t")
	}
	if text != "" && (text[0] == ' ' || text[0] == '\t') {
		text = text[1:]
	}
	d.run = append(d.run, text)
}

// endRun ends a run of comments directly below each other, and with it
// the paragraph.
func (d *docText) endRun() {
	d.dedent()
	blank := true // so that a run begins without an empty line
	if n := len(d.lines); n > 0 && len(d.run) > 0 {
		d.lines = append(d.lines, "")
	}
	for _, l := range d.run {
		if l != "" || !blank {
			d.lines = append(d.lines, l)
		}
		blank = l == ""
	}
	for len(d.lines) > 0 && d.lines[len(d.lines)-1] == "" {
		d.lines = d.lines[:len(d.lines)-1]
	}
	d.run = d.run[:0]
}

// dedent removes the indentation that all lines of the run share. What is then
// indented by one blank only is not code.
func (d *docText) dedent() {
	common := -1
	for _, l := range d.run {
		if l == "" {
			continue
		}
		n := len(l) - len(strings.TrimLeft(l, " \t"))
		if common < 0 || n < common {
			common = n
		}
	}
	for i, l := range d.run {
		if l == "" {
			continue
		}
		l = l[common:]
		if len(l) > 1 && l[0] == ' ' && l[1] != ' ' && l[1] != '\t' {
			l = l[1:]
		}
		d.run[i] = l
	}
}

// text ends the documentation and returns it, without a license at its top.
func (d *docText) text() string {
	d.endRun()
	paragraphs := strings.Split(strings.Join(d.lines, "\n"), "\n\n")
	marks := []string{"Copyright", "SPDX", "Licensed"}
	for len(paragraphs) > 0 && containsAny(paragraphs[0], marks) {
		paragraphs = paragraphs[1:]
		// After a license "Licensed" may be an ordinary word, and its own further
		// paragraphs have other marks.
		marks = []string{"Copyright", "SPDX", "Licensed under", "/licenses/", "AS IS", "WARRANT", "Permission is hereby granted"}
	}
	return strings.Join(paragraphs, "\n\n")
}

func containsAny(s string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(s, w) })
}

// isRule reports whether a line only draws a line.
func isRule(s string) bool {
	s = strings.TrimSpace(s)
	return len(s) > 1 && strings.Trim(s, "-=*#~_+/ ") == ""
}

// readBlock reads a block comment, all of which is documentation.
func (h *headerReader) readBlock(c syntax.Comment) {
	h.doc.endRun()
	text := h.src.text[c.From:c.To]
	open := 2 // "--", then "[", "=" and "["
	for open++; open < len(text) && text[open] == '='; open++ {
	}
	open = min(open+1, len(text))
	level := open - 3 // the closing bracket is as long as the opening one
	end := max(open, len(text)-level-1)
	offset := c.From + open
	body := string(text[open:end])
	starred := true
	var lines []string
	for _, l := range splitLines(body) {
		h.checkBlockLine(l, offset)
		offset += len(l)
		l = strings.TrimRight(printable(strings.TrimRight(l, "\r\n")), " \t")
		lines = append(lines, l)
		trimmed := strings.TrimLeft(l, " \t")
		starred = starred && (trimmed == "" || trimmed[0] == '*' || len(lines) == 1)
	}
	if strings.HasPrefix(strings.TrimSpace(body), "@") && len(lines) == 1 {
		return // the language server's inline form, --[[@as string]]
	}
	for i, l := range lines {
		trimmed := strings.TrimLeft(l, " \t")
		switch {
		case isRule(trimmed) || trimmed == "*":
			l = ""
		case i == 0:
			l = trimmed // it follows the bracket, so its indentation says nothing
		case starred && trimmed != "":
			l = strings.TrimPrefix(trimmed, "*")
		case strings.HasPrefix(trimmed, "--"):
			l = strings.TrimLeft(trimmed, "-")
		}
		lines[i] = l
	}
	if first := lines[0]; first != "" {
		// The first line takes the indentation of the others.
		lines = lines[1:]
		h.doc.run = append(h.doc.run, lines...)
		h.doc.dedent()
		h.doc.run = append([]string{first}, h.doc.run...)
	} else {
		h.doc.run = append(h.doc.run, lines...)
	}
	h.doc.endRun()
}

// splitLines splits after every newline.
func splitLines(s string) []string {
	var lines []string
	starts := syntax.NewLines([]byte(s))
	for n := 1; n <= starts.Count(); n++ {
		lines = append(lines, s[starts.Start(n):starts.Start(n+1)])
	}
	return lines
}

// checkBlockLine reports what looks like an annotation inside a block comment.
func (h *headerReader) checkBlockLine(line string, offset int) {
	from := len(line) - len(strings.TrimLeft(line, " \t*-"))
	if from == len(line) || line[from] != '@' {
		return
	}
	n := nameLength([]byte(line[from+1:]))
	name := line[from+1 : from+1+n]
	if !isOwnTag(name) {
		return
	}
	at := h.src.span(offset+from, offset+from+1+n)
	h.blockTags = append(h.blockTags, unknownTag{tag: name, at: at})
}
