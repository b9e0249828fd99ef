package lint

import (
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser/syntax"
)

func unreachable() *Rule {
	return &Rule{Rule: diag.Rule{
		Name:     "unreachable",
		Severity: diag.Warning,
		Doc: diag.Doc{
			Title: "code that can never run",
			Text:  `The code follows a return, a break, an error or a loop without an exit. Either it is left over, or the code before it is wrong.`,
			Bad: `--@keys counter
do
  return redis.call('GET', KEYS[1])
end
redis.call('DEL', KEYS[1])
`,
			Good: `--@keys counter
local count = redis.call('GET', KEYS[1])
redis.call('DEL', KEYS[1])
return count
`,
		},
	}, needs: blocks, run: runUnreachable}
}

func runUnreachable(p *pass) {
	for _, u := range p.facts.Unreachable {
		if _, ok := u.Stmt.(*syntax.ReturnStmt); ok && !leaves(u.After) {
			// A return after an error satisfies readers and other linters; it hides nothing.
			continue
		}
		p.report(firstLine(p, u.Stmt), "this can never run; remove it, or what ends the script before it")
	}
}

// leaves reports whether a statement ends, on every way, in a return or a break.
func leaves(s syntax.Stmt) bool {
	switch s := s.(type) {
	case *syntax.ReturnStmt, *syntax.BreakStmt:
		return true
	case *syntax.DoStmt:
		return endLeaves(s.Body)
	case *syntax.IfStmt:
		for _, c := range s.Clauses {
			if !endLeaves(c.Body) {
				return false
			}
		}
		return s.Else != nil && endLeaves(s.Else)
	default:
		return false
	}
}

func endLeaves(b *syntax.Block) bool {
	return len(b.Stmts) > 0 && leaves(b.Stmts[len(b.Stmts)-1])
}

// firstLine is a statement's range up to the end of its first line.
func firstLine(p *pass, s syntax.Stmt) syntax.Range {
	r := s.Span()
	for i := r.From; i < r.To; i++ {
		if c := p.script.Text[i]; c == '\n' || c == '\r' {
			return syntax.Range{From: r.From, To: i}
		}
	}
	return r
}
