package analysis

import (
	"math"

	"github.com/luagen/luagen/parser/syntax"
)

// values is what a list of expressions yields: single values, then perhaps more of
// which the number is not known.
type values struct {
	list []Value
	// rest is what each further value can be; the zero Value when there are none.
	rest Value
	// from is the table whose elements the further values are, in order, from start on;
	// nil when they are just any of rest.
	from  *Shape
	start int
}

// more reports whether there may be more values than those listed.
func (vs values) more() bool { return vs.rest.kinds != 0 || vs.from != nil }

// at returns the value at a place, nil beyond the last.
func (m *machine) at(vs values, i int) Value {
	switch {
	case i < len(vs.list):
		return vs.list[i]
	case vs.from != nil:
		return m.element(vs.from, vs.start+i-len(vs.list))
	case vs.rest.kinds != 0:
		v := vs.rest
		v.kinds |= Absent
		return v
	default:
		return of(Nil, FromLiteral)
	}
}

// list makes a list of values.
func (m *machine) list(vs ...Value) values {
	l := m.alloc(len(vs))
	copy(l, vs)
	return values{list: l}
}

// drop returns the values without the first n.
func (vs values) drop(n int) values {
	if n <= len(vs.list) {
		vs.list = vs.list[n:]
		return vs
	}
	vs.start += n - len(vs.list)
	vs.list = nil
	return vs
}

// all returns the join of all values, their number aside.
func (m *machine) all(vs values) Value {
	v := vs.rest
	if vs.from != nil {
		v = m.join(v, m.elementsFrom(vs.from, vs.start))
	}
	for _, x := range vs.list {
		v = m.join(v, x)
	}
	return v
}

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

// expands reports whether an expression in last place may yield any number of values.
func expands(e syntax.Expr) bool {
	switch e.(type) {
	case *syntax.CallExpr, *syntax.VarargExpr:
		return true
	}
	return false
}

// evalMulti evaluates a call or "..." to all its values.
func (m *machine) evalMulti(e syntax.Expr) values {
	switch e := e.(type) {
	case *syntax.VarargExpr:
		m.step()
		v := m.fn.flow.varargs
		m.record(e, m.at(values{rest: v}, 0))
		return values{rest: v}
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
	case *syntax.NilExpr:
		return of(Nil, FromLiteral)
	case *syntax.BoolExpr:
		if e.Value {
			return of(True, FromLiteral)
		}
		return of(False, FromLiteral)
	case *syntax.NumberExpr, *syntax.StringExpr:
		if v, ok := m.facts.values[e]; ok {
			return v
		}
		return m.record(e, literal(e))
	case *syntax.NameExpr:
		return m.record(e, m.name(e))
	case *syntax.VarargExpr:
		return m.at(m.evalMulti(e), 0)
	case *syntax.FuncExpr:
		if v, ok := m.facts.values[e]; ok {
			return v
		}
		d := plain()
		d.funcs = []callee{{fn: m.facts.funcs[e]}}
		return m.record(e, with(Func, FromLiteral, d))
	case *syntax.ParenExpr:
		return m.record(e, m.eval(e.X))
	case *syntax.UnaryExpr:
		return m.record(e, unary(e.Op, m.eval(e.X)))
	case *syntax.TableExpr:
		return m.record(e, m.construct(e))
	}
	return unknown(FromUnknown)
}

func literal(e syntax.Expr) Value {
	switch e := e.(type) {
	case *syntax.NumberExpr:
		return ofConst(Const{Num: e.Value}, FromLiteral)
	case *syntax.StringExpr:
		return ofConst(Const{IsString: true, Str: e.Value}, FromLiteral)
	}
	return Value{}
}

// name evaluates a variable.
func (m *machine) name(e *syntax.NameExpr) Value {
	if b := m.facts.uses[e]; b != nil {
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
	if l := findLibrary(name); l != nil {
		if m.libs[l] == nil {
			m.libs[l] = &Shape{lib: l}
		}
		return ofShape(m.libs[l], FromLiteral)
	}
	if f := findMember(base, name); f != nil {
		return m.member(f)
	}
	return unknown(FromUnknown)
}

// member is the value of a library's member.
func (m *machine) member(f *libMember) Value {
	if f.constant {
		if f.full == "math.huge" {
			return ofConst(Const{Num: math.Inf(1)}, FromLiteral)
		}
		return of(f.result, FromLiteral)
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
			return arithmetic(e.Op, x, y)
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
		x.from = 0 // a false or nil comes from nowhere in particular
	}
	return m.join(x, y)
}

// alwaysDead reports whether no run gets past an operand with the value x.
func alwaysDead(x Value, keep Kinds) bool { return x.from == FromLiteral && x.kinds&keep == 0 }

// unary evaluates "-x", "not x" and "#x".
func unary(op syntax.Op, x Value) Value {
	switch op {
	case syntax.OpNot:
		switch {
		case x.Is(Falsy):
			return of(True, x.from)
		case x.Is(Unknown &^ Falsy):
			return of(False, x.from)
		}
		return of(Bool, x.from)
	case syntax.OpLen:
		d := plain()
		d.lo = leastLength(x)
		return with(Int, combine(x.from, FromLiteral), d)
	default:
		d := plain()
		lo, hi := x.bounds()
		d.lo, d.hi = -hi, -lo
		for _, c := range x.Consts() {
			if n, ok := constNumber(c); ok {
				d.consts = append(d.consts, Const{Num: -n})
			}
		}
		return with(numberKinds(x), x.from, d)
	}
}

// leastLength is the least that "#x" can be.
func leastLength(x Value) float64 {
	s := x.Shape()
	if s == nil || s.Open || s.moved || s.isInput || !x.Is(Table) {
		return 0
	}
	for i := range s.Items {
		if s.Items[i].Can(AbsentOrNil) {
			return 0 // anything from there on may be missing; Lua may then count less
		}
	}
	return float64(len(s.Items))
}

// constNumber is a constant as arithmetic sees it.
func constNumber(c Const) (float64, bool) {
	if c.IsString {
		return parseNumeral(c.Str)
	}
	return c.Num, true
}

// numberKinds is what kinds of number a value is to arithmetic, which also takes
// strings that read as numbers.
func numberKinds(v Value) Kinds {
	k := v.suggested() & Number
	if cs := v.Consts(); len(cs) > 0 && v.Is(Number|String) {
		k = 0
		for _, c := range cs {
			if n, ok := constNumber(c); ok {
				k |= constKind(Const{Num: n})
			}
		}
	} else if v.kinds&String != 0 {
		k |= AnyNumber
	}
	if k == 0 {
		return AnyNumber
	}
	return k
}

// arithmetic evaluates "x + y" and its kin.
func arithmetic(op syntax.Op, x, y Value) Value {
	kx, ky := numberKinds(x), numberKinds(y)
	var k Kinds
	if kx&Int != 0 && ky&Int != 0 {
		k |= Int
		switch op {
		case syntax.OpDiv:
			k = 0
		case syntax.OpPow:
			if n, ok := y.Number(); !ok || n < 0 {
				k = AnyNumber
			}
		}
	}
	k |= (kx | ky) & (Fraction | AnyNumber)
	if op == syntax.OpDiv {
		k = Fraction
	}
	from := combine(x.from, y.from)
	d := plain()
	d.lo, d.hi = arithmeticBounds(op, x, y)
	if cx, cy := x.Consts(), y.Consts(); len(cx)*len(cy) > 0 && len(cx)*len(cy) <= maxConsts && x.Is(Number|String) && y.Is(Number|String) {
		k = 0
		for _, a := range cx {
			for _, b := range cy {
				na, oka := constNumber(a)
				nb, okb := constNumber(b)
				if !oka || !okb {
					continue
				}
				c := Const{Num: calculate(op, na, nb)}
				if math.IsNaN(c.Num) {
					return of(AnyNumber, from)
				}
				k |= constKind(c)
				d.consts = joinConsts(of(Number, 0), of(Number, 0), append(d.consts, c), []Const{c})
			}
		}
		if k == 0 {
			return of(AnyNumber, from)
		}
	}
	return with(k, from, d)
}

func calculate(op syntax.Op, a, b float64) float64 {
	switch op {
	case syntax.OpAdd:
		return a + b
	case syntax.OpSub:
		return a - b
	case syntax.OpMul:
		return a * b
	case syntax.OpDiv:
		return a / b
	case syntax.OpMod:
		return a - math.Floor(a/b)*b
	case syntax.OpPow:
		return math.Pow(a, b)
	}
	return math.NaN()
}

func arithmeticBounds(op syntax.Op, x, y Value) (lo, hi float64) {
	xl, xh := x.bounds()
	yl, yh := y.bounds()
	switch op {
	case syntax.OpAdd:
		lo, hi = xl+yl, xh+yh
	case syntax.OpSub:
		lo, hi = xl-yh, xh-yl
	case syntax.OpMul:
		a, b, c, d := times(xl, yl), times(xl, yh), times(xh, yl), times(xh, yh)
		lo, hi = min(a, b, c, d), max(a, b, c, d)
	case syntax.OpDiv:
		if yl <= 0 {
			return unbounded[0], unbounded[1]
		}
		lo, hi = min(xl/yl, xl/yh), max(xh/yl, xh/yh)
	case syntax.OpMod:
		if yl <= 0 {
			return unbounded[0], unbounded[1]
		}
		lo, hi = 0, yh
	default:
		return unbounded[0], unbounded[1]
	}
	if math.IsNaN(lo) || math.IsNaN(hi) {
		return unbounded[0], unbounded[1]
	}
	return lo, hi
}

// times multiplies bounds, of which 0 · ∞ is 0.
func times(a, b float64) float64 {
	if a == 0 || b == 0 {
		return 0
	}
	return a * b
}

// concat evaluates "x .. y".
func concat(x, y Value) Value {
	from := combine(x.from, y.from)
	cx, cy := x.Consts(), y.Consts()
	const scalars = Number | String
	if len(cx)*len(cy) > 0 && len(cx)*len(cy) <= maxConsts && x.Is(scalars) && y.Is(scalars) {
		d := plain()
		var k Kinds
		for _, a := range cx {
			for _, b := range cy {
				c := Const{IsString: true, Str: constText(a) + constText(b)}
				if len(c.Str) > maxConstText {
					return of(AnyString, from)
				}
				k |= constKind(c)
				d.consts = append(d.consts, c)
			}
		}
		return with(k, from, d)
	}
	if neverNumerals(x) || neverNumerals(y) {
		return of(Text, from)
	}
	return of(AnyString, from)
}

// maxConstText bounds the constants that are computed.
const maxConstText = 1 << 10

func constText(c Const) string {
	if c.IsString {
		return c.Str
	}
	return luaString(c.Num)
}

// neverNumerals reports whether nothing that contains the value is a numeral.
func neverNumerals(v Value) bool {
	cs := v.Consts()
	if len(cs) == 0 || !v.Is(String) {
		return false
	}
	for _, c := range cs {
		if !neverNumeral(c.Str) {
			return false
		}
	}
	return true
}

// combine is the origin of what is built of two parts.
func combine(a, b Origin) Origin {
	if a&KeysElement != 0 {
		a = a&^KeysElement | FromKeys
	}
	if b&KeysElement != 0 {
		b = b&^KeysElement | FromKeys
	}
	if a == 0 || b == 0 {
		return a | b
	}
	lowA, lowB := a&-a, b&-b
	return a&^(lowB-1) | b&^(lowA-1)
}
