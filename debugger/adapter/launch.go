package adapter

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/google/go-dap"

	"github.com/luagen/luagen/debugger"
)

// start launches what the client asks for. The script stands at its first line afterwards.
func (a *adapter) start(raw json.RawMessage) error {
	if a.session != nil {
		return errors.New("a script is debugged already: restart it, or disconnect")
	}
	var arguments Arguments
	if err := json.Unmarshal(raw, &arguments); err != nil {
		return fmt.Errorf("the launch configuration cannot be read: %w", err)
	}
	return a.open(arguments)
}

func (a *adapter) open(arguments Arguments) error {
	if arguments.Program == "" {
		return errors.New(`the launch configuration names no "program": the path of a .lua file`)
	}
	launched, err := a.launch(a.context, arguments)
	if err != nil {
		return err
	}
	launched.Target.Tell = a.tell
	launched.Target.Errors = a.errors
	if arguments.NoDebug {
		launched.Target.Errors = debugger.NoErrors
	}
	session, stop, err := debugger.Start(a.context, launched.Target)
	if err != nil {
		launched.Close()
		return err
	}
	a.arguments, a.launched, a.session = arguments, launched, session
	a.mu.Lock()
	defer a.mu.Unlock()
	a.stop, a.done, a.leaving, a.issued, a.shown, a.frames = stop, false, false, nil, nil, nil
	return nil
}

// restart runs the script anew, read again, with the breakpoints that the client has set.
func (a *adapter) restart(raw json.RawMessage) error {
	if a.session == nil {
		return errors.New("nothing is debugged yet: launch comes first")
	}
	arguments := a.arguments
	var changed struct{ Arguments json.RawMessage }
	if len(raw) > 0 && json.Unmarshal(raw, &changed) == nil && len(changed.Arguments) > 0 {
		arguments = Arguments{}
		if err := json.Unmarshal(changed.Arguments, &arguments); err != nil {
			return fmt.Errorf("the launch configuration cannot be read: %w", err)
		}
	}
	a.leave()
	if err := a.open(arguments); err != nil {
		a.terminated()
		return err
	}
	for path, points := range a.points {
		if file, ok := a.file(path); ok {
			a.session.SetBreakpoints(file, a.breakpoints(points))
		}
	}
	return nil
}

// configured begins the run when all breakpoints are set.
func (a *adapter) configured() {
	stop := a.standing()
	switch {
	case stop.End != nil:
		a.stopped(stop)
	case a.arguments.StopOnEntry && !a.arguments.NoDebug:
		a.stopped(stop)
	default:
		a.run(a.session.Begin)
	}
}

// run runs the script in the background until it stops.
func (a *adapter) run(how func() (debugger.Stop, error)) {
	finished := make(chan struct{})
	a.mu.Lock()
	a.running, a.finished, a.shown, a.frames = true, finished, nil, nil
	a.mu.Unlock()
	go func() {
		defer close(finished)
		stop, err := how()
		a.mu.Lock()
		a.running, a.stop = false, stop
		a.mu.Unlock()
		if err != nil {
			a.failed(err)
			return
		}
		a.stopped(stop)
	}()
}

// stopped tells the client where the script stands, or that it has ended.
func (a *adapter) stopped(stop debugger.Stop) {
	if stop.End != nil {
		a.ended(stop)
		return
	}
	reasons := map[debugger.Reason]string{
		debugger.AtEntry: "entry", debugger.AtStep: "step", debugger.AtBreakpoint: "breakpoint", debugger.BreakpointCall: "breakpoint",
		debugger.AtPause: "pause", debugger.TakingLong: "pause", debugger.AtError: "exception",
	}
	a.event("stopped", &dap.StoppedEvent{Body: dap.StoppedEventBody{
		Reason: reasons[stop.Reason], ThreadId: thread, AllThreadsStopped: true, Text: stop.Text, Description: description(stop),
	}})
}

func description(stop debugger.Stop) string {
	switch stop.Reason {
	case debugger.AtError:
		return "Error: " + stop.Text
	case debugger.TakingLong:
		return "Running for long"
	case debugger.BreakpointCall:
		return "redis.breakpoint()"
	}
	return ""
}

// ended tells how the script has ended.
func (a *adapter) ended(stop debugger.Stop) {
	code := 0
	text, err := a.launched.Outcome(stop.End.Reply)
	if err != nil {
		code = 1
		a.output("stderr", err.Error(), stop.End.Last)
	} else {
		a.output("stdout", "The script has ended, with "+text, stop.End.Last)
	}
	a.event("exited", &dap.ExitedEvent{Body: dap.ExitedEventBody{ExitCode: code}})
	a.terminated()
}

// failed tells that the session is lost, unless the client has ended it.
func (a *adapter) failed(err error) {
	a.mu.Lock()
	leaving := a.leaving
	a.mu.Unlock()
	if leaving {
		return
	}
	a.output("stderr", err.Error(), debugger.Place{})
	a.terminated()
}

// terminated tells once that nothing is debugged any more.
func (a *adapter) terminated() {
	a.mu.Lock()
	done := a.done
	a.done = true
	a.mu.Unlock()
	if !done {
		a.event("terminated", &dap.TerminatedEvent{})
	}
}

// terminate ends the script at the client's wish.
func (a *adapter) terminate() {
	a.leave()
	a.terminated()
}

// leave ends the session, also of a script that runs.
func (a *adapter) leave() {
	if a.session == nil {
		return
	}
	a.mu.Lock()
	running, finished := a.running, a.finished
	a.leaving = true
	a.mu.Unlock()
	if running {
		a.session.Drop()
	}
	if finished != nil {
		<-finished
	}
	_ = a.session.Close() // it has ended in any case
	a.launched.Close()
	a.launched.Close = func() {}
}

func (a *adapter) isRunning() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.running
}

func (a *adapter) standing() debugger.Stop {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.stop
}

// stands refuses what needs a script that stands.
func (a *adapter) stands() error {
	if a.session.Ended() {
		return errors.New("the script has ended: restart it")
	}
	return nil
}
