package limits

import "github.com/luagen/luagen/parser/syntax"

const (
	flushFields = 50  // LFIELDS_PER_FLUSH: table items stored by one instruction
	maxBatch    = 511 // MAXARG_C: greatest number of such a batch within an instruction
)

// expr meters an expression. It does not recurse into left operands, so that it
// recurses no deeper than expressions nest.
func (m *meter) expr(x syntax.Expr) value {
	mark := len(m.spine)
	for left := x; left != nil; {
		switch n := left.(type) {
		case *syntax.BinaryExpr:
			left = n.X
		case *syntax.IndexExpr:
			left = n.X
		case *syntax.CallExpr:
			left = n.Func
		default:
			x, left = n, nil
			continue
		}
		m.spine = append(m.spine, x)
		x = left
	}
	v := m.simple(x)
	for len(m.spine) > mark {
		x := m.spine[len(m.spine)-1]
		m.spine = m.spine[:len(m.spine)-1]
		switch x := x.(type) {
		case *syntax.BinaryExpr:
			m.binary(x, &v)
		case *syntax.IndexExpr:
			m.index(x, &v)
		case *syntax.CallExpr:
			m.call(x, &v)
		}
	}
	m.at = x.Span()
	return v
}

// simple meters an expression without a left operand.
func (m *meter) simple(x syntax.Expr) value {
	m.at = x.Span()
	switch x := x.(type) {
	case *syntax.NilExpr:
		return value{kind: vNil}
	case *syntax.BoolExpr:
		if x.Value {
			return value{kind: vTrue}
		}
		return value{kind: vFalse}
	case *syntax.NumberExpr:
		return value{kind: vNumber, num: x.Value}
	case *syntax.StringExpr:
		return m.stringConstant(x.Value)
	case *syntax.VarargExpr:
		m.emit()
		return value{kind: vVararg}
	case *syntax.FuncExpr:
		return m.function(x)
	case *syntax.NameExpr:
		return m.variable(x.Name)
	case *syntax.TableExpr:
		return m.table(x)
	case *syntax.ParenExpr:
		v := m.expr(x.X)
		m.read(&v)
		return v
	case *syntax.UnaryExpr:
		v := m.expr(x.X)
		m.unary(x.Op, &v)
		return v
	}
	return value{}
}

func (m *meter) stringConstant(s string) value {
	return value{kind: vConst, reg: m.constant(constant{kind: vConst, text: s})}
}

func (m *meter) unary(op syntax.Op, v *value) {
	if op == syntax.OpNot {
		m.negate(v)
		return
	}
	if op == syntax.OpLen || !v.isNumeral() {
		m.anywhere(v)
	}
	zero := value{kind: vNumber}
	m.arithmetic(op, v, &zero)
}

// binary meters an operator whose left operand is a, and leaves the result there.
func (m *meter) binary(x *syntax.BinaryExpr, a *value) {
	switch x.Op {
	case syntax.OpAnd:
		m.goIfTrue(a)
		b := m.expr(x.Y)
		m.read(&b)
		m.join(&b.isFalse, a.isFalse)
		*a = b
	case syntax.OpOr:
		m.goIfFalse(a)
		b := m.expr(x.Y)
		m.read(&b)
		m.join(&b.isTrue, a.isTrue)
		*a = b
	case syntax.OpConcat:
		m.next(a)
		b := m.expr(x.Y)
		m.settle(&b)
		if b.kind == vFloating && b.concat {
			m.free(a)
			*a = b
			return
		}
		m.next(&b)
		m.arithmetic(syntax.OpConcat, a, &b)
	case syntax.OpAdd, syntax.OpSub, syntax.OpMul, syntax.OpDiv, syntax.OpMod, syntax.OpPow:
		if !a.isNumeral() {
			m.operand(a)
		}
		b := m.expr(x.Y)
		m.arithmetic(x.Op, a, &b)
	default:
		m.operand(a)
		b := m.expr(x.Y)
		m.compare(a, &b)
	}
}

// index meters "t[k]" and "t.k" with t in v.
func (m *meter) index(x *syntax.IndexExpr, v *value) {
	m.anywhere(v)
	key := m.key(x.Key)
	*v = value{kind: vIndexed, reg: v.reg, key: m.operand(&key)}
}

// key meters an expression in brackets, or the name that stands for a string.
func (m *meter) key(x syntax.Expr) value {
	key := m.expr(x)
	m.settle(&key)
	return key
}

// call meters a call of v, or of its method.
func (m *meter) call(x *syntax.CallExpr, v *value) {
	m.at = x.Span()
	if x.Method != nil {
		method := m.stringConstant(x.Method.Value)
		m.anywhere(v)
		m.free(v)
		v.reg = m.fn.free
		m.reserve(2)
		m.operand(&method)
		m.emit()
		m.free(&method)
	} else {
		m.next(v)
	}
	base := v.reg
	last, _ := m.exprList(x.Args)
	m.setReturns(&last)
	if !last.isOpen() && last.kind != vVoid {
		m.next(&last)
	}
	m.emit()
	m.fn.free = base + 1
	*v = value{kind: vCall, reg: base}
}

// exprList meters expressions, all but the last into registers.
func (m *meter) exprList(list []syntax.Expr) (last value, n int) {
	for i, x := range list {
		if i > 0 {
			m.next(&last)
		}
		last = m.expr(x)
	}
	return last, len(list)
}

// table meters a table constructor.
func (m *meter) table(x *syntax.TableExpr) value {
	m.emit()
	t := value{kind: vFloating}
	m.next(&t)
	var item value // the last one without a key
	items, pending := 0, 0
	for i := range x.Fields {
		field := &x.Fields[i]
		if item.kind != vVoid {
			m.next(&item)
			item = value{}
			if pending == flushFields {
				m.setList(t.reg, items)
				pending = 0
			}
		}
		if field.Key != nil {
			m.record(field)
			continue
		}
		item = m.expr(field.Value)
		items++
		pending++
	}
	if pending == 0 {
		return t
	}
	switch {
	case item.isOpen():
		m.setReturns(&item)
	case item.kind != vVoid:
		m.next(&item)
	}
	m.setList(t.reg, items)
	return t
}

// record meters a table item with a key.
func (m *meter) record(field *syntax.TableField) {
	free := m.fn.free
	key := m.key(field.Key)
	m.operand(&key)
	v := m.expr(field.Value)
	m.operand(&v)
	m.emit()
	m.fn.free = free
}

// setList stores the items of a table that wait in registers.
func (m *meter) setList(table, items int) {
	m.emit()
	if (items-1)/flushFields+1 > maxBatch {
		m.emit()
	}
	m.fn.free = table + 1
}

// function meters a function, and the instructions that make it a value.
func (m *meter) function(x *syntax.FuncExpr) value {
	mark := len(m.vars)
	m.open()
	if x.Method {
		m.declare(0, x.Span())
		m.show("self")
	}
	for i, name := range x.Params {
		m.declare(i, name.Span())
	}
	if x.Vararg {
		m.declare(len(x.Params), x.Span())
	}
	for _, name := range x.Params {
		m.show(name.Text)
	}
	if x.Vararg {
		m.show("arg") // as in Lua 5.0
	}
	m.reserve(m.fn.active)
	m.stmts(x.Body)
	f := m.close(mark)
	m.at = x.Span()
	if m.fn.functions++; m.fn.functions > maxConstants {
		m.fail("too many functions: Redis allows 262143 directly in a function")
	}
	m.emit()
	for range f.upvalues {
		m.emit()
	}
	return value{kind: vFloating}
}
