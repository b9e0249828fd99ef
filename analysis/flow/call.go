package flow

import (
	"math"
	"slices"

	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/analysis/scope"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/parser/syntax"
)

// call evaluates a call of x, or of a method of x.
func (m *Machine) call(e *syntax.CallExpr, x value.Value) List {
	args := m.evalList(e.Args)
	if m.dead || m.Broken { // an argument raises
		return List{}
	}
	if e.Method == nil {
		return m.apply(e, x, args)
	}
	f := m.index(x, value.Literal(e.Method))
	if m.Methods == nil {
		m.Methods = map[*syntax.CallExpr]value.Value{}
	}
	m.Methods[e] = m.join(m.Methods[e], f)
	l := m.alloc(len(args.Known) + 1)
	l[0] = x
	copy(l[1:], args.Known)
	args.Known = l
	return m.apply(e, f, args)
}

// apply calls a value with arguments. The call expression is nil for calls that the script
// does not write, such as an iterator's.
func (m *Machine) apply(e *syntax.CallExpr, f value.Value, args List) List {
	var result List
	called, returned := false, false
	for _, c := range f.Funcs() {
		var r List
		if c.Lib != nil {
			r = m.callLib(e, c.Lib, args)
		} else {
			r = m.callFunc(e, m.scope.Funcs[c.Func], args)
		}
		if !m.dead {
			if returned {
				r = m.joinLists(result, r)
			}
			result, returned = r, true
		}
		called = true
		m.dead = false
	}
	if f.OpaqueFuncs() || !called {
		m.escapeAll(args, asExpr(e))
		from := value.Combine(m.All(args).Origin(), value.FromUnknown)
		r := List{Rest: value.Unknown(value.ElementOrigin(from))}
		if returned {
			r = m.joinLists(result, r)
		}
		return r
	}
	m.dead = !returned
	return result
}

// asExpr keeps a nil call from becoming an expression that is not nil.
func asExpr(e *syntax.CallExpr) syntax.Expr {
	if e == nil {
		return nil
	}
	return e
}

// joinLists returns values that are either a or b.
func (m *Machine) joinLists(a, b List) List {
	n := max(len(a.Known), len(b.Known), 1)
	l := m.alloc(n)
	for i := range l {
		l[i] = m.join(m.At(a, i), m.At(b, i))
	}
	r := List{Known: l}
	if a.More() || b.More() {
		r.Rest = m.join(m.All(a), m.All(b))
	}
	return r
}

// callFunc calls a function of the script: its parameters grow by the arguments, and
// it is run again when they, or anything that functions share, changed since it last was.
func (m *Machine) callFunc(e *syntax.CallExpr, fn *scope.Function, args List) List {
	flow := m.FlowOf(fn)
	if flow.params == nil {
		flow.params = make([]value.Value, len(fn.Params))
	}
	before := m.heap
	for i := range flow.params {
		m.grow(&flow.params[i], m.At(args, i), &flow.growth)
	}
	if fn.Expr.Vararg {
		rest := m.All(args.Drop(len(fn.Params)))
		if rest.Kinds() != 0 {
			m.grow(&flow.varargs, rest, &flow.growth)
		}
	}
	grown := m.heap != before
	switch {
	case flow.running:
		flow.recursed = true
		flow.again = flow.again || grown
	case grown || !flow.done || flow.heap != m.heap:
		m.runBody(fn, fn.Expr.Body)
	}
	if e != nil && m.wraps(fn) {
		m.see(e, withoutSelf(fn, args))
	}
	if !flow.returns {
		m.dead = true
		return List{}
	}
	if fn.Forwards != nil && e != nil {
		if f := m.Values.Of(fn.Forwards.Func); len(f.Funcs()) == 1 && !f.OpaqueFuncs() && f.Funcs()[0].Lib.IsCommand() {
			args = withoutSelf(fn, args)
			if n := len(fn.Forwards.Args); !fn.Expr.Vararg && len(args.Known) >= n {
				args = List{Known: args.Known[:n]}
			}
			return m.callLib(e, f.Funcs()[0].Lib, args)
		}
	}
	return flow.Yields()
}

// wraps reports whether a function hands its arguments on to a command.
func (m *Machine) wraps(fn *scope.Function) bool {
	return slices.ContainsFunc(fn.Forwarding, func(call *syntax.CallExpr) bool {
		return slices.ContainsFunc(m.Values.Of(call.Func).Funcs(), func(f value.Callee) bool { return f.Lib.IsCommand() })
	})
}

// withoutSelf returns the arguments of a function that the script writes as such.
func withoutSelf(fn *scope.Function, args List) List {
	if fn.Expr.Method {
		return args.Drop(1)
	}
	return args
}

// runUnknown runs a function with arguments of which nothing is known.
func (m *Machine) runUnknown(fn *scope.Function) {
	m.callFunc(nil, fn, List{Rest: value.Unknown(value.FromUnknown)})
	m.dead = false
}

// escapeFunc notes that unknown code may call a function.
func (m *Machine) escapeFunc(e *syntax.FuncExpr) {
	if e == nil {
		return
	}
	fn := m.scope.Funcs[e]
	flow := m.FlowOf(fn)
	if flow.Escaped {
		return
	}
	flow.Escaped = true
	dead := m.dead
	m.runUnknown(fn)
	m.dead = dead
}

// runEscaped runs what unknown code may call at any time once more when what it sees
// has changed; it reports whether that changed anything.
func (m *Machine) runEscaped() bool {
	before := m.heap
	for _, fn := range m.scope.Functions {
		if m.FlowOf(fn).Escaped && m.FlowOf(fn).heap != m.heap {
			m.runUnknown(fn)
		}
	}
	return m.heap != before && !m.Broken
}

// UnpackBounds returns the constant range of unpack(t, i, j), from its arguments after the table;
// last is 0 when it is the table's length, and ok is false when the range is not constant.
func (m *Machine) UnpackBounds(args List) (first, last int, ok bool) {
	first = 1
	if v := m.At(args, 0); !v.Is(kind.AbsentOrNil) {
		n, known := v.Number()
		if !known || n < 1 || n > math.MaxInt16 {
			return 0, 0, false
		}
		first = int(n)
	}
	if v := m.At(args, 1); !v.Is(kind.AbsentOrNil) {
		n, known := v.Number()
		if !known || n > math.MaxInt16 {
			return first, 0, false
		}
		last = max(int(n), 0)
	}
	return first, last, true
}
