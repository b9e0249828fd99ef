package debugger

import (
	"strings"
	"time"

	"github.com/luagen/luagen/debugger/ldb"
	"github.com/luagen/luagen/internal/lazyregexp"
)

// goal is where a run is to stop beside breakpoints.
type goal struct {
	// reached reports whether the line at which the script stands is it.
	reached func() (bool, error)
	// lines are those of the text at which it can be reached.
	lines func() []int
}

// Continue runs to the next breakpoint or to the end.
func (s *Session) Continue() (Stop, error) {
	return s.run(goal{
		reached: func() (bool, error) { return false, nil },
		lines:   func() []int { return nil },
	})
}

// Begin is Continue for a script that stands at its first line, where it stops when there is a
// breakpoint.
func (s *Session) Begin() (Stop, error) {
	if s.ended {
		return Stop{}, ldb.ErrEnded
	}
	hit, problem, err := s.hitsBreakpoint()
	if hit || err != nil {
		return Stop{Place: s.Place(), Reason: AtBreakpoint, Text: problem}, err
	}
	return s.Continue()
}

// run steps until a goal or a breakpoint is reached. When that takes longer than the
// session's patience, it lets the server run.
func (s *Session) run(g goal) (Stop, error) {
	if s.ended {
		return Stop{}, ldb.ErrEnded
	}
	defer s.interrupted.Store(false)
	begun := time.Now()
	freely := false // the server runs on its own, with breakpoints
	for {
		step := s.client.Step
		if freely {
			step = s.client.Continue
			s.steps = -1
		}
		reached, err := step()
		if err != nil {
			return Stop{}, err
		}
		s.happened(reached.Events)
		if reached.End != nil {
			return s.finish(reached)
		}
		if !freely {
			s.steps++
		}
		s.stand(reached.Line)
		if stop, found, err := s.judge(g, reached, time.Since(begun)); found || err != nil {
			if freely {
				err = s.clear(err)
			}
			return stop, err
		}
		if !freely && time.Since(begun) > s.target.Patience {
			if freely, err = s.release(g); err != nil {
				return Stop{}, err
			}
			begun = time.Now()
		}
	}
}

// release sets the breakpoints at which the server itself is to stop. Where there are too
// many, the run goes on step by step.
func (s *Session) release(g goal) (bool, error) {
	lines := s.breakLines(g.lines())
	if len(lines) > ldb.MaxBreakpoints {
		return false, nil
	}
	for _, line := range lines {
		if err := s.client.Break(line); err != nil {
			return false, err
		}
	}
	s.target.Tell(Event{Kind: Warned, Text: "the script takes long: it runs on without steps, and until it stops its commands are not shown"})
	return true, nil
}

// clear removes the server's breakpoints when the script stands.
func (s *Session) clear(err error) error {
	if err != nil {
		return err
	}
	return s.client.ClearBreaks()
}

// longRun is for how long a script runs freely before it stops as one that may be endless.
const longRun = 5 * time.Second

// judge decides whether the script stops where it has come to.
func (s *Session) judge(g goal, reached ldb.Stop, running time.Duration) (stop Stop, found bool, err error) {
	stop = Stop{Place: s.Place()}
	if s.interrupted.Load() {
		stop.Reason = AtPause
		return stop, true, nil
	}
	hit, text, err := s.hitsBreakpoint()
	if err != nil {
		return stop, false, err
	}
	failed := lastError(reached.Events)
	arrived := false
	if !hit && reached.Reason != ldb.TakingLong {
		if arrived, err = g.reached(); err != nil {
			return stop, false, err
		}
	}
	switch {
	case hit:
		stop.Reason, stop.Text = AtBreakpoint, text
	case failed != "" && s.stopsAt() == AllErrors:
		stop.Reason, stop.Text = AtError, failed
	case arrived:
		stop.Reason = AtStep
	case reached.Reason == ldb.BreakpointCall:
		stop.Reason = BreakpointCall
	case reached.Reason == ldb.TakingLong && running >= longRun:
		stop.Reason, stop.Text = TakingLong, "the script has run for long without a stop; it may be an endless loop"
	default:
		return stop, false, nil
	}
	return stop, true, nil
}

func lastError(events []ldb.Event) string {
	text := ""
	for _, e := range events {
		if failed, ok := strings.CutPrefix(e.Text, "(error) "); e.Kind == ldb.Reply && ok {
			text = failed
		}
		if e.Kind == ldb.Error {
			text = e.Text
		}
	}
	return text
}

// happened tells what the line at which the script stood has done.
func (s *Session) happened(events []ldb.Event) {
	for _, e := range s.gather(events) {
		s.target.Tell(e)
	}
}

// gather puts commands and replies together, and notes the replies.
func (s *Session) gather(events []ldb.Event) []Event {
	at := s.Place()
	var list []Event
	open := false // the last event is a command without a reply
	for _, e := range events {
		switch {
		case e.Kind == ldb.Command:
			list = append(list, Event{Kind: Issued, Place: at, Text: e.Text})
		case e.Kind == ldb.Error && open:
			list[len(list)-1].Reply = "(error) " + e.Text // a reply that says the same may follow
			continue
		case e.Kind == ldb.Reply && len(list) > 0:
			list[len(list)-1].Reply = e.Text
			s.replies[s.line] = e.Text
		case e.Kind == ldb.Debug:
			list = append(list, Event{Kind: Told, Place: s.places.at(e.Line), Text: e.Text})
		default:
			list = append(list, Event{Kind: Raised, Place: at, Text: e.Text})
		}
		open = e.Kind == ldb.Command
	}
	return list
}

// finish is the stop for the end of a script. An error that ended it is shown where it was
// raised when the session asks for that.
func (s *Session) finish(reached ldb.Stop) (Stop, error) {
	reply := reached.End.Reply
	steps, shown := s.steps, s.fatal
	stop := s.end(reached)
	if shown || reply.Kind != '-' || s.stopsAt() == NoErrors || s.target.Writes == ldb.Keep || steps < 0 || !raised().MatchString(reply.Text) {
		return stop, nil
	}
	again, err := s.returnTo(steps, stop.End.Last)
	if err != nil || again.End != nil {
		return stop, err
	}
	s.fatal = true
	again.Reason, again.Fatal, again.Text = AtError, true, plainError(reply.Text)
	return again, nil
}

// decoration is what servers put around the message of an error, with the place of it.
var decoration = lazyregexp.New(`^ERR Error running script \(call to f_[0-9a-f]{40}\): @user_script:\d+: | script: [0-9a-f]{40}, on @?user_script:\d+\.$|@?user_script: ?\d+: `)

func plainError(text string) string { return decoration().ReplaceAllString(text, "") }

// returnTo runs the script anew to the line at which it stood after so many steps. When it
// takes another way this time, the stop is an end.
func (s *Session) returnTo(steps int, last Place) (Stop, error) {
	stop, err := s.begin()
	for s.steps < steps && err == nil && stop.End == nil {
		var reached ldb.Stop
		if reached, err = s.client.Step(); err != nil || reached.End != nil {
			stop.End = &End{}
			break
		}
		s.steps++
		s.gather(reached.Events) // for the replies; they have been told
		s.stand(reached.Line)
	}
	if err != nil {
		return Stop{}, err
	}
	if stop.End == nil && s.Place() == last {
		return Stop{Place: last}, nil
	}
	s.ended = true
	_ = s.client.Close()
	return Stop{End: &End{}}, nil
}
