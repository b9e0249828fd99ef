package infer

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/parser/syntax"
)

// edit replaces source[from:to] by text.
type edit struct {
	from, to int
	text     string
}

// Apply returns the source with the proposed lines in its header. The body, from the
// first statement on, is the same bytes; of the comments above it only the lines
// that the annotations now say are gone, and the "@" of words that would read as annotations. source is the text that was
// proposed for.
func (p Proposal) Apply(source []byte) []byte {
	var out []byte
	at := 0
	for _, e := range p.edits {
		if e.from < at || e.to > len(source) {
			return slices.Clone(source)
		}
		out = append(append(out, source[at:e.from]...), e.text...)
		at = e.to
	}
	return append(out, source[at:]...)
}

// place finds where the lines go and what else changes. It reports false when no header can
// make the file a script, because of what is below. gone are the lines of comments to remove.
func (p *Proposal) place(s *parser.Script, gone []edit) bool {
	source := s.Source
	lines := syntax.NewLines(source)
	chunk := syntax.Parse(source)
	line := afterDocumentation(source, chunk, lines)
	if s.Annotated {
		line = afterAnnotations(s, headerEnd(chunk, lines))
	}
	end := lineEnd(source)
	at := lines.Start(line)
	insert := edit{at, at, strings.Join(p.Lines, end) + end}
	p.edits = []edit{insert}
	if !s.Annotated {
		drops := foreignTags(s.Name, p.Apply(source), insert)
		if slices.ContainsFunc(drops, func(e edit) bool { return e.to > chunk.First }) {
			return false
		}
		drops = slices.DeleteFunc(drops, func(d edit) bool {
			return slices.ContainsFunc(gone, func(g edit) bool { return g.from <= d.from && d.from < g.to })
		})
		p.edits = append(p.edits, drops...)
	}
	p.edits = append(p.edits, gone...)
	slices.SortStableFunc(p.edits, func(a, b edit) int { return cmp.Compare(a.from, b.from) })
	return true
}

// lineEnd is how the lines of a text end.
func lineEnd(source []byte) string {
	if i := bytes.IndexByte(source, '\n'); i > 0 && source[i-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}

// headerEnd is the last line before which annotations can appear: the line of the
// first statement, or of a comment that reaches into it.
func headerEnd(chunk *syntax.Chunk, lines *syntax.Lines) int {
	line := lines.Line(chunk.First)
	for i := len(chunk.Comments) - 1; i >= 0; i-- {
		c := chunk.Comments[i]
		if c.From < chunk.First && c.To > lines.Start(line) {
			line = lines.Line(c.From)
		}
	}
	return line
}

// afterAnnotations is the line below the last annotation.
func afterAnnotations(s *parser.Script, limit int) int {
	line := 0
	see := func(at diag.Span) { line = max(line, at.End.Line) }
	for _, k := range s.Keys {
		see(k.Span)
		for _, part := range k.Group {
			see(part.Span)
		}
	}
	for _, a := range s.Args {
		see(a.Span)
		see(a.Type.Span())
	}
	for _, e := range s.Errors {
		see(e.MatchSpan)
	}
	for _, i := range s.Includes {
		see(i.Span)
	}
	if s.Returns != nil {
		see(s.Returns.Span)
	}
	see(s.ReadOnlySpan)
	see(s.FuncName.Span)
	if line == 0 {
		return limit
	}
	return min(line+1, limit)
}

// afterDocumentation is the line below the comments that document the script. The last
// run of comments belongs to the first statement when it touches it and another run
// is above.
func afterDocumentation(source []byte, chunk *syntax.Chunk, lines *syntax.Lines) int {
	limit := headerEnd(chunk, lines)
	first := 1
	if chunk.Shebang.To > chunk.Shebang.From {
		first = 2
	}
	end, before := first, 0 // the lines below the last run, and below the one above it
	documented := false     // the run that ends at before is more than a license
	start := 0
	for _, c := range chunk.Comments {
		if c.From >= chunk.First || lines.Line(c.To) >= limit {
			break
		}
		if start > 0 && lines.Line(c.From) > end {
			documented = documented || !isLicense(source[lines.Start(start):lines.Start(end)])
			if documented {
				before = end
			}
			start = 0
		}
		if start == 0 {
			start = lines.Line(c.From)
		}
		end = lines.Line(c.To) + 1
	}
	end = min(end, limit)
	if before > 0 && end == lines.Line(chunk.First) {
		return before
	}
	return end
}

// isLicense reports whether comments say who may use the file, not what it does.
func isLicense(text []byte) bool {
	for _, mark := range []string{"Copyright", "SPDX", "Licensed"} {
		if bytes.Contains(text, []byte(mark)) {
			return true
		}
	}
	return false
}

// foreignTags are the marks of words with "@" in the comments of a file that would be mistaken
// for annotations once it has some: those of LDoc and the like. proposed is the source
// with the inserted lines.
func foreignTags(name string, proposed []byte, insert edit) []edit {
	_, found := parser.ParseText(name, proposed)
	var drops []edit
	for _, d := range found {
		at := d.Span.Start.Offset
		if d.Rule != parser.RuleAnnotation || d.Severity != diag.Error || at >= len(proposed) || proposed[at] != '@' {
			continue
		}
		length := marks(proposed[at:])
		switch {
		case at < insert.from:
		case at < insert.from+len(insert.text):
			continue
		default:
			at -= len(insert.text)
		}
		drops = append(drops, edit{from: at, to: at + length})
	}
	return drops
}

// marks is the length of the "@" with which a text begins, with any that follow: dropping
// one must not leave another in its place.
func marks(text []byte) int {
	run := text[:len(text)-len(bytes.TrimLeft(text, "@- \t"))]
	return bytes.LastIndexByte(run, '@') + 1
}
