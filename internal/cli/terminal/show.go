package terminal

import (
	"fmt"
	"strings"

	"github.com/luagen/luagen/debugger"
	"github.com/luagen/luagen/debugger/ldb"
	"github.com/luagen/luagen/diag"
)

// around is how many lines are listed before and after the current one.
const around = 4

// standing prints where the script stands, or how it ended.
func (t *terminal) standing(stop debugger.Stop) {
	t.stop, t.frame, t.listed = stop, 0, debugger.Place{}
	if stop.End != nil {
		t.ended(stop.End)
		return
	}
	reasons := map[debugger.Reason]string{
		debugger.AtEntry: "the script begins", debugger.BreakpointCall: "redis.breakpoint()",
		debugger.AtPause: "interrupted", debugger.AtError: "error",
	}
	reason := reasons[stop.Reason]
	if stop.Reason == debugger.AtBreakpoint {
		reason = t.pointHere(stop.Place)
	}
	if stop.Reason == debugger.AtError && stop.Fatal {
		reason = "the script fails here (it was run again up to this line)"
	}
	header := t.Paint(Bold, stop.Place.String())
	if reason != "" {
		header += ": " + reason
	}
	t.say("%s", header)
	if stop.Text != "" {
		style := Red
		if stop.Reason == debugger.TakingLong {
			style = Dim
		}
		t.say("%s", t.Paint(style, diag.Printable(stop.Text)))
	}
	t.list(stop.Place, 2)
}

func (t *terminal) ended(end *debugger.End) {
	text, err := t.Outcome(end.Reply)
	if err != nil {
		t.say("the script has ended: %s", t.Paint(Red, diag.Printable(err.Error())))
		return
	}
	t.say("the script has ended, with")
	t.say("%s", text)
}

// list prints the lines around a place, the current one marked, and breakpoints. It returns the last
// of them, or 0 where the file ends.
func (t *terminal) list(at debugger.Place, around int) int {
	lines := strings.Split(strings.TrimSuffix(string(t.Source(at.File)), "\n"), "\n")
	first, last := max(at.Line-around, 1), min(at.Line+around, len(lines))
	width := len(fmt.Sprint(last))
	for n := first; n <= last; n++ {
		place := debugger.Place{File: at.File, Line: n}
		mark := "  "
		switch {
		case t.stop.End == nil && place == t.currentPlace():
			mark = "=>"
		case t.pointAt(place) != nil:
			mark = "* "
		}
		text := fmt.Sprintf("%s %*d  %s", mark, width, n, diag.Printable(strings.TrimRight(lines[n-1], "\r")))
		if mark == "=>" {
			text = t.Paint(Green, text)
		}
		t.say("%s", strings.TrimRight(text, " "))
	}
	if last == len(lines) {
		return 0
	}
	return last
}

// currentPlace is that of the chosen frame.
func (t *terminal) currentPlace() debugger.Place {
	if t.frame == 0 {
		return t.stop.Place
	}
	frames, err := t.session.Frames()
	if err != nil || t.frame >= len(frames) {
		return t.stop.Place
	}
	return frames[t.frame].Place
}

// narrow is the width up to which a value stands on one line.
const narrow = 72

// valueLines lays a value out: on one line where it fits, else with a line for each entry.
func valueLines(v ldb.Value) []string {
	if text := v.String(); v.Kind != ldb.Table || len(text) <= narrow {
		return []string{text}
	}
	lines := []string{"{"}
	for _, e := range v.Entries {
		inner := valueLines(e.Value)
		if !v.Array {
			inner[0] = e.KeyText() + " = " + inner[0]
		}
		inner[len(inner)-1] += ","
		for _, l := range inner {
			lines = append(lines, "  "+l)
		}
	}
	return append(lines, "}")
}

func (t *terminal) showValue(name string, v ldb.Value, note string) {
	lines := valueLines(v)
	if name != "" {
		lines[0] = name + " = " + lines[0]
	}
	if note != "" {
		lines[len(lines)-1] += t.Paint(Dim, "  ("+note+")")
	}
	for _, l := range lines {
		t.say("%s", l)
	}
}
