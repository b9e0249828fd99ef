package lint

import (
	"slices"

	"github.com/luagen/luagen/analysis/value"
)

// unusedInputs reports the declared elements of KEYS or ARGV that a script never
// reads.
func unusedInputs(p *pass, table value.InputTable) {
	d := p.declared(table)
	if p.facts.Incomplete || len(d.all) == 0 {
		return
	}
	read := p.inputs(table).Read(len(d.all))
	beyond := d.variadic >= 0 && slices.Contains(read[d.variadic:], true) // some element of the variadic run, or after it
	for i, one := range d.all {
		if read[i] || beyond && i >= d.variadic {
			continue
		}
		where := "never read"
		if table == value.KEYS {
			where = "never read; if it only routes the call, suppress this and say so"
		}
		p.reportSpan(one.span, "%s %s (%s[%s]) is %s", noun(table), one.name, table, position(d, i), where)
	}
}
