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
		for _, f := range c.calledValue(e).funcs() {
			switch {
			case f.fn != nil:
				if protected, ok := wrappers[f.fn]; ok && e.Method == nil {
					args := e.Args
					if n := len(f.fn.Params); !f.fn.Expr.Vararg && len(args) > n {
						args = args[:n]
					}
					c.addCall(e, args, protected)
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

// calledValue is what a call calls.
func (c *collector) calledValue(e *syntax.CallExpr) Value {
	if e.Method != nil {
		return c.m.methods[e]
	}
	return c.values[e.Func]
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
	more := c.expansion(args[len(args)-1])
	call.Open = more != nil
	if !call.Open || len(args) > 1 {
		call.NameExpr = args[0]
		call.Args = args[1:]
	}
	name := c.words(call, more)
	c.nameCall(call, name)
	c.findKeys(call, more)
}

// nameCall finds the command that a call runs, from its first word.
func (c *collector) nameCall(call *Call, name Value) {
	if !name.Is(String | Absent) {
		return
	}
	for _, k := range name.Consts() {
		call.Names = append(call.Names, strings.ToUpper(k.Str))
	}
	slices.Sort(call.Names)
	call.Names = slices.Compact(call.Names)
	if len(call.Names) != 1 || name.Can(Absent) {
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
