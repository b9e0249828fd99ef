package analysis

import (
	"math"

	"github.com/luagen/luagen/analysis/library"
	"github.com/luagen/luagen/parser/syntax"
)

// evalList evaluates a list of expressions, the last to all its values.
func (m *machine) evalList(es []syntax.Expr) values {
	if len(es) == 0 {
		return values{}
	}
	l := m.alloc(len(es))
	for i, e := range es[:len(es)-1] {
		l[i] = m.eval(e)
	}
	last := es[len(es)-1]
	if !expands(last) {
		l[len(es)-1] = m.eval(last)
		return values{list: l}
	}
	vs := m.evalMulti(last)
	if len(es) == 1 {
		return vs
	}
	l = append(l[:len(es)-1:len(es)-1], vs.list...)
	vs.list = l
	return vs
}

// evalMulti evaluates a call, "..." or damaged text to all its values.
func (m *machine) evalMulti(e syntax.Expr) values {
	switch e := e.(type) {
	case *syntax.VarargExpr:
		m.step()
		v := m.flow(m.fn).varargs
		m.record(e, m.at(values{rest: v}, 0))
		return values{rest: v}
	case *syntax.ErrorExpr:
		m.record(e, m.eval(e))
		return values{rest: unknown(FromUnknown)}
	case *syntax.CallExpr:
		vs := m.evalSpine(e)
		m.record(e, m.at(vs, 0))
		return vs
	}
	return m.list(m.eval(e))
}

// eval evaluates an expression to one value.
func (m *machine) eval(e syntax.Expr) Value {
	switch e := e.(type) {
	case *syntax.BinaryExpr, *syntax.IndexExpr, *syntax.CallExpr:
		return m.record(e, m.at(m.evalSpine(e), 0))
	}
	m.step()
	switch e := e.(type) {
	case *syntax.NilExpr, *syntax.BoolExpr:
		return literal(e)
	case *syntax.NumberExpr, *syntax.StringExpr:
		if v, ok := m.values[e]; ok {
			return v
		}
		return m.record(e, literal(e))
	case *syntax.NameExpr:
		return m.record(e, m.name(e))
	case *syntax.VarargExpr:
		return m.at(m.evalMulti(e), 0)
	case *syntax.FuncExpr:
		if v, ok := m.values[e]; ok {
			return v
		}
		d := plain()
		d.funcs = []callee{{fn: e}}
		return m.record(e, with(Func, FromLiteral, d))
	case *syntax.ParenExpr:
		return m.record(e, m.eval(e.X))
	case *syntax.UnaryExpr:
		return m.record(e, unary(e.Op, m.eval(e.X)))
	case *syntax.TableExpr:
		return m.record(e, m.construct(e))
	case *syntax.ErrorExpr:
		m.errorParts(e.Parts)
	}
	return unknown(FromUnknown)
}

// name evaluates a variable.
func (m *machine) name(e *syntax.NameExpr) Value {
	if b := m.scope.uses[e]; b != nil {
		return m.read(b)
	}
	return m.global(e.Name)
}

// global is the value of a global name.
func (m *machine) global(name string) Value {
	switch name {
	case "KEYS":
		return ofShape(m.inputs[KEYS], FromKeys)
	case "ARGV":
		return ofShape(m.inputs[ARGV], FromArgs)
	case "_G":
		return ofShape(m.globals, FromLiteral)
	case "_VERSION":
		return of(Text, FromLiteral)
	}
	if l := library.Find(name); l != nil {
		if m.libs[l] == nil {
			m.libs[l] = &Shape{lib: l}
		}
		return ofShape(m.libs[l], FromLiteral)
	}
	if f := library.Function(name); f != nil {
		return m.member(f)
	}
	return unknown(FromUnknown)
}

// member is the value of a library's member.
func (m *machine) member(f *library.Member) Value {
	if f.Constant {
		if f.Op == library.Huge {
			return ofConst(Const{Num: math.Inf(1)})
		}
		return of(f.Result, FromLiteral)
	}
	v, ok := m.members[f]
	if !ok {
		d := plain()
		d.funcs = []callee{{lib: f}}
		v = with(Func, FromLiteral, d)
		m.members[f] = v
	}
	return v
}

// evalSpine evaluates a binary operation, an index or a call. What leans to the left
// is walked without recursion.
func (m *machine) evalSpine(e syntax.Expr) values {
	var room [16]syntax.Expr
	spine := leftSpine(room[:0], e)
	var one [1]Value
	vs := values{list: one[:]}
	one[0] = m.eval(spine[len(spine)-1])
	for i := len(spine) - 2; i >= 0; i-- {
		if m.broken {
			return values{}
		}
		m.step()
		x := m.at(vs, 0)
		if i < len(spine)-2 {
			m.record(spine[i+1], x)
		}
		if call, ok := spine[i].(*syntax.CallExpr); ok {
			vs = m.call(call, x)
			continue
		}
		v := m.fold(spine[i], x)
		l := m.alloc(1)
		l[0] = v
		vs = values{list: l}
	}
	return vs
}

// fold evaluates a binary operation or index whose left side is known.
func (m *machine) fold(e syntax.Expr, x Value) Value {
	if isDamaged(e) {
		m.eval(e.(*syntax.BinaryExpr).Y)
		return unknown(FromUnknown)
	}
	switch e := e.(type) {
	case *syntax.IndexExpr:
		key := m.eval(e.Key)
		m.narrow(e.X, Table|String|Other)
		return m.index(x, key)
	case *syntax.BinaryExpr:
		if e.Op == syntax.OpAnd || e.Op == syntax.OpOr {
			return m.logical(e, x)
		}
		y := m.eval(e.Y)
		switch e.Op {
		case syntax.OpConcat:
			m.narrow(e.X, Number|String)
			m.narrow(e.Y, Number|String)
			return concat(x, y)
		case syntax.OpEq, syntax.OpNe:
			return of(Bool, combine(x.from, y.from))
		case syntax.OpLt, syntax.OpLe, syntax.OpGt, syntax.OpGe:
			m.refineOrdered(e)
			return of(Bool, combine(x.from, y.from))
		default:
			m.numeral(e.X)
			m.numeral(e.Y)
			v := arithmetic(e.Op, x, y)
			switch {
			case !v.Can(Fraction):
			case m.isFloor(e):
				v = v.WithKinds(v.kinds&^Fraction | Int)
			case m.countsGroups(e):
				v = v.WithKinds(v.kinds&^Fraction | AnyNumber)
			}
			return v
		}
	}
	return unknown(FromUnknown)
}

// logical evaluates "x and y" and "x or y"; y sees what x's outcome says.
func (m *machine) logical(e *syntax.BinaryExpr, x Value) Value {
	isAnd := e.Op == syntax.OpAnd
	keep, skip := Falsy, Unknown&^Falsy // of x: what the result keeps
	if !isAnd {
		keep, skip = skip, keep
	}
	mark := len(m.undo)
	m.refine(e.X, isAnd)
	y := m.eval(e.Y)
	for len(m.undo) > mark {
		u := m.undo[len(m.undo)-1]
		m.undo = m.undo[:len(m.undo)-1]
		m.slots[u.slot] = u.old
	}
	if m.dead { // "x or error()": what follows knows x
		m.dead = x.kinds&keep == 0 && x.kinds != 0 && x.kinds != Unknown && alwaysDead(x, keep)
		m.refine(e.X, !isAnd)
		return x.limit(keep)
	}
	if x.kinds&keep == 0 {
		return y
	}
	if x.kinds&skip == 0 && x.kinds != 0 {
		return x
	}
	x = x.limit(keep)
	if isAnd {
		x = x.WithOrigin(0) // a false or nil comes from nowhere in particular
	}
	return m.join(x, y)
}

// alwaysDead reports whether no run gets past an operand with the value x.
func alwaysDead(x Value, keep Kinds) bool { return x.from == FromLiteral && x.kinds&keep == 0 }
