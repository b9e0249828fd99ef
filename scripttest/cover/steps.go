package cover

import "github.com/luagen/luagen/parser/syntax"

// ran turns the lines that the debugger stopped at into counts of statements: one for each that
// ran.
func (p *plan) ran(seen map[int]bool) []int64 {
	list := make([]int64, p.counters)
	for _, st := range p.statements {
		if p.stmtRan(st.node, seen) {
			list[st.index] = 1
		}
	}
	return list
}

// silent reports whether a statement has no code of its own, so that the debugger does not stop
// at it: such as local x, whose register is empty already.
func silent(s syntax.Stmt) bool {
	switch s := s.(type) {
	case *syntax.DoStmt:
		return true
	case *syntax.LocalStmt:
		for _, x := range s.Exprs {
			if _, isNil := x.(*syntax.NilExpr); !isNil {
				return false
			}
		}
		return true
	case *syntax.AssignStmt: // x = x
		for i, target := range s.Targets {
			to, isName := target.(*syntax.NameExpr)
			if !isName || i >= len(s.Exprs) {
				return false
			}
			if from, isName := s.Exprs[i].(*syntax.NameExpr); !isName || from.Name != to.Name {
				return false
			}
		}
		return len(s.Exprs) == len(s.Targets)
	case *syntax.RepeatStmt:
		return true
	case *syntax.WhileStmt:
		return constant(s.Cond)
	case *syntax.IfStmt:
		return constant(s.Clauses[0].Cond)
	default:
		return false
	}
}

// constant reports whether an expression decides nothing.
func constant(x syntax.Expr) bool {
	switch syntax.Unparen(x).(type) {
	case *syntax.BoolExpr, *syntax.NilExpr, *syntax.NumberExpr, *syntax.StringExpr, *syntax.FuncExpr, *syntax.TableExpr:
		return true
	}
	return false
}

// stmtRan reports whether the debugger stopped at a line of a statement's own, or in a block
// of it.
func (p *plan) stmtRan(s syntax.Stmt, seen map[int]bool) bool {
	own := map[int]bool{}
	r := s.Span()
	for line := p.lines.Line(r.From); line <= p.lines.Line(max(r.From, r.To-1)); line++ {
		own[line] = true
	}
	ran := false
	syntax.Inspect(s, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.FuncExpr:
			p.without(own, n.Body)
			return false
		case *syntax.Block:
			if n != nil {
				p.without(own, n)
				for _, inner := range n.Stmts {
					ran = ran || p.stmtRan(inner, seen)
				}
				return false
			}
		}
		return true
	})
	for line := range own {
		ran = ran || seen[line]
	}
	return ran
}

// without takes the lines away that a block has for itself.
func (p *plan) without(own map[int]bool, b *syntax.Block) {
	if len(b.Stmts) == 0 {
		return
	}
	from := p.lines.Line(b.Stmts[0].Span().From)
	to := p.lines.Line(b.Stmts[len(b.Stmts)-1].Span().To - 1)
	for line := from; line <= to; line++ {
		delete(own, line)
	}
}
