package scope

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
	for spine := LeftSpine(room[:0], e); len(spine) > 0; spine = spine[:len(spine)-1] {
		r.Nodes++
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
				r.Lengths = append(r.Lengths, e)
			}
			r.expr(e.X)
		case *syntax.TableExpr:
			r.table(e)
		case *syntax.BinaryExpr: // X was walked before
			r.Binaries = append(r.Binaries, e)
			r.expr(e.Y)
		case *syntax.IndexExpr:
			r.Indexes = append(r.Indexes, e)
			r.expr(e.Key)
		case *syntax.CallExpr:
			r.Calls = append(r.Calls, e)
			if e.Method == nil {
				r.roles[e.Func.Index()] |= callee
			}
			r.exprs(e.Args)
			if r.fn != r.Main && r.forwards(r.fn, e) {
				r.fn.Forwarding = append(r.fn.Forwarding, e)
			}
		}
	}
}

// LeftSpine returns e and its leftmost descendants, the innermost last.
func LeftSpine(to []syntax.Expr, e syntax.Expr) []syntax.Expr {
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
		r.Globals = append(r.Globals, e)
		return
	}
	r.bindings[e.Index()] = b
	if b.Reads == nil {
		b.Reads = r.few()
	}
	b.Reads = append(b.Reads, e)
	if b.Within != r.fn {
		b.Captured = true
	}
}

// few has room for the few names that read one variable, for many variables at once.
func (r *resolver) few() []*syntax.NameExpr {
	const each, variables = 2, 32
	if len(r.reads) < each {
		r.reads = make([]*syntax.NameExpr, each*variables)
	}
	room := r.reads[:0:each]
	r.reads = r.reads[each:]
	return room
}

// target resolves what is assigned to.
func (r *resolver) target(e syntax.Expr) {
	switch e := e.(type) {
	case *syntax.NameExpr:
		r.Nodes++
		b := r.visible[e.Name]
		if b == nil {
			r.Globals = append(r.Globals, e)
			r.Written = append(r.Written, e)
			return
		}
		r.bindings[e.Index()] = b
		b.Writes = append(b.Writes, e)
		if b.Within != r.fn {
			b.Captured, b.WrittenByInner = true, true
		}
	case *syntax.IndexExpr:
		r.Nodes++
		r.Stores = append(r.Stores, e)
		r.expr(e.X)
		r.expr(e.Key)
	case *syntax.ErrorExpr:
		r.Nodes++
		r.damaged(e.Parts)
	}
}

// Expands reports whether an expression in last place may yield any number of values.
func Expands(e syntax.Expr) bool {
	switch e.(type) {
	case *syntax.CallExpr, *syntax.VarargExpr, *syntax.ErrorExpr:
		return true
	}
	return false
}

// AlwaysTrue reports whether a condition is a literal other than nil and false.
func AlwaysTrue(e syntax.Expr) bool {
	switch e := e.(type) {
	case *syntax.BoolExpr:
		return e.Value
	case *syntax.NumberExpr, *syntax.StringExpr:
		return true
	case *syntax.ParenExpr:
		return AlwaysTrue(e.X)
	case *syntax.UnaryExpr:
		return e.Op == syntax.OpNot && AlwaysFalse(e.X)
	}
	return false
}

// AlwaysFalse reports whether a condition is the literal nil or false.
func AlwaysFalse(e syntax.Expr) bool {
	switch e := e.(type) {
	case *syntax.BoolExpr:
		return !e.Value
	case *syntax.NilExpr:
		return true
	case *syntax.ParenExpr:
		return AlwaysFalse(e.X)
	case *syntax.UnaryExpr:
		return e.Op == syntax.OpNot && AlwaysTrue(e.X)
	}
	return false
}

// damaged resolves the names in damaged text. They may be assigned there.
func (r *resolver) damaged(parts []syntax.Expr) {
	r.exprs(parts)
	for _, e := range parts {
		syntax.Inspect(e, func(n syntax.Node) bool {
			if name, ok := n.(*syntax.NameExpr); ok {
				if b := r.Use(name); b != nil && b.Within != r.fn {
					b.Captured, b.WrittenByInner = true, true
				}
			}
			return true
		})
	}
}
