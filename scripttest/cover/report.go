package cover

import (
	"cmp"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/luagen/luagen/diag"
)

// File is what ran of one file: of a script, or of what scripts include.
type File struct {
	Name       string // path shown to people
	Statements []Statement
	Decisions  []Decision // not those of scripts that were stepped or not counted
}

// Statement is a statement with the number of times that it ran.
type Statement struct {
	Span  diag.Span // up to the first block or function in it
	Count int64
	Parts []Part // its span, parted at the right sides of and and or
}

// Part is a part of a statement.
type Part struct {
	Span  diag.Span
	Count int64
}

// Decision is a place that scripts leave in one of two ways, with the number of times that
// each was taken.
type Decision struct {
	Span    diag.Span
	Text    string // the condition, the left side, or the head of the loop
	Yes, No int64
	kind    kind
	op      string
}

// key tells places of one file apart.
type key struct{ from, to, kind int }

// Files is what ran, file by file, sorted by name.
func (c *Collector) Files() []File {
	c.mu.Lock()
	defer c.mu.Unlock()
	statements := map[string]map[key]*Statement{}
	decisions := map[string]map[key]*Decision{}
	for _, name := range slices.Sorted(maps.Keys(c.scripts)) {
		k := c.scripts[name]
		for _, st := range k.plan.statements {
			k.addStatement(statements, st)
		}
		if k.way >= Stepping {
			continue
		}
		for _, d := range k.plan.decisions {
			k.addDecision(decisions, d)
		}
	}
	var files []File
	for _, name := range slices.Sorted(maps.Keys(statements)) {
		f := File{Name: name}
		for _, s := range statements[name] {
			f.Statements = append(f.Statements, *s)
		}
		for _, d := range decisions[name] {
			f.Decisions = append(f.Decisions, *d)
		}
		slices.SortFunc(f.Statements, func(a, b Statement) int { return cmp.Compare(a.Span.Start.Offset, b.Span.Start.Offset) })
		slices.SortFunc(f.Decisions, func(a, b Decision) int {
			return cmp.Or(cmp.Compare(a.Span.Start.Offset, b.Span.Start.Offset), cmp.Compare(b.Span.End.Offset, a.Span.End.Offset), cmp.Compare(a.kind, b.kind))
		})
		files = append(files, f)
	}
	return files
}

func (k *covered) addStatement(all map[string]map[key]*Statement, st *statement) {
	span := k.plan.script.Span(st.Range)
	file := all[span.File]
	if file == nil {
		file = map[key]*Statement{}
		all[span.File] = file
	}
	at := key{span.Start.Offset, span.End.Offset, 0}
	s := file[at]
	if s == nil {
		s = &Statement{Span: span}
		for _, p := range st.parts() {
			s.Parts = append(s.Parts, Part{Span: k.plan.script.Span(p.Range)})
		}
		file[at] = s
	}
	s.Count += k.counts[st.index]
	for i, p := range st.parts() {
		n := k.counts[p.index]
		if k.way >= Stepping {
			n = k.counts[st.index] // which side of an operator ran is not known
		}
		s.Parts[i].Count += n
	}
}

func (k *covered) addDecision(all map[string]map[key]*Decision, d *decision) {
	span := k.plan.script.Span(d.Range)
	file := all[span.File]
	if file == nil {
		file = map[key]*Decision{}
		all[span.File] = file
	}
	at := key{span.Start.Offset, span.End.Offset, int(d.kind)}
	if file[at] == nil {
		text := strings.Join(strings.Fields(string(k.plan.script.Text[d.From:d.To])), " ")
		file[at] = &Decision{Span: span, Text: text, kind: d.kind, op: d.op}
	}
	file[at].Yes += d.yes.of(k.counts)
	file[at].No += d.no.of(k.counts)
}

// parts splits a statement at the right sides of operators in it.
func (s *statement) parts() []operandOf {
	// The innermost operand that holds an offset says how often it was evaluated.
	at := func(offset int) int {
		index := s.index
		for _, o := range s.operands {
			if o.From <= offset && offset < o.To {
				index = o.index
			}
		}
		return index
	}
	edges := []int{s.From, s.To}
	for _, o := range s.operands {
		edges = append(edges, o.From, o.To)
	}
	slices.Sort(edges)
	var parts []operandOf
	for i, from := range edges[:len(edges)-1] {
		to := edges[i+1]
		if from == to {
			continue
		}
		part := operandOf{index: at(from)}
		part.From, part.To = from, to
		parts = append(parts, part)
	}
	return parts
}

// Ratio is a part of a whole.
type Ratio struct{ Covered, All int }

// Percent is the ratio in percent; that of nothing is 100.
func (r Ratio) Percent() float64 {
	if r.All == 0 {
		return 100
	}
	return 100 * float64(r.Covered) / float64(r.All)
}

func (r *Ratio) add(covered bool) {
	r.All++
	if covered {
		r.Covered++
	}
}

// Lines counts the lines on which statements begin, and those of them that ran.
func (f *File) Lines() Ratio {
	var r Ratio
	for _, n := range f.lineCounts() {
		r.add(n > 0)
	}
	return r
}

// lineCounts is how often each line ran on which a statement begins: as often as the statement
// of it that ran most.
func (f *File) lineCounts() map[int]int64 {
	lines := map[int]int64{}
	for _, s := range f.Statements {
		lines[s.Span.Start.Line] = max(lines[s.Span.Start.Line], s.Count)
	}
	return lines
}

// Branches counts the outcomes of decisions, and those of them that came.
func (f *File) Branches() Ratio {
	var r Ratio
	for _, d := range f.Decisions {
		r.add(d.Yes > 0)
		r.add(d.No > 0)
	}
	return r
}

// Missed tells, in order, what no case has run: "reserve.lua:12: left < units was never true".
func (f *File) Missed() []string {
	type miss struct {
		offset int
		text   string
	}
	var list []miss
	add := func(s diag.Span, format string, args ...any) {
		list = append(list, miss{s.Start.Offset, fmt.Sprintf("%s:%d: ", s.File, s.Start.Line) + fmt.Sprintf(format, args...)})
	}
	lines := f.lineCounts()
	numbers := slices.Sorted(maps.Keys(lines))
	for i := 0; i < len(numbers); i++ {
		if lines[numbers[i]] > 0 {
			continue
		}
		from := numbers[i]
		for i+1 < len(numbers) && lines[numbers[i+1]] == 0 {
			i++
		}
		first := slices.IndexFunc(f.Statements, func(s Statement) bool { return s.Span.Start.Line == from })
		switch last := numbers[i]; {
		case from == numbers[0] && i == len(numbers)-1:
			add(f.Statements[first].Span, "no line ever ran")
		case last == from:
			add(f.Statements[first].Span, "never ran")
		default:
			add(f.Statements[first].Span, "lines %d to %d never ran", from, last)
		}
	}
	for _, d := range f.Decisions {
		switch {
		case d.Yes+d.No == 0:
			if lines[d.Span.Start.Line] > 0 {
				add(d.Span, "%s was never decided", d.Text)
			}
		case d.Yes == 0:
			add(d.Span, "%s", d.never(true))
		case d.No == 0:
			add(d.Span, "%s", d.never(false))
		}
	}
	slices.SortStableFunc(list, func(a, b miss) int { return a.offset - b.offset })
	texts := make([]string, len(list))
	for i, m := range list {
		texts[i] = m.text
	}
	return texts
}

// never says that an outcome did not come.
func (d *Decision) never(yes bool) string {
	switch {
	case d.kind == loop && yes:
		return d.Text + " was never entered"
	case d.kind == loop:
		return d.Text + " was entered each time"
	case yes:
		return d.Text + " was never true"
	default:
		return d.Text + " was never false or nil"
	}
}

// Notes tell how scripts were counted that were not counted in functions.
func (c *Collector) Notes() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	var notes []string
	for _, name := range slices.Sorted(maps.Keys(c.scripts)) {
		k := c.scripts[name]
		how := map[Way]string{
			Debugger:   "counted in the server's debugger",
			Stepping:   "stepped in the server's debugger, without branches",
			NotCounted: "not counted",
		}[k.way]
		if how != "" {
			notes = append(notes, fmt.Sprintf("%s was %s: %s", filepath.ToSlash(name), how, k.why))
		}
	}
	return notes
}
