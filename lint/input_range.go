package lint

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser/syntax"
)

// outOfRange reports the elements of KEYS or ARGV that a script uses beyond what
// its header declares.
func outOfRange(p *pass, table value.InputTable) {
	p.belowOne(p.inputs(table))
	if !p.script.Declares {
		return
	}
	d := p.declared(table)
	p.unpackedBeyond(d)
	in := p.inputs(table)
	assigned, checked := assignedElements(in), p.checkedLength(in)
	if assigned[anywhere] {
		checked = math.MaxInt
	}
	var fix *diag.Fix
	for _, use := range in.Uses {
		switch {
		case p.indexBelowOne(use.Expr): // is reported
		case !d.bounded() || use.Kind == analysis.ReadLength:
		case use.Index > len(d.all) && use.Kind == analysis.WriteElement:
			p.warn(use.Expr.Span(), "%s[%d] is assigned, but %s; declare it with %s, or correct the index",
				table, use.Index, declaredCount(d), tag(table))
		case use.Index > len(d.all) && assigned[use.Index]: // what is assigned is reported
		case use.Index > len(d.all):
			finding := p.report(use.Expr.Span(), "%s[%d] is read, but %s; declare it with %s, or correct the index",
				table, use.Index, declaredCount(d), tag(table))
			if use.Index <= checked {
				// The script checks whether it was sent, which callers who follow the header never
				// do, or adds elements itself.
				finding.Severity = min(finding.Severity, diag.Warning)
				continue
			}
			// One fix declares everything that is missing; a second one would repeat it.
			if fix == nil {
				fix = p.declareInputs(d)
				finding.Fix = fix
			}
		case use.Index == 0 && use.Max >= use.Min && use.Min > len(d.all):
			p.report(use.Expr.Span(), "%s[%d] is read, but %s; declare it with %s, or correct the index", table, use.Min, declaredCount(d), tag(table))
		case use.Index == 0 && use.Max > len(d.all):
			p.warn(use.Expr.Span(), "up to %s[%d] is read, but %s", table, use.Max, declaredCount(d))
		}
	}
}

// belowOne reports the elements before the first, which nothing sends.
func (p *pass) belowOne(in *analysis.Inputs) {
	assigned := assignedElements(in)
	for _, use := range in.Uses {
		switch {
		case use.Kind == analysis.WriteElement, use.Kind == analysis.ReadLength:
		case p.indexBelowOne(use.Expr):
			if !assigned[anywhere] && p.facts.Damage == nil || p.script.Declares {
				p.report(use.Expr.Span(), "%s is always nil: Lua counts from 1", p.short(use.Expr))
			}
		case p.countsFromZero(use.Expr) && !assigned[anywhere]:
			p.warn(use.Expr.Span(), "%s is nil in the loop's first round: Lua counts from 1", p.short(use.Expr))
		}
	}
}

// countsFromZero reports whether an element's index is the variable of a loop that starts below 1, and
// that the script compares with nothing.
func (p *pass) countsFromZero(e syntax.Expr) bool {
	x, ok := e.(*syntax.IndexExpr)
	if !ok {
		return false
	}
	name, ok := x.Key.(*syntax.NameExpr)
	if !ok || p.facts.Binding(name) == nil {
		return false
	}
	found := false
	for _, l := range p.facts.Loops {
		loop, ok := l.Stmt.(*syntax.NumericFor)
		if !ok || loop.Var.Text != name.Name || p.facts.Binding(name).Decl != loop.Var.Range {
			continue
		}
		start, known := p.facts.Value(loop.Start).Number()
		step := 1.0
		if loop.Step != nil {
			step, _ = p.facts.Value(loop.Step).Number()
		}
		found = known && start < 1 && step > 0
	}
	return found && !slices.ContainsFunc(p.facts.Binaries, func(b *syntax.BinaryExpr) bool {
		return (isEquality(b.Op) || isOrdering(b.Op)) && (p.isText(b.X, name.Name) || p.isText(b.Y, name.Name))
	})
}

// unpackedBeyond reports the local variables that take elements beyond what is declared from
// one unpack of them all.
func (p *pass) unpackedBeyond(d *declared) {
	if !d.bounded() {
		return
	}
	for _, b := range p.facts.Bindings {
		if b.Input.Table == d.table && b.Input.Index > len(d.all) && b.Init == nil {
			p.report(b.Decl, "local %s is %s[%d], but %s; declare it with %s, or drop it", b.Name, d.table, b.Input.Index, declaredCount(d), tag(d.table))
		}
	}
}

// indexBelowOne reports whether an expression is an element like KEYS[0] or ARGV[-1].
func (p *pass) indexBelowOne(e syntax.Expr) bool {
	x, ok := e.(*syntax.IndexExpr)
	if !ok {
		return false
	}
	n, ok := p.facts.Value(x.Key).Number()
	return ok && n < 1
}

// anywhere stands for an element that is assigned at an index which is not known.
const anywhere = 0

// assignedElements returns the elements that the script assigns itself, somewhere.
func assignedElements(in *analysis.Inputs) map[int]bool {
	assigned := map[int]bool{}
	for _, use := range in.Uses {
		if use.Kind == analysis.WriteElement {
			assigned[use.Index] = true
		}
	}
	return assigned
}

// declaredCount says how many elements the header declares, and which when they are few.
func declaredCount(d *declared) string {
	const few = 12
	count := fmt.Sprintf("the header declares %d %ss", len(d.all), noun(d.table))
	switch {
	case len(d.all) == 0:
		return fmt.Sprintf("the header declares no %ss", noun(d.table))
	case len(d.all) == 1:
		count = "the header declares one " + noun(d.table)
	case len(d.all) > few:
		return count
	}
	names := make([]string, len(d.all))
	for i, one := range d.all {
		names[i] = one.name
	}
	return count + " (" + strings.Join(names, ", ") + ")"
}

// declareInputs is a fix that declares every element that is read beyond what the
// header declares; nil when there is no certain place for it.
func (p *pass) declareInputs(d *declared) *diag.Fix {
	in := p.inputs(d.table)
	high := 0
	for _, use := range in.Uses {
		if use.Kind == analysis.ReadElement {
			high = max(high, use.Index)
		}
	}
	const most = 64 // beyond that the index is the mistake, not the header
	edit, ok := p.headerLine(d)
	if !ok || high > most {
		return nil
	}
	var names []string
	for n := len(d.all) + 1; n <= high; n++ {
		names = append(names, p.inputName(d, n, names))
	}
	edit.NewText = tag(d.table) + " " + strings.Join(names, " ") + p.lineEnd()
	what := noun(d.table)
	if len(names) > 1 {
		what += "s"
	}
	return &diag.Fix{
		Message: fmt.Sprintf("declare the %s %s", what, strings.Join(names, ", ")),
		Edits:   []diag.Edit{edit},
	}
}

// lineEnd is how the script ends its lines.
func (p *pass) lineEnd() string {
	if i := bytes.IndexByte(p.script.Source, '\n'); i > 0 && p.script.Source[i-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}

// inputName is a name for an element that is not declared: that of the local
// variable that the script reads it into, if nothing else has it.
func (p *pass) inputName(d *declared, n int, taken []string) string {
	used := p.parameterNames()
	for _, name := range taken {
		used[plainName(name)] = true
	}
	for _, b := range p.inputs(d.table).Names(n) {
		if b.Name[0] != '_' && !used[plainName(b.Name)] {
			return b.Name
		}
	}
	name := strings.TrimSuffix(noun(d.table), "ument")
	for used[fmt.Sprint(name, n)] {
		name = "other" + name
	}
	return fmt.Sprint(name, n)
}

// parameterNames are the names that the header gives to keys, placeholders and
// arguments, as plainName has them: no two of them may make one Go parameter.
func (p *pass) parameterNames() map[string]bool {
	names := map[string]bool{}
	for _, k := range p.script.Keys {
		names[plainName(k.Text)] = true
		if k.Template == nil {
			continue
		}
		for _, part := range k.Template.Parts {
			if part.Param != nil {
				names[plainName(part.Param.Text)] = true
			}
		}
	}
	for _, a := range p.script.Args {
		names[plainName(a.Text)] = true
	}
	return names
}

// headerLine is an empty edit at the start of the line on which further
// declarations can go: below the last one, or else above the first line of code.
func (p *pass) headerLine(d *declared) (diag.Edit, bool) {
	src, at := p.script.Source, p.script.Header.End
	if len(d.all) > 0 {
		at = d.all[len(d.all)-1].end
		for at.Offset < len(src) && src[at.Offset] != '\n' {
			at.Offset++
		}
		if at.Offset == len(src) {
			return diag.Edit{}, false
		}
		at = diag.Pos{Offset: at.Offset + 1, Line: at.Line + 1, Column: 1}
	}
	if at.Column != 1 {
		return diag.Edit{}, false
	}
	return diag.Edit{Span: diag.Span{File: p.script.File, Start: at, End: at}}, true
}
