package debugger

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/luagen/luagen/debugger/ldb"
	"github.com/luagen/luagen/internal/lazyregexp"
	"github.com/luagen/luagen/internal/resp"
	"github.com/luagen/luagen/parser"
)

// Target is what is debugged: a call of a script on a server.
type Target struct {
	Script *parser.Script // which is Lua
	Call   ldb.Call       // its Text is the script's
	Server *redis.Options
	Writes ldb.Writes
	Errors StopOnErrors
	// Setup are commands that are run before the script, in the session: what they write is
	// rolled back with it, or kept. A read-only script's session refuses those that write.
	Setup [][]string
	// Tell is called for what happens while the script runs, before the method that runs it
	// returns. It may be nil.
	Tell func(Event)
	// Patience is how long a script runs step by step, so that its commands are told, before it
	// is left to run to its next breakpoint; 3 s when zero.
	Patience time.Duration
}

// StopOnErrors says at which errors a script stops.
type StopOnErrors int

// At which errors a script stops.
const (
	NoErrors StopOnErrors = iota
	// FatalErrors stops before the line that raised the error which ended the script. The
	// script is run once more for that, so writes must be rolled back.
	FatalErrors
	// AllErrors stops after every line with a command that failed, too.
	AllErrors
)

// EventKind says what an Event is.
type EventKind int

// The kinds of event.
const (
	Issued EventKind = iota // a command of the script
	Raised                  // an error that no command gave
	Told                    // what the script told by redis.debug
	Logged                  // the message of a logpoint
	Warned                  // what the user should know of the session
)

// Event is something that happened while a script ran.
type Event struct {
	Kind  EventKind
	Place Place  // the line that was run; zero for Warned
	Text  string // of Issued the command, as ldb.Event has it
	Reply string // of Issued, on one line, as redis-cli would show it
}

// Reason says why a script stands.
type Reason int

// The reasons of a stop.
const (
	AtEntry        Reason = iota // nothing has run yet
	AtStep                       // the step is done
	AtBreakpoint                 // a breakpoint of the session
	BreakpointCall               // the script called redis.breakpoint
	AtPause                      // Interrupt was called
	TakingLong                   // the script has run for seconds without a stop
	AtError                      // an error: Stop.Text
)

// Stop is where a script stands, or how it ended.
type Stop struct {
	Place  Place
	Reason Reason
	Text   string // of AtError the error; otherwise what is to be said about the stop
	Fatal  bool   // of AtError: the script ends with it
	End    *End   // set when the script has ended
}

// End is how a script ended.
type End struct {
	Reply resp.Value
	Last  Place // the last line that is known to have run
}

// Session is a script that is being debugged. One goroutine uses it, but for Interrupt, Close
// and the breakpoints.
type Session struct {
	target  Target
	code    *code
	places  *places
	client  *ldb.Session
	context context.Context

	line   int // of the text, where the script stands
	steps  int // since the start; -1 when they are not known
	ended  bool
	fatal  bool        // the script stands where an error will end it, which has been shown
	traced []ldb.Frame // where it stands; nil until asked for
	// replies are the integers that commands on a line of the text replied last.
	replies map[int]string

	interrupted atomic.Bool
	mu          sync.Mutex
	breaks      []*breakpoint
	errors      StopOnErrors
}

// Start runs a script to its first line.
func Start(ctx context.Context, t Target) (*Session, Stop, error) {
	if t.Tell == nil {
		t.Tell = func(Event) {}
	}
	if t.Patience == 0 {
		t.Patience = 3 * time.Second
	}
	s := &Session{target: t, code: newCode(t.Script), places: newPlaces(t.Script), context: ctx, errors: t.Errors}
	stop, err := s.begin()
	return s, stop, err
}

func (s *Session) begin() (Stop, error) {
	client, first, err := ldb.Start(s.context, s.target.Server, s.target.Call, s.target.Writes)
	if err != nil {
		return Stop{}, err
	}
	s.client, s.steps, s.ended, s.fatal, s.replies = client, 0, false, false, map[int]string{}
	s.stand(first.Line)
	if first.End != nil {
		return s.end(first), nil
	}
	for _, command := range s.target.Setup {
		events, err := client.Redis(command...)
		if failed := lastError(events); err == nil && failed != "" {
			err = fmt.Errorf("set-up: %s: %s", strings.Join(command, " "), failed)
		}
		if err != nil {
			_ = client.Quit()
			return Stop{}, err
		}
	}
	return Stop{Place: s.Place(), Reason: AtEntry}, nil
}

// Restart ends the session and begins it anew, with its breakpoints. What a session that keeps
// writes has written stays.
func (s *Session) Restart() (Stop, error) {
	if err := s.Close(); err != nil {
		return Stop{}, err
	}
	s.mu.Lock()
	for _, b := range s.breaks {
		b.hits, b.warned = 0, false
	}
	s.mu.Unlock()
	return s.begin()
}

// Close ends the session. A script that stands is aborted; where a pcall of the script catches
// that, it runs on to its end.
func (s *Session) Close() error {
	if s.ended {
		return nil
	}
	s.ended = true
	return s.client.Quit()
}

// Drop ends the session from another goroutine, while the script runs. The server lets the
// script run on, but ends an endless one when it takes long.
func (s *Session) Drop() { _ = s.client.Close() }

// Interrupt makes a script that runs stop where the server next can.
func (s *Session) Interrupt() { s.interrupted.Store(true) }

// StopAt says at which errors the script stops from now on. It may be called while it runs.
func (s *Session) StopAt(e StopOnErrors) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.errors = e
}

func (s *Session) stopsAt() StopOnErrors {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.errors
}

// Place is where the script stands.
func (s *Session) Place() Place { return s.places.at(s.line) }

// Files are the files of the script: its own, and those of its includes.
func (s *Session) Files() []string { return s.places.files(s.target.Script.File) }

// Call is the call that is debugged.
func (s *Session) Call() ldb.Call { return s.target.Call }

// Redis runs a command as the script could. What it writes belongs to the session.
func (s *Session) Redis(args ...string) ([]ldb.Event, error) { return s.client.Redis(args...) }

// Ended reports whether the script has ended.
func (s *Session) Ended() bool { return s.ended }

func (s *Session) stand(line int) { s.line, s.traced = line, nil }

// raised matches an error that ended a script, and not one that it returned.
var raised = lazyregexp.New(` script: [0-9a-f]{40}, on |^ERR Error running script `)

// end is the stop for a script that has ended.
func (s *Session) end(stop ldb.Stop) Stop {
	s.ended = true
	_ = s.client.Close()
	return Stop{End: &End{Reply: stop.End.Reply, Last: s.Place()}}
}
