package ldb

import (
	"strconv"
	"strings"

	"github.com/luagen/luagen/internal/lazyregexp"
)

// EventKind says what happened.
type EventKind int

// The kinds of event.
const (
	Command EventKind = iota // a command of the script; the Reply follows, an Error may stand between
	Reply                    // what the command replied
	Error                    // an error that the server raised or the script returned
	Debug                    // what the script told by redis.debug
	Note                     // what else the debugger said
)

// Event is something that happened between two stops.
type Event struct {
	Kind EventKind
	// Text is one line. Of a Command it is what the debugger tells: at most ten words,
	// parted by blanks and not quoted, with blanks for CR and LF in them. Of a Reply it
	// is as redis-cli would show it, lists in brackets.
	Text string
	Line int // of the text, for Debug
}

var (
	stopped   = lazyregexp.New(`^\* Stopped at (\d+), stop reason = (.*)$`)
	debugLine = lazyregexp.New(`(?s)^<debug> line (-?\d+): (.*)$`)
)

const endMark = "<endsession>"

// parseEvent reads a line of the debugger's log.
func parseEvent(line string) Event {
	if m := debugLine().FindStringSubmatch(line); m != nil {
		n, _ := strconv.Atoi(m[1]) // digits
		return Event{Kind: Debug, Text: m[2], Line: n}
	}
	for _, mark := range []string{"<redis> ", "<command> "} { // the latter from Valkey 8.0 on
		if s, ok := strings.CutPrefix(line, mark); ok {
			return Event{Kind: Command, Text: s}
		}
	}
	if s, ok := strings.CutPrefix(line, "<reply> "); ok {
		return Event{Kind: Reply, Text: replyText(s)}
	}
	if s, ok := strings.CutPrefix(line, "<error> "); ok {
		return Event{Kind: Error, Text: strings.TrimPrefix(s, "-")}
	}
	return Event{Kind: Note, Text: line}
}

// Reason says why a script stands.
type Reason int

// The reasons of a stop.
const (
	Stepped        Reason = iota // the next line is reached
	AtBreakpoint                 // a line has a breakpoint
	BreakpointCall               // the script called redis.breakpoint
	TakingLong                   // the script ran for the server's lua-time-limit without a stop
	AnotherReason                // one that is not known here
)

func parseReason(s string) Reason {
	switch {
	case s == "step over":
		return Stepped
	case s == "break point":
		return AtBreakpoint
	case strings.HasPrefix(s, "redis.breakpoint()"), strings.HasPrefix(s, "server.breakpoint()"):
		return BreakpointCall
	case strings.HasPrefix(s, "timeout reached"):
		return TakingLong
	default:
		return AnotherReason
	}
}
