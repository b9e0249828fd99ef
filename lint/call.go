package lint

import (
	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/command"
	"github.com/luagen/luagen/parser/syntax"
)

// commandAt is the place of a finding about a call's command: its name.
func commandAt(c *analysis.Call) syntax.Range {
	if c.NameExpr != nil {
		return c.NameExpr.Span()
	}
	return c.Expr.Span()
}

// subCommand returns the sub-command that a call makes; nil when it makes none or
// which one is unknown.
func subCommand(c *analysis.Call) *command.Command {
	if c.Command == nil || c.Sub == "" {
		return nil
	}
	sub, ok := c.Command.Sub(c.Sub)
	if !ok {
		return nil
	}
	return sub
}

// called returns what a call runs, the sub-command if it has one, and its full
// name; nil when unknown.
func called(c *analysis.Call) (*command.Command, string) {
	if sub := subCommand(c); sub != nil {
		return sub, c.Name + " " + sub.Name
	}
	return c.Command, c.Name
}

// longestAlias bounds how far aliases of aliases are followed.
const longestAlias = 10

// callBehind returns the command whose reply an expression is, perhaps through a local
// variable that is assigned once; nil for anything else.
func (p *pass) callBehind(e syntax.Expr) *analysis.Call {
	for range longestAlias {
		switch x := e.(type) {
		case *syntax.ParenExpr:
			e = x.X
			continue
		case *syntax.NameExpr:
			if b := p.facts.Binding(x); b != nil && b.Init != nil && len(b.Writes) == 0 {
				e = b.Init
				continue
			}
		case *syntax.CallExpr:
			return p.facts.Call(x)
		}
		return nil
	}
	return nil
}
