package lint

import (
	"slices"

	"github.com/luagen/luagen/analysis"
)

// unusedInputs reports the declared elements of KEYS or ARGV that a script never
// reads.
func unusedInputs(p *pass, table analysis.InputTable) {
	d := p.declared(table)
	if p.facts.Incomplete || len(d.all) == 0 {
		return
	}
	read := readElements(p.inputs(table), len(d.all))
	beyond := d.variadic >= 0 && slices.Contains(read[d.variadic:], true) // some element of the variadic run, or behind it
	for i, one := range d.all {
		if read[i] || beyond && i >= d.variadic {
			continue
		}
		where := "never read"
		if table == analysis.KEYS {
			where = "never read; a key that only routes the call needs a suppression that says so"
		}
		p.reportSpan(one.span, "%s %s (%s[%s]) is %s", noun(table), one.name, table, position(d, i), where)
	}
}

// readElements returns for each of the first n elements of a table whether the script
// may read it, and last whether it may read any behind them.
func readElements(in *analysis.Inputs, n int) []bool {
	change := make([]int, n+2) // of the number of uses that cover an element
	for _, u := range in.Uses {
		if u.Kind != analysis.ReadElement && u.Kind != analysis.ReadRange {
			continue
		}
		last := u.Max
		if taken := u.Min + u.Taken - 1; u.Taken > 0 && (last == 0 || taken < last) {
			last = taken
		}
		if last == 0 || last > n {
			last = n + 1
		}
		first := min(max(u.Min, 1), last)
		change[first-1]++
		change[last]--
	}
	read := make([]bool, n+1)
	covering := 0
	for i := range read {
		covering += change[i]
		read[i] = covering > 0
	}
	return read
}
