// Code generated from runtime/core/scripterror.go. DO NOT EDIT.

package core

import (
	"strconv"
	"strings"

	"github.com/luagen/luagen/internal/vendored/runtime/internal/raised"
)

// ScriptError is an error reply: one that Redis raised while the script ran,
// one that the script returned and no declared error claims, or a refusal to
// run it. It unwraps to the error as the client knows it.
type ScriptError struct {
	Script  string // the script's file name, "like_post.lua"
	File    string // the .lua file of the line, through includes; empty without a line
	Line    int    // line in File, from 1; 0 when the error was not raised at one
	Code    string // "WRONGTYPE", "ERR", …
	Message string // the text without its code and without the server's decorations

	cause error
}

// Error is the place, the code and the message.
func (e *ScriptError) Error() string {
	place := e.Script
	if e.Line > 0 {
		place = e.File + ":" + strconv.Itoa(e.Line)
		if e.File != e.Script {
			place = e.Script + ": " + place
		}
	}
	return place + ": " + e.text()
}

// text is the reply without the server's decorations.
func (e *ScriptError) text() string {
	return strings.TrimSpace(e.Code + " " + e.Message)
}

// Unwrap returns the error as the client knows it.
func (e *ScriptError) Unwrap() error { return e.cause }

// NewScriptError reads an error reply of a script.
func NewScriptError(s *Script, text string, cause error) *ScriptError {
	reply := raised.Parse(text)
	e := &ScriptError{Script: s.name, Code: reply.Code, Message: reply.Message, cause: cause}
	e.File, e.Line = s.locate(reply.Line)
	return e
}
