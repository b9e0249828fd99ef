package casefile

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/luagen/luagen/internal/lazyregexp"
	"github.com/luagen/luagen/internal/suggest"
)

// Directive is a line that says how a case, or with it all cases of a file, are run.
type Directive struct {
	Name string // without "@"
	// Arguments are the words after the name; of @skip it is one, the whole rest of the line.
	Arguments []Word
	Line      int
}

// String is the directive as it is written.
func (d *Directive) String() string {
	if d.Name == Skip && len(d.Arguments) == 1 {
		return "@" + Skip + " " + d.Arguments[0].Text
	}
	s := "@" + d.Name
	for _, a := range d.Arguments {
		s += " " + a.String()
	}
	return s
}

// The names of the directives.
const (
	Protocol = "protocol" // @protocol 3
	On       = "on"       // @on redis>=7.4 valkey
	Skip     = "skip"     // @skip why
	Config   = "config"   // @config maxmemory 10mb
	Clock    = "clock"    // @clock 2026-01-02T15:04:05Z, or @clock +5s
	Strict   = "strict"   // @strict
)

// directives says what each directive takes.
var directives = []struct {
	name     string
	expected string
	check    func(arguments []Word) bool
}{
	{Protocol, "@protocol 2, @protocol 3 or, for both, @protocol 2 3", func(a []Word) bool {
		seen := map[string]bool{}
		for _, w := range a {
			if w.Text != "2" && w.Text != "3" || seen[w.Text] {
				return false
			}
			seen[w.Text] = true
		}
		return len(a) > 0
	}},
	{On, "servers and versions, any of which will do: @on redis>=7.4 valkey", func(a []Word) bool {
		return len(a) > 0 && !slices.ContainsFunc(a, func(w Word) bool { return !serverTerm().MatchString(w.Text) })
	}},
	{Skip, "the reason: @skip needs a module", func(a []Word) bool { return len(a) == 1 }},
	{Config, "a name and a value: @config maxmemory 10mb", func(a []Word) bool { return len(a) == 2 }},
	{Strict, "nothing after @strict", func(a []Word) bool { return len(a) == 0 }},
	{Clock, "a time, such as @clock 2026-01-02T15:04:05Z, or a step, such as @clock +5s", func(a []Word) bool {
		if len(a) != 1 {
			return false
		}
		_, _, err := clockOf(a[0].Text)
		return err == nil
	}},
}

// serverTerm matches one alternative of @on.
var serverTerm = lazyregexp.New(`^([a-z]+)(?:(>=|<)([0-9]+(?:\.[0-9]+)*))?$`)

// check says what is wrong with a directive; empty when nothing is.
func (d *Directive) check() string {
	names := make([]string, len(directives))
	for i, known := range directives {
		if names[i] = known.name; known.name != d.Name {
			continue
		}
		if known.check(d.Arguments) {
			return ""
		}
		return fmt.Sprintf("found %s; expected %s", d, known.expected)
	}
	if s := suggest.Closest(d.Name, names); s != "" {
		return fmt.Sprintf("there is no directive @%s; did you mean @%s?", d.Name, s)
	}
	return fmt.Sprintf("there is no directive @%s; expected @%s; an answer that begins with @ is written \\@", d.Name, strings.Join(names, ", @"))
}

// clockOf reads the argument of @clock: a time, or a step forward.
func clockOf(text string) (at time.Time, step time.Duration, err error) {
	if after, ok := strings.CutPrefix(text, "+"); ok {
		step, err = time.ParseDuration(after)
		if err == nil && step < 0 {
			err = fmt.Errorf("the clock cannot step back")
		}
		return time.Time{}, step, err
	}
	at, err = time.Parse(time.RFC3339Nano, text)
	return at, 0, err
}

// ClockAt is what a @clock sets: a time, or where that is zero a step forward.
func (d *Directive) ClockAt() (time.Time, time.Duration) {
	at, step, _ := clockOf(d.Arguments[0].Text) // checked when it was read
	return at, step
}

// Settings is how a case is run, beside its clock.
type Settings struct {
	Protocols []int       // of the connection, one run each: 2, 3 or both
	On        []Server    // the servers that it is for; empty for all
	Skip      string      // why it is not run; empty when it is
	Config    [][2]string // configuration of the server, as names and values
	Strict    bool        // calls of scripts fail that show a fault of package fault
}

// Server is a kind of server.
type Server struct {
	Name    string // redis or valkey
	Less    bool   // versions below Version, not those from it on
	Version string // empty for any
}

// Settings are the settings of a case of the file: its own directives, and for those that it
// has not the file's. Config adds up.
func (f *File) Settings(c *Case) Settings {
	own, all := settingsOf(c.Items), settingsOf(f.Before)
	if own.Protocols == nil {
		own.Protocols = all.Protocols
	}
	if own.Protocols == nil {
		own.Protocols = []int{2} // as redis-cli
	}
	if own.On == nil {
		own.On = all.On
	}
	if own.Skip == "" {
		own.Skip = all.Skip
	}
	own.Strict = own.Strict || all.Strict
	own.Config = append(all.Config, own.Config...)
	return own
}

func settingsOf(items []Item) Settings {
	var s Settings
	for _, i := range items {
		d, ok := i.(*Directive)
		if !ok {
			continue
		}
		switch d.Name {
		case Protocol:
			for _, a := range d.Arguments {
				s.Protocols = append(s.Protocols, int(a.Text[0]-'0'))
			}
		case On:
			for _, a := range d.Arguments {
				m := serverTerm().FindStringSubmatch(a.Text)
				s.On = append(s.On, Server{Name: m[1], Less: m[2] == "<", Version: m[3]})
			}
		case Skip:
			s.Skip = d.Arguments[0].Text
		case Strict:
			s.Strict = true
		case Config:
			s.Config = append(s.Config, [2]string{d.Arguments[0].Text, d.Arguments[1].Text})
		}
	}
	return s
}
