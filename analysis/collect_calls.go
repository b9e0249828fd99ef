package analysis

import (
	"maps"
	"slices"
	"strings"

	"github.com/luagen/luagen/analysis/command"
	"github.com/luagen/luagen/analysis/flow"
	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/analysis/library"
	"github.com/luagen/luagen/analysis/scope"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/parser/syntax"
)

// collectCalls lists the calls of commands and of library functions.
func (c *collector) collectCalls() {
	wrappers := c.wrappers()
	inside := make(map[*syntax.CallExpr]*wrapper, len(wrappers))
	for _, w := range wrappers {
		inside[w.call] = w
	}
	for _, e := range c.scope.Calls {
		called := c.calledValue(e)
		doubtful := called.OpaqueFuncs() || slices.ContainsFunc(called.Funcs(), func(f value.Callee) bool {
			return wrappers[c.scope.Funcs[f.Func]] == nil && !f.Lib.IsCommand()
		})
		for _, f := range called.Funcs() {
			switch {
			case doubtful && (f.Func != nil || f.Lib.IsCommand()): // perhaps no command at all
			case f.Func != nil:
				if w := wrappers[c.scope.Funcs[f.Func]]; w != nil && f.Func.Method == (e.Method != nil) {
					c.addCall(e, w.args(e), c.protects(w.call), w.words(c.m.Words(e)))
				}
			case f.Lib.IsCommand() && inside[e] == nil:
				c.addCall(e, e.Args, f.Lib.Op == library.RedisPCall, c.m.Words(e))
			case f.Lib.IsCommand():
				if !inside[e].pure {
					c.addInner(e, f.Lib.Op == library.RedisPCall)
				}
			default:
				c.LibCalls = append(c.LibCalls, LibCall{Expr: e, Func: f.Lib})
				if f.Lib.Op == library.PCall && len(e.Args) > 0 {
					for _, inner := range c.Value(e.Args[0]).Funcs() {
						if inner.Lib.IsCommand() {
							c.addCall(e, e.Args[1:], true, c.m.Words(e))
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

// calledValue is what a call calls.
func (c *collector) calledValue(e *syntax.CallExpr) value.Value {
	if e.Method != nil {
		return c.m.Methods[e]
	}
	return c.values.Of(e.Func)
}

// wrapper is a function that hands its arguments on to redis.call.
type wrapper struct {
	fn   *scope.Function
	call *syntax.CallExpr // in it
	pure bool             // it does nothing else
}

// wrappers finds the functions that hand their arguments on to redis.call and that the script
// calls: their calls are listed instead.
func (c *collector) wrappers() map[*scope.Function]*wrapper {
	found := map[*scope.Function]*wrapper{}
	for _, fn := range c.Functions {
		if w := c.wrapper(fn); w != nil {
			found[fn] = w
		}
	}
	if len(found) == 0 {
		return nil
	}
	called := map[*scope.Function]bool{}
	for _, e := range c.scope.Calls {
		for _, f := range c.calledValue(e).Funcs() {
			if f.Func != nil && f.Func.Method == (e.Method != nil) {
				called[c.scope.Funcs[f.Func]] = true
			}
		}
	}
	maps.DeleteFunc(found, func(fn *scope.Function, _ *wrapper) bool { return !called[fn] })
	return found
}

// wrapper returns what makes a function a wrapper of redis.call; nil when it is none.
func (c *collector) wrapper(fn *scope.Function) *wrapper {
	if slices.ContainsFunc(fn.Params, func(b *scope.Binding) bool { return len(b.Writes) > 0 }) {
		return nil
	}
	for _, call := range fn.Forwarding {
		if c.onlyLib(call.Func).IsCommand() {
			return &wrapper{fn, call, call == fn.Forwards}
		}
	}
	return nil
}

// args are the arguments of a call of the wrapper that reach redis.call.
func (w *wrapper) args(e *syntax.CallExpr) []syntax.Expr {
	n := len(w.call.Args)
	if w.fn.Expr.Vararg || len(e.Args) <= n {
		return e.Args
	}
	return e.Args[:n]
}

// words are the words of a call of the wrapper that reach redis.call.
func (w *wrapper) words(saw flow.Words) flow.Words {
	if w.fn.Expr.Vararg {
		return saw
	}
	return saw.First(len(w.call.Args))
}

// addInner lists the call in a wrapper that does more than to pass its arguments on. Which
// commands it runs is known where the wrapper is called.
func (c *collector) addInner(e *syntax.CallExpr, protected bool) {
	call := &Call{Expr: e, Protected: protected, Open: true, More: true, Reply: c.values.Of(e)}
	c.calls[e] = call
	c.Calls = append(c.Calls, call)
}

// protects reports whether a call of redis.call or redis.pcall keeps errors from being raised.
func (c *collector) protects(call *syntax.CallExpr) bool {
	return c.values.Of(call.Func).Op() == library.RedisPCall
}

// passedOn returns the redis.call to which a function only passes its arguments on.
func (c *collector) passedOn(fn *scope.Function) *syntax.CallExpr {
	if w := c.wrapper(fn); w != nil && w.pure {
		return w.call
	}
	return nil
}

func (c *collector) onlyLib(e syntax.Expr) *library.Member {
	if fs := c.values.Of(e).Funcs(); len(fs) == 1 && !c.values.Of(e).OpaqueFuncs() {
		return fs[0].Lib
	}
	return nil
}

// addCall lists a call of a command with its arguments, the command's name first.
func (c *collector) addCall(e *syntax.CallExpr, args []syntax.Expr, protected bool, saw flow.Words) {
	if old := c.calls[e]; old != nil { // both redis.call and redis.pcall: which one is not known
		old.Protected = old.Protected && protected
		return
	}
	call := &Call{Expr: e, Protected: protected, Reply: c.values.Of(e)}
	c.calls[e] = call
	c.Calls = append(c.Calls, call)
	if len(args) == 0 {
		return
	}
	c.words(call, args, saw)
	if len(saw.Known) > 0 {
		c.nameCall(call, saw.Known[0])
	}
	c.match(call, saw)
}

// nameCall finds the command that a call runs, from its first word.
func (c *collector) nameCall(call *Call, name value.Value) {
	if !name.Is(kind.String | kind.Absent) {
		return
	}
	for _, k := range name.Consts() {
		call.Names = append(call.Names, strings.ToUpper(k.Str))
	}
	slices.Sort(call.Names)
	call.Names = slices.Compact(call.Names)
	if len(call.Names) != 1 || name.Can(kind.Absent) {
		return
	}
	call.Name = call.Names[0]
	cmd, ok := command.Lookup(call.Name)
	if !ok {
		return
	}
	call.Command = cmd
	if len(cmd.Subs) > 0 && len(call.Words) > 0 {
		call.SubExpr = call.WordExpr(0)
		if sub, ok := call.Words[0].Str(); ok {
			call.Sub = strings.ToUpper(sub)
		}
	}
}
