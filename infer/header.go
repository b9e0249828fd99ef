package infer

import (
	"strings"
	"unicode/utf8"

	"github.com/luagen/luagen/parser"
)

// header is the annotations to write.
type header struct {
	bare    bool // the script has no annotation yet
	keys    []item
	args    []item
	returns parser.Type // nil without
	errors  []replyError
	unknown []string
	settled *Settled // nil unless calls that are there settle the rest
}

// item is one key or argument as its annotation writes it.
type item struct {
	text string // "name", "name(a b)...", "name?:int"
	doc  string
}

// replyError is one @error.
type replyError struct {
	name string
	text string // the reply as the annotation writes it: -1, "busy", LOCKED
	doc  string
}

// lines renders the header.
func (h *header) lines() []string {
	lines := append(h.settled.lines(), items("key", h.keys, " ")...)
	lines = append(lines, items("arg", h.args, ", ")...)
	if h.returns != nil {
		lines = append(lines, "--@returns "+h.returns.String())
	}
	width := 0
	for _, e := range h.errors {
		width = max(width, utf8.RuneCountInString(e.name+e.text))
	}
	for _, e := range h.errors {
		line := "--@error " + e.name + " " + e.text
		if e.doc != "" {
			line += strings.Repeat(" ", width-utf8.RuneCountInString(e.name+e.text)+2) + e.doc
		}
		lines = append(lines, line)
	}
	if h.settled != nil {
		for _, e := range h.settled.Errors {
			lines = append(lines, "--@error "+e)
		}
	}
	if len(lines) == 0 && h.bare {
		lines = append(lines, "--@keys") // what makes a script of it
	}
	for _, u := range h.unknown {
		lines = append(lines, "-- luagen: "+u)
	}
	return lines
}

// items renders keys or arguments: in one line, or in a line each when some are
// documented or one line would be long.
func items(tag string, list []item, separator string) []string {
	if len(list) == 0 {
		return nil
	}
	const (
		longest = 100
		widest  = 40 // of what decides where documentation is aligned
	)
	texts := make([]string, len(list))
	width, documented := 0, false
	for i, it := range list {
		texts[i] = it.text
		if len(it.text) <= widest {
			width = max(width, len(it.text))
		}
		documented = documented || it.doc != "" || strings.Contains(it.text, " = ")
	}
	if line := "--@" + tag + "s " + strings.Join(texts, separator); !documented && len(line) <= longest {
		return []string{line}
	}
	lines := make([]string, len(list))
	for i, it := range list {
		lines[i] = "--@" + tag + " " + it.text
		if it.doc != "" {
			lines[i] += strings.Repeat(" ", max(width-len(it.text), 0)+2) + it.doc
		}
	}
	return lines
}
