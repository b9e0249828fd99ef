package lint

import (
	"strconv"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/library"
	"github.com/luagen/luagen/analysis/scope"
	"github.com/luagen/luagen/parser/syntax"
)

// decide evaluates a condition and returns the paths on which it is true, and on which it is false.
func (w *pathWalker) decide(in []path, cond syntax.Expr) (yes, no []path) {
	yes, no = w.branch(in, cond)
	if len(yes) == 0 || len(no) == 0 {
		return yes, no
	}
	for i := range yes {
		yes[i] = yes[i].decided(cond, true)
	}
	for i := range no {
		no[i] = no[i].decided(cond, false)
	}
	return fewer(yes), fewer(no)
}

// branch is decide without a note of the decision.
func (w *pathWalker) branch(in []path, cond syntax.Expr) (yes, no []path) {
	switch e := cond.(type) {
	case *syntax.ParenExpr:
		return w.branch(in, e.X)
	case *syntax.UnaryExpr:
		if e.Op == syntax.OpNot {
			no, yes = w.branch(in, e.X)
			return yes, no
		}
	case *syntax.BinaryExpr:
		if e.Op == syntax.OpAnd || e.Op == syntax.OpOr {
			yes, no = w.branch(in, e.X)
			var more []path
			if e.Op == syntax.OpAnd {
				yes, more = w.branch(yes, e.Y)
				return yes, append(no, more...)
			}
			more, no = w.branch(no, e.Y)
			return append(yes, more...), no
		}
	}
	return w.narrowed(w.expr(in, cond), cond)
}

// narrowed splits paths by a condition that has been evaluated.
func (w *pathWalker) narrowed(in []path, cond syntax.Expr) (yes, no []path) {
	for _, p := range in {
		if t, ok := w.narrow(p, cond, true, maxRefined); ok {
			yes = append(yes, t)
		}
		if f, ok := w.narrow(p, cond, false, maxRefined); ok {
			no = append(no, f)
		}
	}
	return yes, no
}

// maxRefined bounds how far into a condition is looked.
const maxRefined = 12

// narrow returns a path on which a condition has an outcome; ok is false when it cannot have it there.
func (w *pathWalker) narrow(p path, cond syntax.Expr, truth bool, depth int) (narrowed path, ok bool) {
	cond = syntax.Unparen(cond)
	if depth == 0 {
		return p, true
	}
	if text := literal(cond); text != "" {
		return p, (truthOf(text) == "T") == truth
	}
	switch e := cond.(type) {
	case *syntax.UnaryExpr:
		if e.Op == syntax.OpNot {
			return w.narrow(p, e.X, !truth, depth-1)
		}
	case *syntax.BinaryExpr:
		switch e.Op {
		case syntax.OpAnd, syntax.OpOr:
			if truth == (e.Op == syntax.OpAnd) {
				if p, ok = w.narrow(p, e.X, truth, depth-1); ok {
					p, ok = w.narrow(p, e.Y, truth, depth-1)
				}
				return p, ok
			}
			return p, true
		case syntax.OpEq, syntax.OpNe, syntax.OpLt, syntax.OpLe, syntax.OpGt, syntax.OpGe:
			return w.compare(p, e, truth)
		}
	}
	if p, ok = w.recall(p, w.canonical(cond), truth); !ok {
		return p, false
	}
	if c, part := w.replyOf(cond); c != nil {
		return p.replied(c, func(r replies) replies { return part.truthy(r, truth) })
	}
	if name, isName := cond.(*syntax.NameExpr); isName {
		if b := w.facts.Binding(name); b != nil && b.Init != nil && len(b.Writes) == 0 {
			if _, isCall := b.Init.(*syntax.CallExpr); !isCall {
				return w.narrow(p, b.Init, truth, depth-1)
			}
		}
	}
	return p, true
}

// recall holds a condition against what a path knows, and adds it to that.
func (w *pathWalker) recall(p path, key string, truth bool) (path, bool) {
	if key == "" {
		return p, true
	}
	known := p.fact(key)
	if text := p.fact("=" + key); text != "" {
		known = truthOf(text)
	}
	want := "F"
	if truth {
		want = "T"
	}
	if known != "" {
		return p, known == want
	}
	return p.learn(key, want), true
}

// compare narrows a path by a comparison.
func (w *pathWalker) compare(p path, e *syntax.BinaryExpr, truth bool) (path, bool) {
	op := e.Op
	x, y := syntax.Unparen(e.X), syntax.Unparen(e.Y)
	if literal(x) != "" {
		x, y, op = y, x, mirrored(op)
	}
	text := literal(y)
	left := w.canonical(x)
	if op == syntax.OpNe {
		op, truth = syntax.OpEq, !truth
	}
	if left != "" {
		ok := true
		switch {
		case op == syntax.OpEq && text != "":
			known := p.fact("=" + left)
			if known != "" {
				return p, (known == text) == truth
			}
			if t := p.fact(left); t != "" && t != truthOf(text) {
				return p, !truth
			}
			if p, ok = w.recall(p, left+"=="+text, truth); !ok {
				return p, false
			}
			if truth {
				p = p.learn("="+left, text)
			}
		default:
			if right := w.canonical(y); right != "" {
				if p, ok = w.recall(p, left+opText(op)+right, truth); !ok {
					return p, false
				}
			}
		}
	}
	if c, part := w.replyOf(x); c != nil {
		return p.replied(c, func(r replies) replies { return part.compared(r, op, y, truth) })
	}
	return p, true
}

// opposite is the operator that is true where another is false.
func opposite(op syntax.Op) syntax.Op {
	switch op {
	case syntax.OpEq:
		return syntax.OpNe
	case syntax.OpLt:
		return syntax.OpGe
	case syntax.OpLe:
		return syntax.OpGt
	case syntax.OpGt:
		return syntax.OpLe
	default:
		return syntax.OpLt
	}
}

func opText(op syntax.Op) string { return " " + strconv.Itoa(int(op)) + " " }

// literal is the text of a constant; empty for any other expression.
func literal(e syntax.Expr) string {
	switch e := e.(type) {
	case *syntax.NilExpr:
		return "nil"
	case *syntax.BoolExpr:
		return strconv.FormatBool(e.Value)
	case *syntax.NumberExpr:
		return strconv.FormatFloat(e.Value, 'g', -1, 64)
	case *syntax.StringExpr:
		return strconv.Quote(e.Value)
	case *syntax.UnaryExpr:
		if n, ok := e.X.(*syntax.NumberExpr); ok && e.Op == syntax.OpNeg {
			return strconv.FormatFloat(-n.Value, 'g', -1, 64)
		}
	}
	return ""
}

// truthOf is what a condition makes of a constant.
func truthOf(text string) string {
	if text == "nil" || text == "false" {
		return "F"
	}
	return "T"
}

// variable identifies a local in the keys of facts.
func variable(b *scope.Binding) string { return "$" + strconv.Itoa(b.Index) + ";" }

// canonical is a text of an expression whose value changes only where one of its variables is assigned;
// empty for others.
func (w *pathWalker) canonical(e syntax.Expr) string {
	switch e := e.(type) {
	case *syntax.ParenExpr:
		return w.canonical(e.X)
	case *syntax.NameExpr:
		if b := w.facts.Binding(e); b != nil {
			if b.WrittenByInner {
				return ""
			}
			return variable(b)
		}
		if e.Name == "KEYS" || e.Name == "ARGV" {
			return e.Name
		}
	case *syntax.IndexExpr:
		x, key := w.canonical(e.X), w.canonical(e.Key)
		if (x == "KEYS" || x == "ARGV") && key != "" {
			return x + "[" + key + "]"
		}
	case *syntax.UnaryExpr:
		if text := literal(e); text != "" {
			return text
		}
		if x := w.canonical(e.X); x != "" {
			return "(" + strconv.Itoa(int(e.Op)) + x + ")"
		}
	case *syntax.BinaryExpr:
		if x, y := w.canonical(e.X), w.canonical(e.Y); x != "" && y != "" {
			return "(" + x + opText(e.Op) + y + ")"
		}
	case *syntax.CallExpr:
		switch op := w.facts.Value(e.Func).Op(); op {
		case library.ToNumber, library.ToString, library.Type:
			if len(e.Args) == 1 {
				if x := w.canonical(e.Args[0]); x != "" {
					return strconv.Itoa(int(op)) + "(" + x + ")"
				}
			}
		}
	default:
		return literal(e)
	}
	return ""
}

// replyPart is what of a reply an expression is.
type replyPart int

const (
	wholeReply replyPart = iota // the reply itself, perhaps as a number
	noFailure                   // whether the command did not fail: pcall's first result
	theError                    // its error
	length                      // its length
	typeName                    // the name of its type
	first                       // its first element
)

// replyOf returns the command that wrote whose reply, or a part of it, an expression is; nil for others.
func (w *pathWalker) replyOf(e syntax.Expr) (*analysis.Call, replyPart) {
	for range longestAlias {
		switch x := e.(type) {
		case *syntax.ParenExpr:
			e = x.X
			continue
		case *syntax.NameExpr:
			if b := w.facts.Binding(x); b != nil && b.Init != nil && len(b.Writes) == 0 {
				e = b.Init
				continue
			}
		case *syntax.BinaryExpr:
			if x.Op == syntax.OpOr && literal(x.Y) != "" { // a default
				e = x.X
				continue
			}
		case *syntax.UnaryExpr:
			if c, of := w.replyOf(x.X); c != nil && of == wholeReply && x.Op == syntax.OpLen {
				return c, length
			}
		case *syntax.IndexExpr:
			c, of := w.replyOf(x.X)
			if c == nil || of != wholeReply {
				return nil, wholeReply
			}
			switch literal(x.Key) {
			case `"err"`:
				return c, theError
			case "1":
				return c, first
			}
		case *syntax.CallExpr:
			return w.replyOfCall(x)
		}
		return nil, wholeReply
	}
	return nil, wholeReply
}

func (w *pathWalker) replyOfCall(e *syntax.CallExpr) (*analysis.Call, replyPart) {
	if c := w.facts.Call(e); c != nil {
		if c.Match == nil || !c.Match.Writes() {
			return nil, wholeReply
		}
		if w.facts.Value(e.Func).Op() == library.PCall {
			return c, noFailure
		}
		return c, wholeReply
	}
	switch op := w.facts.Value(e.Func).Op(); {
	case len(e.Args) == 0:
	case op == library.ToNumber:
		return w.replyOf(e.Args[0])
	case op == library.Type:
		if c, of := w.replyOf(e.Args[0]); c != nil && of == wholeReply {
			return c, typeName
		}
	case op == library.Next:
		if c, of := w.replyOf(e.Args[0]); c != nil && of == wholeReply {
			return c, first
		}
	}
	if fn := w.facts.Function(e.Func); fn != nil && e.Method == nil {
		if body := fn.Expr.Body.Stmts; len(body) == 1 {
			if r, ok := body[0].(*syntax.ReturnStmt); ok && len(r.Exprs) == 1 {
				return w.replyOf(r.Exprs[0])
			}
		}
	}
	return nil, wholeReply
}

// truthy are the replies for which the part is true, or false, as a condition.
func (of replyPart) truthy(r replies, truth bool) replies {
	var yes replyKind
	switch of {
	case wholeReply:
		yes = ^isNil
	case noFailure:
		yes = ^isFailed
	case theError:
		yes = isFailed
		if r.kinds&isOther != 0 {
			yes |= isOther
		}
	case first:
		yes = isFilled | isOther
	case length, typeName:
		yes = ^replyKind(0)
	}
	if truth {
		return r.only(yes)
	}
	return r.only(^yes | isOther)
}

// compared are the replies for which the part compares so with an expression.
func (of replyPart) compared(r replies, op syntax.Op, with syntax.Expr, truth bool) replies {
	text := literal(with)
	switch {
	case op == syntax.OpEq && (text == "nil" || text == "false"):
		return of.truthy(r, !truth)
	case op == syntax.OpEq && text == "true" && of == noFailure:
		return of.truthy(r, truth)
	case of == typeName && op == syntax.OpEq:
		return typed(r, with, truth)
	case text == "":
		return r
	}
	number := text[0] != '"'
	if !truth {
		op = opposite(op)
	}
	switch {
	case number && of == length:
		n, _ := strconv.ParseFloat(text, 64)
		counts := replies{isInteger, 0, 0}
		if counts.compared(op, n).none() {
			r.kinds &^= isEmpty
		}
		counts.lo, counts.hi = 1, 1<<53
		if counts.compared(op, n).none() {
			r.kinds &^= isFilled
		}
		return r
	case number && of == wholeReply:
		n, _ := strconv.ParseFloat(text, 64)
		if op == syntax.OpEq {
			r = r.only(isInteger | isString | isOther | isNil)
			if n != 0 {
				r.kinds &^= isNil // "or 0"
			}
		}
		return r.compared(op, n)
	case of == wholeReply && op == syntax.OpEq:
		return r.only(isString | isStatus | isOther)
	default:
		return r
	}
}

// typed are the replies whose type is, or is not, the one of a name.
func typed(r replies, name syntax.Expr, is bool) replies {
	s, ok := name.(*syntax.StringExpr)
	if !ok {
		return r
	}
	var yes replyKind
	switch s.Value {
	case "table":
		yes = isStatus | isEmpty | isFilled | isFailed
	case "boolean", "nil":
		yes = isNil
	case "number":
		yes = isInteger
	case "string":
		yes = isString
	}
	yes |= isOther
	if is {
		return r.only(yes)
	}
	return r.only(^yes | isOther)
}
