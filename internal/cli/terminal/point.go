package terminal

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/luagen/luagen/debugger"
)

// point is a breakpoint that the user has set.
type point struct {
	id   int
	file string
	debugger.Breakpoint
}

func (p *point) String() string {
	s := fmt.Sprintf("%d  %s:%d", p.id, p.file, p.Line)
	if p.Condition != "" {
		s += " if " + p.Condition
	}
	if p.Hits != "" {
		s += ", hits " + p.Hits
	}
	if p.Log != "" {
		s += ", logs " + p.Log
	}
	return s
}

// place reads FILE:LINE, or LINE of the current file.
func (t *terminal) place(s string) (debugger.Place, error) {
	at := debugger.Place{File: t.stop.Place.File}
	if at.File == "" {
		at.File = t.Target.Script.File
	}
	number := s
	if i := strings.LastIndexByte(s, ':'); i >= 0 {
		var err error
		if at.File, err = t.file(s[:i]); err != nil {
			return at, err
		}
		number = s[i+1:]
	}
	line, err := strconv.Atoi(number)
	if err != nil || line < 1 {
		return at, mistakef("%q is no place; expected LINE or FILE:LINE", s)
	}
	at.Line = line
	return at, nil
}

// file finds a file of the script by its path or the end of it.
func (t *terminal) file(name string) (string, error) {
	var found []string
	for _, f := range t.session.Files() {
		if f == name || strings.HasSuffix(f, "/"+name) {
			found = append(found, f)
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return "", mistakef("%s is no file of the script; there are %s", name, strings.Join(t.session.Files(), ", "))
	default:
		return "", mistakef("%s may be %s", name, strings.Join(found, " or "))
	}
}

// addPoint sets a breakpoint.
func (t *terminal) addPoint(at debugger.Place, b debugger.Breakpoint) error {
	b.Line = at.Line
	p := &point{id: t.nextID, file: at.File, Breakpoint: b}
	t.points = append(t.points, p)
	if err := t.apply(p); err != nil {
		t.remove(p)
		return err
	}
	t.nextID++
	t.say("breakpoint %s", p)
	return nil
}

// apply tells the session of the breakpoints in the file of one, which it moves to where the
// script can stop.
func (t *terminal) apply(p *point) error {
	var list []debugger.Breakpoint
	at := -1
	for _, q := range t.points {
		if q.file == p.file {
			if q == p {
				at = len(list)
			}
			list = append(list, q.Breakpoint)
		}
	}
	placed := t.session.SetBreakpoints(p.file, list)
	if at < 0 {
		return nil
	}
	if placed[at].Problem != "" {
		return mistakef("%s", placed[at].Problem)
	}
	p.Line = placed[at].Line
	return nil
}

func (t *terminal) remove(p *point) {
	t.points = slices.DeleteFunc(t.points, func(q *point) bool { return q == p })
	_ = t.apply(p) // what is not there cannot be misplaced
}

// change makes another breakpoint of one, or leaves it as it was.
func (t *terminal) change(p *point, how func(*debugger.Breakpoint)) error {
	before := p.Breakpoint
	how(&p.Breakpoint)
	if err := t.apply(p); err != nil {
		p.Breakpoint = before
		_ = t.apply(p) // as it was
		return err
	}
	t.say("breakpoint %s", p)
	return nil
}

func (t *terminal) pointAt(at debugger.Place) *point {
	for _, p := range t.points {
		if p.file == at.File && p.Line == at.Line {
			return p
		}
	}
	return nil
}

func (t *terminal) pointHere(at debugger.Place) string {
	if p := t.pointAt(at); p != nil {
		return fmt.Sprintf("breakpoint %d", p.id)
	}
	return "breakpoint"
}

// byID finds a breakpoint by its number.
func (t *terminal) byID(s string) (*point, error) {
	for _, p := range t.points {
		if strconv.Itoa(p.id) == s {
			return p, nil
		}
	}
	return nil, mistakef("there is no breakpoint %s; break lists them", s)
}
