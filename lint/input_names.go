package lint

import (
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/diag"
)

// swappedNames reports the local variables that have the name of another element
// than the one they are declared for.
func swappedNames(p *pass, table value.InputTable) {
	d := p.declared(table)
	in := p.inputs(table)
	for i := range d.all {
		one := d.at(i + 1)
		if one == nil {
			return
		}
		for _, b := range in.Names(i + 1) {
			other := d.named(b.Name)
			if other == nil || other.name == one.name {
				continue
			}
			finding := p.report(b.Decl, "local %s is %s[%d], which the header calls %s; %s is another %s",
				b.Name, table, i+1, one.name, other.name, noun(table))
			finding.Related = []diag.Related{{Span: other.span, Message: other.name + " is declared here"}}
		}
	}
}
