package terminal

import (
	"strings"

	"github.com/luagen/luagen/debugger"
)

func (t *terminal) breakAt(arguments string) error {
	if arguments == "" {
		if len(t.points) == 0 {
			t.say("there are no breakpoints")
		}
		for _, p := range t.points {
			t.say("%s", p)
		}
		return nil
	}
	place, rest, _ := strings.Cut(arguments, " ")
	at, err := t.place(place)
	if err != nil {
		return err
	}
	rest = strings.TrimSpace(rest)
	condition, ok := strings.CutPrefix(rest, "if ")
	if rest != "" && !ok {
		return mistakef("%q: expected \"if\" and a condition behind the place", rest)
	}
	return t.addPoint(at, debugger.Breakpoint{Condition: strings.TrimSpace(condition)})
}

func (t *terminal) condition(arguments string) error {
	id, condition, _ := strings.Cut(arguments, " ")
	p, err := t.byID(id)
	if err != nil {
		return err
	}
	return t.change(p, func(b *debugger.Breakpoint) { b.Condition = strings.TrimSpace(condition) })
}

func (t *terminal) hits(arguments string) error {
	id, count, _ := strings.Cut(arguments, " ")
	p, err := t.byID(id)
	if err != nil {
		return err
	}
	return t.change(p, func(b *debugger.Breakpoint) { b.Hits = strings.TrimSpace(count) })
}

func (t *terminal) log(arguments string) error {
	place, message, _ := strings.Cut(arguments, " ")
	if message = strings.TrimSpace(message); message == "" {
		return mistakef("log needs a place and a message")
	}
	at, err := t.place(place)
	if err != nil {
		return err
	}
	return t.addPoint(at, debugger.Breakpoint{Log: message})
}

func (t *terminal) clear(arguments string) error {
	if arguments == "all" {
		for len(t.points) > 0 {
			t.remove(t.points[0])
		}
		t.say("no breakpoints are left")
		return nil
	}
	p, err := t.byID(arguments)
	if err != nil {
		return err
	}
	t.remove(p)
	t.say("breakpoint %d is removed", p.id)
	return nil
}
