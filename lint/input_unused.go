package lint

import "github.com/luagen/luagen/analysis"

// unusedInputs reports the declared elements of KEYS or ARGV that a script never
// reads.
func unusedInputs(p *pass, table analysis.InputTable) {
	if p.facts.Incomplete {
		return
	}
	d := p.declared(table)
	in := p.inputs(table)
	for i, one := range d.all {
		if in.Reads(i+1) || d.variadic >= 0 && i >= d.variadic && readsFrom(in, d.variadic+1) {
			continue
		}
		where := "never read"
		if table == analysis.KEYS {
			where = "never read; a key that only routes the call needs a suppression that says so"
		}
		p.reportSpan(one.span, "%s %s (%s[%s]) is %s", noun(table), one.name, table, position(&d, i), where)
	}
}

// readsFrom reports whether the script may read element n or one behind it.
func readsFrom(in *analysis.Inputs, n int) bool {
	for _, u := range in.Uses {
		if (u.Kind == analysis.ReadElement || u.Kind == analysis.ReadRange) && (u.Max == 0 || u.Max >= n) {
			return true
		}
	}
	return false
}
