package lint

import (
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser/syntax"
)

func unreachable() *Rule {
	return &Rule{
		Name:     "unreachable",
		Severity: diag.Warning,
		Doc: Doc{
			Title: "code that can never run",
			Text:  `It stands behind a return, a break, an error or a loop without an exit. Either it is left over, or what stands before it is not what was meant.`,
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
		run: runUnreachable,
	}
}

func runUnreachable(p *pass) {
	for _, s := range p.facts.Unreachable {
		if _, ok := s.(*syntax.ReturnStmt); ok {
			// A return behind an error satisfies readers and other linters; it hides nothing.
			continue
		}
		p.report(firstLine(p, s), "this can never run; remove it, or what ends the script before it")
	}
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
