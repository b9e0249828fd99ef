package flow

import (
	"math"
	"sync"

	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/analysis/library"
	"github.com/luagen/luagen/analysis/scope"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/parser/syntax"
)

// evalList evaluates a list of expressions, the last to all its values.
func (m *Machine) evalList(es []syntax.Expr) List {
	if len(es) == 0 {
		return List{}
	}
	l := m.alloc(len(es))
	for i, e := range es[:len(es)-1] {
		l[i] = m.eval(e)
	}
	last := es[len(es)-1]
	if !scope.Expands(last) {
		l[len(es)-1] = m.eval(last)
		return List{Known: l}
	}
	vs := m.evalMulti(last)
	if len(es) == 1 {
		return vs
	}
	l = append(l[:len(es)-1:len(es)-1], vs.Known...)
	vs.Known = l
	return vs
}

// evalMulti evaluates a call, "..." or damaged text to all its values.
func (m *Machine) evalMulti(e syntax.Expr) List {
	switch e := e.(type) {
	case *syntax.VarargExpr:
		m.step()
		v := m.FlowOf(m.fn).varargs
		m.record(e, m.At(List{Rest: v}, 0))
		return List{Rest: v}
	case *syntax.ErrorExpr:
		m.record(e, m.eval(e))
		return List{Rest: value.Unknown(value.FromUnknown)}
	case *syntax.CallExpr:
		vs := m.evalSpine(e)
		m.record(e, m.At(vs, 0))
		return vs
	}
	return m.list(m.eval(e))
}

// eval evaluates an expression to one value.
func (m *Machine) eval(e syntax.Expr) value.Value {
	switch e := e.(type) {
	case *syntax.BinaryExpr, *syntax.IndexExpr, *syntax.CallExpr:
		return m.record(e, m.At(m.evalSpine(e), 0))
	}
	m.step()
	if m.isHole(e) {
		return m.record(e, value.Unknown(value.FromUnknown))
	}
	switch e := e.(type) {
	case *syntax.NilExpr, *syntax.BoolExpr:
		return value.Literal(e)
	case *syntax.NumberExpr, *syntax.StringExpr:
		if v := m.Values.Of(e); v.Kinds() != 0 {
			return v
		}
		return m.record(e, value.Literal(e))
	case *syntax.NameExpr:
		return m.record(e, m.name(e))
	case *syntax.VarargExpr:
		return m.At(m.evalMulti(e), 0)
	case *syntax.FuncExpr:
		if v := m.Values.Of(e); v.Kinds() != 0 {
			return v
		}
		d := value.Plain()
		d.Funcs = []value.Callee{{Func: e}}
		return m.record(e, value.With(kind.Func, value.FromLiteral, d))
	case *syntax.ParenExpr:
		return m.record(e, m.eval(e.X))
	case *syntax.UnaryExpr:
		return m.record(e, value.Unary(e.Op, m.eval(e.X)))
	case *syntax.TableExpr:
		return m.record(e, m.construct(e))
	case *syntax.ErrorExpr:
		m.errorParts(e.Parts)
	}
	return value.Unknown(value.FromUnknown)
}

// name evaluates a variable.
func (m *Machine) name(e *syntax.NameExpr) value.Value {
	if b := m.scope.Use(e); b != nil {
		return m.read(b)
	}
	return m.global(e.Name)
}

// global is one of Redis's own global variables.
type global struct {
	name  string
	value value.Value
}

// global is the value of a global name.
func (m *Machine) global(name string) value.Value {
	for i := range m.globals {
		if m.globals[i].name == name {
			return m.globals[i].value
		}
	}
	if v := m.own(name); v.Kinds() != 0 {
		m.globals = append(m.globals, global{name, v})
		return v
	}
	return value.Unknown(value.FromUnknown)
}

// own makes the value of a global variable of Redis's own; the zero Value for another name.
func (m *Machine) own(name string) value.Value {
	switch name {
	case "KEYS":
		return value.OfTable(&value.Shape{IsInput: true, Input: value.KEYS}, value.FromKeys)
	case "ARGV":
		return value.OfTable(&value.Shape{IsInput: true, Input: value.ARGV}, value.FromArgs)
	case "_G":
		return value.OfTable(&value.Shape{IsGlobals: true}, value.FromLiteral)
	case "_VERSION":
		return value.Of(kind.Text, value.FromLiteral)
	}
	if l := library.Find(name); l != nil {
		return value.OfTable(&value.Shape{Library: l}, value.FromLiteral)
	}
	if f := library.Function(name); f != nil {
		return m.member(f)
	}
	return value.Value{}
}

// member is the value of a library's member.
func (m *Machine) member(f *library.Member) value.Value {
	if f.Constant {
		if f.Op == library.Huge {
			return value.Constant(value.Const{Num: math.Inf(1)})
		}
		return value.Of(f.Result, value.FromLiteral)
	}
	if v, ok := functions()[f]; ok {
		return v
	}
	return function(f)
}

// functions are the values of all functions of the libraries, by which scripts share them.
var functions = sync.OnceValue(func() map[*library.Member]value.Value {
	all := map[*library.Member]value.Value{}
	for f := range library.Functions() {
		all[f] = function(f)
	}
	for l := range library.Libraries() {
		for f := range l.Members() {
			all[f] = function(f)
		}
	}
	return all
})

// function is the value of a function of the libraries.
func function(f *library.Member) value.Value {
	d := value.Plain()
	d.Funcs = []value.Callee{{Lib: f}}
	return value.With(kind.Func, value.FromLiteral, d)
}

// evalSpine evaluates a binary operation, an index or a call. What leans to the left
// is walked without recursion.
func (m *Machine) evalSpine(e syntax.Expr) List {
	var room [16]syntax.Expr
	spine := scope.LeftSpine(room[:0], e)
	vs := m.list(m.eval(spine[len(spine)-1]))
	for i := len(spine) - 2; i >= 0; i-- {
		if m.Broken {
			return List{}
		}
		m.step()
		x := m.At(vs, 0)
		if i < len(spine)-2 {
			m.record(spine[i+1], x)
		}
		if call, ok := spine[i].(*syntax.CallExpr); ok {
			vs = m.call(call, x)
			continue
		}
		vs = m.list(m.fold(spine[i], x))
	}
	return vs
}

// fold evaluates a binary operation or index whose left side is known.
func (m *Machine) fold(e syntax.Expr, x value.Value) value.Value {
	if isDamaged(e) {
		m.eval(e.(*syntax.BinaryExpr).Y)
		return value.Unknown(value.FromUnknown)
	}
	switch e := e.(type) {
	case *syntax.IndexExpr:
		key := m.eval(e.Key)
		m.narrow(e.X, kind.Table|kind.String|kind.Other)
		return m.index(x, key)
	case *syntax.BinaryExpr:
		if e.Op == syntax.OpAnd || e.Op == syntax.OpOr {
			return m.logical(e, x)
		}
		y := m.eval(e.Y)
		switch e.Op {
		case syntax.OpConcat:
			m.narrow(e.X, kind.Number|kind.String)
			m.narrow(e.Y, kind.Number|kind.String)
			return value.Concat(x, y)
		case syntax.OpEq, syntax.OpNe:
			return value.Of(kind.Bool, value.Combine(x.Origin(), y.Origin()))
		case syntax.OpLt, syntax.OpLe, syntax.OpGt, syntax.OpGe:
			m.refineOrdered(e)
			return value.Of(kind.Bool, value.Combine(x.Origin(), y.Origin()))
		default:
			m.numeral(e.X)
			m.numeral(e.Y)
			v := value.Arithmetic(e.Op, x, y)
			switch {
			case !v.Can(kind.Fraction):
			case m.isFloor(e):
				v = v.WithKinds(v.Kinds()&^kind.Fraction | kind.Int)
			case m.countsGroups(e):
				v = v.WithKinds(v.Kinds()&^kind.Fraction | kind.AnyNumber)
			}
			return v
		}
	}
	return value.Unknown(value.FromUnknown)
}

// logical evaluates "x and y" and "x or y"; y sees what x's outcome says.
func (m *Machine) logical(e *syntax.BinaryExpr, x value.Value) value.Value {
	isAnd := e.Op == syntax.OpAnd
	keep, skip := kind.Falsy, kind.Unknown&^kind.Falsy // of x: what the result keeps
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
		m.dead = x.Kinds()&keep == 0 && x.Kinds() != 0 && x.Kinds() != kind.Unknown && alwaysDead(x, keep)
		m.refine(e.X, !isAnd)
		return x.Limit(keep)
	}
	if x.Kinds()&keep == 0 {
		return y
	}
	if x.Kinds()&skip == 0 && x.Kinds() != 0 {
		return x
	}
	x = x.Limit(keep)
	if isAnd {
		x = x.WithOrigin(0) // a false or nil comes from nowhere in particular
	}
	return m.join(x, y)
}

// alwaysDead reports whether no run gets past an operand with the value x.
func alwaysDead(x value.Value, keep kind.Set) bool {
	return x.Origin() == value.FromLiteral && x.Kinds()&keep == 0
}
