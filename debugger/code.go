package debugger

import (
	"slices"

	"github.com/luagen/luagen/analysis/scope"
	"github.com/luagen/luagen/debugger/ldb"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/parser/syntax"
)

// code is what the script's tree says about lines of its text.
type code struct {
	text      []byte
	block     *syntax.Block
	lines     *syntax.Lines
	scope     *scope.Scope
	functions []function // each after those around it, without the top level
	stops     []int      // lines at which the server can stop, ascending
}

// function is a function of the script, and the lines from its first token to its "end".
type function struct {
	*scope.Function
	name        string // as it is declared; empty for one without a name
	first, last int
}

func newCode(s *parser.Script) *code {
	c := &code{text: s.Text, block: s.Chunk.Block, lines: syntax.NewLines(s.Text), scope: scope.Resolve(s.Chunk)}
	names := map[*syntax.FuncExpr]string{}
	lines := map[int]bool{}
	syntax.Inspect(s.Chunk.Block, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.LocalFunc:
			names[n.Func] = n.Name.Text
		case *syntax.FuncStmt:
			names[n.Func] = string(s.Text[n.Target.Span().From:n.Target.Span().To])
		case *syntax.LocalStmt:
			for i, e := range n.Exprs {
				if f, ok := e.(*syntax.FuncExpr); ok && i < len(n.Names) {
					names[f] = n.Names[i].Text
				}
			}
		}
		if stmt, ok := n.(syntax.Stmt); ok {
			if at := stopOffset(stmt); at >= 0 {
				lines[c.lines.Line(at)] = true
			}
		}
		return true
	})
	for line := range lines {
		c.stops = append(c.stops, line)
	}
	slices.Sort(c.stops)
	for _, f := range c.scope.Functions {
		c.functions = append(c.functions, function{
			Function: f, name: names[f.Expr],
			first: c.lines.Line(f.Expr.From), last: c.lines.Line(f.Expr.To - 1),
		})
	}
	return c
}

// stopOffset is where the first instruction of a statement stands, at whose line the server
// stops; -1 when it may have none.
func stopOffset(stmt syntax.Stmt) int {
	switch s := stmt.(type) {
	case *syntax.LocalStmt:
		if len(s.Exprs) == 0 {
			return -1
		}
		return firstOffset(s.Exprs[0])
	case *syntax.AssignStmt:
		if x, ok := s.Targets[0].(*syntax.IndexExpr); ok {
			return x.From
		}
		return firstOffset(s.Exprs[0])
	case *syntax.LocalFunc:
		return s.Func.To - 1
	case *syntax.FuncStmt:
		return s.Func.To - 1
	case *syntax.DoStmt, *syntax.ErrorStmt, *syntax.RepeatStmt: // what is in them stops
		return -1
	default:
		return stmt.Span().From
	}
}

// firstOffset is where the first instruction of an expression stands: that of a function is
// at its "end", where the closure is made.
func firstOffset(e syntax.Expr) int {
	if f, ok := e.(*syntax.FuncExpr); ok {
		return f.To - 1
	}
	return e.Span().From
}

// stopLine is the first line from a line on at which the server can stop; zero when there is
// none. From inside of a statement it is the statement's own.
func (c *code) stopLine(line int) int {
	i, found := slices.BinarySearch(c.stops, line)
	if found {
		return line
	}
	if inside := c.statementAround(line); inside > 0 {
		return inside
	}
	if i == len(c.stops) {
		return 0
	}
	return c.stops[i]
}

// statementAround is the stop of the simple statement that goes on on a line; zero when the
// line is not within one.
func (c *code) statementAround(line int) int {
	found := 0
	start := c.lines.Start(line)
	syntax.Inspect(c.block, func(n syntax.Node) bool {
		switch n.(type) {
		case *syntax.LocalStmt, *syntax.AssignStmt, *syntax.CallStmt, *syntax.ReturnStmt:
			if r := n.Span(); r.From < start && start < r.To {
				found = c.lines.Line(stopOffset(n.(syntax.Stmt)))
			}
		case *syntax.FuncExpr: // its statements are for themselves
			if r := n.Span(); r.From < start && start < r.To {
				found = 0
			}
		}
		return true
	})
	return found
}

// around are the functions that a line may belong to, innermost first: at the first and the
// last line of a function it may belong to the next one, too. The top level is nil.
func (c *code) around(line int) []*function {
	var list []*function
	for i := range c.functions {
		if f := &c.functions[i]; f.first <= line && line <= f.last {
			list = append(list, f)
		}
	}
	slices.SortStableFunc(list, func(a, b *function) int { return (a.Expr.To - a.Expr.From) - (b.Expr.To - b.Expr.From) })
	for i, f := range list {
		if f.first < line && line < f.last {
			return list[:i+1]
		}
	}
	return append(list, nil)
}

// surely is the function that a line belongs to in any case, or that is around all that it may
// belong to.
func (c *code) surely(line int) *function {
	list := c.around(line)
	return list[len(list)-1]
}

// stopsIn are the lines at which the server can stop in a function, nil for the top level.
func (c *code) stopsIn(f *function) []int {
	var list []int
	for _, line := range c.stops {
		if slices.Contains(c.around(line), f) {
			list = append(list, line)
		}
	}
	if f != nil {
		list = append(list, f.last)
	}
	return list
}

// stopsOf are the lines at which the server can stop in the functions of frames.
func (c *code) stopsOf(frames []ldb.Frame) []int {
	var list []int
	for _, frame := range frames {
		for _, f := range c.around(frame.Line) {
			list = append(list, c.stopsIn(f)...)
		}
	}
	return list
}

// within is the function's own, nil for the top level, as bindings name it.
func (c *code) within(f *function) *scope.Function {
	if f == nil {
		return c.scope.Main
	}
	return f.Function
}

// visible are the variables that are declared where a line of a function begins, the nearest
// declaration of each name.
func (c *code) visible(line int, f *function) map[string]*scope.Binding {
	start := c.lines.Start(line)
	found := map[string]*scope.Binding{}
	for _, b := range c.scope.Bindings {
		if !c.declared(b, line, start) || !c.encloses(b.Within, f) {
			continue
		}
		if have := found[b.Name]; have == nil || have.Decl.From < b.Decl.From {
			found[b.Name] = b
		}
	}
	return found
}

// declared reports whether a variable is there on a line that begins at start.
func (c *code) declared(b *scope.Binding, line, start int) bool {
	if b.Scope.To <= start {
		return false
	}
	if b.Scope.From <= start {
		return true
	}
	return (b.Kind == scope.Param || b.Kind == scope.Self || b.Kind == scope.LoopVar) && c.lines.Line(b.Scope.From) == line
}

// encloses reports whether a function is f or around it.
func (c *code) encloses(outer *scope.Function, f *function) bool {
	inner := c.within(f)
	return outer == c.scope.Main || outer == inner ||
		f != nil && outer.Expr.From <= f.Expr.From && f.Expr.To <= outer.Expr.To
}
