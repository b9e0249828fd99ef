package casefile

import (
	"errors"
	"fmt"
	"strings"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/internal/suggest"
)

// Parse reads a file of test cases. It reports every mistake, and returns the file without
// what is wrong.
func Parse(name string, text []byte) (*File, []diag.Diagnostic) {
	p := &parser{file: &File{Name: name}, titles: map[string]int{}}
	for line := range strings.Lines(string(text)) {
		p.number++
		p.line(strings.TrimRight(line, "\r\n"))
		p.offset += len(line)
	}
	return p.file, p.findings
}

// parser is the state of reading a file.
type parser struct {
	file     *File
	titles   map[string]int // where they stand
	findings []diag.Diagnostic

	number int   // of the line
	offset int   // of its first byte
	step   *Step // whose answer may follow; nil after a blank line and elsewhere
}

func (p *parser) line(line string) {
	switch {
	case isBlankLine(line):
		p.step = nil
	case strings.HasPrefix(line, "#"):
		p.title(line)
	case strings.HasPrefix(line, ">"):
		p.command(line)
	case strings.HasPrefix(line, "@"):
		p.directive(line)
	case strings.HasPrefix(line, "--"):
		p.add(&Comment{Text: strings.TrimSpace(line[2:]), Line: p.number})
	default:
		p.answer(line)
	}
}

// report reports a mistake in the line, at columns counted from 1.
func (p *parser) report(from, to int, format string, args ...any) {
	pos := func(column int) diag.Pos {
		return diag.Pos{Offset: p.offset + column - 1, Line: p.number, Column: column}
	}
	p.findings = append(p.findings, diag.Diagnostic{
		Span:     diag.Span{File: p.file.Name, Start: pos(from), End: pos(to)},
		Severity: diag.Error, Rule: Rule, Message: fmt.Sprintf(format, args...),
	})
}

func (p *parser) title(line string) {
	p.step = nil
	title := strings.TrimSpace(line[1:])
	switch before, twice := p.titles[title]; {
	case title == "":
		p.report(1, 1+len(line), "found a case without a title; expected one after the #")
	case twice:
		p.report(1, 1+len(line), "two cases have the title %q, the other one on line %d; give each its own", title, before)
	}
	p.titles[title] = p.number
	p.file.Cases = append(p.file.Cases, Case{Title: title, Line: p.number})
}

// add adds an item to the case, or above the first one.
func (p *parser) add(i Item) {
	if n := len(p.file.Cases); n > 0 {
		p.file.Cases[n-1].Items = append(p.file.Cases[n-1].Items, i)
	} else {
		p.file.Before = append(p.file.Before, i)
	}
}

func (p *parser) command(line string) {
	p.step = nil
	if len(p.file.Cases) == 0 {
		p.report(1, 1+len(line), "found a step above the first case; expected its title first, on a line of its own: # title")
		p.step = &Step{} // its answer is not another mistake
		return
	}
	words, err := Words(line[1:])
	var wrong *WordError
	if errors.As(err, &wrong) {
		p.report(wrong.Column+1, len(line)+1, "%v", wrong)
		p.step = &Step{}
		return
	}
	if len(words) == 0 {
		p.report(1, 1+len(line), "found > alone; expected a command or a script after it")
		return
	}
	for i := range words {
		words[i].Column++
	}
	p.step = &Step{Words: words, Line: p.number}
	p.add(p.step)
}

func (p *parser) directive(line string) {
	p.step = nil
	name, rest, _ := strings.Cut(line[1:], " ")
	d := &Directive{Name: name, Line: p.number}
	if rest = strings.TrimSpace(rest); name == Skip && rest != "" {
		d.Arguments = []Word{{Text: rest, Source: rest, Column: 1 + strings.Index(line, rest)}}
	} else if name != Skip {
		words, err := Words(line)
		var wrong *WordError
		if errors.As(err, &wrong) {
			p.report(wrong.Column, len(line)+1, "%v", wrong)
			return
		}
		d.Name, d.Arguments = words[0].Text[1:], words[1:]
	}
	if message := d.check(); message != "" {
		p.report(1, len(line)+1, "%s", message)
		return
	}
	p.add(d)
}

// protected are the bytes before which a backslash at the beginning of an answer's line
// says that they are text.
const protected = ">#@\\- \t"

func isBlankLine(line string) bool { return strings.Trim(line, blanks) == "" }

func (p *parser) answer(line string) {
	if p.step == nil {
		p.report(1, 1+len(line), "found text that answers nothing; expected a line that begins with # (title), > (step), @ (directive) or -- (comment)%s", p.ifBlank())
		return
	}
	line = strings.TrimRight(line, blanks)
	source, column := line, 1
	if line == `\` || len(line) > 1 && line[0] == '\\' && strings.IndexByte(protected, line[1]) >= 0 {
		source, column = line[1:], 2
	}
	if _, at, err := split(source); err != nil {
		_, length, _, _ := placeholder(source[at:])
		p.report(column+at, column+at+length, "%v; write \\< when it is text", err)
		return
	}
	p.step.Answer = append(p.step.Answer, AnswerLine{Pattern: Pattern{source}, Line: p.number})
}

// ifBlank explains what a blank line does, where one may be meant as a part of an answer.
func (p *parser) ifBlank() string {
	if n := len(p.file.Cases); n > 0 && len(p.file.Cases[n-1].Items) > 0 {
		return "; an empty line in an answer is written \\"
	}
	return ""
}

// Misspelled is the placeholder that a text such as <itn> in the pattern probably means, as it
// is written; empty without one.
func (p Pattern) Misspelled() string {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = k.name
	}
	for _, part := range p.parts() {
		if part.kind != nil {
			continue
		}
		for _, text := range strings.SplitAfter(part.text, "<")[1:] {
			name, _, ok := strings.Cut(text, ">")
			if s := suggest.Closest(name, names); ok && s != "" {
				return "<" + s + ">"
			}
		}
	}
	return ""
}
