// Code generated from runtime/internal/raised/raised.go. DO NOT EDIT.

// Package raised takes apart the error replies of scripts, which every server
// decorates in its own way. It knows nothing of scripts' files.
package raised

import (
	"strconv"
	"strings"
)

// Error is an error reply taken apart.
type Error struct {
	Code    string // the first word when it is one in capitals: "WRONGTYPE"; empty otherwise
	Message string // what follows, without the server's decorations
	Line    int    // in the text that Redis has; 0 when the reply names none
}

// Compilation is how the message of a script that does not compile begins.
const Compilation = "Error compiling script (new function): "

const (
	chunk        = "user_script"                      // what Redis calls a script inside Lua
	inC          = "=[C]"                             // what Lua calls its own functions
	runPrefix    = "Error running script (call to f_" // Redis 6 and older
	suffixMarker = " script: "                        // Redis 7 and later, Valkey
	shaDigits    = 40
	lineDigits   = 20 // more than those of a line, with the colon before them
)

// Parse takes an error reply apart:
//
//	Redis 6       ERR Error running script (call to f_<sha>): @user_script:12: user_script:12: message
//	Redis 7       <CODE> <message> script: <sha>, on @user_script:12.
//	Valkey 9.1    <CODE> <message> script: on @user_script:12.
//	in C          <CODE> <message> script: <sha>, on =[C]:-1.
//	loadstring    <CODE> <message> script: <sha>, on <source or name>:1.
//	any           ERR Error compiling script (new function): user_script:12: message
//	returned      <CODE> <message>
func Parse(text string) Error {
	if rest, ok := strings.CutPrefix(text, "@"); ok {
		if _, line := cutPosition(rest); line > 0 { // what Redis 6's pcall caught, returned
			return parseWrapped(text)
		}
	}
	code, message := splitCode(text)
	r := Error{Code: code, Message: message}

	if rest, ok := strings.CutPrefix(message, runPrefix); ok {
		if sha, rest, ok := strings.Cut(rest, "): "); ok && isHex(sha) {
			return parseWrapped(rest)
		}
	}
	if rest, ok := strings.CutPrefix(message, Compilation); ok {
		rest, r.Line = cutPositions(rest)
		r.Message = Compilation + rest
		return r
	}
	if rest, line, ok := cutSuffix(message); ok {
		// Lua's own position comes first: error(text, 2) means the caller's line.
		if r.Message, r.Line = cutPositions(rest); r.Line == 0 {
			r.Line = line
		}
	}
	return r
}

// parseWrapped reads what Redis 6 wraps: its own positions, which have an @, and
// then a Lua error behind Lua's position or an error reply of a command.
func parseWrapped(text string) Error {
	line := 0
	for strings.HasPrefix(text, "@") {
		rest, n := cutPosition(text[1:])
		if n == 0 {
			break
		}
		if line == 0 {
			line = n
		}
		text = rest
	}
	if message, own := cutPositions(text); own > 0 {
		return Error{Code: "ERR", Message: message, Line: own}
	}
	if code, message := splitCode(strings.TrimPrefix(text, "-")); code != "" {
		return Error{Code: code, Message: message, Line: line}
	}
	return Error{Code: "ERR", Message: text, Line: line}
}

// splitCode parts an error code, a word in capitals, from what follows. Without
// such a word the code is empty.
func splitCode(text string) (code, rest string) {
	word, rest, _ := strings.Cut(text, " ")
	for i := range len(word) {
		switch b := word[i]; {
		case 'A' <= b && b <= 'Z':
		case i > 0 && ('0' <= b && b <= '9' || b == '_'):
		default:
			return "", text
		}
	}
	return word, rest
}

// cutPosition removes one leading "user_script:12: ", also with a space before the
// number, and returns its line, which is 0 when there is none.
func cutPosition(text string) (string, int) {
	rest, ok := strings.CutPrefix(text, chunk+":")
	if !ok {
		return text, 0
	}
	digits, rest, ok := strings.Cut(strings.TrimPrefix(rest, " "), ": ")
	line, err := strconv.Atoi(digits)
	if !ok || err != nil || line <= 0 {
		return text, 0
	}
	return rest, line
}

// cutPositions removes all leading positions and returns the first one's line.
func cutPositions(text string) (string, int) {
	text, first := cutPosition(text)
	for line := first; line > 0; {
		text, line = cutPosition(text)
	}
	return text, first
}

// cutSuffix removes " script: <sha>, on @user_script:12." and returns the line,
// which is 0 when the error was raised outside the script's text: in a C
// function, or in a chunk that the script loaded, whose source then stands there.
func cutSuffix(text string) (rest string, line int, ok bool) {
	for at := strings.LastIndex(text, suffixMarker); at >= 0; at = strings.LastIndex(text[:at], suffixMarker) {
		if line, ok := parseSuffix(text[at+len(suffixMarker):]); ok {
			return text[:at], line, true
		}
	}
	return text, 0, false
}

// parseSuffix reads what follows the marker. Without the SHA only the script's
// own chunk and Lua's functions are certain to be no part of the message. It looks
// at both ends alone: a message may hold the marker any number of times.
func parseSuffix(text string) (line int, ok bool) {
	sha, _, found := strings.Cut(text[:min(len(text), shaDigits+len(", "))], ", ")
	hashed := found && isHex(sha)
	if hashed {
		text = text[len(sha)+len(", "):]
	}
	text, ok = strings.CutSuffix(strings.TrimPrefix(text, "on "), ".")
	digits := max(0, len(text)-lineDigits)
	colon := digits + strings.LastIndexByte(text[digits:], ':')
	if !ok || colon < digits {
		return 0, false
	}
	line, err := strconv.Atoi(text[colon+1:])
	if err != nil {
		return 0, false
	}
	switch strings.TrimPrefix(text[:colon], "@") {
	case chunk:
		return line, line > 0
	case inC:
		return 0, true
	default:
		return 0, hashed && len(sha) == shaDigits
	}
}

// Undecorated is an error text without the suffix that Redis 7 adds to errors
// raised inside a script.
func Undecorated(text string) string {
	text, _, _ = cutSuffix(text)
	return text
}

// Inside reports whether the text carries the mark of an error raised
// inside a script.
func Inside(text string) bool {
	_, _, ok := cutSuffix(text)
	return ok
}

// Wrapped reports whether the text is an error raised inside a script as Redis 6 wraps
// it.
func Wrapped(text string) bool {
	rest, ok := strings.CutPrefix(text, "ERR "+runPrefix)
	sha, _, found := strings.Cut(rest, "): @")
	return ok && found && isHex(sha)
}

func isHex(s string) bool {
	for i := range len(s) {
		if b := s[i]; (b < '0' || b > '9') && (b < 'a' || b > 'f') {
			return false
		}
	}
	return s != ""
}
