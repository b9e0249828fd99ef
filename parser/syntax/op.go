package syntax

// String is the operator as Lua spells it.
func (op Op) String() string {
	switch op {
	case OpAdd:
		return "+"
	case OpSub, OpNeg:
		return "-"
	case OpMul:
		return "*"
	case OpDiv:
		return "/"
	case OpMod:
		return "%"
	case OpPow:
		return "^"
	case OpConcat:
		return ".."
	case OpEq:
		return "=="
	case OpNe:
		return "~="
	case OpLt:
		return "<"
	case OpLe:
		return "<="
	case OpGt:
		return ">"
	case OpGe:
		return ">="
	case OpAnd:
		return "and"
	case OpOr:
		return "or"
	case OpNot:
		return "not"
	case OpLen:
		return "#"
	}
	return "?"
}

// Unparen returns x without the parentheses around it.
func Unparen(x Expr) Expr {
	for {
		paren, ok := x.(*ParenExpr)
		if !ok {
			return x
		}
		x = paren.X
	}
}
