package lint

import (
	"slices"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/command"
	"github.com/luagen/luagen/analysis/flow"
	"github.com/luagen/luagen/analysis/library"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser/syntax"
)

// unpackedLists reports unpack of replies, and of tables that a loop fills, which can hold any number of
// values, or none.
func (p *pass) unpackedLists() {
	var bounded map[syntax.Expr]bool
	behind := map[*syntax.CallExpr]*analysis.Call{} // by the unpack in its last place, the command
	for _, c := range p.facts.Calls {
		if n := len(c.Args); n > 0 {
			if last, ok := c.Args[n-1].(*syntax.CallExpr); ok {
				behind[last] = c
			}
		}
	}
	for _, l := range p.facts.LibCalls {
		c := l.Expr
		if l.Func.Op != library.Unpack || len(c.Args) == 0 {
			continue
		}
		if bounded == nil {
			bounded = p.boundedOperands()
		}
		if bounded[c] {
			continue
		}
		if unpacksAll(c) {
			p.unpackedMany(c)
		}
		if len(c.Args) == 1 {
			p.unpackedNone(c, behind[c])
		}
	}
}

// unpackedMany reports an unpack of a list without a bound.
func (p *pass) unpackedMany(c *syntax.CallExpr) {
	from := c.Args[0]
	b := p.local(from)
	if call := p.callBehind(from); isUnbounded(call) {
		if b != nil && p.listsOf().capped[b] {
			return
		}
		_, name := called(call)
		d := p.report(c.Span(), `%s raises "too many results to unpack" from 8000 values on, and %s replies any number; ask for a limited number, or unpack in steps of 5000`, p.short(c), name)
		if b != nil {
			d.Related = []diag.Related{{Span: p.script.Span(call.Expr.Range), Message: "the reply has no limit here"}}
		}
		return
	}
	if _, fills := p.filled(from); fills != nil && !p.listsOf().capped[b] {
		for _, f := range fills {
			call := p.overReply(f.loop)
			if call == nil {
				continue
			}
			_, name := called(call)
			d := p.report(c.Span(), `%s raises "too many results to unpack" from 8000 values on, and a loop over all that %s replies fills it; unpack in steps of 5000, or ask for a limited number`, p.short(c), name)
			d.Related = []diag.Related{{Span: p.script.Span(f.stmt.Span()), Message: "it is filled here"}, {Span: p.script.Span(call.Expr.Range), Message: "the reply has no limit here"}}
			return
		}
	}
}

// unpackedNone reports an unpack of a list that may be empty where a command needs a value.
func (p *pass) unpackedNone(c *syntax.CallExpr, call *analysis.Call) {
	if call == nil || call.Command == nil || len(call.Args) == 0 {
		return
	}
	b := p.local(c.Args[0])
	if b == nil {
		return
	}
	reply := p.callBehind(c.Args[0])
	_, fills := p.filled(c.Args[0])
	if !isRange(reply) && !p.oftenEmpty(fills) || p.listsOf().tested[b] || p.insideIf(call.Expr, b) {
		return
	}
	n := len(call.Args) - 1
	cmd, name := called(call)
	if n > len(call.Words) || cmd == nil {
		return
	}
	words := flow.Words{Known: slices.Concat([]value.Value{{}}, call.Words[:n]), Least: n + 1}
	if m := cmd.Match(words.Command()); m.Ending() != command.Short {
		return
	}
	d := p.report(c.Span(), `%s gives no value where %s is empty, and %s then raises "Wrong number of args calling Redis command from script"; test #%[2]s > 0 first`, p.short(c), b.Name, name)
	if s := p.stmtOf(call.Expr); s != nil {
		d.Fix = &diag.Fix{Message: "call it only where there is a value", Edits: []diag.Edit{
			p.insert(s.Range.From, "if #"+b.Name+" > 0 then "), p.insert(s.Range.To, " end"),
		}}
	}
}

// oftenEmpty reports whether a list is filled only with what a condition chooses, or with what a command replies.
func (p *pass) oftenEmpty(fills []fill) bool {
	return p.mayStayEmpty(fills) && !slices.ContainsFunc(fills, func(f fill) bool {
		return f.loop == nil || !f.inIf && !isRange(p.replyOver(f.loop))
	})
}

// stmtOf returns the statement that is only a call; nil where the call is a part of another.
func (p *pass) stmtOf(c *syntax.CallExpr) *syntax.CallStmt {
	var found *syntax.CallStmt
	syntax.Inspect(p.script.Chunk.Block, func(n syntax.Node) bool {
		if s, ok := n.(*syntax.CallStmt); ok && s.Call == c {
			found = s
		}
		return found == nil
	})
	return found
}
