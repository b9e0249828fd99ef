package cover

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/luagen/luagen/parser/syntax"
)

// The names of what counts. A script does not have them.
const (
	counts  = "__luagen_c" // the table of counters
	decides = "__luagen_p" // counts the outcome of a decision and returns it
	entered = "__luagen_e" // whether a loop has been entered
	tells   = "__luagen_d" // tells the debugger of a count
)

// decideLua is the function that counts decisions, with what counts one in its two places.
const decideLua = "local function " + decides + "(n,v) if v then %s else %s end return v end "

// counter is how a count is written.
type counter func(index string) string

// inTable counts in a table, whose indexes begin with 1.
func inTable(index string) string {
	return fmt.Sprintf("%s[%s]=%s[%s]+1", counts, index, counts, index)
}

// toDebugger tells the debugger, which shows it as "<debug> line 1: 7".
func toDebugger(index string) string { return tells + "(" + index + ")" }

// insertion is text that goes into a script, in the place of some bytes of it.
type insertion struct {
	at, skip int
	text     string
}

// writer writes the counters into a script.
type writer struct {
	*plan
	counter counter
	all     []insertion
	loops   map[*syntax.Block]*decision // by their bodies
}

func (w *writer) put(at int, text string) { w.all = append(w.all, insertion{at: at, text: text}) }

// one counts one.
func (w *writer) one(index int) string { return w.counter(strconv.Itoa(index + 1)) }

// instrumented is the script's text, on the same lines, with counters written by c, and with
// Lua before it.
//
// A statement is counted before it runs. How often a condition was true is how often the first
// statement behind it ran, so that only the ways that no statement is on have counters of their
// own: a missing else, the way to an elseif, which becomes an if in an else, and the way out of
// a loop. The left sides of and and or are counted by a function.
func (p *plan) instrumented(before string, c counter) []byte {
	w := &writer{plan: p, counter: c, loops: map[*syntax.Block]*decision{}}
	if p.script.Chunk.Block != nil {
		syntax.Walk(p.script.Chunk.Block, w.enter, w.leave)
	}
	slices.SortStableFunc(w.all, func(a, b insertion) int { return a.at - b.at })
	return p.written(before, w.all)
}

func (w *writer) enter(n syntax.Node) bool {
	from := n.Span().From
	if s, ok := n.(syntax.Stmt); ok && w.byStmt[s] != nil {
		w.put(from, w.one(w.byStmt[s].index)+";")
	}
	d := w.byNode[n]
	switch n := n.(type) {
	case *syntax.Block:
		if index, own := w.entries[n]; own {
			w.put(from, w.one(index)+" ")
		}
		if d := w.loops[n]; d != nil {
			w.put(from, fmt.Sprintf("if not %s then %s=true;%s end ", entered, entered, w.one(d.yes.plus[0])))
		}
	case *syntax.IfClause:
		if index, ok := w.elses[n]; ok {
			w.all = append(w.all, insertion{at: from, skip: len("elseif"), text: "else " + w.one(index) + ";if"})
		}
	case *syntax.RepeatStmt:
		if index, ok := w.begins[n]; ok {
			w.put(from, w.one(index)+";")
		}
	case *syntax.NumericFor:
		w.loops[n.Body] = d
		w.put(from, "do local "+entered+";")
	case *syntax.GenericFor:
		w.loops[n.Body] = d
		w.put(from, "do local "+entered+";")
	default:
		if d != nil && d.kind == operator {
			w.put(from, fmt.Sprintf("%s(%d,", decides, d.yes.plus[0]+1))
		}
	}
	return true
}

func (w *writer) leave(n syntax.Node) {
	to := n.Span().To
	d := w.byNode[n]
	if s, ok := n.(syntax.Stmt); ok {
		if index, ends := w.ends[s]; ends {
			w.put(to, " "+w.one(index)+" ")
		}
	}
	switch n := n.(type) {
	case *syntax.IfStmt:
		if index, ok := w.others[n]; ok {
			w.put(to-len("end"), "else "+w.one(index)+" ")
		}
		w.put(to, strings.Repeat(" end", len(n.Clauses)-1)+" ")
	case *syntax.NumericFor, *syntax.GenericFor:
		w.put(to, fmt.Sprintf(" if not %s then %s end end ", entered, w.one(d.no.plus[0])))
	default:
		if d != nil && d.kind == operator {
			w.put(to, ")")
		}
	}
}

// written is the script's text with insertions, and with Lua before it on its first line. A
// shebang line is left out, as the server leaves it out; its end stays.
func (p *plan) written(before string, all []insertion) []byte {
	text := p.script.Text
	from := 0
	if p.script.Shebang != nil {
		from = p.script.Chunk.Shebang.To
	}
	var b bytes.Buffer
	b.WriteString(before)
	for _, i := range all {
		b.Write(text[from:i.at])
		b.WriteString(i.text)
		from = i.at + i.skip
	}
	b.Write(text[from:])
	return b.Bytes()
}
