package analysis

import (
	"slices"
	"strings"

	"github.com/luagen/luagen/analysis/command"
	"github.com/luagen/luagen/parser/syntax"
)

// collectCalls lists the calls of commands and of library functions.
func (c *collector) collectCalls() {
	wrappers, inside := c.wrappers()
	for _, e := range c.res.calls {
		callee := c.values[e.Func]
		if e.Method != nil {
			callee = c.m.methods[e]
		}
		for _, f := range callee.funcs() {
			switch {
			case f.fn != nil:
				if protected, ok := wrappers[f.fn]; ok && e.Method == nil {
					c.addCall(e, e.Args, protected)
				}
			case isCommandCall(f.lib):
				if !inside[e] {
					c.addCall(e, e.Args, f.lib.name == "pcall")
				}
			default:
				c.LibCalls = append(c.LibCalls, LibCall{Expr: e, Name: f.lib.full})
				if f.lib.full == "pcall" && len(e.Args) > 0 {
					for _, inner := range c.Value(e.Args[0]).funcs() {
						if isCommandCall(inner.lib) {
							c.addCall(e, e.Args[1:], true)
							break
						}
					}
				}
			}
		}
	}
	slices.SortStableFunc(c.Calls, func(a, b *Call) int { return a.Expr.From - b.Expr.From })
	slices.SortStableFunc(c.LibCalls, func(a, b LibCall) int { return a.Expr.From - b.Expr.From })
}

func isCommandCall(f *libMember) bool {
	return f != nil && (f.full == "redis.call" || f.full == "redis.pcall" || f.full == "server.call" || f.full == "server.pcall")
}

// wrappers finds the functions that only pass their arguments on to redis.call, of the form
// "function(a, …) return redis.call(a, …) end", and whether they keep errors from being
// raised; inside are the calls in them, of which those of the wrappers are listed instead.
func (c *collector) wrappers() (protected map[*Function]bool, inside map[*syntax.CallExpr]bool) {
	for _, fn := range c.Functions {
		call := c.passedOn(fn)
		if call == nil {
			continue
		}
		if protected == nil {
			protected, inside = map[*Function]bool{}, map[*syntax.CallExpr]bool{}
		}
		protected[fn], inside[call] = c.protects(call), true
	}
	return protected, inside
}

// protects reports whether a call of redis.call or redis.pcall keeps errors from being raised.
func (c *collector) protects(call *syntax.CallExpr) bool {
	return strings.HasSuffix(c.values[call.Func].LibFunc(), "pcall")
}

// passedOn returns the redis.call by which a function passes all its arguments on.
func (c *collector) passedOn(fn *Function) *syntax.CallExpr {
	if fn.passes == nil || !fn.Called || !isCommandCall(c.onlyLib(fn.passes.Func)) {
		return nil
	}
	return fn.passes
}

func (c *collector) onlyLib(e syntax.Expr) *libMember {
	if fs := c.values[e].funcs(); len(fs) == 1 && !c.values[e].opaqueFuncs() {
		return fs[0].lib
	}
	return nil
}

// addCall lists a call of a command with its arguments, the command's name first.
func (c *collector) addCall(e *syntax.CallExpr, args []syntax.Expr, protected bool) {
	if old := c.calls[e]; old != nil { // both redis.call and redis.pcall: which one is not known
		old.Protected = old.Protected && protected
		return
	}
	call := &Call{Expr: e, Protected: protected, Reply: c.values[e]}
	c.calls[e] = call
	c.Calls = append(c.Calls, call)
	if len(args) == 0 {
		return
	}
	call.Open = expands(args[len(args)-1]) && !c.isSingle(args[len(args)-1])
	if !call.Open || len(args) > 1 {
		call.NameExpr = args[0]
		call.Args = args[1:]
		c.nameCall(call)
	}
	if call.Command != nil {
		c.findKeys(call)
	}
}

// isSingle reports whether a call in last place certainly yields exactly one value.
func (c *collector) isSingle(e syntax.Expr) bool {
	call, ok := e.(*syntax.CallExpr)
	if !ok || call.Method != nil {
		return false
	}
	switch name := c.values[call.Func].LibFunc(); name {
	case "tonumber", "tostring", "type", "cjson.encode", "cmsgpack.pack", "table.concat", "string.format", "string.sub", "string.lower",
		"string.upper", "string.len", "string.rep", "string.reverse", "string.char", "math.floor", "math.ceil", "math.max", "math.min", "math.abs",
		"math.random", "math.fmod", "math.pow", "math.sqrt", "struct.pack", "redis.sha1hex", "redis.call", "redis.pcall", "cjson.decode", "rawget",
		"bit.band", "bit.bor", "bit.bxor", "bit.bnot", "bit.lshift", "bit.rshift", "bit.tohex", "bit.tobit":
		return true
	}
	return false
}

// nameCall finds the command that a call runs.
func (c *collector) nameCall(call *Call) {
	v := c.Value(call.NameExpr)
	if !v.Is(String | Absent) {
		return
	}
	for _, k := range v.Consts() {
		call.Names = append(call.Names, strings.ToUpper(k.Str))
	}
	slices.Sort(call.Names)
	call.Names = slices.Compact(call.Names)
	if len(call.Names) != 1 || v.Can(Absent) {
		return
	}
	call.Name = call.Names[0]
	cmd, ok := command.Lookup(call.Name)
	if !ok {
		return
	}
	call.Command = cmd
	if len(cmd.Subs) > 0 && len(call.Args) > 0 && (len(call.Args) > 1 || !call.Open) {
		call.SubExpr = call.Args[0]
		if sub, ok := c.Value(call.SubExpr).Str(); ok {
			call.Sub = strings.ToUpper(sub)
		}
	}
}

// findKeys finds the arguments of a call that are keys.
func (c *collector) findKeys(call *Call) {
	cmd := call.Command
	if len(cmd.Subs) > 0 {
		sub, ok := cmd.Sub(call.Sub)
		if !ok {
			call.KeysUnsure = call.Sub == ""
			return
		}
		cmd = sub
	}
	args := call.Args
	if call.Open {
		args = args[:len(args)-1]
	}
	words := make([]command.Arg, len(args))
	for i, a := range args {
		v := c.Value(a)
		if s, ok := v.Str(); ok {
			words[i] = command.Arg{Text: s, Known: true}
		} else if n, ok := v.Number(); ok {
			words[i] = command.Arg{Text: luaString(n), Known: true}
		}
	}
	var room [8]command.Key
	keys, unsure := cmd.AppendKeys(room[:0], words, call.Open)
	call.KeysUnsure = unsure
	for _, k := range keys {
		v := c.Value(args[k.Arg])
		use := KeyUse{Expr: args[k.Arg], Arg: k.Arg, From: v.from, Write: k.Write, Input: v.Input()}
		if v.from == FromLiteral && words[k.Arg].Known {
			use.Text, use.Known = words[k.Arg].Text, true
		}
		call.Keys = append(call.Keys, use)
	}
}
