package lint

import (
	"slices"
	"sync"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/infer"
	"github.com/luagen/luagen/parser"
)

// Run returns what the rules find in a script, sorted. s and f are only read: any
// number of runs may share them. Of a script with syntax errors the rules find what
// does not depend on the text that could not be read.
func Run(s *parser.Script, f *analysis.Facts, cfg Config) []diag.Diagnostic {
	returns, unresolved := infer.ResolveReturns(s, f)
	p := &pass{
		script: s, facts: f, cfg: &cfg,
		keys: declaredKeys(s), args: declaredArgs(s),
		returns: returns.Type, bare: returns,
		brokenHeader: headerBroken(cfg.Reported),
		found:        slices.Clone(cfg.Reported),
	}
	if f.Damage == nil {
		p.found = append(p.found, unresolved...)
	}
	if s.Chunk != nil {
		p.unlocked = unlocksKeys(s)
		rules := ownRules()
		if len(cfg.Extra) > 0 {
			rules = slices.Concat(rules, cfg.Extra)
		}
		if s.Chunk.Block != nil {
			for _, r := range rules {
				if r.run != nil && !p.skips(r) {
					p.rule = r
					r.run(p)
				}
			}
		}
		p.suppress(rules)
		p.configure(rules)
	}
	return diag.Sort(p.found)
}

// ownRules is what Rules returns, made once: a run only reads it.
var ownRules = sync.OnceValue(Rules)

// headerBroken reports whether the parser has found errors in what a header declares.
func headerBroken(reported []diag.Diagnostic) bool {
	return slices.ContainsFunc(reported, func(d diag.Diagnostic) bool {
		return d.Severity == diag.Error && d.Rule != parser.RuleSyntax
	})
}

// skips reports whether a rule does not run.
func (p *pass) skips(r *Rule) bool {
	return p.cfg.off(r.Name) || r.readsHeader && p.brokenHeader || !r.needs.survives(p.facts.Damage)
}

// survives reports whether so much of a script can be relied on despite its damage.
func (e extent) survives(damage *analysis.Damage) bool {
	switch e {
	case part:
		return true
	case blocks:
		return damage == nil || !damage.Loose
	case whole:
		return damage == nil
	}
	panic("unknown extent")
}

// configure gives the findings the severities that the configuration asks for.
func (p *pass) configure(rules []*Rule) {
	if len(p.cfg.Severities) == 0 {
		return
	}
	for i := range p.found {
		d := &p.found[i]
		if s, ok := p.cfg.Severities[d.Rule]; ok && !fixed(rules, *d) {
			d.Severity = s
		}
	}
	p.found = slices.DeleteFunc(p.found, func(d diag.Diagnostic) bool { return d.Severity == Off })
}

// fixed reports whether neither the configuration nor a suppression can change a
// finding: an error of the parser, after which there is no script to generate from.
func fixed(rules []*Rule, d diag.Diagnostic) bool {
	return d.Severity == diag.Error &&
		slices.ContainsFunc(rules, func(r *Rule) bool { return r.Name == d.Rule && r.Fixed })
}
