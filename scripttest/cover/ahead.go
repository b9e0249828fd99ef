package cover

import (
	"slices"
	"strings"

	"github.com/luagen/luagen/analysis/library"
	"github.com/luagen/luagen/parser/syntax"
)

// mostAhead bounds how many operators of one expression are counted ahead: what counts them grows
// faster than their number.
const mostAhead = 10

// ahead writes what counts the operators of a statement before the statement runs: it decides
// their left sides once more, which costs less than a function that counts them where they
// stand. The statement's own text stays as it is, and so do its errors.
//
// That is the same only where evaluating twice is: the left side, and what the statement evaluates
// before it, are made of variables, constants and operators alone; and where that raises an
// error, it does so on the line that the script does.
type ahead struct {
	w       *writer
	line    int           // that it writes to
	raising []syntax.Expr // what may raise an error before what comes now
	over    bool          // what comes now cannot be counted ahead
	text    strings.Builder
}

// counted is what counts operators of expressions that a statement evaluates in this order.
// What it counts is marked, and counted nowhere else.
func (w *writer) counted(at int, exprs ...syntax.Expr) string {
	if !w.fast {
		return ""
	}
	a := &ahead{w: w, line: w.lines.Line(at)}
	for _, x := range exprs {
		a.expr(x)
	}
	return a.text.String()
}

// expr goes through an expression in the order in which Lua evaluates it.
func (a *ahead) expr(x syntax.Expr) {
	if a.over {
		return
	}
	switch x := x.(type) {
	case *syntax.NilExpr, *syntax.BoolExpr, *syntax.NumberExpr, *syntax.StringExpr, *syntax.VarargExpr, *syntax.FuncExpr:
	case *syntax.NameExpr:
		a.over = !a.w.isThere(x)
	case *syntax.ParenExpr:
		a.expr(x.X)
	case *syntax.TableExpr:
		for _, f := range x.Fields {
			if f.Key != nil {
				a.expr(f.Key)
			}
			a.expr(f.Value)
			a.over = a.over || mayBeNil(f.Key)
		}
	case *syntax.IndexExpr:
		a.expr(x.X)
		a.expr(x.Key)
		a.pass(x)
	case *syntax.UnaryExpr:
		a.expr(x.X)
		a.pass(x)
	case *syntax.BinaryExpr:
		if isLogical(x) {
			a.operator(x)
			return
		}
		a.expr(x.X)
		a.expr(x.Y)
		a.pass(x)
	case *syntax.CallExpr:
		a.expr(x.Func)
		a.over = a.over || x.Method != nil
		for _, arg := range x.Args {
			a.expr(arg)
		}
		a.over = true
	default:
		a.over = true
	}
}

func (a *ahead) operator(x *syntax.BinaryExpr) {
	if !a.twice(x.X) || operators(x) > mostAhead {
		a.expr(x.X)
		a.over = true
		return
	}
	for _, r := range a.raising {
		a.text.WriteString("do local _=" + a.w.source(r) + " end ")
	}
	a.raising = nil
	a.text.WriteString(a.either(x))
	a.pass(x)
}

// pass goes past an expression, which may raise an error: then what comes after is not counted.
func (a *ahead) pass(x syntax.Expr) {
	switch {
	case !a.w.raises(x):
	case a.twice(x):
		a.raising = append(slices.DeleteFunc(a.raising, func(r syntax.Expr) bool { return x.Span().From <= r.Span().From }), x)
	default:
		a.over = true
	}
}

// either counts the outcomes of an operator's left side, and on the one outcome what counts its
// right side.
func (a *ahead) either(x *syntax.BinaryExpr) string {
	inner := &ahead{w: a.w, line: a.line}
	inner.expr(x.Y)
	yes, no := a.outcomes(x)
	if x.Op == syntax.OpAnd {
		yes += inner.text.String()
	} else {
		no += inner.text.String()
	}
	return a.decided(x.X, yes, no)
}

// decided runs one of two texts as an expression turns out, and counts what decides that.
func (a *ahead) decided(x syntax.Expr, yes, no string) string {
	if b, ok := syntax.Unparen(x).(*syntax.BinaryExpr); ok && isLogical(b) {
		left, right := a.outcomes(b)
		if b.Op == syntax.OpAnd {
			return a.decided(b.X, left+a.decided(b.Y, yes, no), right+no)
		}
		return a.decided(b.X, left+yes, right+a.decided(b.Y, yes, no))
	}
	inner := &ahead{w: a.w, line: a.line}
	inner.expr(x)
	text := inner.text.String() + "if " + a.w.source(x) + " then " + yes
	if no != "" {
		text += "else " + no
	}
	return text + "end "
}

// outcomes counts the two outcomes of an operator's left side; nothing where it is constant.
func (a *ahead) outcomes(x *syntax.BinaryExpr) (yes, no string) {
	d := a.w.byNode[x.X]
	if d == nil {
		return "", ""
	}
	a.w.ahead[x.X] = true
	return a.w.one(d.yes.plus[0]) + " ", a.w.one(d.no.plus[0]) + " "
}

// operators counts and and or in an expression.
func operators(x syntax.Expr) int {
	n := 0
	syntax.Inspect(x, func(inner syntax.Node) bool {
		if b, ok := inner.(*syntax.BinaryExpr); ok && isLogical(b) {
			n++
		}
		return true
	})
	return n
}

func isLogical(x *syntax.BinaryExpr) bool { return x.Op == syntax.OpAnd || x.Op == syntax.OpOr }

// twice reports whether an expression may be decided once more: that changes nothing, and what
// it raises is the same.
func (a *ahead) twice(x syntax.Expr) bool {
	same := true
	syntax.Inspect(x, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.NilExpr, *syntax.BoolExpr, *syntax.NumberExpr, *syntax.StringExpr, *syntax.ParenExpr:
		case *syntax.NameExpr:
			same = same && a.w.isThere(n)
		case *syntax.IndexExpr, *syntax.UnaryExpr:
			same = same && a.w.metaless
		case *syntax.BinaryExpr:
			same = same && n.Op != syntax.OpConcat && a.w.metaless
		default:
			same = false
		}
		return same
	})
	r := x.Span()
	from, to := a.w.lines.Line(r.From), a.w.lines.Line(r.To-1)
	if !same || from != to && strings.ContainsAny(a.w.source(x), "-[") { // a comment, or text of several lines
		return false
	}
	// What is read last is read on the line of the token after it.
	return !a.w.raises(x) || from == a.line && to == a.line && a.w.lines.Line(a.w.token(r.To)) == a.line
}

// isThere reports whether reading a name raises no error: a local variable, an input or what
// every server has.
func (w *writer) isThere(n *syntax.NameExpr) bool {
	if w.scope.Use(n) != nil || isInput(n) {
		return true
	}
	return library.IsGlobal(n.Name) && library.OfGlobal(n.Name) == (library.Servers{})
}

// raises reports whether evaluating an expression may raise an error, or run a function.
func (w *writer) raises(x syntax.Expr) bool {
	may := false
	syntax.Inspect(x, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.NameExpr:
			may = may || !w.isThere(n)
		case *syntax.CallExpr, *syntax.ErrorExpr:
			may = true
		case *syntax.IndexExpr:
			name, ok := n.X.(*syntax.NameExpr)
			may = may || !w.metaless || !ok || w.scope.Use(name) != nil // else an input or a library
		case *syntax.UnaryExpr:
			may = may || n.Op != syntax.OpNot
		case *syntax.BinaryExpr:
			switch n.Op {
			case syntax.OpAnd, syntax.OpOr:
			case syntax.OpEq, syntax.OpNe:
				may = may || !w.metaless
			default:
				may = may || !w.isNumber(n.X) || !w.isNumber(n.Y)
			}
		case *syntax.TableField:
			may = may || mayBeNil(n.Key)
		case *syntax.FuncExpr:
			return false
		}
		return !may
	})
	return may
}

// isNumber reports whether an expression is a number in any case.
func (w *writer) isNumber(x syntax.Expr) bool {
	switch x := syntax.Unparen(x).(type) {
	case *syntax.NumberExpr:
		return true
	case *syntax.NameExpr:
		b := w.scope.Use(x)
		return b != nil && w.counting[b] && len(b.Writes) == 0
	case *syntax.UnaryExpr:
		return x.Op == syntax.OpSub && w.isNumber(x.X)
	case *syntax.BinaryExpr:
		switch x.Op {
		case syntax.OpAdd, syntax.OpSub, syntax.OpMul, syntax.OpDiv, syntax.OpMod, syntax.OpPow:
			return w.isNumber(x.X) && w.isNumber(x.Y)
		}
	}
	return false
}

// mayBeNil reports whether a table refuses a key, which is nil where it has none.
func mayBeNil(key syntax.Expr) bool {
	switch key.(type) {
	case nil, *syntax.StringExpr, *syntax.NumberExpr, *syntax.BoolExpr:
		return false
	}
	return true
}

// source is an expression as the script has it, on one line.
func (w *writer) source(x syntax.Expr) string {
	r := x.Span()
	return strings.ReplaceAll(string(w.script.Text[r.From:r.To]), "\n", " ")
}
