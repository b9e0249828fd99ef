package lint

import (
	"slices"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/library"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser/syntax"
)

func unseededRandom() *Rule {
	return &Rule{Rule: diag.Rule{
		Name:     "unseeded-random",
		Severity: diag.Warning,
		Doc: diag.Doc{
			Title: "math.random without a seed, which draws the same numbers each time",
			Text: `Redis replaces math.random with a generator that begins with the same seed on every server. Before Redis 7.0 it is seeded again for each call of a script, so every call draws the same number; since then a server continues the same sequence from its start. The choice is not even over servers and restarts, and anybody can predict it.

Call math.randomseed first, with something that differs: an argument, or the microseconds of TIME. With a number that the script writes out, every call draws the same.`,
			Bad: `--@keys servers
local n = redis.call('LLEN', KEYS[1])
if n == 0 then
  return false
end
return redis.call('LINDEX', KEYS[1], math.random(n) - 1)
`,
			Good: `--@keys servers
local n = redis.call('LLEN', KEYS[1])
if n == 0 then
  return false
end
math.randomseed(tonumber(redis.call('TIME')[2]))
return redis.call('LINDEX', KEYS[1], math.random(n) - 1)
`,
		},
	}, needs: whole, run: runUnseededRandom}
}

func runUnseededRandom(p *pass) {
	var constant *syntax.CallExpr // a seed that is the same in each call
	for _, c := range p.facts.LibCalls {
		if c.Func.Op != library.RandomSeed {
			continue
		}
		if len(c.Expr.Args) != 1 || constant != nil {
			return
		}
		if _, ok := syntax.Unparen(c.Expr.Args[0]).(*syntax.NumberExpr); !ok {
			return
		}
		constant = c.Expr
	}
	if constant != nil {
		if slices.ContainsFunc(p.facts.LibCalls, func(c analysis.LibCall) bool { return c.Func.Op == library.Random }) {
			p.report(constant.Span(), "this seed never changes, so that every call of the script draws the same numbers; seed with an argument or with the microseconds of TIME")
		}
		return
	}
	old := slices.ContainsFunc(p.cfg.Targets, func(t Target) bool { return t.olderThan("7.0", "") })
	for _, c := range p.facts.LibCalls {
		if c.Func.Op != library.Random {
			continue
		}
		if old {
			p.report(c.Expr.Span(), "nothing seeds %s, so that before Redis 7.0 every call of the script draws the same numbers; call math.randomseed first, with an argument or with the microseconds of TIME", c.Func)
		} else {
			p.report(c.Expr.Span(), "nothing seeds %s, which goes through the same numbers from every start of a server; call math.randomseed first, with an argument or with the microseconds of TIME", c.Func)
		}
	}
}
