package lint

import (
	"slices"
	"strings"

	"github.com/luagen/luagen/analysis/scope"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser/syntax"
)

func unusedLocal() *Rule {
	return &Rule{Rule: diag.Rule{
		Name:     "unused-local",
		Severity: diag.Warning,
		Doc: diag.Doc{
			Title: "a local variable or function that is never read",
			Text:  `The local is left over, or its name is misspelt where it should be read. Not reported are names that begin with an underscore, parameters, loop variables, what a library declares for others, and an unused result of a call when another result is read.`,
			Bad: `--@keys counter
local count = redis.call('GET', KEYS[1])
return redis.call('INCR', KEYS[1])
`,
			Good: `--@keys counter
return redis.call('INCR', KEYS[1])
`,
		},
	}, needs: blocks, run: runUnusedLocal}
}

func runUnusedLocal(p *pass) {
	if p.facts.Incomplete {
		return
	}
	library := p.cfg.Library || p.isFragment()
	var unused []*scope.Binding
	for _, b := range p.facts.Bindings {
		switch {
		case p.facts.Damage.Covers(b.Scope): // it may be read there
		case b.Kind != scope.Local && b.Kind != scope.FuncName, strings.HasPrefix(b.Name, "_"), readOutside(b):
		case b.Owner == nil && (library || p.included(b.Decl)):
		default:
			unused = append(unused, b)
		}
	}
	if len(unused) == 0 {
		return
	}
	beside := p.besideRead()
	for _, b := range unused {
		if !beside[b.Decl] {
			p.unusedLocal(b)
		}
	}
}

func (p *pass) unusedLocal(b *scope.Binding) {
	what, read := "local "+b.Name, "never read"
	if b.Kind == scope.FuncName {
		what, read = "local function "+b.Name, "never called"
	}
	call, _ := b.Init.(*syntax.CallExpr)
	switch {
	case len(b.Writes) > 0:
		p.report(b.Decl, "%s is assigned but %s; remove it", what, read)
	case call != nil && p.facts.Call(call) != nil:
		p.report(b.Decl, "%s is %s; remove it, or keep the call alone", what, read)
	default:
		p.report(b.Decl, "%s is %s; remove it", what, read)
	}
}

// besideRead returns the variables that take a result of a call of which another result is
// read: they name the parts of what comes, and those in front cannot go.
func (p *pass) besideRead() map[syntax.Range]bool {
	read := map[syntax.Range]bool{}
	for _, b := range p.facts.Bindings {
		if len(b.Reads) > 0 {
			read[b.Decl] = true
		}
	}
	beside := map[syntax.Range]bool{}
	syntax.Inspect(p.script.Chunk.Block, func(n syntax.Node) bool {
		s, ok := n.(*syntax.LocalStmt)
		if !ok || len(s.Exprs) == 0 || len(s.Names) <= len(s.Exprs) {
			return true
		}
		results := s.Names[len(s.Exprs)-1:]
		if slices.ContainsFunc(results, func(n *syntax.Name) bool { return read[n.Range] }) {
			for _, n := range results {
				beside[n.Range] = true
			}
		}
		return true
	})
	return beside
}

// readOutside reports whether a variable is read other than by the function that it
// holds itself.
func readOutside(b *scope.Binding) bool {
	own, _ := b.Init.(*syntax.FuncExpr)
	for _, r := range b.Reads {
		if own == nil || r.From < own.From || own.To < r.To {
			return true
		}
	}
	return false
}
