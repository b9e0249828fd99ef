package lint

import (
	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/analysis/library"
	"github.com/luagen/luagen/parser/syntax"
)

// condition is an expression that the script branches on, or that is made of "and", "or", "not" and
// comparisons, taken apart at these.
type condition struct {
	truths      []truth
	comparisons []comparison
}

// truth is an expression whose truth is asked for.
type truth struct {
	expr syntax.Expr
	not  *syntax.UnaryExpr // the "not" in front of it; nil without
	free bool              // "not" can be replaced by a comparison, which nothing around it would take apart
}

// comparison is one with == or ~=.
type comparison struct {
	expr   *syntax.BinaryExpr
	tested bool // only its truth counts
}

// walked is what one walk over the script's tree finds, for several rules. Each list is in source order.
type walked struct {
	conditions []condition // those within others' operands included
	indexes    []*syntax.IndexExpr
	unaries    []*syntax.UnaryExpr
	methods    []*syntax.CallExpr  // of "x:name()"
	stores     map[string][]stored // what is put into tables under names
}

// stored is an entry under a name that the script puts into a table.
type stored struct {
	table, value syntax.Expr
}

// conditions returns the script's conditions.
func (p *pass) conditions() []condition { return p.walk().conditions }

// walk walks over the script's tree, once.
func (p *pass) walk() *walked {
	if p.walked != nil {
		return p.walked
	}
	w := &walked{stores: map[string][]stored{}}
	p.walked = w
	seen := map[syntax.Expr]bool{}
	root := func(e syntax.Expr, tested bool) {
		if e != nil && !seen[e] {
			w.conditions = append(w.conditions, takeApart(e, tested, seen))
		}
	}
	store := func(table, key, v syntax.Expr) {
		if name, ok := p.facts.Value(key).Str(); ok {
			w.stores[name] = append(w.stores[name], stored{table, v})
		}
	}
	syntax.Inspect(p.script.Chunk.Block, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.IfClause:
			root(n.Cond, true)
		case *syntax.WhileStmt:
			root(n.Cond, true)
		case *syntax.RepeatStmt:
			root(n.Cond, true)
		case *syntax.UnaryExpr:
			w.unaries = append(w.unaries, n)
			if n.Op == syntax.OpNot {
				root(n, false)
			}
		case *syntax.BinaryExpr:
			if n.Op == syntax.OpAnd || n.Op == syntax.OpOr || isEquality(n.Op) || isOrdering(n.Op) {
				root(n, false)
			}
		case *syntax.IndexExpr:
			w.indexes = append(w.indexes, n)
		case *syntax.CallExpr:
			if n.Method != nil {
				w.methods = append(w.methods, n)
			}
		case *syntax.TableExpr:
			for i := range n.Fields {
				if f := &n.Fields[i]; f.Key != nil {
					store(n, f.Key, f.Value)
				}
			}
		case *syntax.AssignStmt:
			for i, target := range n.Targets {
				if x, ok := target.(*syntax.IndexExpr); ok && len(n.Targets) == len(n.Exprs) {
					store(x.X, x.Key, n.Exprs[i])
				}
			}
		}
		return true
	})
	return w
}

func isEquality(op syntax.Op) bool { return op == syntax.OpEq || op == syntax.OpNe }

// takeApart takes one condition apart; seen gets the parts that are no conditions of their own.
func takeApart(e syntax.Expr, tested bool, seen map[syntax.Expr]bool) condition {
	type part struct {
		expr   syntax.Expr
		tested bool
		not    *syntax.UnaryExpr
	}
	var c condition
	for work := []part{{expr: e, tested: tested}}; len(work) > 0; {
		w := work[len(work)-1]
		work = work[:len(work)-1]
		seen[w.expr] = true
		switch x := w.expr.(type) {
		case *syntax.ParenExpr:
			work = append(work, part{x.X, w.tested, w.not})
			continue
		case *syntax.UnaryExpr:
			if x.Op == syntax.OpNot {
				work = append(work, part{x.X, true, x})
				continue
			}
		case *syntax.BinaryExpr:
			switch {
			case x.Op == syntax.OpAnd:
				work = append(work, part{x.Y, w.tested, nil}, part{x.X, true, nil})
				continue
			case x.Op == syntax.OpOr:
				work = append(work, part{x.Y, w.tested, nil}, part{x.X, w.tested, nil})
				continue
			case isEquality(x.Op):
				if u, ok := x.X.(*syntax.UnaryExpr); ok && u.Op == syntax.OpNot {
					seen[u] = true // "not a == b" is told of as a whole
				}
				c.comparisons = append(c.comparisons, comparison{x, w.tested})
				continue
			}
		}
		if w.tested || isOrder(w.expr) {
			c.truths = append(c.truths, truth{expr: w.expr, not: w.not, free: w.not == nil || w.not != e || tested})
		}
	}
	return c
}

func isOrder(e syntax.Expr) bool {
	b, ok := e.(*syntax.BinaryExpr)
	return ok && isOrdering(b.Op)
}

// mentions reports whether another part of a condition than one contains an expression of that text.
func (p *pass) mentions(c *condition, except syntax.Expr, text string) bool {
	contains := func(e syntax.Expr) bool {
		found := false
		if e == except {
			return false
		}
		syntax.Inspect(e, func(n syntax.Node) bool {
			if x, ok := n.(syntax.Expr); ok && p.isText(x, text) {
				found = true
			}
			return !found
		})
		return found
	}
	for i := range c.truths {
		if contains(c.truths[i].expr) {
			return true
		}
	}
	for i := range c.comparisons {
		if contains(c.comparisons[i].expr) {
			return true
		}
	}
	return false
}

// isText reports whether an expression is written so.
func (p *pass) isText(e syntax.Expr, text string) bool {
	r := e.Span()
	return r.To-r.From == len(text) && p.source(e) == text
}

// testsFalse reports whether a condition also asks whether an expression of that text is false: by its
// truth, a comparison with a boolean, or its type. One comparison does not count.
func (p *pass) testsFalse(c *condition, except *syntax.BinaryExpr, text string) bool {
	for i := range c.truths {
		if p.isText(syntax.Unparen(c.truths[i].expr), text) {
			return true
		}
	}
	for i := range c.comparisons {
		b := c.comparisons[i].expr
		if b == except {
			continue
		}
		for _, sides := range [...][2]syntax.Expr{{b.X, b.Y}, {b.Y, b.X}} {
			if call, ok := sides[0].(*syntax.CallExpr); ok && len(call.Args) == 1 && p.isText(call.Args[0], text) &&
				p.facts.Value(call.Func).Op() == library.Type {
				return true
			}
			if p.isText(sides[0], text) && p.facts.Value(sides[1]).Can(kind.Bool) {
				return true
			}
		}
	}
	return false
}
