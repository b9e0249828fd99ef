package lint

import (
	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser/syntax"
)

func unboundedLoop() *Rule {
	return &Rule{Rule: diag.Rule{
		Name:     "unbounded-loop",
		Severity: diag.Error,
		Doc: diag.Doc{
			Title: "a loop without an exit",
			Text: `A script that does not end blocks the server for everybody: other clients get BUSY errors, and once the script has written, only SHUTDOWN NOSAVE stops it.

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
	}, needs: blocks, run: runUnboundedLoop}
}

func runUnboundedLoop(p *pass) {
	for _, l := range p.facts.Loops {
		switch {
		case l.Endless:
			p.report(loopHead(l.Stmt), "this loop never ends: it has no break, return or error, and blocks the server; give it an exit")
		case !l.Stuck:
		case p.condition(l) == holds:
			p.report(loopHead(l.Stmt), "this loop never ends: its condition always holds and nothing in its body changes it; give it an exit")
		case p.condition(l) == unsettled:
			p.warn(loopHead(l.Stmt), "nothing in this loop changes its condition, so that it never ends once entered; change what it tests, or give it an exit")
		}
	}
}

// outcome is what a loop's condition comes to.
type outcome int

const (
	unsettled outcome = iota
	holds             // the loop goes on
	fails             // the loop ends
)

// condition returns what the condition of a while or repeat loop certainly comes to.
func (p *pass) condition(l analysis.Loop) outcome {
	if l.Cond == nil {
		return unsettled
	}
	v := p.facts.Value(l.Cond)
	_, until := l.Stmt.(*syntax.RepeatStmt)
	if outcome, ok := p.compared(l.Cond); ok {
		if outcome == until {
			return fails
		}
		return holds
	}
	switch {
	case !v.Known() || v.Can(kind.Falsy) && !v.Is(kind.Falsy):
		return unsettled
	case v.Is(kind.Falsy) == until:
		return holds
	default:
		return fails
	}
}

// compared returns what a comparison of two numbers comes to; false when that is not certain.
func (p *pass) compared(e syntax.Expr) (outcome, ok bool) {
	b, isBinary := e.(*syntax.BinaryExpr)
	if !isBinary {
		return false, false
	}
	x, y := p.facts.Value(b.X), p.facts.Value(b.Y)
	if !x.Is(kind.Number) || !y.Is(kind.Number) {
		return false, false
	}
	xl, xh := x.Bounds()
	yl, yh := y.Bounds()
	switch b.Op {
	case syntax.OpLt:
		return xh < yl, xh < yl || xl >= yh
	case syntax.OpLe:
		return xh <= yl, xh <= yl || xl > yh
	case syntax.OpGt:
		return xl > yh, xl > yh || xh <= yl
	case syntax.OpGe:
		return xl >= yh, xl >= yh || xh < yl
	case syntax.OpEq:
		return xl == yh && xh == yl, xl == yh && xh == yl || xh < yl || yh < xl
	case syntax.OpNe:
		return xh < yl || yh < xl, xl == yh && xh == yl || xh < yl || yh < xl
	}
	return false, false
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
