package lint

import (
	"slices"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/command"
	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/analysis/library"
	"github.com/luagen/luagen/analysis/scope"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/parser/syntax"
)

// lists is what a script does with the tables that it builds as lists, by the local that holds each.
type lists struct {
	fills  map[*scope.Binding][]fill
	tested map[*scope.Binding]bool // something asks whether it is empty, or how long it is
	capped map[*scope.Binding]bool // its length is compared with more than 1, or changed by hand
}

// fill is one statement that puts an element into a list.
type fill struct {
	stmt   syntax.Stmt
	key    syntax.Expr // of t[key] = …; nil where it is appended
	value  syntax.Expr
	loop   syntax.Stmt // the innermost loop around; nil without
	inIf   bool        // in an if in that loop, or in an if without a loop
	append bool
}

// listsOf looks at the whole script, once.
func (p *pass) listsOf() *lists {
	if p.lists != nil {
		return p.lists
	}
	l := &lists{map[*scope.Binding][]fill{}, map[*scope.Binding]bool{}, map[*scope.Binding]bool{}}
	p.lists = l
	for _, c := range p.facts.LibCalls {
		if op := c.Func.Op; len(c.Expr.Args) > 0 && (op == library.Next || op == library.Remove) {
			if b := p.local(c.Expr.Args[0]); b != nil {
				l.tested[b] = true
				l.capped[b] = l.capped[b] || op == library.Remove
			}
		}
	}
	var around []syntax.Node
	syntax.Walk(p.script.Chunk.Block, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.AssignStmt:
			for i, t := range n.Targets {
				if index, ok := t.(*syntax.IndexExpr); ok && i < len(n.Exprs) {
					p.addFill(l, around, n, index, n.Exprs[i])
				}
			}
		case *syntax.CallStmt:
			p.addInsert(l, around, n)
		case *syntax.UnaryExpr:
			if b := p.local(n.X); b != nil && n.Op == syntax.OpLen && !isAppendKey(around) {
				l.tested[b] = l.tested[b] || !isField(around)
				if !besideSmall(around, n) {
					l.capped[b] = true
				}
			}
		case *syntax.IndexExpr:
			if b := p.local(n.X); b != nil && literal(n.Key) == "1" {
				l.tested[b] = true
			}
		}
		around = append(around, n)
		return true
	}, func(syntax.Node) { around = around[:len(around)-1] })
	return l
}

// local is the local variable that an expression is; nil for others.
func (p *pass) local(e syntax.Expr) *scope.Binding {
	if name, ok := syntax.Unparen(e).(*syntax.NameExpr); ok {
		return p.facts.Binding(name)
	}
	return nil
}

// isAppendKey reports whether what is visited is the key of t[#t + 1].
func isAppendKey(around []syntax.Node) bool {
	for i := len(around) - 1; i >= 0 && i >= len(around)-3; i-- {
		switch around[i].(type) {
		case *syntax.IndexExpr:
			return true
		case *syntax.BinaryExpr, *syntax.ParenExpr:
		default:
			return false
		}
	}
	return false
}

// isField reports whether what is visited is the value of a field in a table, as a length that is only told.
func isField(around []syntax.Node) bool {
	_, ok := around[len(around)-1].(*syntax.TableField)
	return ok
}

// besideSmall reports whether a length is compared with 0 or 1, or only goes somewhere without being compared.
func besideSmall(around []syntax.Node, n syntax.Expr) bool {
	for i := len(around) - 1; i >= 0; i-- {
		switch parent := around[i].(type) {
		case *syntax.ParenExpr:
		case *syntax.BinaryExpr:
			other := parent.X
			if syntax.Unparen(other) == n {
				other = parent.Y
			}
			text := literal(syntax.Unparen(other))
			return parent.Op == syntax.OpEq || parent.Op == syntax.OpNe || parent.Op == syntax.OpConcat || text == "0" || text == "1"
		case *syntax.ReturnStmt, *syntax.NumericFor, *syntax.TableExpr, *syntax.UnaryExpr:
			return true
		case *syntax.CallExpr:
			return true
		default:
			return false
		}
	}
	return false
}

func (p *pass) addFill(l *lists, around []syntax.Node, s syntax.Stmt, target *syntax.IndexExpr, v syntax.Expr) {
	b := p.local(target.X)
	if b == nil || !p.facts.Value(target.Key).Can(kind.Number) {
		return
	}
	f := fill{stmt: s, key: target.Key, value: v}
	f.loop, f.inIf = surroundings(around)
	if add, ok := target.Key.(*syntax.BinaryExpr); ok && add.Op == syntax.OpAdd {
		if n, ok := add.X.(*syntax.UnaryExpr); ok && n.Op == syntax.OpLen && p.local(n.X) == b {
			f.append = true
		}
	}
	l.fills[b] = append(l.fills[b], f)
}

func (p *pass) addInsert(l *lists, around []syntax.Node, s *syntax.CallStmt) {
	if p.facts.Value(s.Call.Func).Op() != library.Insert || len(s.Call.Args) < 2 {
		return
	}
	b := p.local(s.Call.Args[0])
	if b == nil {
		return
	}
	f := fill{stmt: s, value: s.Call.Args[len(s.Call.Args)-1], append: true}
	f.loop, f.inIf = surroundings(around)
	l.fills[b] = append(l.fills[b], f)
}

// surroundings returns the innermost loop around a place, and whether an if lies between.
func surroundings(around []syntax.Node) (loop syntax.Stmt, inIf bool) {
	for i := len(around) - 1; i >= 0; i-- {
		switch s := around[i].(type) {
		case *syntax.IfStmt:
			inIf = true
		case *syntax.WhileStmt, *syntax.RepeatStmt, *syntax.NumericFor, *syntax.GenericFor:
			return s.(syntax.Stmt), inIf
		case *syntax.FuncExpr:
			return nil, inIf
		}
	}
	return nil, inIf
}

// isUnbounded reports whether a command replies an array of any length: all of a set, what a range without
// an end holds.
func isUnbounded(c *analysis.Call) bool {
	if c == nil || c.Match == nil {
		return false
	}
	r := c.Match.Reply()
	if r.Kinds&command.Array == 0 || r.Shape != command.List && r.Shape != command.Pairs {
		return false
	}
	var ends []value.Value
	for i := range c.Words {
		param, _ := c.Match.At(i)
		if param == nil {
			return false
		}
		switch param.Name {
		case "count", "limit", "len", "offset":
			return false
		}
		if c.Match.RoleOf(param) == command.Integer && param.Token == "" {
			ends = append(ends, c.Words[i])
		}
	}
	if c.Open {
		return false
	}
	if len(ends) < 2 {
		return len(ends) == 0
	}
	first, known := wordNumber(ends[0])
	last, endKnown := wordNumber(ends[1])
	return known && endKnown && first >= 0 && last < 0
}

// wordNumber is the number that a word is.
func wordNumber(v value.Value) (float64, bool) {
	if n, ok := v.Number(); ok {
		return n, true
	}
	text, ok := v.Str()
	if !ok || !command.Integer.Accepts(text) {
		return 0, false
	}
	return value.ToNumber(v, false).Number()
}

// overReply returns the command without a bound over whose reply a loop runs; nil for other loops.
func (p *pass) overReply(loop syntax.Stmt) *analysis.Call {
	if c := p.replyOver(loop); isUnbounded(c) {
		return c
	}
	return nil
}

// replyOver returns the command over whose reply a loop runs; nil for other loops, and where the script looks
// how long the reply is.
func (p *pass) replyOver(loop syntax.Stmt) *analysis.Call {
	var over syntax.Expr
	switch s := loop.(type) {
	case *syntax.GenericFor:
		call, ok := s.Exprs[0].(*syntax.CallExpr)
		if !ok || len(call.Args) == 0 {
			return nil
		}
		if op := p.facts.Value(call.Func).Op(); op != library.IPairs && op != library.Pairs {
			return nil
		}
		over = call.Args[0]
	case *syntax.NumericFor:
		n, ok := s.Limit.(*syntax.UnaryExpr)
		if !ok || n.Op != syntax.OpLen {
			return nil
		}
		over = n.X
	default:
		return nil
	}
	if b := p.local(over); b != nil && p.listsOf().capped[b] {
		return nil
	}
	return p.callBehind(over)
}

// isRange reports whether a command replies what is between two bounds, which may be nothing, or an array
// of any length.
func isRange(c *analysis.Call) bool {
	if c == nil || c.Match == nil || c.Open {
		return false
	}
	if r := c.Match.Reply(); r.Kinds != command.Array || r.Shape != command.List && r.Shape != command.Pairs {
		return false
	}
	bounds := 0
	for i := range c.Words {
		if role := c.Match.Role(i); role == command.ScoreBound || role == command.LexBound {
			bounds++
		}
	}
	return bounds > 0 || isUnbounded(c)
}

// filled returns the local that a list is built in from nothing, and the statements that do so; nil for
// other expressions.
func (p *pass) filled(e syntax.Expr) (*scope.Binding, []fill) {
	b := p.local(e)
	if b == nil || len(b.Writes) > 0 {
		return nil, nil
	}
	t, ok := b.Init.(*syntax.TableExpr)
	if !ok || len(t.Fields) > 0 {
		return nil, nil
	}
	s := p.facts.Value(t).Shape()
	if s == nil || s.Open || len(s.Fields) > 0 || s.Dynamic.Kinds() != 0 {
		return nil, nil
	}
	return b, p.listsOf().fills[b]
}

// mayStayEmpty reports whether a list that is built from nothing may have no elements in the end: each is
// put in by a loop or under a condition.
func (p *pass) mayStayEmpty(fills []fill) bool {
	return len(fills) > 0 && !slices.ContainsFunc(fills, func(f fill) bool {
		return !f.inIf && (f.loop == nil || p.runsAtLeastOnce(f.loop))
	})
}

// runsAtLeastOnce reports whether the body of a loop runs in any case.
func (p *pass) runsAtLeastOnce(loop syntax.Stmt) bool {
	switch s := loop.(type) {
	case *syntax.RepeatStmt:
		return true
	case *syntax.NumericFor:
		first, ok := p.facts.Value(s.Start).Number()
		last, known := p.facts.Value(s.Limit).Number()
		return ok && known && s.Step == nil && first <= last
	default:
		return false
	}
}

// insideIf reports whether an expression is in an if that begins after a declaration.
func (p *pass) insideIf(e syntax.Expr, after *scope.Binding) bool {
	at, found := e.Span(), false
	syntax.Inspect(p.script.Chunk.Block, func(n syntax.Node) bool {
		r := n.Span()
		if r.From > at.From || r.To < at.To {
			return false
		}
		_, isIf := n.(*syntax.IfStmt)
		found = found || isIf && r.From > after.Decl.From
		return !found
	})
	return found
}
