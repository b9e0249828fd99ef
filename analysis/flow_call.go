package analysis

import (
	"math"

	"github.com/luagen/luagen/parser/syntax"
)

// call evaluates a call of x, or of a method of x.
func (m *machine) call(e *syntax.CallExpr, x Value) values {
	args := m.evalList(e.Args)
	if m.dead || m.broken { // an argument raises
		return values{}
	}
	if e.Method == nil {
		return m.apply(e, x, args)
	}
	f := m.index(x, literal(e.Method))
	m.methods[e] = m.join(m.methods[e], f)
	l := m.alloc(len(args.list) + 1)
	l[0] = x
	copy(l[1:], args.list)
	args.list = l
	return m.apply(e, f, args)
}

// apply calls a value with arguments. The call expression is nil for calls that the script
// does not write, such as an iterator's.
func (m *machine) apply(e *syntax.CallExpr, f Value, args values) values {
	var result values
	called, returned := false, false
	for _, c := range f.funcs() {
		var r values
		if c.lib != nil {
			r = m.callLib(e, c.lib, args)
		} else {
			r = m.callFunc(e, m.scope.funcs[c.fn], args)
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
	if f.opaqueFuncs() || !called {
		m.escapeAll(args, asExpr(e))
		from := combine(m.all(args).from, FromUnknown)
		r := values{rest: unknown(elementOrigin(from))}
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
func (m *machine) joinLists(a, b values) values {
	n := max(len(a.list), len(b.list), 1)
	l := m.alloc(n)
	for i := range l {
		l[i] = m.join(m.at(a, i), m.at(b, i))
	}
	r := values{list: l}
	if a.more() || b.more() {
		r.rest = m.join(m.all(a), m.all(b))
	}
	return r
}

// callFunc calls a function of the script: its parameters grow by the arguments, and
// it is run again when they, or anything that functions share, changed since it last was.
func (m *machine) callFunc(e *syntax.CallExpr, fn *Function, args values) values {
	flow := m.flow(fn)
	if flow.params == nil {
		flow.params = make([]Value, len(fn.Params))
	}
	before := m.heap
	for i := range flow.params {
		m.grow(&flow.params[i], m.at(args, i), &flow.growth)
	}
	if fn.Expr.Vararg {
		rest := m.all(args.drop(len(fn.Params)))
		if rest.kinds != 0 {
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
	if !flow.returns {
		m.dead = true
		return values{}
	}
	if fn.passes != nil && e != nil {
		if f := m.values[fn.passes.Func]; len(f.funcs()) == 1 && !f.opaqueFuncs() && f.funcs()[0].lib.IsCommand() {
			if fn.Expr.Method {
				args = args.drop(1)
			}
			if n := len(fn.passes.Args); !fn.Expr.Vararg && len(args.list) >= n {
				args = values{list: args.list[:n]}
			}
			return m.callLib(e, f.funcs()[0].lib, args)
		}
	}
	return flow.yields()
}

// runUnknown runs a function with arguments of which nothing is known.
func (m *machine) runUnknown(fn *Function) {
	m.callFunc(nil, fn, values{rest: unknown(FromUnknown)})
	m.dead = false
}

// escapeFunc notes that unknown code may call a function.
func (m *machine) escapeFunc(e *syntax.FuncExpr) {
	if e == nil {
		return
	}
	fn := m.scope.funcs[e]
	flow := m.flow(fn)
	if flow.escaped {
		return
	}
	flow.escaped = true
	dead := m.dead
	m.runUnknown(fn)
	m.dead = dead
}

// runEscaped runs what unknown code may call at any time once more when what it sees
// has changed; it reports whether that changed anything.
func (m *machine) runEscaped() bool {
	before := m.heap
	for _, fn := range m.scope.Functions {
		if m.flow(fn).escaped && m.flow(fn).heap != m.heap {
			m.runUnknown(fn)
		}
	}
	return m.heap != before && !m.broken
}

// unpackBounds returns the constant range of unpack(t, i, j), from its arguments after the table;
// last is 0 when it is the table's length, and ok is false when the range is not constant.
func (m *machine) unpackBounds(args values) (first, last int, ok bool) {
	first = 1
	if v := m.at(args, 0); !v.Is(AbsentOrNil) {
		n, known := v.Number()
		if !known || n < 1 || n > math.MaxInt16 {
			return 0, 0, false
		}
		first = int(n)
	}
	if v := m.at(args, 1); !v.Is(AbsentOrNil) {
		n, known := v.Number()
		if !known || n > math.MaxInt16 {
			return first, 0, false
		}
		last = max(int(n), 0)
	}
	return first, last, true
}
