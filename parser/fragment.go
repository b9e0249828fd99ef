package parser

import "github.com/luagen/luagen/parser/syntax"

// OnlyDeclares reports whether a script does nothing but declare local variables and give
// them values: such a file is meant to be pasted into others. It tells, too, whether a
// function is among what it declares.
func (s *Script) OnlyDeclares() (only, functions bool) {
	locals := map[string]bool{}
	values := func(list []syntax.Expr) {
		for _, e := range list {
			if _, ok := e.(*syntax.FuncExpr); ok {
				functions = true
			}
		}
	}
	for _, stmt := range s.Chunk.Block.Stmts {
		switch stmt := stmt.(type) {
		case *syntax.LocalFunc:
			functions = true
			locals[stmt.Name.Text] = true
		case *syntax.ErrorStmt:
			// It may be a declaration.
		case *syntax.LocalStmt:
			values(stmt.Exprs)
			for _, name := range stmt.Names {
				locals[name.Text] = true
			}
		case *syntax.FuncStmt:
			if !isPartOf(stmt.Target, locals) {
				return false, false
			}
			functions = true
		case *syntax.AssignStmt:
			for _, target := range stmt.Targets {
				if !isPartOf(target, locals) {
					return false, false
				}
			}
			values(stmt.Exprs)
		default:
			return false, false
		}
	}
	return true, functions
}

// isPartOf reports whether what is assigned to is one of the variables or a part of one.
func isPartOf(target syntax.Expr, variables map[string]bool) bool {
	for {
		switch x := target.(type) {
		case *syntax.IndexExpr:
			target = x.X
		case *syntax.NameExpr:
			return variables[x.Name]
		default:
			return false
		}
	}
}

// HasLibraryHeader reports whether a file's header declares nothing that only a script has: there is none, or
// it holds what a library's may, such as @include and @type.
func (s *Script) HasLibraryHeader() bool {
	return len(s.Keys) == 0 && len(s.Args) == 0 && s.Returns == nil && len(s.Errors) == 0 && s.FuncName.Text == "" && !s.ReadOnly && s.Shebang == nil
}
