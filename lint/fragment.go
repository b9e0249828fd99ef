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
	functions := false
	declare := func(values []syntax.Expr) {
		for _, e := range values {
			if _, ok := e.(*syntax.FuncExpr); ok {
				functions = true
			}
		}
	}
	for _, s := range p.script.Chunk.Block.Stmts {
		switch s := s.(type) {
		case *syntax.LocalFunc:
			functions = true
		case *syntax.ErrorStmt:
			// It may be a declaration.
		case *syntax.LocalStmt:
			declare(s.Exprs)
		case *syntax.FuncStmt:
			if !p.assignsLocal(s.Target) {
				return false
			}
			functions = true
		case *syntax.AssignStmt:
			for _, target := range s.Targets {
				if !p.assignsLocal(target) {
					return false
				}
			}
			declare(s.Exprs)
		default:
			return false
		}
	}
	return functions
}

// assignsLocal reports whether what is assigned to is a local variable or a part of one.
func (p *pass) assignsLocal(target syntax.Expr) bool {
	for {
		switch x := target.(type) {
		case *syntax.IndexExpr:
			target = x.X
		case *syntax.NameExpr:
			return p.facts.Binding(x) != nil
		default:
			return false
		}
	}
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
