package fuzz

import (
	"fmt"
	"strings"

	"github.com/luagen/luagen/internal/lazyregexp"
	"github.com/luagen/luagen/scripttest/casefile"
	"github.com/luagen/luagen/scripttest/fault"
)

// Kind says what is wrong.
type Kind int

// The kinds of finding.
const (
	UndeclaredError Kind = iota // an error that no @error declares
	Misfit                      // a reply that does not decode as declared
	ErrorAfterWrite             // an error after something was written
	OverBudget                  // more time, or more commands, than allowed
	faults                      // and above: what package fault finds
)

func ofFault(k fault.Kind) Kind { return faults + Kind(k) }

// isFault reports whether a case shows the finding by its @strict.
func (f *Finding) isFault() bool { return f.Kind >= faults }

func (k Kind) String() string {
	if k >= faults {
		return fault.Kind(k - faults).String()
	}
	return [...]string{"undeclared error", "reply does not fit", "error after a write", "over budget"}[k]
}

// Finding is something wrong with a script, and how to see it.
type Finding struct {
	Kind    Kind
	Message string
	File    string // the place in the script, where it is known
	Line    int
	Trial   Trial // with the call that shows it last

	answer []string // of the last call; empty where any will do, or none is right
	check  []string // a command whose answer shows what was written; empty without
	before []string // its answer without that
}

// identity is the same for two sights of one fault.
func (f *Finding) identity() string {
	message := numbers().ReplaceAllString(f.Message, "N")
	if f.Line > 0 {
		message = ""
	}
	return fmt.Sprintf("%d %s:%d %s", f.Kind, f.File, f.Line, message)
}

var numbers = lazyregexp.New(`"[^"]*"|-?[0-9]+`)

// Case is a case for "luagen test". It fails as long as the fault is there, except for a budget, which
// no answer shows.
func (f *Finding) Case(word string) casefile.Case {
	c := casefile.Case{Title: f.title()}
	if !strings.HasSuffix(c.Title, f.line()) {
		c.Items = append(c.Items, &casefile.Comment{Text: f.line()})
	}
	if f.isFault() {
		c.Items = append(c.Items, &casefile.Directive{Name: casefile.Strict})
	}
	for _, command := range f.Trial.Setup {
		c.Items = append(c.Items, casefile.NewStep(command, nil))
	}
	for i, inputs := range f.Trial.Calls {
		var answer []string
		if i == len(f.Trial.Calls)-1 {
			answer = f.answer
		}
		c.Items = append(c.Items, casefile.NewStep(append([]string{word}, inputs...), answer))
	}
	if len(f.check) > 0 {
		c.Items = append(c.Items, casefile.NewStep(f.check, f.before))
	}
	return c
}

// longest is how long a title may be.
const longest = 120

func (f *Finding) title() string {
	if f.Line > 0 {
		return fmt.Sprintf("fuzz: %s at %s:%d", f.Kind, f.File, f.Line)
	}
	runes := []rune(fmt.Sprintf("fuzz: %s: %s", f.Kind, f.line()))
	if len(runes) > longest {
		return string(runes[:longest]) + "…"
	}
	return string(runes)
}

// line is the message on one line.
func (f *Finding) line() string { return strings.Join(strings.Fields(f.Message), " ") }
