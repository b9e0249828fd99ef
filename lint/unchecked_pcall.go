package lint

import (
	"github.com/luagen/luagen/analysis/library"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser/syntax"
)

func uncheckedPcall() *Rule {
	return &Rule{Rule: diag.Rule{
		Name:     "unchecked-pcall",
		Severity: diag.Warning,
		Doc: diag.Doc{
			Title: "a redis.pcall or pcall whose error is never looked at",
			Text:  `redis.pcall and pcall turn an error into a value. A script that does not test it carries on with an error table in place of a reply, and nobody sees the error. Use redis.call, test the outcome (reply.err, the first result of pcall), or return it.`,
			Bad: `--@keys counter
redis.pcall('INCR', KEYS[1])
return 1
`,
			Good: `--@keys counter
local reply = redis.pcall('INCR', KEYS[1])
if type(reply) == 'table' and reply.err then
  return -1
end
return 1
`,
		},
	}, needs: blocks, run: runUncheckedPcall}
}

func runUncheckedPcall(p *pass) {
	for _, c := range p.facts.Protected {
		switch {
		case c.Checked, p.facts.Damage.Covers(syntax.Range{From: c.Expr.To, To: len(p.script.Text)}):
		case c.Func.Op == library.RedisPCall:
			p.report(c.Expr.Span(), "the error that redis.pcall may return is never looked at; use redis.call, or test .err")
		default:
			p.report(c.Expr.Span(), "the error that %s may catch is never looked at; test its first result", c.Func)
		}
	}
}
