// Package terminal is the debugger of "luagen debug": commands are typed, as in gdb and
// delve, and what the script does is printed.
//
// Flags, servers and the reading of scripts are internal/cli's, the session package
// debugger's.
package terminal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/luagen/luagen/debugger"
	"github.com/luagen/luagen/debugger/ldb"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/internal/resp"
)

// Lines reads what is typed, line by line; io.EOF ends the session.
type Lines interface {
	ReadLine(prompt string) (string, error)
}

// Style is how a part of the output is painted.
type Style int

// The styles.
const (
	Dim Style = iota
	Bold
	Red
	Green
)

// Config is what a terminal needs beside the session's target.
type Config struct {
	Target debugger.Target // its Tell is the terminal's
	In     Lines
	Out    io.Writer
	Source diag.Source // the text of a file
	// Outcome says what generated code would make of the script's reply.
	Outcome func(reply resp.Value) (text string, err error)
	// Paint colours a text.
	Paint func(s Style, text string) string
	// Interrupts delivers the user's interrupts. One makes the script pause; a second one, while
	// the server has not answered the first, ends the session.
	Interrupts <-chan struct{}
}

// terminal is a session in a terminal.
type terminal struct {
	Config
	session *debugger.Session
	stop    debugger.Stop

	points []*point
	nextID int
	frame  int            // chosen by up, down and frame
	listed debugger.Place // the middle of what list shows next; none after a stop or another frame
}

const prompt = "(luagen) "

// Run debugs a script until the user quits.
func Run(ctx context.Context, c Config) error {
	t := &terminal{Config: c, nextID: 1}
	t.Target.Tell = t.tell
	session, stop, err := debugger.Start(ctx, t.Target)
	if err != nil {
		return err
	}
	t.session = session
	defer session.Close()
	t.standing(stop)
	last := ""
	for {
		line, err := t.In.ReadLine(prompt)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if line = strings.TrimSpace(line); line == "" {
			line = last // as in other debuggers
		}
		last = line
		if err := t.do(line); errors.Is(err, errQuit) {
			return nil
		} else if err != nil && !t.told(err) {
			return err
		}
	}
}

// errQuit ends the session.
var errQuit = errors.New("quit")

// mistake is an error of the user's, who may go on.
type mistake struct{ message string }

func (m *mistake) Error() string { return m.message }

func mistakef(format string, args ...any) error { return &mistake{fmt.Sprintf(format, args...)} }

// told prints an error after which the session goes on.
func (t *terminal) told(err error) bool {
	var own *mistake
	var value *debugger.EvaluationError
	switch {
	case errors.As(err, &own), errors.As(err, &value):
	case errors.Is(err, ldb.ErrEnded):
		err = errors.New("the script has ended; restart runs it again")
	default:
		return false
	}
	t.say("%s", t.Paint(Red, diag.Printable(err.Error())))
	return true
}

func (t *terminal) say(format string, args ...any) { fmt.Fprintf(t.Out, format+"\n", args...) }

// tell prints what happens while the script runs.
func (t *terminal) tell(e debugger.Event) {
	text := diag.Printable(e.Text)
	switch e.Kind {
	case debugger.Issued:
		reply := diag.Printable(e.Reply)
		if strings.HasPrefix(reply, "(error)") {
			reply = t.Paint(Red, reply)
		}
		t.say("  %s %s %s", text, t.Paint(Dim, "->"), reply)
	case debugger.Raised:
		t.say("  %s", t.Paint(Red, "error: "+text))
	case debugger.Warned:
		t.say("%s", t.Paint(Dim, "note: "+text))
	default:
		t.say("%s %s", t.Paint(Dim, e.Place.String()+":"), text)
	}
}
