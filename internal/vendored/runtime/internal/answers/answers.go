// Code generated from runtime/internal/answers/answers.go. DO NOT EDIT.

// Package answers tells which error replies a script can make by itself, from its
// text. An error reply of a server and one that a script returns look alike: this is
// what tells that a text is certainly not the script's.
//
// It goes by tokens, and errs on the side of what a script could do. What it does not
// see: a table whose field err has a name that is computed, or that was decoded from
// JSON or MessagePack. Callers have the data of a call to look at for these.
package answers

import (
	"slices"
	"strings"
)

// Errors are the error replies that a script can make, without the code ERR in front
// of those that have no code.
type Errors struct {
	texts    []string // whole ones
	prefixes []string // beginnings, each with a complete code
	any      bool     // any text
	raises   bool     // error or assert is called, which adds a position to any text
}

// Can reports whether the script can return an error of this text, or raise one with
// the position left out.
func (e Errors) Can(text string) bool {
	bare := strings.TrimPrefix(text, "ERR ")
	return e.any || slices.Contains(e.texts, text) || slices.Contains(e.texts, bare) ||
		slices.ContainsFunc(e.prefixes, func(p string) bool { return strings.HasPrefix(text, p) })
}

// Raises reports whether the script can raise an error with a text of its own.
func (e Errors) Raises() bool { return e.any || e.raises }

// Of reads the text of a script.
func Of(source string) Errors {
	var e Errors
	var before, t token
	l := lexer{text: source}
	for t = l.next(); t.kind != end; before, t = t, l.next() {
		switch {
		case t.kind == str && (t.text == "err" || t.text == "error_reply"):
			e.any = true
		case t.kind != name:
		case t.text == "error_reply":
			e.argument(l)
		case t.text == "err":
			if peek := l; peek.next().is("=") {
				e.operand(peek)
			}
		case before.is("."), before.is(":"):
			// A field of another name.
		case t.text == "error" || t.text == "assert":
			e.raises = true
		case slices.Contains(computed, t.text):
			e.any = true
		}
	}
	return e
}

// computed are functions that run or reach what is not in the script's text.
var computed = []string{"load", "loadstring", "dofile", "loadfile", "setfenv", "getfenv", "_G", "setmetatable", "getmetatable"}

// argument notes what error_reply, which l is behind, is called with.
func (e *Errors) argument(l lexer) {
	switch t := l.next(); {
	case t.kind == str:
		e.text(t.text)
	case t.is("("):
		e.operand(l)
	default: // the function is not called here
		e.any = true
	}
}

// operand notes the expression that l is before.
func (e *Errors) operand(l lexer) {
	t := l.next()
	if t.kind != str {
		e.any = true
		return
	}
	switch after := l.next(); {
	case after.is(".."):
		e.prefix(t.text)
	case after.is(")"), after.is("}"), after.is(","), after.is(";"), after.kind == end, after.kind == name && isStatementEnd(after.text):
		e.text(t.text)
	default:
		e.any = true
	}
}

// isStatementEnd reports whether a word after an expression ends the statement: any
// but an operator.
func isStatementEnd(word string) bool { return word != "and" && word != "or" }

func (e *Errors) text(text string) { e.texts = append(e.texts, strings.TrimPrefix(text, "-")) }

func (e *Errors) prefix(text string) {
	text = strings.TrimPrefix(text, "-")
	if code, _, ok := strings.Cut(text, " "); !ok || code == "" {
		e.any = true // the code goes on in what follows
		return
	}
	e.prefixes = append(e.prefixes, text)
}
