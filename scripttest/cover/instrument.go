package cover

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/luagen/luagen/parser/syntax"
)

// ownNames begin the names of what counts. A script does not have them.
const ownNames = "__luagen_"

// What counts.
const (
	counts  = "__luagen_c" // the table of counters
	decides = "__luagen_p" // counts the outcome of a decision and returns it
	entered = "__luagen_e" // whether a loop has been entered
	tells   = "__luagen_d" // tells the debugger of a count
	adds    = "__luagen_a" // takes a function that adds to the counters
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

	// fast is set when operators are counted ahead of their statements, and the counters in
	// variables are the names of variables.
	fast      bool
	variables map[int]string
	ahead     map[syntax.Node]bool // left sides of operators that are
	untils    map[*syntax.RepeatStmt]string
	depth     int         // of loops and functions around what is written
	deepest   map[int]int // the depth of each counter
}

func (p *plan) newWriter(c counter) *writer {
	return &writer{plan: p, counter: c, loops: map[*syntax.Block]*decision{}, ahead: map[syntax.Node]bool{}, untils: map[*syntax.RepeatStmt]string{}, deepest: map[int]int{}}
}

func (w *writer) put(at int, text string) { w.all = append(w.all, insertion{at: at, text: text}) }

// one counts one.
func (w *writer) one(index int) string {
	w.deepest[index] = max(w.deepest[index], w.depth)
	if v := w.variables[index]; v != "" {
		return v + "=" + v + "+1"
	}
	return w.counter(strconv.Itoa(index + 1))
}

// instrumented is the script's text, on the same lines, with counters written by c, and with
// Lua before it.
//
// A statement is counted before it runs. How often a condition was true is how often the first
// statement behind it ran, so that only the ways that no statement is on have counters of their
// own: a missing else, the way to an elseif, which becomes an if in an else, and the way out of
// a loop. The left sides of and and or are counted by a function, where not ahead of the statement.
func (p *plan) instrumented(before string, c counter) []byte {
	w := p.newWriter(c)
	return p.written(before, w.write())
}

// write is what goes into the script.
func (w *writer) write() []insertion {
	if w.script.Chunk.Block != nil {
		syntax.Walk(w.script.Chunk.Block, w.enter, w.leave)
	}
	slices.SortStableFunc(w.all, func(a, b insertion) int { return a.at - b.at })
	return w.all
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
	case *syntax.FuncExpr:
		w.depth++
	case *syntax.IfStmt:
		w.put(from, w.counted(from, n.Clauses[0].Cond))
	case *syntax.IfClause:
		if index, ok := w.elses[n]; ok {
			text := "else " + w.one(index) + ";" + w.counted(from, n.Cond) + "if"
			w.all = append(w.all, insertion{at: from, skip: len("elseif"), text: text})
		}
	case *syntax.WhileStmt:
		w.depth++
		w.enterWhile(n)
	case *syntax.RepeatStmt:
		if index, ok := w.begins[n]; ok {
			w.put(from, w.one(index)+";")
		}
		w.depth++
		w.enterRepeat(n)
	case *syntax.NumericFor:
		w.loops[n.Body] = d
		w.put(from, w.counted(from, n.Start, n.Limit)+"do local "+entered+";")
		w.depth++
	case *syntax.GenericFor:
		w.loops[n.Body] = d
		w.put(from, w.counted(from, n.Exprs...)+"do local "+entered+";")
		w.depth++
	case *syntax.LocalStmt:
		w.put(from, w.counted(from, n.Exprs...))
	case *syntax.AssignStmt:
		w.put(from, w.counted(from, slices.Concat(stores(n.Targets), n.Exprs)...))
	case *syntax.CallStmt:
		w.put(from, w.counted(from, n.Call))
	case *syntax.ReturnStmt:
		w.put(from, w.counted(from, n.Exprs...))
	default:
		if d != nil && d.kind == operator && !w.ahead[n] {
			w.put(from, fmt.Sprintf("%s(%d,(", decides, d.yes.plus[0]+1))
		}
	}
	return true
}

func (w *writer) leave(n syntax.Node) {
	to := n.Span().To
	d := w.byNode[n]
	switch n := n.(type) {
	case *syntax.FuncExpr, *syntax.WhileStmt, *syntax.NumericFor, *syntax.GenericFor:
		w.depth--
	case *syntax.RepeatStmt:
		w.put(n.Body.To, w.untils[n])
		w.depth--
	}
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
		if d != nil && d.kind == operator && !w.ahead[n] {
			w.put(w.token(to), "))") // Lua reads the side on the line of the operator, and so does what ends here
		}
	}
}

// enterWhile counts the operators of a condition each time, where that is done ahead: the loop
// becomes an endless one, with a way out.
func (w *writer) enterWhile(n *syntax.WhileStmt) {
	text := w.counted(n.From, n.Cond)
	if text == "" {
		return
	}
	do := w.token(n.Cond.Span().To)
	w.put(n.From, "while true do "+text+"if not(")
	w.all = append(w.all,
		insertion{at: n.From, skip: len("while")},
		insertion{at: n.Cond.Span().To, text: ")"},
		insertion{at: do, skip: len("do"), text: "then break end "})
}

// enterRepeat does so at the end of a loop's body, whose variables the condition sees.
func (w *writer) enterRepeat(n *syntax.RepeatStmt) {
	if stmts := n.Body.Stmts; len(stmts) > 0 {
		switch stmts[len(stmts)-1].(type) {
		case *syntax.ReturnStmt, *syntax.BreakStmt:
			return // the condition is never reached
		}
	}
	w.untils[n] = w.counted(n.Body.To, n.Cond)
}

// token is where the next token begins, after blanks and comments.
func (p *plan) token(from int) int {
	for _, c := range p.script.Chunk.Comments {
		if c.From >= from && strings.TrimSpace(string(p.script.Text[from:c.From])) == "" {
			from = c.To
		}
	}
	text := string(p.script.Text[from:])
	return from + len(text) - len(strings.TrimLeft(text, " \t\r\n\v\f"))
}

// stores are what a statement evaluates of what it assigns to, before it does.
func stores(targets []syntax.Expr) []syntax.Expr {
	var list []syntax.Expr
	for _, t := range targets {
		if i, ok := t.(*syntax.IndexExpr); ok {
			list = append(list, i.X, i.Key)
		}
	}
	return list
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
