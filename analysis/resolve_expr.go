package analysis

import "github.com/luagen/luagen/parser/syntax"

func (r *resolver) exprs(es []syntax.Expr) {
	for _, e := range es {
		r.expr(e)
	}
}

// expr walks an expression. Chains like a + b + c or f()()() lean to the left and may be
// very high: they are walked without recursion.
func (r *resolver) expr(e syntax.Expr) {
	var room [16]syntax.Expr
	for spine := leftSpine(room[:0], e); len(spine) > 0; spine = spine[:len(spine)-1] {
		r.nodes++
		switch e := spine[len(spine)-1].(type) {
		case *syntax.NameExpr:
			r.name(e)
		case *syntax.FuncExpr:
			r.function(e)
		case *syntax.ErrorExpr:
			r.damaged(e.Parts)
		case *syntax.ParenExpr:
			r.expr(e.X)
		case *syntax.UnaryExpr:
			if e.Op == syntax.OpLen {
				r.lengths = append(r.lengths, e)
			}
			r.expr(e.X)
		case *syntax.TableExpr:
			r.table(e)
		case *syntax.BinaryExpr: // X was walked before
			r.Binaries = append(r.Binaries, e)
			r.expr(e.Y)
		case *syntax.IndexExpr:
			r.indexes = append(r.indexes, e)
			r.expr(e.Key)
		case *syntax.CallExpr:
			r.calls = append(r.calls, e)
			if e.Method == nil {
				r.called[e.Func] = true
			}
			r.exprs(e.Args)
			if r.fn != r.main && r.handsOn(r.fn, e) {
				r.fn.handsOn = append(r.fn.handsOn, e)
			}
		}
	}
}

// leftSpine returns e and its leftmost descendants, the innermost last.
func leftSpine(to []syntax.Expr, e syntax.Expr) []syntax.Expr {
	for {
		to = append(to, e)
		switch x := e.(type) {
		case *syntax.BinaryExpr:
			e = x.X
		case *syntax.IndexExpr:
			e = x.X
		case *syntax.CallExpr:
			e = x.Func
		default:
			return to
		}
	}
}

func (r *resolver) table(e *syntax.TableExpr) {
	for i := range e.Fields {
		if f := &e.Fields[i]; f.Key != nil {
			r.expr(f.Key)
		}
		r.expr(e.Fields[i].Value)
	}
}

// name resolves a name that is read.
func (r *resolver) name(e *syntax.NameExpr) {
	b := r.visible[e.Name]
	if b == nil {
		r.globals = append(r.globals, e)
		return
	}
	r.uses[e] = b
	b.Reads = append(b.Reads, e)
	if b.fn != r.fn {
		b.Captured = true
	}
}

// target resolves what is assigned to.
func (r *resolver) target(e syntax.Expr) {
	switch e := e.(type) {
	case *syntax.NameExpr:
		r.nodes++
		b := r.visible[e.Name]
		if b == nil {
			r.globals = append(r.globals, e)
			r.written = append(r.written, e)
			return
		}
		r.uses[e] = b
		b.Writes = append(b.Writes, e)
		if b.fn != r.fn {
			b.Captured, b.writtenByInner = true, true
		}
	case *syntax.IndexExpr:
		r.nodes++
		r.stores = append(r.stores, e)
		r.expr(e.X)
		r.expr(e.Key)
	case *syntax.ErrorExpr:
		r.nodes++
		r.damaged(e.Parts)
	}
}

// expands reports whether an expression in last place may yield any number of values.
func expands(e syntax.Expr) bool {
	switch e.(type) {
	case *syntax.CallExpr, *syntax.VarargExpr, *syntax.ErrorExpr:
		return true
	}
	return false
}

// alwaysTrue reports whether a condition is a literal other than nil and false.
func alwaysTrue(e syntax.Expr) bool {
	switch e := e.(type) {
	case *syntax.BoolExpr:
		return e.Value
	case *syntax.NumberExpr, *syntax.StringExpr:
		return true
	case *syntax.ParenExpr:
		return alwaysTrue(e.X)
	case *syntax.UnaryExpr:
		return e.Op == syntax.OpNot && alwaysFalse(e.X)
	}
	return false
}

// alwaysFalse reports whether a condition is the literal nil or false.
func alwaysFalse(e syntax.Expr) bool {
	switch e := e.(type) {
	case *syntax.BoolExpr:
		return !e.Value
	case *syntax.NilExpr:
		return true
	case *syntax.ParenExpr:
		return alwaysFalse(e.X)
	case *syntax.UnaryExpr:
		return e.Op == syntax.OpNot && alwaysTrue(e.X)
	}
	return false
}

// damaged resolves the names in damaged text. They may be assigned there.
func (r *resolver) damaged(parts []syntax.Expr) {
	r.exprs(parts)
	for _, e := range parts {
		syntax.Inspect(e, func(n syntax.Node) bool {
			if name, ok := n.(*syntax.NameExpr); ok {
				if b := r.uses[name]; b != nil && b.fn != r.fn {
					b.Captured, b.writtenByInner = true, true
				}
			}
			return true
		})
	}
}
