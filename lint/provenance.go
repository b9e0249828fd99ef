package lint

import (
	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser/syntax"
)

// traced adds to a finding the places through which an expression's value came, as far as it is
// of one of the kinds. Places inside of the finding itself are left out.
func (p *pass) traced(d *diag.Diagnostic, found syntax.Range, e syntax.Expr, k kind.Set) {
	for _, s := range p.facts.Sources(e, k) {
		if found.From <= s.At.From && s.At.To <= found.To {
			continue
		}
		message := "the value is made here"
		switch {
		case s.Expr == nil:
			message = s.To.Name + " has no value from here on"
		case s.Kind == analysis.Assigned:
			message = s.To.Name + " gets its value here"
		case s.Kind == analysis.Passed:
			message = "it is passed as " + s.To.Name + " here"
		case s.Kind == analysis.Returned:
			message = "it is returned here"
		}
		d.Related = append(d.Related, diag.Related{Span: p.script.Span(s.At), Message: message})
	}
}
