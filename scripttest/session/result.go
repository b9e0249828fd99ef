package session

import (
	"time"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/internal/replay"
	"github.com/luagen/luagen/scripttest/casefile"
)

// Outcome is what came of a case.
type Outcome int

// The outcomes.
const (
	Passed Outcome = iota
	Failed
	Skipped
)

func (o Outcome) String() string { return [...]string{"pass", "fail", "skip"}[o] }

// Result is a case that was run on a server, by one protocol.
type Result struct {
	File     *casefile.File
	Case     *casefile.Case
	Protocol int // 0 when the case has one alone
	Server   string
	Outcome  Outcome
	// Reason is why the case was skipped, or failed apart from its steps; empty otherwise.
	Reason string
	Line   int          // of the file, that Reason is about; 0 when it is about all of the case
	Steps  []StepResult // those that were run
	Took   time.Duration
}

// Title is the case's title, with the protocol where the case runs on both.
func (r *Result) Title() string {
	switch r.Protocol {
	case 2:
		return r.Case.Title + " (RESP2)"
	case 3:
		return r.Case.Title + " (RESP3)"
	default:
		return r.Case.Title
	}
}

// StepResult is a step that was run.
type StepResult struct {
	Step   *casefile.Step
	Script *Script // nil for a command
	Lines  []string
	// Wrong is why the answer is not to be had, or not to be taken, whatever the case says;
	// empty otherwise.
	Wrong string
	// Unexpected is set when what is wrong is an error that the step answers and does not expect.
	Unexpected bool
	// Differs is set when the answer is not that of the case.
	Differs bool
	Replied *Line // the line of the script that raised the error or, where explained, replied; nil when unknown

	sent []string // of a call: the number of keys, keys and arguments; nil when it was not sent

	// What Explain adds to the call of a script that failed.
	Issued []replay.Issued
	Notes  []string
}

// Failed reports whether the step fails its case.
func (s *StepResult) Failed() bool { return s.Wrong != "" || s.Differs }

// Line is a line of a script.
type Line struct {
	File string
	Line int
	Text string // without blanks around it
}

// lineOf is the line of a script's text, in the file that it comes from.
func lineOf(s *Script, line int) *Line {
	for i := len(s.Segments) - 1; i >= 0; i-- {
		seg := s.Segments[i]
		if line >= seg.TextLine {
			return &Line{File: seg.File, Line: seg.Line + line - seg.TextLine, Text: textOfLine(s.Text, line)}
		}
	}
	return nil
}

// At is a place in a file of cases.
func At(f *casefile.File, line, column int) diag.Span {
	pos := diag.Pos{Line: line, Column: column}
	return diag.Span{File: f.Name, Start: pos, End: pos}
}
