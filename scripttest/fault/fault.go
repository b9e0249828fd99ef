// Package fault finds what is wrong with a call of a script whatever the script is meant to do, from
// what it was given, the commands that it issued and what a recorder noted.
package fault

import (
	"fmt"
	"slices"
	"strings"

	"github.com/luagen/luagen/analysis/command"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/internal/replay"
	"github.com/luagen/luagen/parser"
)

// Kind says what is wrong.
type Kind int

// The kinds of faults.
const (
	UndeclaredKey Kind = iota // a command on a key that is not declared
	NoKey                     // a declared key that is the name of a field
	TextCompared              // numbers that are ordered by their text
	LostInReply               // what a table holds and the reply does not
	LostDigits                // a number that was given, without its last digits
	WrongUnit                 // seconds for milliseconds, or milliseconds for seconds
	OneInstant                // two entries of a sorted set that are one, since they came at one time
	UnreadError               // an error of a command that nobody looks at
	NoTimeToLive              // a time to live of zero or less, which deletes
)

func (k Kind) String() string {
	return [...]string{
		"undeclared key", "key that is none", "numbers compared as text", "reply loses values", "number loses digits", "wrong unit",
		"entries of one instant are one", "error that nobody reads", "time to live deletes",
	}[k]
}

// Fault is something wrong with a call.
type Fault struct {
	Kind    Kind
	Message string
	Span    diag.Span // where in the script; zero when that is not known
}

// Call is a call of a script.
type Call struct {
	Script *parser.Script
	Keys   []string
	Args   []string
	Issued []replay.Issued
	Notes  []replay.Note
	Reply  string // as text; empty for an error
	Failed bool   // it ended with an error
}

// Find returns what is wrong with a call.
func Find(c Call) []Fault {
	var list []Fault
	add := func(k Kind, span diag.Span, format string, args ...any) {
		list = append(list, Fault{k, fmt.Sprintf(format, args...), span})
	}
	for i, issued := range c.Issued {
		if strings.HasPrefix(issued.Reply, "(error)") { // which may not have been run
			continue
		}
		_, m := Match(issued.Args)
		if m == nil {
			continue
		}
		name := strings.ToUpper(issued.Args[0])
		for n, word := range issued.Args[1:] {
			p, sure := m.At(n)
			if p == nil || !sure {
				continue
			}
			switch role := m.RoleOf(p); {
			case role == command.Key && !Declares(c.Keys, c.prefixes(), word):
				add(UndeclaredKey, diag.Span{}, "%s is called on the key %q, which is not in KEYS and not built from one of them", name, word)
			case role == command.Field && slices.Contains(c.Keys, word) && !c.touches(word):
				add(NoKey, diag.Span{}, "%s takes %q of KEYS for a field: it is no key, and on a cluster may be on another node than the keys", name, word)
			case role.IsSpan() && slices.Contains(c.Args, word) && deletes(p, word) && issued.Reply != "0":
				add(NoTimeToLive, diag.Span{}, "%s is given %s for a time to live, and deletes the key", name, word)
			case role.IsSpan():
				c.unit(name, role, word, add)
			}
		}
		c.instant(i, add)
	}
	for _, n := range c.Notes {
		switch n.Kind {
		case replay.TextCompared:
			a, b, _ := strings.Cut(n.Text, " ")
			if !c.isNumber(a) && !c.isNumber(b) {
				continue // words, which only happen to be numbers
			}
			add(TextCompared, n.Span, "%q and %q are compared as text, in which they have another order than as numbers", a, b)
		case replay.HoleInReply:
			add(LostInReply, diag.Span{}, "the reply ends before element %s of its table, because one before it is nil", n.Text)
		case replay.FieldInReply:
			add(LostInReply, diag.Span{}, "the reply is without the member %q of its table: Redis sends only the elements 1, 2, 3, …", n.Text)
		case replay.UnreadError:
			if !c.Failed && strings.HasPrefix(n.Text, "WRONGTYPE") {
				add(UnreadError, n.Span, "redis.pcall returns an error that the script does not look at, and it replies as if there was none: %s", n.Text)
			}
		}
	}
	c.digits(add)
	return list
}
