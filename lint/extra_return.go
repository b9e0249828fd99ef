package lint

import (
	"github.com/luagen/luagen/analysis/library"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser/syntax"
)

func extraReturn() *Rule {
	return &Rule{Rule: diag.Rule{
		Name:     "extra-return",
		Severity: diag.Error,
		Doc: diag.Doc{
			Title: "several values returned from the script, of which only the first is sent",
			Text:  `Redis sends the first value that a script returns and silently drops the others. Return a table.`,
			Bad: `--@keys queue
local items = redis.call('LRANGE', KEYS[1], 0, 9)
return #items, items
`,
			Good: `--@keys queue
local items = redis.call('LRANGE', KEYS[1], 0, 9)
return {#items, items}
`,
		},
	}, needs: blocks, run: runExtraReturn}
}

func runExtraReturn(p *pass) {
	protected := map[*syntax.CallExpr]*library.Member{}
	for _, c := range p.facts.Protected {
		protected[c.Expr] = c.Func
	}
	for _, r := range p.facts.Returns {
		if len(r.Extra) > 0 {
			at := syntax.Range{From: r.Extra[0].Span().From, To: r.Extra[len(r.Extra)-1].Span().To}
			p.report(at, "only the first value returned is sent, %s is dropped; return a table", p.short(at))
			continue
		}
		// Whoever returns what pcall gives wants more than its true or false.
		c, ok := r.Expr.(*syntax.CallExpr)
		if pcall := protected[c]; ok && pcall != nil && pcall.Op != library.RedisPCall {
			p.warn(c.Span(), "%s returns true or false first and only that is sent, as 1 or nil; use redis.pcall, or look at what it returns", pcall)
		}
	}
}
