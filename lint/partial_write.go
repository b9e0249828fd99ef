package lint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/command"
	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/analysis/library"
	"github.com/luagen/luagen/analysis/scope"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/parser/syntax"
)

func partialWrite() *Rule {
	return &Rule{Rule: diag.Rule{
		Name:     "partial-write",
		Severity: diag.Warning,
		Doc: diag.Doc{
			Title: "an error after a write, which Redis does not undo",
			Text: `A script runs in isolation, but Redis does not roll it back: when it fails, what it has written stays written. An error that the script raises (error, assert) or returns (redis.error_reply, {err = …}, a value that an @error declares) after a write leaves the data half changed, and a caller that tries again changes it twice.

Check first, with commands that only read, and write when nothing can fail any more. The finding shows the write and the conditions between it and the error.

The rule understands replies that mean that nothing was written: 0 after SADD, ZREM or HDEL, nil after SET with NX. It ignores writes after the last condition before the error, which belong to it, writes that the script undoes there, and writes that only remove what has expired (ZREMRANGEBYSCORE) or move a time to live. The finding is a hint where only a command on data of the wrong kind can fail and the script returns that error, and where the write may be a loop's tidying up.`,
			Bad: `--@keys stock
--@args units:int
--@returns int
--@error ErrSoldOut SOLDOUT
local left = redis.call('DECRBY', KEYS[1], ARGV[1])
if left < 0 then
  return redis.error_reply('SOLDOUT there are not so many')
end
return left
`,
			Good: `--@keys stock
--@args units:int
--@returns int
--@error ErrSoldOut SOLDOUT
local left = tonumber(redis.call('GET', KEYS[1]) or 0)
if left < tonumber(ARGV[1]) then
  return redis.error_reply('SOLDOUT there are not so many')
end
return redis.call('DECRBY', KEYS[1], ARGV[1])
`,
		},
	}, needs: whole, run: runPartialWrite}
}

func runPartialWrite(p *pass) {
	if p.facts.Incomplete || !p.canFailAfterWrite() {
		return
	}
	w := newPathWalker(p)
	w.run()
	for _, f := range w.failures {
		p.partlyWritten(f)
	}
}

// canFailAfterWrite is a quick look whether the script writes and makes errors at all.
func (p *pass) canFailAfterWrite() bool {
	if !slices.ContainsFunc(p.facts.Calls, func(c *analysis.Call) bool { return c.Match != nil && c.Match.Writes() }) {
		return false
	}
	if len(p.script.Errors) > 0 {
		return true
	}
	fails := slices.ContainsFunc(p.facts.LibCalls, func(c analysis.LibCall) bool {
		return c.Func.Op == library.Error || c.Func.Op == library.Assert || c.Func.Op == library.ErrorReply
	})
	return fails || slices.ContainsFunc(p.facts.Returns, func(r analysis.Return) bool { return r.Reply.Kinds&analysis.ReplyError != 0 })
}

// failure is an error that comes after writes.
type failure struct {
	at     syntax.Expr
	raised bool // by error or assert
	server bool // it is the error of a command, which the script returns
	writes []*written
	trail  *decision
}

// partlyWritten reports an error and the writes before it.
func (p *pass) partlyWritten(f *failure) {
	var names, sure []string
	for _, w := range f.writes {
		if _, name := called(w.call); !slices.Contains(names, name) {
			names = append(names, name)
			if w.certain() {
				sure = append(sure, name)
			}
		}
	}
	verb := "has"
	if len(sure) == 0 {
		verb = "may have"
	} else {
		names = sure
	}
	if len(names) > 3 {
		names = append(names[:2], fmt.Sprintf("%d more commands", len(names)-2))
	}
	if len(names) > 1 && verb == "has" {
		verb = "have"
	}
	list := names[len(names)-1]
	if len(names) > 1 {
		list = strings.Join(names[:len(names)-1], ", ") + " and " + list
	}
	what := "this error is returned"
	switch {
	case f.server:
		what = "the server's error is returned"
	case f.raised:
		what = "this error is raised"
	}
	d := p.report(f.at.Span(), "%s after %s %s written (line %d), and Redis rolls nothing back; check first and write when nothing can fail any more", what, list, verb, p.line(f.writes[0].call.Expr.Range))
	tidied := !slices.ContainsFunc(f.writes, func(w *written) bool { return !w.looped || w.certain() })
	if f.server || tidied || p.testsFailure(f.trail) {
		d.Severity = min(d.Severity, diag.Hint)
	}
	for _, w := range f.writes {
		_, name := called(w.call)
		message := name + " may have written here"
		if w.certain() {
			message = name + " writes here"
		}
		d.Related = append(d.Related, diag.Related{Span: p.script.Span(w.call.Expr.Range), Message: message})
	}
	first := f.writes[0].trail
	var way []diag.Related
	for t := f.trail; t != nil && t.depth > first.len() && len(way) < 6; t = t.before {
		if syntax.Unparen(t.cond).Span() == f.at.Span() {
			continue // assert: the error is where the condition stands
		}
		way = append(way, diag.Related{Span: p.script.Span(t.cond.Span()), Message: fmt.Sprintf("%s is %t on the way to the error", p.short(t.cond), t.truth)})
	}
	slices.Reverse(way)
	d.Related = append(d.Related, way...)
}

// failing reports whether a returned value is an error: one that the script makes, or that of a command.
func (p *pass) failing(e syntax.Expr) (fails, server bool) {
	v := p.facts.Value(e)
	if v.Is(kind.ErrorTable) {
		return true, p.isServerError(e)
	}
	consts := v.Consts()
	if len(consts) == 0 || !v.Is(kind.Number|kind.String) {
		return false, false
	}
	return !slices.ContainsFunc(consts, func(c value.Const) bool {
		return !claimed(p.script.Errors, func(m parser.Match) bool {
			return m.Kind == parser.MatchInt && !c.IsString && float64(m.Int) == c.Num || m.Kind == parser.MatchString && c.IsString && m.Text == c.Str
		})
	}), false
}

// isServerError reports whether an error is one that a command replied.
func (p *pass) isServerError(e syntax.Expr) bool {
	return slices.ContainsFunc(p.facts.Sources(e, kind.ErrorTable), func(s analysis.Source) bool {
		call, ok := syntax.Unparen(s.Expr).(*syntax.CallExpr)
		return ok && p.facts.Call(call) != nil
	})
}

// testsFailure reports whether the last decision before an error was whether a command had failed.
func (p *pass) testsFailure(last *decision) bool {
	found := false
	if last == nil {
		return false
	}
	syntax.Inspect(last.cond, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.IndexExpr:
			found = found || literal(n.Key) == `"err"`
		case *syntax.NameExpr:
			b := p.facts.Binding(n)
			found = found || p.isSecondOfProtected(b)
			if b == nil || b.Init == nil {
				break
			}
			if call, ok := b.Init.(*syntax.CallExpr); ok {
				op := p.facts.Value(call.Func).Op()
				found = found || op == library.PCall || op == library.XPCall
			}
		}
		return !found
	})
	return found
}

// isSecondOfProtected reports whether a local is a further result of a function of the script that calls in
// protected mode, as the error beside a value is.
func (p *pass) isSecondOfProtected(b *scope.Binding) bool {
	if b == nil || len(b.Writes) > 0 {
		return false
	}
	found := false
	syntax.Inspect(p.script.Chunk.Block, func(n syntax.Node) bool {
		s, ok := n.(*syntax.LocalStmt)
		if !ok || len(s.Exprs) != 1 || len(s.Names) < 2 || !slices.ContainsFunc(s.Names[1:], func(n *syntax.Name) bool { return p.facts.Declared(n) == b }) {
			return !found
		}
		call, ok := s.Exprs[0].(*syntax.CallExpr)
		if !ok {
			return false
		}
		fn := p.facts.Function(call.Func)
		found = fn != nil && slices.ContainsFunc(p.facts.Calls, func(c *analysis.Call) bool {
			return c.Protected && c.Expr != nil && fn.Expr.From <= c.Expr.From && c.Expr.To <= fn.Expr.To
		})
		return false
	})
	return found
}

// isHousekeeping reports whether a write is one that may stay when the script fails: it removes what lies
// in a range of scores, as what has expired does, or only changes a time to live.
func isHousekeeping(c *analysis.Call) bool {
	bounds := false
	for i := range c.Words {
		param, _ := c.Match.At(i)
		if param == nil {
			return false
		}
		switch role := c.Match.RoleOf(param); {
		case role.IsSpan(), role.IsInstant(), rangeBound(role):
			bounds = true
		case keepsData(role):
		default:
			return false
		}
	}
	expiry := c.Match.Expiry()
	return bounds && (expiry == command.KeepsExpiry || expiry == command.SetsExpiry)
}
