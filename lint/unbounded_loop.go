package lint

import (
	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser/syntax"
)

func unboundedLoop() *Rule {
	return &Rule{
		Name:     "unbounded-loop",
		Severity: diag.Error,
		Doc: Doc{
			Title: "a loop that nothing ends",
			Text: `A script that does not end blocks the server for everybody: other clients get BUSY errors, and a script that has written cannot be killed but by SHUTDOWN NOSAVE.

Give the loop a break, return or error, or a bound. A loop whose condition nothing in its body can change is a warning.`,
			Bad: `--@keys queue
while true do
  redis.call('LPOP', KEYS[1])
end
`,
			Good: `--@keys queue
while redis.call('LPOP', KEYS[1]) do
end
`,
		},
		run: runUnboundedLoop,
	}
}

func runUnboundedLoop(p *pass) {
	for _, l := range p.facts.Loops {
		switch {
		case l.Endless:
			p.report(loopHead(l.Stmt), "nothing ends this loop: it has no break, return or error, and blocks the server; give it an exit")
		case l.Stuck && p.entered(l):
			p.report(loopHead(l.Stmt), "nothing ends this loop: its condition always holds and nothing in its body changes it; give it an exit")
		case l.Stuck:
			p.warn(loopHead(l.Stmt), "nothing in this loop changes its condition, so that it never ends once entered; change what it tests, or give it an exit")
		}
	}
}

// entered reports whether a loop's condition certainly lets it go on.
func (p *pass) entered(l analysis.Loop) bool {
	if l.Cond == nil {
		return false
	}
	v := p.facts.Value(l.Cond)
	switch l.Stmt.(type) {
	case *syntax.WhileStmt:
		return v.Known() && !v.Can(analysis.Falsy)
	case *syntax.RepeatStmt:
		return v.Is(analysis.Falsy)
	default:
		return false
	}
}

// loopHead is where a loop is reported: its condition, or its first line.
func loopHead(s syntax.Stmt) syntax.Range {
	switch s := s.(type) {
	case *syntax.WhileStmt:
		return syntax.Range{From: s.From, To: s.Cond.Span().To}
	case *syntax.NumericFor:
		return syntax.Range{From: s.From, To: s.Limit.Span().To}
	default:
		return syntax.Range{From: s.Span().From, To: s.Span().From + len("repeat")}
	}
}
