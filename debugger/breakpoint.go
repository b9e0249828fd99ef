package debugger

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/luagen/luagen/internal/lazyregexp"
)

// Breakpoint is a line at which a script stops, or tells something.
type Breakpoint struct {
	Line int // of the file
	// Condition is an expression; the script stops when it is true. Empty for always.
	Condition string
	// Hits says at which of the times that the line is reached and the condition holds the
	// script stops: "3" and "== 3", "> 3", ">= 3", "< 3", "<= 3", or "% 3" for every third.
	// Empty for all.
	Hits string
	// Log is told instead of a stop, with the values of expressions in braces. Empty for none.
	Log string
}

// Placed is what became of a breakpoint.
type Placed struct {
	Line    int    // where it is: where the script can stop; the line asked for when nowhere
	Problem string // why it will never be reached; empty when it may be
}

// breakpoint is one that has been placed.
type breakpoint struct {
	Breakpoint
	at     Place // with the line asked for
	line   int   // of the text
	times  hitCount
	hits   int
	warned bool // that its condition knows a number to six digits only
}

// SetBreakpoints replaces the breakpoints of a file, which Files names. It may be called while
// the script runs: the server itself learns of them at the next stop.
func (s *Session) SetBreakpoints(file string, list []Breakpoint) []Placed {
	s.mu.Lock()
	defer s.mu.Unlock()
	before := s.breaks
	s.breaks = slices.DeleteFunc(slices.Clone(before), func(b *breakpoint) bool { return b.at.File == file })
	placed := make([]Placed, len(list))
	for i, want := range list {
		b := &breakpoint{Breakpoint: want, at: Place{file, want.Line}}
		if placed[i] = s.place(b); placed[i].Problem != "" {
			continue
		}
		if j := slices.IndexFunc(before, func(old *breakpoint) bool { return old.at == b.at && old.Breakpoint == want }); j >= 0 {
			b = before[j] // with its hits
		}
		s.breaks = append(s.breaks, b)
	}
	return placed
}

// place finds the line of the text for a breakpoint.
func (s *Session) place(b *breakpoint) Placed {
	times, err := parseHits(b.Hits)
	if err != nil {
		return Placed{Line: b.Line, Problem: err.Error()}
	}
	for _, e := range append(expressionsIn(b.Log), b.Condition) {
		if problem := notExpression(e); e != "" && problem != "" {
			return Placed{Line: b.Line, Problem: problem}
		}
	}
	b.times = times
	// A line that is not pasted, such as one of a library's header, stands for the next one.
	for line := b.at.Line; ; line++ {
		text := s.places.line(Place{b.at.File, line})
		if text == 0 && line >= b.at.Line+s.places.lines {
			return Placed{Line: b.Line, Problem: fmt.Sprintf("there is no code of the script at or after %s", b.at)}
		}
		if text == 0 {
			continue
		}
		b.line = s.code.stopLine(text)
		if at := s.places.at(b.line); b.line > 0 && at.File == b.at.File {
			return Placed{Line: at.Line}
		}
		return Placed{Line: b.Line, Problem: fmt.Sprintf("there is no code of the script at or after %s", b.at)}
	}
}

// StopLines are the lines of a file from first to last at which the script can stop.
func (s *Session) StopLines(file string, first, last int) []int {
	var list []int
	for _, line := range s.code.stops {
		if at := s.places.at(line); at.File == file && first <= at.Line && at.Line <= last {
			list = append(list, at.Line)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// breakLines are the lines of the text with breakpoints, and others.
func (s *Session) breakLines(others []int) []int {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := slices.Clone(others)
	for _, b := range s.breaks {
		list = append(list, b.line)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// here are the breakpoints where the script stands.
func (s *Session) here() []*breakpoint {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []*breakpoint
	for _, b := range s.breaks {
		if b.line == s.line {
			list = append(list, b)
		}
	}
	return list
}

// hitsBreakpoint reports whether a breakpoint stops the script where it stands, and tells
// what its logpoints say. problem says why a condition has no value.
func (s *Session) hitsBreakpoint() (hit bool, problem string, err error) {
	for _, b := range s.here() {
		holds := true
		if b.Condition != "" {
			if holds, problem, err = s.holds(b); err != nil {
				return false, "", err
			}
			if problem != "" {
				return true, problem, nil
			}
		}
		if !holds {
			continue
		}
		b.hits++
		if !b.times.holds(b.hits) {
			continue
		}
		if b.Log == "" {
			hit = true
			continue
		}
		message, err := s.expand(b.Log)
		if err != nil {
			return false, "", err
		}
		s.target.Tell(Event{Kind: Logged, Place: s.Place(), Text: message})
	}
	return hit, "", nil
}

// hitCount says which hits count.
type hitCount struct {
	operator string
	n        int
}

var hits = lazyregexp.New(`^\s*(==|>=|<=|>|<|%|)\s*(\d+)\s*$`)

func parseHits(s string) (hitCount, error) {
	if strings.TrimSpace(s) == "" {
		return hitCount{operator: ">=", n: 1}, nil
	}
	m := hits().FindStringSubmatch(s)
	if m == nil {
		return hitCount{}, fmt.Errorf("%q is no number of hits; expected one such as 3, >= 3 or %% 3", s)
	}
	n, err := strconv.Atoi(m[2])
	if err != nil || m[1] == "%" && n == 0 {
		return hitCount{}, fmt.Errorf("%q is no number of hits: %s is out of range", s, m[2])
	}
	return hitCount{operator: m[1], n: n}, nil
}

func (h hitCount) holds(hits int) bool {
	switch h.operator {
	case ">=":
		return hits >= h.n
	case "<=":
		return hits <= h.n
	case ">":
		return hits > h.n
	case "<":
		return hits < h.n
	case "%":
		return hits%h.n == 0
	default:
		return hits == h.n
	}
}
