package analysis

import (
	"github.com/luagen/luagen/analysis/command"
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
func (c *collector) expansion(last syntax.Expr) *values {
	if !expands(last) || c.isSingle(last) {
		return nil
	}
	vs := values{rest: unknown(FromUnknown)}
	call, ok := last.(*syntax.CallExpr)
	switch {
	case !ok:
	case c.isUnpack(last):
		vs = c.unpackOf(call)
	default:
		if fn := c.onlyFunc(call); fn != nil {
			vs = fn.flow.yields()
		}
	}
	if !vs.more() && len(vs.list) == 1 && vs.certain() == 1 {
		return nil
	}
	return &vs
}

// certain returns how many of the values there are at least: those that cannot be nil, as far
// as the caller sends what the script reads.
func (vs values) certain() int {
	for i, v := range vs.list {
		if v.Can(Nil) || v.Can(Absent) && v.Input().Index == 0 {
			return i
		}
	}
	return len(vs.list)
}

// yields is what a call of the function expands to.
func (f *funcFlow) yields() values {
	vs := values{list: f.results}
	if f.open {
		vs.rest = unknown(FromUnknown)
	}
	return vs
}

// onlyFunc returns the function of the script that a call calls; nil when it may be another.
func (c *collector) onlyFunc(e *syntax.CallExpr) *Function {
	callee := c.calledValue(e)
	if fs := callee.funcs(); len(fs) == 1 && !callee.opaqueFuncs() {
		return fs[0].fn
	}
	return nil
}

// words fills in what is known of a call's words, and returns the first, the command's name.
// more is what its last argument expands to; nil when it is one value.
func (c *collector) words(call *Call, more *values) Value {
	var name Value
	n := len(call.Args)
	if call.NameExpr != nil {
		name = c.Value(call.NameExpr)
	}
	if more == nil {
		call.Words, call.Least = make([]Value, n), n
	} else {
		call.More = more.more()
		call.Least = more.certain()
		expanded := more.list
		switch {
		case call.NameExpr != nil:
			n--
			call.Least += n
		case len(expanded) > 0:
			name, expanded = expanded[0], expanded[1:]
			call.Least = max(call.Least-1, 0)
		}
		call.Words = append(make([]Value, n, n+len(expanded)), expanded...)
	}
	for i := range n {
		call.Words[i] = c.Value(call.Args[i])
	}
	return name
}

// findKeys finds the words of a call that are keys: those that are for every command that
// it can run.
func (c *collector) findKeys(call *Call, more *values) {
	var words []command.Arg
	var room [2][8]command.Key
	var keys []command.Key
	for i, name := range call.Names {
		cmd, ok := command.Lookup(name)
		if ok && len(cmd.Subs) > 0 {
			cmd, ok = cmd.Sub(call.Sub)
		}
		if !ok {
			return
		}
		if words == nil {
			words = wordTexts(call.Words)
		}
		found := cmd.AppendKeys(room[min(i, 1)][:0], words, call.More || call.Least < len(words))
		if i == 0 {
			keys = found
		} else {
			keys = bothKeys(keys, found)
		}
	}
	for _, k := range keys {
		v := call.Words[k.Arg]
		use := KeyUse{Expr: call.WordExpr(k.Arg), Arg: k.Arg, From: v.from, Write: k.Write, Input: v.Input()}
		use.Expanded = call.Open && use.Expr == call.WordExpr(len(call.Words))
		if v.from == FromLiteral && words[k.Arg].Known {
			use.Text, use.Known = words[k.Arg].Text, true
		}
		call.Keys = append(call.Keys, use)
	}
	if call.More && call.Command != nil {
		c.moreKeys(call, more)
	}
}

// moreKeys adds the words that are not known one by one of a command that takes keys to its end.
func (c *collector) moreKeys(call *Call, more *values) {
	spec := call.Command.EndlessKeys()
	if spec == nil || len(call.Words) < int(spec.Begin)-1 {
		return
	}
	v := c.m.all(more.drop(len(more.list)))
	call.Keys = append(call.Keys, KeyUse{
		Expr: call.WordExpr(len(call.Words)), Arg: len(call.Words), From: v.from, Write: spec.Write, Expanded: true,
	})
}

// wordTexts is what is known of the words' texts.
func wordTexts(vs []Value) []command.Arg {
	words := make([]command.Arg, len(vs))
	for i, v := range vs {
		if s, ok := v.Str(); ok {
			words[i] = command.Arg{Text: s, Known: true}
		} else if n, ok := v.Number(); ok {
			words[i] = command.Arg{Text: luaString(n), Known: true}
		}
	}
	return words
}

// bothKeys returns the keys that two commands have in common.
func bothKeys(a, b []command.Key) []command.Key {
	var both []command.Key
	for _, k := range a {
		for _, o := range b {
			if k.Arg == o.Arg {
				both = append(both, command.Key{Arg: k.Arg, Write: k.Write || o.Write})
			}
		}
	}
	return both
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
