package analysis

import (
	"slices"
	"strings"

	"github.com/luagen/luagen/parser/syntax"
)

// collectProtected lists the calls that keep errors from being raised, and finds out whether
// anything looks at the outcome.
func (c *collector) collectProtected(block *syntax.Block) {
	for _, call := range c.Calls {
		if call.Protected && strings.HasSuffix(c.values[call.Expr.Func].LibFunc(), ".pcall") {
			c.Protected = append(c.Protected, Protected{Expr: call.Expr, Name: "redis.pcall", Checked: true})
		}
	}
	for _, call := range c.LibCalls {
		if call.Name == "pcall" || call.Name == "xpcall" {
			c.Protected = append(c.Protected, Protected{Expr: call.Expr, Name: call.Name, Checked: true})
		}
	}
	if len(c.Protected) == 0 {
		return
	}
	slices.SortFunc(c.Protected, func(a, b Protected) int { return a.Expr.From - b.Expr.From })
	results := c.resultsOfCalls()
	var looked map[*Binding]bool
	for i := range c.Protected {
		p := &c.Protected[i]
		if c.res.discards[p.Expr] {
			p.Discarded, p.Checked = true, false
			continue
		}
		bound, ok := results[p.Expr]
		if !ok {
			continue
		}
		if p.Name != "redis.pcall" {
			p.Checked = slices.ContainsFunc(bound, func(b *Binding) bool { return len(b.Reads) > 0 })
			continue
		}
		if looked == nil {
			looked = c.lookedAt(block)
		}
		p.Checked = looked[bound[0]]
	}
}

// resultsOfCalls returns the locals that calls are declared to fill.
func (c *collector) resultsOfCalls() map[*syntax.CallExpr][]*Binding {
	results := map[*syntax.CallExpr][]*Binding{}
	for _, s := range c.res.locals {
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
				results[call] = append(results[call], c.decls[n])
			}
		}
	}
	return results
}

// lookedAt returns the locals of which some read tells an error from another
// reply, or hands the value on to where that may happen.
func (c *collector) lookedAt(block *syntax.Block) map[*Binding]bool {
	looked := map[*Binding]bool{}
	var parents []syntax.Node
	enter := func(n syntax.Node) bool {
		if name, ok := n.(*syntax.NameExpr); ok {
			if b := c.uses[name]; b != nil && c.tells(parents, name) {
				looked[b] = true
			}
		}
		parents = append(parents, n)
		return true
	}
	syntax.Walk(block, enter, func(syntax.Node) { parents = parents[:len(parents)-1] })
	return looked
}

// tells reports whether the use of a name below its parents can tell an error.
func (c *collector) tells(parents []syntax.Node, name *syntax.NameExpr) bool {
	var child syntax.Expr = name
	for i := len(parents) - 1; i >= 0; i-- {
		switch p := parents[i].(type) {
		case *syntax.ParenExpr:
			child = p
			continue
		case *syntax.IndexExpr:
			key, ok := c.keyName(p.Key)
			return p.X != child || !ok || key == "err" || key == "ok"
		case *syntax.CallExpr:
			lib := c.values[p.Func].LibFunc()
			return p.Func != child && !(lib == "tonumber" || lib == "tostring" || lib == "ipairs" || lib == "pairs" || lib == "unpack" ||
				strings.HasPrefix(lib, "math.") || strings.HasPrefix(lib, "string.") || strings.HasPrefix(lib, "redis."))
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
