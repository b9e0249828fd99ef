package infer

import (
	"math"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/parser/syntax"
)

// maxFixed bounds how many elements of KEYS or ARGV are declared one by one.
const maxFixed = 64

// layout is how KEYS or ARGV is made up: fixed elements, then perhaps a run of any
// number, then fixed ones again.
type layout struct {
	head     int             // fixed elements at the front
	variadic bool            // any number of elements follow
	parts    [][]syntax.Expr // what reads each part of the run's groups; one part when the run has no groups
	tail     int             // fixed elements after the run
}

// layoutOf finds how an input table is made up. documented is the highest element that
// the comments speak of or the header declares.
func (in *inferrer) layoutOf(table *analysis.Inputs, documented int) layout {
	var l layout
	var open []analysis.InputUse
	for _, u := range table.Uses {
		switch {
		case u.Kind == analysis.ReadLength:
		case in.tailOf(u.Expr) > 0:
			l.tail = max(l.tail, in.tailOf(u.Expr))
			l.variadic = true
		case u.Taken > 0:
			l.head = max(l.head, u.Min+u.Taken-1)
		case u.Max > 0 && u.Max <= maxFixed:
			l.head = max(l.head, u.Max)
		default:
			open = append(open, u)
		}
	}
	l.head = min(l.head, maxFixed)
	l.variadic = l.variadic || len(open) > 0
	if !l.variadic {
		l.head = max(l.head, min(documented, maxFixed))
		return l
	}
	if start := in.start(open); start > 0 {
		l.head = min(start-1, maxFixed)
	}
	if documented > l.head+1 && l.tail == 0 {
		return layout{head: min(documented, maxFixed)} // the comments say what each is, the script goes over them all
	}
	l.parts = in.groups(open, l.head+1)
	if l.parts == nil {
		l.parts = [][]syntax.Expr{nil}
		for _, u := range open {
			l.parts[0] = append(l.parts[0], u.Expr)
		}
	}
	return l
}

// tailOf tells which element from the end "KEYS[#KEYS - 1]" is, 1 for the last; 0 for
// other expressions.
func (in *inferrer) tailOf(e syntax.Expr) int {
	index, ok := e.(*syntax.IndexExpr)
	if !ok {
		return 0
	}
	key, back := index.Key, 0
	if b, ok := key.(*syntax.BinaryExpr); ok && b.Op == syntax.OpSub {
		n, known := in.facts.Value(b.Y).Number()
		if !known || n < 0 || n > maxFixed || n != math.Trunc(n) {
			return 0
		}
		key, back = b.X, int(n)
	}
	length, ok := key.(*syntax.UnaryExpr)
	if !ok || length.Op != syntax.OpLen {
		return 0
	}
	of, ok := length.X.(*syntax.NameExpr)
	table, same := index.X.(*syntax.NameExpr)
	if !ok || !same || of.Name != table.Name {
		return 0
	}
	return back + 1
}

// start is the first element of the run; 0 when no use tells.
func (in *inferrer) start(open []analysis.InputUse) int {
	start := 0
	for _, u := range open {
		if index, ok := u.Expr.(*syntax.IndexExpr); ok {
			if lo, _ := in.facts.Value(index.Key).Bounds(); math.IsInf(lo, 0) {
				continue
			}
		}
		if start == 0 || u.Min < start {
			start = max(u.Min, 1)
		}
	}
	return start
}

// groups finds the parts of a run that a loop reads in steps of more than one; nil when
// none does.
func (in *inferrer) groups(open []analysis.InputUse, first int) [][]syntax.Expr {
	for _, loop := range in.facts.Loops {
		numeric, ok := loop.Stmt.(*syntax.NumericFor)
		if !ok || numeric.Step == nil {
			continue
		}
		step, ok := in.facts.Value(numeric.Step).Number()
		if !ok || step < 2 || step > maxFixed || step != math.Trunc(step) {
			continue
		}
		parts := make([][]syntax.Expr, int(step))
		least, fits := math.MaxInt, true
		offsets := map[syntax.Expr]int{}
		for _, u := range open {
			offset, inLoop := loopOffset(u.Expr, numeric.Var.Text)
			inLoop = inLoop && numeric.From <= u.Expr.Span().From && u.Expr.Span().To <= numeric.To
			if !inLoop {
				fits = fits && u.Kind == analysis.ReadRange
				continue
			}
			offsets[u.Expr] = offset
			least = min(least, offset)
		}
		if !fits || len(offsets) == 0 {
			continue
		}
		for _, u := range open {
			if offset, ok := offsets[u.Expr]; ok {
				if offset-least >= len(parts) {
					return nil
				}
				parts[offset-least] = append(parts[offset-least], u.Expr)
			}
		}
		if start, ok := in.facts.Value(numeric.Start).Number(); ok && int(start)+least == first {
			return parts
		}
	}
	return nil
}

// loopOffset reads "ARGV[i]" and "ARGV[i + 1]" for the loop's variable i.
func loopOffset(e syntax.Expr, variable string) (int, bool) {
	index, ok := e.(*syntax.IndexExpr)
	if !ok {
		return 0, false
	}
	key, offset := index.Key, 0
	if b, ok := key.(*syntax.BinaryExpr); ok && (b.Op == syntax.OpAdd || b.Op == syntax.OpSub) {
		n, ok := b.Y.(*syntax.NumberExpr)
		if !ok || n.Value != math.Trunc(n.Value) || math.Abs(n.Value) > maxFixed {
			return 0, false
		}
		offset = int(n.Value)
		if b.Op == syntax.OpSub {
			offset = -offset
		}
		key = b.X
	}
	name, ok := key.(*syntax.NameExpr)
	return offset, ok && name.Name == variable
}

// partUsage joins what is done with the elements of a part.
func (in *inferrer) partUsage(exprs []syntax.Expr) usage {
	var joined usage
	for _, e := range exprs {
		if u := in.uses.exprs[e]; u != nil {
			joined.names = append(append(joined.names, u.names...), u.hints...)
			joined.roles = append(joined.roles, u.roles...)
			joined.numeric = joined.numeric || u.numeric
			joined.fraction = joined.fraction || u.fraction
			joined.json = joined.json || u.json
			joined.msgpack = joined.msgpack || u.msgpack
			joined.packed = joined.packed || u.packed
			joined.otherwise = joined.otherwise || u.otherwise
		}
	}
	return joined
}

// ungrouped is what reads a run that has no groups.
func (l *layout) ungrouped() []syntax.Expr {
	if len(l.parts) == 0 {
		return nil
	}
	return l.parts[0]
}
