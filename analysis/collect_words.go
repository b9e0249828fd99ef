package analysis

import (
	"github.com/luagen/luagen/analysis/command"
	"github.com/luagen/luagen/analysis/flow"
	"github.com/luagen/luagen/analysis/scope"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/parser/syntax"
)

// WordExpr is the expression that a word of the call comes from: for those that the last
// argument expands to, that argument.
func (c *Call) WordExpr(i int) syntax.Expr {
	switch last := len(c.Args) - 1; {
	case last >= 0:
		return c.Args[min(i, last)]
	case len(c.Expr.Args) > 0:
		return c.Expr.Args[len(c.Expr.Args)-1]
	default:
		return c.Expr
	}
}

// onlyFunc returns the function of the script that a call calls; nil when it may be another.
func (c *collector) onlyFunc(e *syntax.CallExpr) *scope.Function {
	callee := c.calledValue(e)
	if fs := callee.Funcs(); len(fs) == 1 && !callee.OpaqueFuncs() {
		return c.scope.Funcs[fs[0].Func]
	}
	return nil
}

// words fills in what the machine saw of a call's words.
func (c *collector) words(call *Call, args []syntax.Expr, saw flow.Words) {
	n := len(args)
	last := args[n-1]
	call.Open = scope.Expands(last) && !c.m.IsSingle(last) && (saw.More || len(saw.Known) != n || saw.Least != n)
	if !call.Open || n > 1 {
		call.NameExpr = args[0]
		call.Args = args[1:]
	}
	if len(saw.Known) > 0 {
		call.Words = saw.Known[1:]
	}
	call.Least = min(max(saw.Least-1, 0), len(call.Words))
	call.More = saw.More
}

// match tells what the call's words are, for the commands that it can run, and which are keys:
// those that are for every one.
func (c *collector) match(call *Call, saw flow.Words) {
	if len(call.Names) == 0 {
		return
	}
	words := saw.Command()
	var matches []*command.Match
	for _, name := range call.Names {
		cmd, ok := command.Lookup(name)
		if ok && len(cmd.Subs) > 0 {
			cmd, ok = cmd.Sub(call.Sub)
		}
		if !ok {
			return
		}
		matches = append(matches, cmd.Match(words))
	}
	if call.Command != nil {
		call.Match = matches[0]
	}
	for i, v := range call.Words {
		write, isKey := keyOfAll(matches, i)
		if !isKey {
			continue
		}
		use := KeyUse{Expr: call.WordExpr(i), Arg: i, From: v.Origin(), Write: write, Input: v.Input()}
		use.Expanded = call.Open && use.Expr == call.WordExpr(len(call.Words))
		if v.Origin() == value.FromLiteral && words.List[i].Known {
			use.Text, use.Known = words.List[i].Text, true
		}
		call.Keys = append(call.Keys, use)
	}
	if call.More && call.Match != nil {
		c.moreKeys(call, saw.Rest)
	}
}

// keyOfAll reports whether a word is a key for several commands, and whether one may write it.
func keyOfAll(matches []*command.Match, i int) (write, isKey bool) {
	for _, m := range matches {
		p, sure := m.At(i)
		if !sure || p.Role != command.Key {
			return false, false
		}
		write = write || p.Write
	}
	return write, true
}

// moreKeys adds the words that are not known one by one of a command that takes keys to its end.
func (c *collector) moreKeys(call *Call, v value.Value) {
	rest := call.Match.Rest()
	if rest == nil || rest.Role != command.Key {
		return
	}
	call.Keys = append(call.Keys, KeyUse{
		Expr: call.WordExpr(len(call.Words)), Arg: len(call.Words), From: v.Origin(), Write: rest.Write, Expanded: true,
	})
}
