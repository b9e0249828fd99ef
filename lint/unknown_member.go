package lint

import (
	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser/syntax"
)

func unknownMember() *Rule {
	return &Rule{
		Name:     "unknown-member",
		Severity: diag.Error,
		Doc: Doc{
			Title: "a member that one of Redis's libraries does not have",
			Text:  `Redis's libraries are those of Lua 5.1 and a few of its own. A member that they do not have is nil, and calling it raises. Reading one is a warning, calling one an error; where the script tests for the member before it uses it, nothing is reported.`,
			Bad: `--@keys queue
local items = redis.call('LRANGE', KEYS[1], 0, -1)
return table.unpack(items)
`,
			Good: `--@keys queue
local items = redis.call('LRANGE', KEYS[1], 0, -1)
return items
`,
			Fails: "ERR user_script:3: attempt to call field 'unpack' (a nil value)",
		},
		run: runUnknownMember,
	}
}

func runUnknownMember(p *pass) {
	var tested map[string]bool
	for _, m := range p.facts.Members {
		if m.Known || m.Write {
			continue
		}
		if tested == nil {
			tested = p.testedMembers()
		}
		if tested[m.Lib+"."+m.Name] {
			continue
		}
		if m.Called {
			p.report(m.Span(), "%s.%s does not exist, so calling it raises%s", m.Lib, m.Name, memberAdvice(m))
		} else {
			p.warn(m.Span(), "%s.%s does not exist and is nil%s", m.Lib, m.Name, memberAdvice(m))
		}
	}
}

// testedMembers returns the unknown members that the script tests for: those that
// are a condition, or an operand of "and", "or", "not" or a comparison.
func (p *pass) testedMembers() map[string]bool {
	byExpr := map[syntax.Expr]string{}
	for _, m := range p.facts.Members {
		if !m.Known && !m.Called && m.Expr != nil {
			byExpr[m.Expr] = m.Lib + "." + m.Name
		}
	}
	tested := map[string]bool{}
	if len(byExpr) == 0 {
		return tested
	}
	test := func(e syntax.Expr) {
		if name, ok := byExpr[e]; ok {
			tested[name] = true
		}
	}
	syntax.Inspect(p.script.Chunk.Block, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.IfClause:
			test(n.Cond)
		case *syntax.WhileStmt:
			test(n.Cond)
		case *syntax.UnaryExpr:
			test(n.X)
		case *syntax.BinaryExpr:
			test(n.X)
			test(n.Y)
		case *syntax.CallExpr: // type(redis.foo)
			if name, ok := n.Func.(*syntax.NameExpr); ok && name.Name == "type" && len(n.Args) == 1 {
				test(n.Args[0])
			}
		}
		return true
	})
	return tested
}

// memberAdvice says what to use in place of an unknown member.
func memberAdvice(m analysis.Member) string {
	switch m.Lib + "." + m.Name {
	case "table.unpack":
		return "; use unpack"
	case "table.pack":
		return "; use {…}"
	case "string.trim":
		return "; use string.match(s, '^%s*(.-)%s*$')"
	case "string.split":
		return "; use string.gmatch"
	case "math.trunc":
		return "; use math.floor or math.ceil"
	case "redis.error":
		return "; use redis.error_reply"
	case "redis.status":
		return "; use redis.status_reply"
	case "redis.sha1":
		return "; use redis.sha1hex"
	}
	return didYouMean(m.Name, analysis.LibraryMembers(m.Lib))
}
