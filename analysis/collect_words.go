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

// expansion returns what the last argument of a call expands to; nil when it is exactly one
// value.
func (c *collector) expansion(last syntax.Expr) *flow.List {
	if !scope.Expands(last) || c.isSingle(last) {
		return nil
	}
	vs := flow.List{Rest: value.Unknown(value.FromUnknown)}
	call, ok := last.(*syntax.CallExpr)
	switch {
	case !ok:
	case c.isUnpack(last):
		vs = c.unpackOf(call)
	default:
		if fn := c.onlyFunc(call); fn != nil {
			vs = c.m.FlowOf(fn).Yields()
		}
	}
	if !vs.More() && len(vs.Known) == 1 && vs.Certain() == 1 {
		return nil
	}
	return &vs
}

// onlyFunc returns the function of the script that a call calls; nil when it may be another.
func (c *collector) onlyFunc(e *syntax.CallExpr) *scope.Function {
	callee := c.calledValue(e)
	if fs := callee.Funcs(); len(fs) == 1 && !callee.OpaqueFuncs() {
		return c.scope.Funcs[fs[0].Func]
	}
	return nil
}

// words fills in what is known of a call's words, and returns the first, the command's name.
// more is what its last argument expands to; nil when it is one value.
func (c *collector) words(call *Call, more *flow.List) value.Value {
	var name value.Value
	n := len(call.Args)
	if call.NameExpr != nil {
		name = c.Value(call.NameExpr)
	}
	if more == nil {
		call.Words, call.Least = make([]value.Value, n), n
	} else {
		call.More = more.More()
		call.Least = more.Certain()
		expanded := more.Known
		switch {
		case call.NameExpr != nil:
			n--
			call.Least += n
		case len(expanded) > 0:
			name, expanded = expanded[0], expanded[1:]
			call.Least = max(call.Least-1, 0)
		}
		call.Words = append(make([]value.Value, n, n+len(expanded)), expanded...)
	}
	for i := range n {
		call.Words[i] = c.Value(call.Args[i])
	}
	return name
}

// match tells what the call's words are, for the commands that it can run, and which are keys:
// those that are for every one.
func (c *collector) match(call *Call, more *flow.List) {
	if len(call.Names) == 0 {
		return
	}
	words := flow.CommandWords(call.Words, call.Least, call.More)
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
		c.moreKeys(call, more)
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
func (c *collector) moreKeys(call *Call, more *flow.List) {
	rest := call.Match.Rest()
	if rest == nil || rest.Role != command.Key {
		return
	}
	v := c.m.All(more.Drop(len(more.Known)))
	call.Keys = append(call.Keys, KeyUse{
		Expr: call.WordExpr(len(call.Words)), Arg: len(call.Words), From: v.Origin(), Write: rest.Write, Expanded: true,
	})
}

// isSingle reports whether a call in last place certainly yields exactly one value.
func (c *collector) isSingle(e syntax.Expr) bool {
	call, ok := e.(*syntax.CallExpr)
	if !ok || call.Method != nil {
		return false
	}
	lib := c.values[call.Func].Lib()
	return lib != nil && lib.Results == 1
}
