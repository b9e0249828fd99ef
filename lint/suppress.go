package lint

import (
	"bytes"
	"slices"
	"strings"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/parser/syntax"
)

// suppression is one rule named by a suppression comment.
type suppression struct {
	at     syntax.Range // of the rule's name, or of the comment's text when there is none
	rule   string
	reason bool      // a reason follows
	whole  bool      // for the whole file
	stray  bool      // for the whole file, but not in its header: without effect
	file   string    // the file that the comment is in
	lines  [2]int    // first and last line that it covers, both included
	used   bool      // it suppressed something
	span   diag.Span // of at
}

// suppress drops the findings that comments suppress and reports what is wrong
// with the comments.
func (p *pass) suppress(rules []*Rule) {
	if !bytes.Contains(p.script.Text, []byte("lint:")) {
		return
	}
	all := p.suppressions()
	index := indexSuppressions(all)
	p.found = slices.DeleteFunc(p.found, func(d diag.Diagnostic) bool {
		return !fixed(rules, d) && index.drops(d)
	})
	if p.cfg.off(ruleSuppression) {
		return
	}
	p.rule = suppressionRule()
	first := len(p.found)
	for i := range all {
		p.checkSuppression(rules, &all[i])
	}
	p.unknownDirectives()
	// What was found about suppressions can be suppressed as well.
	wrong := slices.DeleteFunc(slices.Clone(p.found[first:]), index.drops)
	p.found = append(p.found[:first], wrong...)
}

// suppressed is what a suppression covers: a rule on a line of a file, or in all
// of it (line 0).
type suppressed struct {
	rule, file string
	line       int
}

// suppressionIndex finds the suppressions of a finding.
type suppressionIndex map[suppressed][]*suppression

func indexSuppressions(all []suppression) suppressionIndex {
	index := suppressionIndex{}
	for i := range all {
		s := &all[i]
		if s.stray {
			continue
		}
		if s.whole {
			s.lines = [2]int{}
		}
		for line := s.lines[0]; line <= s.lines[1]; line++ {
			at := suppressed{s.rule, s.file, line}
			index[at] = append(index[at], s)
		}
	}
	return index
}

// drops reports whether a finding is suppressed, and marks what suppresses it.
func (index suppressionIndex) drops(d diag.Diagnostic) bool {
	drop := false
	for _, line := range [...]int{0, d.Span.Start.Line} {
		for _, s := range index[suppressed{d.Rule, d.Span.File, line}] {
			s.used = true
			drop = true
		}
	}
	return drop
}

// suppressions reads the suppression comments of the script.
func (p *pass) suppressions() []suppression {
	const mostStacked = 16 // comments on lines of their own, one below the other
	var all []suppression
	lines := syntax.NewLines(p.script.Text)
	comments := p.script.Chunk.Comments
	for i, c := range comments {
		tag, words, ok := p.suppressionText(c)
		if !ok {
			continue
		}
		span := p.script.Span(c.Range)
		one := suppression{file: span.File, whole: tag == parser.TagFileIgnore}
		one.stray = one.whole && !p.inHeader(span)
		one.lines = [2]int{span.Start.Line, span.Start.Line}
		if p.alone(lines, words.From-len(tag)) {
			// A comment on a line of its own speaks of the next line, and several of
			// them of the line after the last.
			one.lines[1]++
			for _, next := range comments[i+1 : min(i+mostStacked, len(comments))] {
				at := p.script.Span(next.Range)
				if _, _, ok := p.suppressionText(next); !ok || at.File != span.File || at.Start.Line != one.lines[1] {
					break
				}
				one.lines[1]++
			}
		}
		all = append(all, p.named(one, words)...)
	}
	return all
}

// suppressionText returns the tag of a suppression comment and the range of what
// follows it.
func (p *pass) suppressionText(c syntax.Comment) (tag string, rest syntax.Range, ok bool) {
	if c.Block {
		return "", syntax.Range{}, false
	}
	tag, at := parser.Suppression(p.script.Text[c.From:c.To])
	return tag, syntax.Range{From: c.From + at + len(tag), To: c.To}, tag != ""
}

// alone reports whether a suppression with its tag at a place has the line to itself.
func (p *pass) alone(lines *syntax.Lines, at int) bool {
	start := lines.Start(lines.Line(at))
	return len(bytes.Trim(p.script.Text[start:at], "- \t\r")) == 0
}

// named returns a suppression for each of the comma-separated rules that a comment
// names.
func (p *pass) named(one suppression, rest syntax.Range) []suppression {
	text := string(p.script.Text[rest.From:rest.To])
	names := strings.TrimLeft(text, " \t")
	from := rest.To - len(names)
	names, reason, _ := strings.Cut(names, " ")
	one.reason = strings.TrimSpace(reason) != ""
	if names == "" {
		one.at = syntax.Range{From: rest.From, To: rest.From}
		one.span = p.script.Span(one.at)
		return []suppression{one}
	}
	var all []suppression
	for name := range strings.SplitSeq(names, ",") {
		s := one
		s.rule = name
		s.at = syntax.Range{From: from, To: from + len(name)}
		s.span = p.script.Span(s.at)
		all = append(all, s)
		from += len(name) + len(",")
	}
	return all
}
