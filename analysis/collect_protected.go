package analysis

import (
	"slices"

	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/analysis/library"
	"github.com/luagen/luagen/analysis/scope"
	"github.com/luagen/luagen/parser/syntax"
)

// collectProtected lists the calls that keep errors from being raised, and finds out whether
// anything looks at the outcome.
func (c *collector) collectProtected(block *syntax.Block) {
	redisPCall := library.Find("redis").Member("pcall")
	for _, call := range c.Calls {
		if call.Protected && c.callsPcall(call.Expr) {
			c.Protected = append(c.Protected, Protected{Expr: call.Expr, Func: redisPCall, Checked: true})
		}
	}
	for _, call := range c.LibCalls {
		if call.Func.Op == library.PCall || call.Func.Op == library.XPCall {
			c.Protected = append(c.Protected, Protected{Expr: call.Expr, Func: call.Func, Checked: true})
		}
	}
	if len(c.Protected) == 0 {
		return
	}
	slices.SortFunc(c.Protected, func(a, b Protected) int { return a.Expr.From - b.Expr.From })
	results := c.resultsOfCalls()
	looked := c.lookedAt(block)
	for i := range c.Protected {
		p := &c.Protected[i]
		bound := results[p.Expr]
		isLooked := func(b *scope.Binding) bool { return looked.locals[b] }
		switch {
		case c.scope.IsDiscarded(p.Expr):
			p.Checked = false
		case p.Func == redisPCall && len(bound) == 0:
			p.Checked = looked.calls[p.Expr]
		case p.Func == redisPCall:
			p.Checked = isLooked(bound[0])
		case len(bound) > 0: // the first result tells, or the error itself
			p.Checked = len(bound[0].Reads) > 0 || slices.ContainsFunc(bound[1:], isLooked)
		}
	}
}

// callsPcall reports whether a call is one of redis.pcall, or of a function that only passes its
// arguments on to it.
func (c *collector) callsPcall(e *syntax.CallExpr) bool {
	if fn := c.onlyFunc(e); fn != nil {
		e = c.passedOn(fn)
	}
	return e != nil && c.values.Of(e.Func).Op() == library.RedisPCall
}

// resultsOfCalls returns the locals that calls are declared to fill.
func (c *collector) resultsOfCalls() map[*syntax.CallExpr][]*scope.Binding {
	results := map[*syntax.CallExpr][]*scope.Binding{}
	for _, s := range c.scope.Locals {
		for i, e := range s.Exprs {
			call, ok := e.(*syntax.CallExpr)
			if !ok || i >= len(s.Names) {
				continue
			}
			names := s.Names[i : i+1]
			if i == len(s.Exprs)-1 {
				names = s.Names[i:]
			}
			for _, n := range names {
				results[call] = append(results[call], c.scope.Decl(n))
			}
		}
	}
	return results
}

// looks are the values that the script looks at so that it can tell an error from another
// reply, or hands on to where that may happen.
type looks struct {
	locals map[*scope.Binding]bool   // some read of the local does
	calls  map[*syntax.CallExpr]bool // what surrounds the call does
}

// lookedAt finds which locals and replies of redis.pcall are looked at.
func (c *collector) lookedAt(block *syntax.Block) looks {
	looked := looks{map[*scope.Binding]bool{}, map[*syntax.CallExpr]bool{}}
	var parents []syntax.Node
	enter := func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.NameExpr:
			if b := c.scope.Use(n); b != nil && c.tells(parents, n) {
				looked.locals[b] = true
			}
		case *syntax.CallExpr:
			if call := c.calls[n]; call != nil && call.Protected {
				looked.calls[n] = c.tells(parents, n)
			}
		}
		parents = append(parents, n)
		return true
	}
	syntax.Walk(block, enter, func(syntax.Node) { parents = parents[:len(parents)-1] })
	return looked
}

// tells reports whether the use of an expression below its parents can tell an error.
func (c *collector) tells(parents []syntax.Node, child syntax.Expr) bool {
	for i := len(parents) - 1; i >= 0; i-- {
		switch p := parents[i].(type) {
		case *syntax.ParenExpr:
			child = p
			continue
		case *syntax.IndexExpr:
			if c.values.Of(p.Key).Is(kind.Number) {
				return false // an element of the reply
			}
			key, ok := c.keyName(p.Key)
			return p.X != child || !ok || key == "err" || key == "ok"
		case *syntax.CallExpr:
			lib := c.values.Of(p.Func).Lib()
			return p.Func != child && (lib == nil || !lib.Blind)
		case *syntax.BinaryExpr:
			if p.Op == syntax.OpAnd || p.Op == syntax.OpOr { // its value may be handed on
				if p.X == child && p.Op == syntax.OpAnd {
					return false
				}
				child = p
				continue
			}
			return false
		case *syntax.UnaryExpr, *syntax.IfClause, *syntax.WhileStmt, *syntax.RepeatStmt:
			return false
		case *syntax.AssignStmt:
			return !slices.Contains(p.Targets, child)
		default:
			return true
		}
	}
	return true
}
