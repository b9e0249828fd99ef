// Package report writes what became of test cases: as text, as the events of go test -json,
// as JUnit's XML, and where several servers ran them as a table of their differences.
package report

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/scripttest/casefile"
	"github.com/luagen/luagen/scripttest/session"
)

// Summary is what became of the cases of one file on one server.
type Summary struct {
	File                    string
	Server                  string // empty when there is only one
	Passed, Failed, Skipped int
	Took                    time.Duration
}

// Add counts a result.
func (s *Summary) Add(r *session.Result) {
	switch r.Outcome {
	case session.Passed:
		s.Passed++
	case session.Failed:
		s.Failed++
	case session.Skipped:
		s.Skipped++
	}
	s.Took += r.Took
}

// String counts in words: "3 cases passed, 1 failed".
func (s Summary) String() string {
	text := count(s.Passed, "case") + " passed"
	if s.Failed > 0 {
		text += fmt.Sprintf(", %d failed", s.Failed)
	}
	if s.Skipped > 0 {
		text += fmt.Sprintf(", %d skipped", s.Skipped)
	}
	return text
}

// Text writes results for people.
type Text struct {
	W       io.Writer
	Verbose bool // cases that passed, too
	Paint   func(Style, string) string
}

// Style is what a part of the text is.
type Style int

// The styles.
const (
	Plain Style = iota
	Good
	Bad
	Dim
)

// Result writes a case that failed; with Verbose any.
func (t *Text) Result(r *session.Result) {
	took := fmt.Sprintf(" (%.2fs)", r.Took.Seconds())
	switch r.Outcome {
	case session.Failed:
		t.line(t.Paint(Bad, "--- FAIL: ") + diag.Printable(r.Title()) + took)
	case session.Skipped:
		if t.Verbose {
			t.line(t.Paint(Dim, "--- SKIP: ") + diag.Printable(r.Title()+": "+r.Reason))
		}
	default:
		if t.Verbose {
			t.line(t.Paint(Good, "--- PASS: ") + diag.Printable(r.Title()) + took)
		}
	}
	if r.Outcome != session.Failed {
		return
	}
	for _, l := range Failure(r) {
		t.line("    " + t.Paint(l.Style, diag.Printable(l.Text)))
	}
}

// File writes the line that ends a file.
func (t *Text) File(s Summary) {
	word, style := "ok  ", Good
	what := count(s.Passed+s.Failed+s.Skipped, "case")
	switch {
	case s.Failed > 0:
		word, style = "FAIL", Bad
		what = fmt.Sprintf("%d of %s failed", s.Failed, what)
	case s.Passed == 0:
		word, style = "skip", Dim
	}
	if s.Skipped > 0 {
		what += fmt.Sprintf(", %d skipped", s.Skipped)
	}
	if s.Server != "" {
		what += " on " + s.Server
	}
	t.line(fmt.Sprintf("%s\t%s\t%s\t%.3fs", t.Paint(style, word), s.File, what, s.Took.Seconds()))
}

func (t *Text) line(text string) { fmt.Fprintln(t.W, text) }

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// Line is a line of text.
type Line struct {
	Text  string
	Style Style
}

// Failure tells, in lines, why a case failed: at which step, how the answer differs from the
// one expected, what the script did and where it replied.
func Failure(r *session.Result) []Line {
	var lines []Line
	for i := range r.Steps {
		if s := &r.Steps[i]; s.Failed() {
			lines = append(lines, step(r.File, s)...)
		}
	}
	if r.Reason != "" {
		place := r.File.Name
		if r.Line > 0 {
			place += fmt.Sprintf(":%d:1", r.Line)
		}
		lines = append(lines, Line{place + ": " + r.Reason, Plain})
	}
	return lines
}

func step(f *casefile.File, s *session.StepResult) []Line {
	var lines []Line
	add := func(style Style, format string, args ...any) {
		lines = append(lines, Line{fmt.Sprintf(format, args...), style})
	}
	changes := casefile.Diff(s.Step.Answer, s.Lines)
	add(Plain, "%s: > %s", place(f, s, changes), s.Step.Command())
	if s.Wrong != "" {
		add(Plain, "    %s", s.Wrong)
	}
	if s.Differs || len(s.Lines) > 0 {
		for _, c := range changes {
			switch c.Kind {
			case casefile.Missing:
				add(Good, "  - %s", c.Want.Pattern.Source)
				if likely := c.Want.Pattern.Misspelled(); likely != "" {
					add(Dim, "    (there is a placeholder %s)", likely)
				}
			case casefile.Extra:
				add(Bad, "  + %s", c.Got)
				if c.Column > 1 {
					add(Bad, "    %s^", blanks(c.Got, c.Column-1))
				}
			default:
				add(Dim, "    %s", c.Got)
			}
		}
	}
	if s.Issued != nil {
		add(Plain, "  the script's commands:")
	}
	for _, i := range s.Issued {
		add(Plain, "    %s -> %s", i.Command(), i.Reply)
	}
	if s.Replied != nil {
		add(Plain, "  replied at %s:%d: %s", s.Replied.File, s.Replied.Line, s.Replied.Text)
	}
	for _, n := range s.Notes {
		add(Dim, "  (%s)", n)
	}
	return lines
}

// place is the first place of the answer that differs, or else the step.
func place(f *casefile.File, s *session.StepResult, changes []casefile.Change) string {
	line, column := s.Step.Line, 1
	for i, c := range changes {
		if c.Kind != casefile.Missing || s.Wrong != "" {
			continue
		}
		line, column = c.Want.Line, 1
		for _, e := range changes[i:] {
			if e.Kind == casefile.Extra && e.Column > 0 {
				column = e.Column
				break
			}
		}
		break
	}
	return session.At(f, line, column).String()
}

// blanks is as wide as the beginning of a text.
func blanks(text string, bytes int) string {
	return strings.Map(func(r rune) rune {
		if r == '\t' {
			return r
		}
		return ' '
	}, text[:min(bytes, len(text))])
}

// Texts are the texts of lines.
func Texts(lines []Line) string {
	var b strings.Builder
	for _, l := range lines {
		b.WriteString(l.Text + "\n")
	}
	return b.String()
}
