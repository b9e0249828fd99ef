package terminal

import (
	"strconv"
	"strings"

	"github.com/luagen/luagen/debugger"
	"github.com/luagen/luagen/debugger/ldb"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/scripttest/casefile"
)

// chosen is the frame that the user looks at.
func (t *terminal) chosen() (debugger.Frame, []debugger.Frame, error) {
	frames, err := t.session.Frames()
	if err != nil {
		return debugger.Frame{}, nil, err
	}
	if t.frame >= len(frames) {
		return debugger.Frame{}, nil, mistakef("the script runs no function of its own")
	}
	return frames[t.frame], frames, nil
}

func (t *terminal) print(expression string) error {
	if expression == "" {
		return mistakef("print needs an expression")
	}
	frame, frames, err := t.chosen()
	if err != nil {
		return err
	}
	r, err := t.session.Evaluate(frame, frames, expression)
	if err != nil {
		return err
	}
	t.showValue("", r.Value, r.Note())
	return nil
}

func (t *terminal) locals(string) error {
	frame, frames, err := t.chosen()
	if err != nil {
		return err
	}
	vars, err := t.session.Variables(frame, frames)
	if err != nil {
		return err
	}
	if len(vars) == 0 {
		t.say("there are no variables here")
	}
	for _, v := range vars {
		var notes []string
		if v.Outer {
			notes = append(notes, "of a function around this one")
		}
		if v.Rounded {
			notes = append(notes, "the server tells six digits")
		}
		if v.Problem != "" {
			t.say("%s: %s", v.Name, t.Paint(Dim, v.Problem))
			continue
		}
		t.showValue(v.Name, v.Value, strings.Join(notes, "; "))
	}
	return nil
}

func (t *terminal) keys(string) error { return t.inputs("KEYS") }
func (t *terminal) args(string) error { return t.inputs("ARGV") }

func (t *terminal) inputs(name string) error {
	r, err := t.session.EvaluateHere(name)
	if err != nil {
		return err
	}
	if len(r.Value.Entries) == 0 {
		t.say("%s is empty", name)
	}
	for _, e := range r.Value.Entries {
		t.showValue(name+"["+e.Key.String()+"]", e.Value, "")
	}
	return nil
}

func (t *terminal) redis(line string) error {
	words, err := casefile.Words(line)
	if err != nil {
		return mistakef("%v", err)
	}
	if len(words) == 0 {
		return mistakef("redis needs a command")
	}
	args := make([]string, len(words))
	for i, w := range words {
		args[i] = w.Text
	}
	events, err := t.session.Redis(args...)
	for _, e := range events {
		switch e.Kind {
		case ldb.Command, ldb.Error: // typed by the user, and told by the reply
			continue
		}
		text := diag.Printable(e.Text)
		if strings.HasPrefix(text, "(error)") {
			text = t.Paint(Red, text)
		}
		t.say("%s", text)
	}
	return err
}

func (t *terminal) listSource(arguments string) error {
	at := t.currentPlace()
	if at.File == "" {
		at = debugger.Place{File: t.Target.Script.File, Line: 1}
	}
	switch {
	case arguments != "":
		var err error
		if at, err = t.place(arguments); err != nil {
			return err
		}
	case t.listed.File != "":
		at = t.listed
	}
	t.listed = debugger.Place{}
	if last := t.list(at, around); last > 0 {
		t.listed = debugger.Place{File: at.File, Line: last + 1 + around}
	}
	return nil
}

func (t *terminal) trace(string) error {
	frames, err := t.session.Frames()
	if err != nil {
		return err
	}
	for i, f := range frames {
		mark := " "
		if i == t.frame {
			mark = "*"
		}
		t.say("%s %d  %s  %s", mark, i, f.Place, f.Name)
	}
	return nil
}

func (t *terminal) chooseFrame(arguments string) error {
	n := t.frame
	if arguments != "" {
		var err error
		if n, err = strconv.Atoi(arguments); err != nil {
			return mistakef("%q is no number of a frame; trace lists them", arguments)
		}
	}
	return t.toFrame(n)
}

func (t *terminal) up(string) error   { return t.toFrame(t.frame + 1) }
func (t *terminal) down(string) error { return t.toFrame(t.frame - 1) }

func (t *terminal) toFrame(n int) error {
	frames, err := t.session.Frames()
	if err != nil {
		return err
	}
	if n < 0 || n >= len(frames) {
		return mistakef("there is no frame %d; trace lists them", n)
	}
	t.frame, t.listed = n, debugger.Place{}
	t.say("%d  %s  %s", n, frames[n].Place, frames[n].Name)
	t.list(frames[n].Place, 2)
	return nil
}
