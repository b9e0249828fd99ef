package infer

import (
	"slices"
	"strconv"

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
// One row that is always there is a tuple. It is nil for a table that is filled or used otherwise.
func (in *inferrer) rowsOf(e syntax.Expr) parser.Type {
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
	t, known := in.rows[b]
	if !known && len(in.rows) < maxRowTables {
		t = in.rowsIn(b)
		in.rows[b] = t
	}
	return t
}

// rowsIn is rowsOf for the table that a local holds.
func (in *inferrer) rowsIn(b *scope.Binding) parser.Type {
	a := appends{in: in, local: b, seen: map[*syntax.NameExpr]bool{}}
	syntax.Inspect(in.script.Chunk.Block, a.visit)
	if len(a.rows) == 0 || a.once && !a.always || slices.ContainsFunc(b.Reads, func(r *syntax.NameExpr) bool { return !a.seen[r] }) {
		return nil
	}
	fields := in.rowFields(a.rows)
	switch {
	case fields == nil:
		return nil
	case a.always && a.returns > 1:
		return nil // perhaps before the row is there
	case a.always:
		return &parser.Tuple{Fields: fields}
	default:
		return &parser.Flat{Fields: fields}
	}
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

// rowFields are the elements of rows of the same length; nil when their lengths differ or nothing is known of any.
func (in *inferrer) rowFields(rows []row) []parser.Field {
	width := len(rows[0])
	if width < 2 || width > maxTuple {
		return nil
	}
	var fields []parser.Field
	known := false
	taken := names{}
	for i := range width {
		var joined parser.Type
		for _, r := range rows {
			if len(r) != width {
				return nil
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
		name := taken.take("", "value"+strconv.Itoa(i+1), in.fieldNames(rows[0][i], i, width)...)
		fields = append(fields, field(name, joined))
		known = known || !isAny(joined)
	}
	if !known {
		return nil
	}
	return fields
}
