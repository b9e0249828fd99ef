package infer

import (
	"strings"

	"github.com/luagen/luagen/parser"
)

// Callers is what the calls of a script show of it, for a script whose calls in a program are in view. The zero
// value is nothing.
type Callers struct {
	// Keys and Args are what the calls pass, in order.
	Keys, Args []Passed
	// Rest is what the calls pass as any number of arguments.
	Rest Passed
	// Reply is the type as which the calls read the reply; nil when they do not show it.
	Reply parser.Type
	// Means are the names of the errors that callers take replies for, by the integer.
	Means map[int64]string
	// Settled is what the header has to say for calls that are there; nil to leave it to the script.
	Settled *Settled
}

// Passed is what calls pass for a key or an argument.
type Passed struct {
	Names []string // what they call it, best first
	Type  string   // of an argument, as the annotation writes it; empty when it is not known
}

// Settled is what a header has to say so that the calls of a program can be made by the generated function
// instead: keys are passed whole, every argument is passed, with the type that Callers has, and nothing that is replied
// becomes an error but what is listed here.
type Settled struct {
	Name    string      // that of the Go function; empty for that of the file
	Imports []string    // what @import names, as it writes it
	Returns parser.Type // nil when the calls throw the reply away
	Errors  []string    // what follows @error
	// ReadOnly says that the calls run it as a script that only reads.
	ReadOnly bool
	// Open leaves the type of the reply to the script: no call tells it.
	Open bool
}

// lines are the annotations that the rest of a header has no place for.
func (s *Settled) lines() []string {
	if s == nil {
		return nil
	}
	var lines []string
	if s.Name != "" {
		lines = append(lines, "--@name "+s.Name)
	}
	if s.ReadOnly {
		lines = append(lines, "--@readonly")
	}
	for _, i := range s.Imports {
		lines = append(lines, "--@import "+i)
	}
	return lines
}

// key is what calls pass for the n-th key.
func (c *Callers) key(n int) Passed { return nth(c.Keys, n) }

// arg is what calls pass for the n-th argument.
func (c *Callers) arg(n int) Passed { return nth(c.Args, n) }

func nth(list []Passed, n int) Passed {
	if n < 1 || n > len(list) {
		return Passed{}
	}
	return list[n-1]
}

// settle is the type of an argument for which the script shows one and the calls another.
func (c *Callers) settle(fromScript, fromCalls string) string {
	switch {
	case fromCalls == "":
		return fromScript
	case c.Settled != nil:
		return fromCalls
	case strings.HasPrefix(fromCalls, "duration") || strings.HasPrefix(fromCalls, "time("):
		if !strings.HasPrefix(fromScript, "duration") && !strings.HasPrefix(fromScript, "time(") {
			return fromCalls
		}
	case fromScript == "string":
		return fromCalls
	}
	return fromScript
}

// replySeen is the reply that calls show, where the script tells less.
func (in *inferrer) replySeen(t parser.Type) parser.Type {
	elem, optional := t, false
	if o, ok := t.(*parser.Optional); ok {
		elem, optional = o.Elem, true
	}
	seen := in.callers.Reply
	switch {
	case seen == nil:
		return t
	case isAny(elem):
		return optionalIf(optional, seen)
	}
	old, ok := elem.(*parser.Scalar)
	read, also := seen.(*parser.Scalar)
	if ok && also && old.Kind == parser.String && (read.Kind == parser.Int || read.Kind == parser.Float || read.Kind == parser.Uint) {
		return optionalIf(optional, seen) // the string holds a number
	}
	if was, ok := elem.(*parser.Tuple); ok {
		if read, ok := seen.(*parser.Tuple); ok {
			return optionalIf(optional, in.joinNamed(was, read))
		}
	}
	return t
}

// joinNamed is a tuple that takes from what calls read the names that were made up, and the types that are any.
func (in *inferrer) joinNamed(t, read *parser.Tuple) *parser.Tuple {
	joined := *t
	joined.Fields = append([]parser.Field(nil), t.Fields...)
	taken := names{}
	for _, f := range t.Fields {
		taken[folded(f.Text)] = true
	}
	for i := range joined.Fields {
		if i >= len(read.Fields) {
			break
		}
		f := &joined.Fields[i]
		if isAny(f.Type) && read.Fields[i].Type != nil {
			f.Type = read.Fields[i].Type
		}
		name := usable(read.Fields[i].Text)
		if in.invented[f.Text] && name != "" && taken.free(name) {
			f.Text = name
		}
	}
	return &joined
}
