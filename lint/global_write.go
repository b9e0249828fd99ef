package lint

import (
	"strings"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser/syntax"
)

func globalWrite() *Rule {
	return &Rule{
		Name:     "global-write",
		Severity: diag.Error,
		Doc: Doc{
			Title: "assigning a global variable, or a member of one of Redis's libraries",
			Text: `Redis protects the global table and its libraries, so that one script cannot change what another one sees: the assignment raises "Attempt to modify a readonly table" (before Redis 7: "Script attempted to create global variable"). That goes for functions without local in front, too.

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
		run: runGlobalWrite,
	}
}

func runGlobalWrite(p *pass) {
	for _, g := range p.facts.Globals {
		if !g.Write {
			continue
		}
		switch g.Name {
		case "KEYS", "ARGV":
			p.report(g.Expr.Span(), "%s cannot be assigned, only its elements can; use a local variable", g.Name)
		default:
			p.report(g.Expr.Span(), "%q is assigned as a global variable, which Redis refuses; declare it local", g.Name)
		}
	}
	for _, m := range p.facts.Members {
		if m.Write {
			p.report(m.Expr.Span(), "%s.%s cannot be assigned: Redis's libraries are read-only; use a local variable", m.Lib, m.Name)
		}
	}
	for _, c := range p.facts.LibCalls {
		if c.Name != "rawset" && c.Name != "setmetatable" || len(c.Expr.Args) == 0 {
			continue
		}
		if name := p.protectedTable(c.Expr.Args[0]); name != "" {
			p.report(c.Expr.Span(), "%s cannot change %s, which is read-only; use a local variable", c.Name, name)
		}
	}
	p.computedWrites()
}

// computedWrites reports assignments to members of a protected table whose names are
// not known.
func (p *pass) computedWrites() {
	named := map[syntax.Expr]bool{} // reported by name, or fine
	aliased := false                // the global table is used as such
	for _, g := range p.facts.Globals {
		named[g.Expr] = true
		aliased = aliased || g.Name == "_G"
	}
	if !aliased {
		return
	}
	for _, m := range p.facts.Members {
		if m.Expr != nil {
			named[m.Expr] = true
		}
	}
	syntax.Inspect(p.script.Chunk.Block, func(n syntax.Node) bool {
		s, ok := n.(*syntax.AssignStmt)
		if !ok {
			return true
		}
		for _, target := range s.Targets {
			if x, ok := target.(*syntax.IndexExpr); ok && !named[x] {
				if name := p.protectedTable(x.X); name != "" {
					p.report(x.Range, "%s cannot be assigned to: it is read-only; use a local table", name)
				}
			}
		}
		return true
	})
}

// protectedTable returns the name of Redis's own read-only table that an expression
// is, through local aliases; empty when it is none.
func (p *pass) protectedTable(e syntax.Expr) string {
	for range longestAlias {
		n, ok := e.(*syntax.NameExpr)
		if !ok {
			return ""
		}
		b := p.facts.Binding(n)
		if b == nil {
			if isLibrary(n.Name) {
				return n.Name
			}
			return ""
		}
		if len(b.Writes) > 0 || b.Init == nil {
			return ""
		}
		e = b.Init
	}
	return ""
}

// isLibrary reports whether a global name is a table that Redis protects.
func isLibrary(name string) bool {
	const tables = " _G redis server string table math struct cjson cmsgpack bit coroutine os "
	return strings.Contains(tables, " "+name+" ")
}
