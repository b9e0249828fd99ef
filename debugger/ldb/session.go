package ldb

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/luagen/luagen/internal/resp"
)

// MaxBreakpoints is how many breakpoints the debugger holds.
const MaxBreakpoints = 64

// Call is the call of a script that is debugged.
type Call struct {
	Text     []byte // the very bytes that Redis runs
	Keys     []string
	Args     []string
	ReadOnly bool // by EVAL_RO
}

// Session is the run of one script under the debugger. One goroutine uses it, but for
// Close.
type Session struct {
	conn    net.Conn
	server  string
	replies *bufio.Reader
	unwatch func() bool
	ended   bool
	// overTLS is set for a forked session over TLS, which several servers break.
	overTLS bool
}

// Stop is where a script stands, or how it ended.
type Stop struct {
	Line   int // of the text
	Reason Reason
	Events []Event // since the stop before
	End    *End    // set when the script has ended; Line and Reason are zero then
}

// End is how a script ended.
type End struct {
	Reply resp.Value // the script's own reply, or the error that ended it
}

// ErrEnded is returned by what needs a script that stands.
var ErrEnded = errors.New("the script has ended")

// Start runs a script up to its first line. The script of which nothing can be run, because it
// does not compile or is empty, has ended at once. The session lasts until Close, or until the
// context is done.
func Start(ctx context.Context, server *redis.Options, call Call, w Writes) (*Session, Stop, error) {
	s, err := dial(ctx, server)
	if err != nil {
		return nil, Stop{}, err
	}
	stop, err := s.start(server, call, w)
	if err != nil {
		_ = s.Close()
		return nil, Stop{}, err
	}
	return s, stop, nil
}

func (s *Session) start(server *redis.Options, call Call, w Writes) (Stop, error) {
	if err := s.logIn(server); err != nil {
		return Stop{}, err
	}
	if err := s.debugMode(w); err != nil {
		return Stop{}, err
	}
	s.overTLS = server.TLSConfig != nil && w == RollBack
	eval := []string{"EVAL", string(call.Text), strconv.Itoa(len(call.Keys))}
	if call.ReadOnly {
		eval[0] = "EVAL_RO"
	}
	stop, err := s.run(append(append(eval, call.Keys...), call.Args...)...)
	if err != nil || stop.End != nil {
		return stop, err
	}
	_, err = s.lines("maxlen", "0") // what is printed is not cut
	return stop, err
}

// Step runs to the next line, into functions.
func (s *Session) Step() (Stop, error) { return s.run("step") }

// Continue runs to the next breakpoint, to the end, or until the server thinks that it takes
// long. The debugger does not tell the commands on the way.
func (s *Session) Continue() (Stop, error) { return s.run("continue") }

// Abort makes the script fail where it stands. A pcall of the script may catch that.
func (s *Session) Abort() (Stop, error) { return s.run("abort") }

// run sends what makes the script run, and waits until it stops or ends.
func (s *Session) run(args ...string) (Stop, error) {
	lines, err := s.lines(args...)
	if err != nil {
		return Stop{}, err
	}
	var stop Stop
	for _, l := range lines {
		if l == endMark {
			s.ended = true
			v, err := resp.Read(s.replies)
			if err != nil {
				return Stop{}, s.lost(err)
			}
			stop.End = &End{Reply: v}
			s.drain()
			return stop, nil
		}
		if m := stopped().FindStringSubmatch(l); m != nil {
			stop.Line, _ = strconv.Atoi(m[1]) // digits
			stop.Reason = parseReason(m[2])
			return stop, nil // the line of source follows
		}
		stop.Events = append(stop.Events, parseEvent(l))
	}
	return Stop{}, fmt.Errorf("the server's debugger said neither where the script stands nor that it ended: %q", lines)
}

// lines sends a command and returns what the debugger logs.
func (s *Session) lines(args ...string) ([]string, error) {
	if s.ended {
		return nil, ErrEnded
	}
	v, err := s.ask(args...)
	if err != nil {
		return nil, err
	}
	if v.Kind == '-' {
		return nil, fmt.Errorf("the server at %s refuses %s: %s", s.server, args[0], v.Text)
	}
	if v.Kind != '*' {
		return nil, fmt.Errorf("the server at %s answers %s as no debugger does: %s", s.server, args[0], v)
	}
	lines := make([]string, len(v.List))
	for i, e := range v.List {
		lines[i] = e.Text
	}
	return lines, nil
}

// Break sets a breakpoint on a line, which is one of the text and has none yet.
func (s *Session) Break(line int) error {
	lines, err := s.lines("break", strconv.Itoa(line))
	if err != nil {
		return err
	}
	for _, l := range lines {
		if strings.HasPrefix(l, "Too many breakpoints") || strings.HasPrefix(l, "Wrong line") || strings.HasPrefix(l, "Invalid") {
			return fmt.Errorf("the server sets no breakpoint on line %d: %s", line, l)
		}
	}
	return nil
}

// ClearBreaks removes all breakpoints.
func (s *Session) ClearBreaks() error {
	_, err := s.lines("break", "0")
	return err
}

// Trace returns the functions that are being run, innermost first.
func (s *Session) Trace() ([]Frame, error) {
	lines, err := s.lines("trace")
	return parseFrames(lines), err
}

// grace is how long a server has to end a session.
const grace = time.Second

// drain waits until the server has closed the connection, and a forked process has ended.
func (s *Session) drain() {
	_ = s.conn.SetReadDeadline(time.Now().Add(grace))
	_, _ = io.Copy(io.Discard, s.replies) // nothing more is said
}

// Quit aborts the script where it stands and ends the session. A pcall of the script may
// catch the error; it then runs on to its end.
func (s *Session) Quit() error {
	if !s.ended {
		_ = s.conn.SetDeadline(time.Now().Add(grace))
		_, _ = s.Abort() // the session ends in any case
	}
	return s.Close()
}

// Close drops the connection, also while the script runs. The server lets a script run on to
// its end then, but for an endless one, which it ends when it takes long.
func (s *Session) Close() error {
	s.unwatch()
	return s.conn.Close()
}

func (s *Session) lost(err error) error {
	if s.overTLS {
		return fmt.Errorf("the debugger's connection to %s is lost (%w); over TLS, Redis's debugger works only when the script's writes are kept", s.server, err)
	}
	return fmt.Errorf("the debugger's connection to %s is lost: %w", s.server, err)
}
