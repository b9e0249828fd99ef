package terminal

import (
	"github.com/luagen/luagen/debugger"
)

func (t *terminal) goOn(string) error    { return t.run(t.session.Continue) }
func (t *terminal) next(string) error    { return t.run(t.session.StepOver) }
func (t *terminal) step(string) error    { return t.run(t.session.StepIn) }
func (t *terminal) stepOut(string) error { return t.run(t.session.StepOut) }
func (t *terminal) restart(string) error { return t.run(t.session.Restart) }

// run runs the script while it listens to interrupts.
func (t *terminal) run(how func() (debugger.Stop, error)) error {
	select {
	case <-t.Interrupts: // of before, when nothing ran
	default:
	}
	interrupted, dropped := false, false
	done := make(chan struct{})
	listening := make(chan struct{})
	go func() {
		defer close(listening)
		for n := 0; ; n++ {
			select {
			case <-done:
				return
			case <-t.Interrupts:
			}
			interrupted = true
			if n == 0 {
				t.session.Interrupt()
			} else {
				dropped = true
				t.session.Drop()
			}
		}
	}()
	stop, err := how()
	close(done)
	<-listening
	if interrupted {
		t.say("") // a terminal shows the interrupt as ^C, and stays on that line
	}
	if dropped {
		t.say("the session is over; the server ends the script if it takes too long")
		return errQuit
	}
	if err != nil {
		return err
	}
	t.standing(stop)
	return nil
}
