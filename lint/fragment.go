package lint

import (
	"slices"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/parser/syntax"
)

// isFragment reports whether a script does nothing but declare local functions and
// variables: such a file is meant to be pasted into others, whose names it may use.
func (p *pass) isFragment() bool {
	_, functions := p.script.OnlyDeclares()
	return functions
}

// namesElsewhere returns whether a use of a global may be one of a local that the file
// does not show: one of what it includes and luagen could not read, or, in a fragment, one
// of the script that it is pasted into. A script that declares its inputs is luagen's to
// send, and complete once its own @include lines are right.
func (p *pass) namesElsewhere() func(analysis.Global) bool {
	elsewhere := !p.script.Declares && (p.script.Incomplete || p.isFragment()) ||
		p.facts.Damage != nil && p.facts.Damage.Template ||
		slices.ContainsFunc(p.cfg.Reported, func(d diag.Diagnostic) bool {
			return d.Rule == parser.RuleInclude && d.Severity == diag.Error
		})
	return func(g analysis.Global) bool {
		_, named := g.Expr.(*syntax.NameExpr)
		return elsewhere && named && !g.Known && !isMissing(g.Name)
	}
}

// isMissing reports whether a name is a global of Lua that the sandbox lacks.
func isMissing(name string) bool {
	switch name {
	case "print", "require", "dofile", "loadfile", "module", "package", "io", "debug":
		return true
	default:
		return false
	}
}
