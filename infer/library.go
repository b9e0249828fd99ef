package infer

import (
	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/command"
	"github.com/luagen/luagen/parser/syntax"
)

// isLibrary reports whether a script's top level only declares functions, and values
// that no call computes: running it does nothing.
func isLibrary(block *syntax.Block) bool {
	functions := false
	for _, s := range block.Stmts {
		switch s := s.(type) {
		case *syntax.LocalFunc, *syntax.FuncStmt:
			functions = true
		case *syntax.LocalStmt:
			for _, e := range s.Exprs {
				if _, ok := e.(*syntax.FuncExpr); ok {
					functions = true
				} else if !isStatic(e) {
					return false
				}
			}
		default:
			return false
		}
	}
	return functions
}

// isForeign reports whether a script has nothing to do with Redis: a program or module
// for another host.
func isForeign(f *analysis.Facts) bool {
	if len(f.Calls) > 0 || len(f.Keys.Uses) > 0 || len(f.Args.Uses) > 0 {
		return false
	}
	for _, g := range f.Globals {
		if !g.Known {
			return true
		}
	}
	return false
}

// isStatic reports whether evaluating an expression calls nothing and reads no input.
func isStatic(e syntax.Expr) bool {
	static := true
	syntax.Inspect(e, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.FuncExpr:
			return false
		case *syntax.CallExpr:
			static = false
		case *syntax.NameExpr:
			if n.Name == "KEYS" || n.Name == "ARGV" {
				static = false
			}
		}
		return static
	})
	return static
}

// suggestReadOnly hints at @readonly for a script all of whose commands only read.
func (in *inferrer) suggestReadOnly() {
	if in.script.ReadOnly || len(in.facts.Calls) == 0 {
		return
	}
	for _, c := range in.facts.Calls {
		if !readsOnly(c) {
			return
		}
	}
	in.hints = append(in.hints, "every command only reads: --@readonly lets replicas run the script, and needs Redis 7.0 or later")
}

// readsOnly reports whether a script that only reads may make a call. Redis goes by the command,
// whatever its options.
func readsOnly(c *analysis.Call) bool {
	cmd := c.Command
	if cmd == nil {
		return false
	}
	if cmd.Is(command.Container) {
		sub, ok := cmd.Sub(c.Sub)
		if !ok {
			return false
		}
		cmd = sub
	}
	return !cmd.Is(command.Write | command.MayReplicate | command.NoScript)
}
