package lint

import (
	"fmt"
	"sort"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/library"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser/syntax"
)

func unknownGlobal() *Rule {
	return &Rule{Rule: diag.Rule{
		Name:     "unknown-global",
		Severity: diag.Error,
		Doc: diag.Doc{
			Title: "reading a global variable that Redis's sandbox does not have",
			Text: `Reading a global variable that does not exist raises "Script attempted to access nonexistent global variable". A script has no print, require, io, package or debug, and a misspelt name or a local out of scope is a global too.

To find out whether a global exists, use rawget(_G, 'os'), which gives nil and does not raise.

A file without annotations that only declares functions is meant to be included, and a file with another tool's includes has others pasted into it. Names that such files do not declare are assumed to be declared elsewhere, apart from print, require and the like.`,
			Bad: `--@keys counter
local count = redis.call('GET', KEYS[1])
print(count)
return count
`,
			Good: `--@keys counter
local count = redis.call('GET', KEYS[1])
redis.log(redis.LOG_NOTICE, count or 'none')
return count
`,
			Fails: "ERR user_script:3: Script attempted to access nonexistent global variable 'print'",
		},
	}, needs: blocks, run: runUnknownGlobal}
}

// mostAdvised bounds the findings that get advice of their own: it takes a look at
// every local.
const mostAdvised = 100

func runUnknownGlobal(p *pass) {
	// What the script assigns is global-write's: the reads after it are never reached.
	assigned := map[string]bool{}
	for _, g := range p.facts.Globals {
		if g.Write {
			assigned[g.Name] = true
		}
	}
	variadic := p.variadicFunctions()
	elsewhere := p.namesElsewhere()
	advised := 0
	for _, g := range p.facts.Globals {
		if g.Write || g.Known || assigned[g.Name] || p.facts.Damage.Mentions(g.Name) || elsewhere(g) || g.Name == "arg" && inside(variadic, g.Expr.Span()) {
			continue
		}
		advice := ""
		if advised++; advised <= mostAdvised {
			advice = p.globalAdvice(g)
		}
		p.report(g.Expr.Span(), "%q is not a global of Redis's sandbox%s", g.Name, advice)
	}
}

// variadicFunctions returns the ranges of the outermost functions that have "...", in
// source order: Lua 5.1 declares a local arg in them.
func (p *pass) variadicFunctions() []syntax.Range {
	var ranges []syntax.Range
	for _, f := range p.facts.Functions {
		if n := len(ranges); f.Expr.Vararg && (n == 0 || f.Expr.From >= ranges[n-1].To) {
			ranges = append(ranges, f.Expr.Range)
		}
	}
	return ranges
}

// inside reports whether a range lies in one of some ranges, which are in source order
// and do not overlap.
func inside(ranges []syntax.Range, at syntax.Range) bool {
	i := sort.Search(len(ranges), func(i int) bool { return ranges[i].To > at.From })
	return i < len(ranges) && ranges[i].From <= at.From
}

// globalAdvice is what to do about an unknown global.
func (p *pass) globalAdvice(g analysis.Global) string {
	switch g.Name {
	case "print":
		return "; use redis.log(redis.LOG_NOTICE, …)"
	case "require", "dofile", "loadfile", "module", "package":
		return ": scripts cannot load files; paste the code in with --@include"
	case "io", "debug":
		return ": there is no such library in scripts"
	case "redis_call", "rediscall":
		return "; use redis.call"
	}
	if p.isRedisByAnotherName(g) {
		return "; did you mean redis?"
	}
	at := g.Expr.Span()
	names := []string{
		"ARGV", "KEYS", "assert", "bit", "cjson", "cmsgpack", "error", "ipairs", "math", "next", "pairs", "pcall", "redis",
		"select", "string", "struct", "table", "tonumber", "tostring", "type", "unpack",
	}
	for _, b := range p.facts.Bindings {
		if b.Name == g.Name {
			if b.Decl.From > at.From {
				return fmt.Sprintf(" here: the local %s is declared further below, at line %d", g.Name, p.line(b.Decl))
			}
			return fmt.Sprintf(" here: the local %s of line %d is out of scope", g.Name, p.line(b.Decl))
		}
		if b.Scope.From <= at.From && at.To <= b.Scope.To {
			names = append(names, b.Name)
		}
	}
	if advice := didYouMean(g.Name, names); advice != "" {
		return advice
	}
	return "; declare it local, or pass it in ARGV"
}

// line is the line of its file on which a range starts.
func (p *pass) line(r syntax.Range) int { return p.script.Span(r).Start.Line }

// isRedisByAnotherName reports whether a global is used as the library redis is: x.call(…).
func (p *pass) isRedisByAnotherName(g analysis.Global) bool {
	redis, found := library.Find("redis"), false
	syntax.Inspect(p.script.Chunk.Block, func(n syntax.Node) bool {
		if index, ok := n.(*syntax.IndexExpr); ok && index.X == g.Expr {
			if key, ok := index.Key.(*syntax.StringExpr); ok {
				m := redis.Member(key.Value)
				found = m.IsCommand()
			}
		}
		r := n.Span()
		return !found && r.From <= g.Expr.Span().From && g.Expr.Span().To <= r.To
	})
	return found
}
