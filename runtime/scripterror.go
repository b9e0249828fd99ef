package runtime

import (
	"strconv"
	"strings"
)

// ScriptError is an error reply: one that Redis raised while the script ran,
// one that the script returned and no declared error claims, or a refusal to
// run it. It unwraps to the go-redis error.
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

// Unwrap returns the error as go-redis knows it.
func (e *ScriptError) Unwrap() error { return e.cause }

// newScriptError reads an error reply of a script.
func newScriptError(s *Script, text string, cause error) *ScriptError {
	raised := parseRaised(text)
	e := &ScriptError{Script: s.name, Code: raised.code, Message: raised.message, cause: cause}
	e.File, e.Line = s.locate(raised.line)
	return e
}

// raised is an error reply taken apart.
type raised struct {
	code, message string
	line          int // in the text that Redis has; 0 when the reply names none
}

const (
	chunk        = "user_script"                      // what Redis calls a script inside Lua
	runPrefix    = "Error running script (call to f_" // Redis 6 and older
	compilation  = "Error compiling script (new function): "
	suffixMarker = " script: " // Redis 7 and later, Valkey
)

// parseRaised takes an error reply apart:
//
//	Redis 6       ERR Error running script (call to f_<sha>): @user_script:12: user_script:12: message
//	Redis 7       <CODE> <message> script: <sha>, on @user_script:12.
//	Valkey 9.1    <CODE> <message> script: on @user_script:12.
//	any           ERR Error compiling script (new function): user_script:12: message
//	returned      <CODE> <message>
func parseRaised(text string) raised {
	code, message := splitCode(text)
	r := raised{code: code, message: message}

	if rest, ok := strings.CutPrefix(message, runPrefix); ok {
		if sha, rest, ok := strings.Cut(rest, "): "); ok && isHex(sha) {
			rest, r.line = cutPosition(rest, 0)
			return r.inner(rest, "ERR")
		}
	}
	if rest, ok := strings.CutPrefix(message, compilation); ok {
		rest, r.line = cutPosition(rest, 0)
		r.message = compilation + rest
		return r
	}
	if rest, line := cutSuffix(message); line > 0 {
		// Lua's own position comes first: error(text, 2) means the caller's line.
		if r.message, r.line = cutPosition(rest, 0); r.line == 0 {
			r.line = line
		}
	}
	return r
}

// inner reads what Redis 6 wraps: the text of a Lua error, or an error reply of
// a command, which has its own code.
func (r raised) inner(text, code string) raised {
	own, line := cutPosition(text, r.line)
	r.line, r.code, r.message = line, code, own
	if len(own) == len(text) {
		if word, rest := splitCode(strings.TrimPrefix(own, "-")); word != "" {
			r.code, r.message = word, rest
		}
	}
	return r
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

// cutPosition removes leading positions ("user_script:12: ", also with @ or a
// space before the number) and returns the first one's line, or line when there
// is none.
func cutPosition(text string, line int) (string, int) {
	for {
		rest := strings.TrimPrefix(text, "@")
		rest, ok := strings.CutPrefix(rest, chunk+":")
		if !ok {
			return text, line
		}
		digits, rest, ok := strings.Cut(strings.TrimPrefix(rest, " "), ": ")
		n, err := strconv.Atoi(digits)
		if !ok || err != nil || n <= 0 {
			return text, line
		}
		if line == 0 {
			line = n
		}
		text = rest
	}
}

// cutSuffix removes " script: <sha>, on @user_script:12." and returns the line,
// which is 0 when the text has no such end.
func cutSuffix(text string) (string, int) {
	at := strings.LastIndex(text, suffixMarker)
	if at < 0 {
		return text, 0
	}
	end := text[at+len(suffixMarker):]
	if sha, rest, ok := strings.Cut(end, ", "); ok && isHex(sha) {
		end = rest
	}
	end = strings.TrimPrefix(end, "on ")
	end, ok := strings.CutPrefix(strings.TrimPrefix(end, "@"), chunk+":")
	if !ok {
		return text, 0
	}
	digits, ok := strings.CutSuffix(end, ".")
	line, err := strconv.Atoi(digits)
	if !ok || err != nil || line <= 0 {
		return text, 0
	}
	return text[:at], line
}

// undecorated is an error text without the suffix that Redis 7 adds to errors
// raised inside a script.
func undecorated(text string) string {
	text, _ = cutSuffix(text)
	return text
}

// raisedInside reports whether the text carries the mark of an error raised
// inside a script.
func raisedInside(text string) bool {
	_, line := cutSuffix(text)
	return line > 0
}

func isHex(s string) bool {
	for i := range len(s) {
		if b := s[i]; (b < '0' || b > '9') && (b < 'a' || b > 'f') {
			return false
		}
	}
	return s != ""
}
