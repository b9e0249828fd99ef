// Code generated from runtime/core/errors.go. DO NOT EDIT.

package core

import (
	"strings"

	"github.com/luagen/luagen/internal/vendored/runtime/internal/raised"
	"github.com/luagen/luagen/internal/vendored/runtime/internal/slot"
	"github.com/luagen/luagen/internal/vendored/runtime/internal/wire"
)

// DecodeError says that a reply is not what the script's @returns declares. The
// connection is in step all the same.
type DecodeError struct {
	Script   string // the script's file name, "like_post.lua"
	Path     string // place in the reply, "[3].score"; empty at the top
	Declared string // what was declared there, "int"
	Got      string // what arrived, "string \"abc\""

	absence bool  // nil or nothing arrived
	cause   error // why a string of the right kind did not decode; may be nil
}

// Error names the place, what was declared and what arrived.
func (e *DecodeError) Error() string {
	place := "the reply"
	if e.Path != "" {
		place += " at " + e.Path
	}
	text := e.Script + ": " + place + ": expected " + e.Declared + ", got " + e.Got
	if e.cause != nil {
		text += ": " + e.cause.Error()
	}
	if e.absence {
		text += "; add ? to the type if it may be absent"
	}
	return text
}

// Unwrap returns the error of encoding/json and the like, or nil.
func (e *DecodeError) Unwrap() error { return e.cause }

// outcome is one @error: a reply that stands for a Go error.
type outcome struct {
	err  error
	form outcomeForm
	n    int64
	text string
}

type outcomeForm uint8

const (
	formInt outcomeForm = iota
	formString
	formNil
	formCode
	formErrorText
)

func withOutcome(o outcome) Option {
	return func(p *parts) { p.outcomes = append(p.outcomes, o) }
}

// OnInt returns err when the reply is the integer n.
func OnInt(n int64, err error) Option { return withOutcome(outcome{err: err, form: formInt, n: n}) }

// OnString returns err when the reply is the string or status text.
func OnString(text string, err error) Option {
	return withOutcome(outcome{err: err, form: formString, text: text})
}

// OnNil returns err when the reply is nil.
func OnNil(err error) Option { return withOutcome(outcome{err: err, form: formNil}) }

// OnCode returns err when the reply is an error whose code, its first word, is
// code.
func OnCode(code string, err error) Option {
	return withOutcome(outcome{err: err, form: formCode, text: code})
}

// OnError returns err when the reply is an error, raised or returned, whose
// whole text is text.
func OnError(text string, err error) Option {
	return withOutcome(outcome{err: err, form: formErrorText, text: text})
}

// DeclaredError says that the reply stands for an error that the script declares with
// @error. It unwraps to that error.
type DeclaredError struct {
	Script string // the script's file name, "like_post.lua"
	Err    error  // the declared one

	cause error // the error as the transport knows it; nil when the reply was none
}

// Error is the script's name and the text of the declared error.
func (e *DeclaredError) Error() string { return e.Script + ": " + e.Err.Error() }

// Unwrap returns the declared error, and the error reply that stands for it if it is one.
func (e *DeclaredError) Unwrap() []error {
	if e.cause == nil {
		return []error{e.Err}
	}
	return []error{e.Err, e.cause}
}

// outcomeOf is the declared error that a reply stands for, or nil.
func (s *Script) outcomeOf(raw []byte) error {
	v := wire.At(raw, 0)
	for _, o := range s.parts().outcomes {
		switch {
		case o.form == formInt && isInteger(v, o.n),
			o.form == formString && isString(v, o.text),
			o.form == formNil && v.Kind == wire.Nil:
			return &DeclaredError{Script: s.name, Err: o.err}
		}
	}
	return nil
}

// outcomeOfError is the declared error that claims an error reply; nil without. One
// that gives the whole text comes before one that gives only the code.
func (s *Script) outcomeOfError(e *ScriptError) *outcome {
	text := e.text()
	outcomes := s.parts().outcomes
	for i, o := range outcomes {
		// error_reply and error put ERR before a text without a code of its own.
		if o.form == formErrorText && (o.text == text || e.Code == "ERR" && o.text == e.Message) {
			return &outcomes[i]
		}
	}
	for i, o := range outcomes {
		if o.form == formCode && o.text == e.Code {
			return &outcomes[i]
		}
	}
	return nil
}

// ReplyFailure is what a caller gets for an error reply of this text: the declared error, or
// a ScriptError. cause is the error as the transport knows it.
func ReplyFailure(r *Request, text string, cause error) error {
	s := r.Script
	e := NewScriptError(s, text, cause)
	if o := s.outcomeOfError(e); o != nil {
		return &DeclaredError{Script: s.name, Err: o.err, cause: cause}
	}
	if e.Code == "CROSSSLOT" {
		e.Message += ": " + slot.DescribeKeys(r.Keys())
	}
	return e
}

// CheckReply finds the error in a complete reply: an error reply, of which cause makes the
// error as the transport knows it, or a declared error.
func CheckReply(r *Request, raw []byte, cause func(text string) error) error {
	if len(raw) > 0 && (raw[0] == '-' || raw[0] == '!' || raw[0] == '|') {
		if v := wire.At(raw, 0); v.Kind == wire.Error {
			text := string(v.Text)
			return ReplyFailure(r, text, cause(text))
		}
	}
	if len(r.Script.parts().outcomes) == 0 {
		return nil
	}
	return r.Script.outcomeOf(raw)
}

// A ReplyError is an error reply, or an error inside a reply.
type ReplyError string

// Error is the text of the reply, which begins with a code.
func (e ReplyError) Error() string { return string(e) }

// RedisError marks the error as one that Redis replied with.
func (ReplyError) RedisError() {}

func replyError(text string) error { return ReplyError(text) }

// NoScript is the code of the error reply that says that the server has not the script.
const NoScript = "NOSCRIPT"

// SaysMissing reports whether an error reply of this text says that the server has not the
// script. A script may return such a text itself: see CanAnswer.
func SaysMissing(text string) bool {
	text = strings.TrimPrefix(text, "ERR ") // some servers add it
	return strings.HasPrefix(text, NoScript) && !raised.Inside(text)
}
