package infer

import (
	"slices"

	"github.com/luagen/luagen/analysis/library"
	"github.com/luagen/luagen/analysis/scope"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/parser/syntax"
)

// maxRowTables bounds how many tables are looked at: each takes a walk over the script.
const maxRowTables = 16

// rowsOf is the type of a table that the script fills several elements at a time, always with
// as many: the flat rows of
//
//	table.insert(rows, id)
//	table.insert(rows, score)
//
// One row that is always there is a tuple. It is false for a table that is filled or used otherwise.
func (in *inferrer) rowsOf(e syntax.Expr) (arrayReply, bool) {
	name, ok := e.(*syntax.NameExpr)
	if !ok {
		return arrayReply{}, false
	}
	b := in.facts.Binding(name)
	if b == nil || len(b.Writes) > 0 || b.Captured {
		return arrayReply{}, false
	}
	if table, ok := b.Init.(*syntax.TableExpr); !ok || len(table.Fields) > 0 {
		return arrayReply{}, false
	}
	a, known := in.rows[b]
	if !known && len(in.rows) < maxRowTables {
		a = in.rowsIn(b)
		in.rows[b] = a
	}
	return a, a.typ != nil
}

// rowsIn is rowsOf for the table that a local holds.
func (in *inferrer) rowsIn(b *scope.Binding) arrayReply {
	a := appends{in: in, local: b, seen: map[*syntax.NameExpr]bool{}}
	syntax.Inspect(in.script.Chunk.Block, a.visit)
	if len(a.rows) == 0 || a.once && !a.always || slices.ContainsFunc(b.Reads, func(r *syntax.NameExpr) bool { return !a.seen[r] }) {
		return arrayReply{}
	}
	r := in.rowFields(a.rows)
	switch {
	case r.tuple == nil:
		return arrayReply{}
	case a.always && a.returns > 1:
		return arrayReply{} // perhaps before the row is there
	case a.always:
		r.typ = r.tuple
		return r
	default:
		return arrayReply{typ: &parser.Flat{Fields: r.tuple.Fields}}
	}
}

// appendedElem is the type of the elements of a table that the script fills with elements of arrays that commands
// reply, "table.insert(entries, page[1])"; nil for other tables.
func (in *inferrer) appendedElem(e syntax.Expr) parser.Type {
	name, ok := e.(*syntax.NameExpr)
	if !ok {
		return nil
	}
	b := in.facts.Binding(name)
	if b == nil || len(b.Writes) > 0 || b.Captured {
		return nil
	}
	if table, ok := b.Init.(*syntax.TableExpr); !ok || len(table.Fields) > 0 {
		return nil
	}
	a := appends{in: in, local: b, seen: map[*syntax.NameExpr]bool{}}
	syntax.Inspect(in.script.Chunk.Block, a.visit)
	if slices.ContainsFunc(b.Reads, func(r *syntax.NameExpr) bool { return !a.seen[r] }) {
		return nil
	}
	var joined parser.Type
	for _, value := range slices.Concat(a.rows...) {
		index, ok := in.source(value).(*syntax.IndexExpr)
		if !ok {
			return nil
		}
		call := in.callOf(index.X)
		if call == nil {
			return nil
		}
		t, _ := in.commandArray(call)
		list, ok := t.(*parser.List)
		if !ok {
			return nil
		}
		if joined == nil {
			joined = list.Elem
		} else if joined = in.join(joined, list.Elem); joined == nil {
			return nil
		}
	}
	return joined
}

// row is what consecutive statements append to a table.
type row []syntax.Expr

// appends are the rows appended to the table that a local holds.
type appends struct {
	in    *inferrer
	local *scope.Binding

	loops   int // where the last of the loops met so far ends
	rows    []row
	once    bool                      // a row is appended outside of loops
	returns int                       // how often it is returned
	always  bool                      // there is one row, which the script always appends
	seen    map[*syntax.NameExpr]bool // the reads of the local that append, return it or ask for its length
}

func (a *appends) visit(n syntax.Node) bool {
	switch n := n.(type) {
	case *syntax.NumericFor:
		a.loops = max(a.loops, n.Body.To)
	case *syntax.GenericFor:
		a.loops = max(a.loops, n.Body.To)
	case *syntax.WhileStmt:
		a.loops = max(a.loops, n.Body.To)
	case *syntax.RepeatStmt:
		a.loops = max(a.loops, n.Body.To)
	case *syntax.Block:
		var current row
		for _, s := range n.Stmts {
			if value := a.appended(s); value != nil {
				current = append(current, value)
			} else {
				a.add(current, n)
				current = nil
			}
		}
		a.add(current, n)
	case *syntax.ReturnStmt:
		if len(n.Exprs) > 0 && a.is(n.Exprs[0]) {
			a.returns++
		}
	case *syntax.UnaryExpr:
		if n.Op == syntax.OpLen {
			a.is(n.X)
		}
	}
	return true
}

// add adds a row that is appended in a block.
func (a *appends) add(r row, block *syntax.Block) {
	if len(r) > 0 {
		at := r[0].Span().From
		a.always = len(a.rows) == 0 && block == a.in.script.Chunk.Block
		a.rows = append(a.rows, r)
		a.once = a.once || at >= a.loops // those met begin above
	}
}

// is reports whether an expression is the local, which is then accounted for.
func (a *appends) is(e syntax.Expr) bool {
	name, ok := e.(*syntax.NameExpr)
	if !ok || a.in.facts.Binding(name) != a.local {
		return false
	}
	a.seen[name] = true
	return true
}

// appended is the value that "table.insert(rows, value)" or "rows[#rows + 1] = value" appends; nil
// for other statements.
func (a *appends) appended(s syntax.Stmt) syntax.Expr {
	switch s := s.(type) {
	case *syntax.CallStmt:
		args := s.Call.Args
		if len(args) == 2 && a.in.facts.Value(s.Call.Func).Op() == library.Insert && a.is(args[0]) {
			return args[1]
		}
	case *syntax.AssignStmt:
		if len(s.Targets) != 1 || len(s.Exprs) != 1 {
			return nil
		}
		if index, ok := s.Targets[0].(*syntax.IndexExpr); ok && a.isNext(index.Key) && a.is(index.X) {
			return s.Exprs[0]
		}
	}
	return nil
}

// isNext reports whether an expression is "#rows + 1".
func (a *appends) isNext(e syntax.Expr) bool {
	sum, ok := e.(*syntax.BinaryExpr)
	if !ok || sum.Op != syntax.OpAdd {
		return false
	}
	length, ok := sum.X.(*syntax.UnaryExpr)
	n, isNumber := a.in.facts.Value(sum.Y).Number()
	return ok && length.Op == syntax.OpLen && isNumber && n == 1 && a.is(length.X)
}

// rowFields are the elements of rows of the same length, as a tuple; none when their lengths differ or nothing
// is known of any.
func (in *inferrer) rowFields(rows []row) arrayReply {
	width := len(rows[0])
	if width < 2 || width > maxTuple {
		return arrayReply{}
	}
	var a arrayReply
	var fields []parser.Field
	known := false
	for i := range width {
		var joined parser.Type
		for _, r := range rows {
			if len(r) != width {
				return arrayReply{}
			}
			elem, ok := in.elemType(in.facts.Reply(in.facts.Value(r[i])))
			if !ok {
				elem = scalar(parser.Any)
			} else if joined != nil {
				elem = in.join(joined, elem)
			}
			if elem == nil {
				elem = scalar(parser.Any)
			}
			joined = elem
		}
		first := in.facts.Reply(in.facts.Value(rows[0][i]))
		fields = append(fields, parser.Field{Type: joined})
		a.elems = append(a.elems, first)
		a.named = append(a.named, in.candidatesFor(rows[0][i], first))
		known = known || !isAny(joined)
	}
	if !known {
		return arrayReply{}
	}
	in.nameFields(fields, a.named)
	a.tuple = &parser.Tuple{Fields: fields}
	return a
}
