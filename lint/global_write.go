package lint

import (
	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/diag"
)

func globalWrite() *Rule {
	return &Rule{Rule: diag.Rule{
		Name:     "global-write",
		Severity: diag.Error,
		Doc: diag.Doc{
			Title: "assigning a global variable, or a member of one of Redis's libraries",
			Text: `Redis protects the global table and its libraries, so that one script cannot change what another one sees: the assignment raises "Attempt to modify a readonly table" (before Redis 7: "Script attempted to create global variable"). A function declared without local is a global too.

Declare the name local. Elements of KEYS and ARGV may be assigned, the tables themselves may not.`,
			Bad: `--@keys counter
count = redis.call('INCR', KEYS[1])
return count
`,
			Good: `--@keys counter
local count = redis.call('INCR', KEYS[1])
return count
`,
			Fails: "ERR user_script:2: Attempt to modify a readonly table",
		},
	}, needs: blocks, run: runGlobalWrite}
}

func runGlobalWrite(p *pass) {
	elsewhere := p.namesElsewhere()
	for _, g := range p.facts.Globals {
		if !g.Write || p.facts.Damage.Mentions(g.Name) || elsewhere(g) {
			continue
		}
		switch g.Name {
		case "KEYS", "ARGV":
			p.report(g.Expr.Span(), "%s cannot be assigned, only its elements can; use a local variable", g.Name)
		case "":
			p.report(g.Expr.Span(), "_G cannot be assigned to: it is read-only; use a local table")
		default:
			p.report(g.Expr.Span(), "%q is assigned as a global variable, which Redis refuses; declare it local", g.Name)
		}
	}
	for _, m := range p.facts.Members {
		switch {
		case !m.Write:
		case m.Name == "":
			p.report(m.Assigned(), "%s cannot be assigned to: it is read-only; use a local table", m.Lib.Name)
		default:
			p.report(m.Assigned(), "%s cannot be assigned: Redis's libraries are read-only; use a local variable", m)
		}
	}
	for _, c := range p.facts.LibCalls {
		if !c.Func.Stores || len(c.Expr.Args) == 0 {
			continue
		}
		if v := p.facts.Value(c.Expr.Args[0]); v.Is(kind.Table) && v.Shape().ReadOnly() != "" {
			p.report(c.Expr.Span(), "%s cannot change %s, which is read-only; use a local variable", c.Func, v.Shape().ReadOnly())
		}
	}
}
