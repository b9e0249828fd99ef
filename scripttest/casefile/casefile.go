// Package casefile reads and writes test cases of Redis scripts, the files named
// *_test.redis:
//
//	# sells what is there
//	> SET stock:{pen} 10
//	OK
//	> reserve article=pen units=3
//	7
//
// A case begins with its title. A line after ">" is a step: a Redis command as redis-cli
// takes it, or a script by its file's name. The lines below it are what it answers. An
// answer may hold placeholders for what differs from run to run, and lines after "@" say
// how a case is run.
//
// It knows nothing of scripts and servers: scripttest runs cases.
package casefile

import (
	"strings"

	"github.com/luagen/luagen/diag"
)

// Suffix is the end of the name of every file of cases.
const Suffix = "_test.redis"

// Rule is the rule under which mistakes in a file of cases are reported.
const Rule = "test-case"

// Rules returns the one rule under which this package reports.
func Rules() []diag.Rule {
	return []diag.Rule{{Name: Rule, Severity: diag.Error, Fixed: true, Doc: diag.Doc{
		Title: "a mistake in a file of test cases",
		Text: "A file named *_test.redis holds cases for \"luagen test\": a title after \"#\", below it commands and calls of scripts after \">\", " +
			"each with its answer on the lines below, directives after \"@\" and comments after \"--\".",
	}}}
}

// File is a file of test cases.
type File struct {
	Name string // the path shown to people
	// Before is what stands above the first case: comments, and directives that hold for
	// all cases. It has no steps.
	Before []Item
	Cases  []Case // in order
}

// Case is one test: what is run, in order, on an empty database.
type Case struct {
	Title string // not empty; no other case of the file has it
	Line  int    // of the title, from 1; 0 in a case that was not read from a file
	Items []Item // in order
}

// Steps are the steps of a case, in order.
func (c *Case) Steps() []*Step {
	var steps []*Step
	for _, i := range c.Items {
		if s, ok := i.(*Step); ok {
			steps = append(steps, s)
		}
	}
	return steps
}

// Item is a *Step, a *Directive or a *Comment.
type Item interface{ item() }

// Comment is a line that only people read.
type Comment struct {
	Text string // what follows "--"
	Line int
}

// Step is a command or a call of a script.
type Step struct {
	Words []Word // at least one
	Line  int
	// Answer is what the step must answer; empty when any answer that is no error will do.
	Answer []AnswerLine
}

// Command is the step as it would be typed.
func (s *Step) Command() string {
	words := make([]string, len(s.Words))
	for i, w := range s.Words {
		words[i] = w.String()
	}
	return strings.Join(words, " ")
}

// Texts are the words' texts.
func (s *Step) Texts() []string {
	texts := make([]string, len(s.Words))
	for i, w := range s.Words {
		texts[i] = w.Text
	}
	return texts
}

// AnswerLine is a line of an answer.
type AnswerLine struct {
	Pattern Pattern
	Line    int // in the file, from 1
}

func (*Comment) item()   {}
func (*Step) item()      {}
func (*Directive) item() {}

// NewStep returns a step of words, with an answer that has no placeholders: lines without
// their line feeds.
func NewStep(words, answer []string) *Step {
	s := &Step{Words: make([]Word, len(words))}
	for i, w := range words {
		s.Words[i] = Word{Text: w}
	}
	for _, l := range answer {
		s.Answer = append(s.Answer, AnswerLine{Pattern: Literal(l)})
	}
	return s
}
