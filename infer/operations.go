package infer

import (
	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/analysis/library"
	"github.com/luagen/luagen/analysis/value"
	"github.com/luagen/luagen/parser/syntax"
)

// maxClimb bounds how far up the tree an expression's surroundings are looked at: chains of
// operators can be as long as the file.
const maxClimb = 64

// checked notes that a value is tested for being there.
func (c *useCollector) checked(e syntax.Expr, u *usage) {
	u.nilChecked = true
	if c.isConverted(e) {
		u.emptyChecked = true // tonumber('') is nil as well
	}
}

// isConverted reports whether an expression is the number made of an input.
func (c *useCollector) isConverted(e syntax.Expr) bool {
	return c.facts.Value(e).Is(kind.Number | kind.AbsentOrNil)
}

func (c *useCollector) inUnary(p *syntax.UnaryExpr, u *usage) {
	switch p.Op {
	case syntax.OpNot:
		c.checked(p.X, u)
	case syntax.OpNeg:
		u.numeric, u.computed, u.otherwise = true, true, true
	default:
		u.otherwise = true
	}
}

func (c *useCollector) inBinary(p *syntax.BinaryExpr, e syntax.Expr, u *usage, ref value.InputRef) {
	other := p.Y
	if e == p.Y {
		other = p.X
	}
	switch p.Op {
	case syntax.OpOr:
		if e == p.X {
			c.checked(e, u)
		}
		if c.facts.Value(p).Input() != ref && !c.inCondition() {
			u.otherwise = true
		}
	case syntax.OpAnd:
		if e == p.X {
			c.checked(e, u)
		} else if c.facts.Value(p).Input() != ref && !c.inCondition() {
			u.otherwise = true
		}
	case syntax.OpEq, syntax.OpNe:
		c.inEquality(e, other, u)
	case syntax.OpLt, syntax.OpLe, syntax.OpGt, syntax.OpGe, syntax.OpAdd, syntax.OpSub, syntax.OpMul, syntax.OpMod, syntax.OpPow, syntax.OpDiv:
		u.numeric, u.computed, u.otherwise = true, true, true
		u.divides = u.divides || p.Op == syntax.OpDiv
		u.bounds = u.bounds || p.Op == syntax.OpLt || p.Op == syntax.OpLe || p.Op == syntax.OpGt || p.Op == syntax.OpGe
		if n, ok := c.facts.Value(other).Number(); ok && n != float64(int64(n)) && p.Op != syntax.OpMul {
			u.fraction = true
		}
	case syntax.OpConcat:
		u.prefix = u.prefix || e == p.X
		u.otherwise = true
	default:
		u.otherwise = true
	}
}

// inCondition reports whether the current operation is, through "and" and "or", what a
// condition tests.
func (c *useCollector) inCondition() bool {
	for i := len(c.path) - 1; i >= 0 && i >= len(c.path)-maxClimb; i-- {
		switch p := c.path[i].(type) {
		case *syntax.IfClause, *syntax.WhileStmt, *syntax.RepeatStmt:
			return true
		case *syntax.BinaryExpr:
			if p.Op != syntax.OpAnd && p.Op != syntax.OpOr {
				return false
			}
		case *syntax.UnaryExpr:
			return p.Op == syntax.OpNot
		case *syntax.ParenExpr:
		default:
			return false
		}
	}
	return false
}

// inEquality notes "x == y", where x is the input.
func (c *useCollector) inEquality(e, other syntax.Expr, u *usage) {
	v := c.facts.Value(other)
	switch n, isNumber := v.Number(); {
	case isNumber:
		u.equal = append(u.equal, value.Const{Num: n})
		return
	case v.Is(kind.AbsentOrNil):
		c.checked(e, u)
		return
	case v.Is(kind.False):
		u.nilChecked = true // a mistake for nil, so that the caller may leave it out
		return
	}
	text, ok := v.Str()
	switch {
	case !ok:
		u.otherwise = true
	case text == "":
		u.emptyChecked = true
	default:
		u.equal = append(u.equal, value.Const{IsString: true, Str: text})
	}
}

func (c *useCollector) inCall(p *syntax.CallExpr, e syntax.Expr, u *usage, ref value.InputRef) {
	if p.Func == e {
		u.otherwise = true // s:format()
		return
	}
	if call := c.facts.Call(p); call != nil {
		u.otherwise = true
		for i, a := range call.Args {
			if a == e {
				u.roles = append(u.roles, c.role(call, i))
			}
		}
		if len(p.Args) > 0 && p.Args[0] == e {
			u.roles = append(u.roles, role{name: "command"})
		}
		return
	}
	if f := c.facts.Value(p.Func).Lib(); f != nil && f.Library == "math" && f.Op == library.NoOp { // log, sqrt, pow, …
		u.numeric, u.computed, u.fraction, u.otherwise = true, true, true, true
		return
	}
	switch c.facts.Value(p.Func).Op() {
	case library.ToNumber:
		u.numeric = true
		return
	case library.JSONDecode:
		u.json = true
		return
	case library.MsgpackUnpack:
		u.msgpack = true
		return
	case library.StructUnpack:
		u.packed = true
	case library.Floor:
		u.numeric, u.computed = true, true
		u.fraction = true
	case library.Max, library.Min, library.Abs, library.Random, library.RandomSeed:
		u.numeric, u.computed = true, true
	case library.NoOp:
		if c.toParameter(p, e, u, ref) {
			return
		}
	}
	u.otherwise = true
}

// toParameter notes that the input is handed to a function of the script. It reports
// whether what the function does with it is seen where it does so.
func (c *useCollector) toParameter(p *syntax.CallExpr, e syntax.Expr, u *usage, ref value.InputRef) bool {
	fn := c.facts.Function(p.Func)
	if fn == nil || p.Method != nil {
		return false
	}
	for i, a := range p.Args {
		if a != e || i >= len(fn.Params) {
			continue
		}
		param := fn.Params[i]
		u.hints = append(u.hints, param.Name)
		for _, read := range param.Reads {
			if ref.Index == 0 || c.facts.Value(read).Input() != ref {
				return false
			}
		}
		return true
	}
	return false
}

// derived notes the name of a local that is computed from the input alone: "local
// debug = ARGV[3] == '1'", "local expiry = tonumber(ARGV[1]) * 1000".
func (c *useCollector) derived(u *usage) {
	for i := len(c.path) - 1; i > 0 && i >= len(c.path)-maxClimb; i-- {
		switch p := c.path[i].(type) {
		case *syntax.BinaryExpr:
			if p.Op == syntax.OpConcat || !isConstant(p.X) && !isConstant(p.Y) {
				return
			}
		case *syntax.CallExpr:
			if op := c.facts.Value(p.Func).Op(); op != library.ToNumber && op != library.Floor {
				return
			}
		case *syntax.ParenExpr, *syntax.UnaryExpr:
		case *syntax.LocalStmt:
			if len(p.Names) == 1 && len(p.Exprs) == 1 && len(u.names) == 0 {
				u.hints = append(u.hints, p.Names[0].Text)
			}
			return
		default:
			return
		}
	}
}

func isConstant(e syntax.Expr) bool {
	switch e.(type) {
	case *syntax.StringExpr, *syntax.NumberExpr, *syntax.BoolExpr, *syntax.NilExpr:
		return true
	default:
		return false
	}
}
