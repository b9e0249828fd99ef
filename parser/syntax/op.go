package syntax

var operators = [...]string{
	OpAdd:    "+",
	OpSub:    "-",
	OpNeg:    "-",
	OpMul:    "*",
	OpDiv:    "/",
	OpMod:    "%",
	OpPow:    "^",
	OpConcat: "..",
	OpEq:     "==",
	OpNe:     "~=",
	OpLt:     "<",
	OpLe:     "<=",
	OpGt:     ">",
	OpGe:     ">=",
	OpAnd:    "and",
	OpOr:     "or",
	OpNot:    "not",
	OpLen:    "#",
}

// String is the operator as Lua spells it.
func (op Op) String() string { return operators[op] }

// unaryPriority binds tighter than any binary operator but "^".
const unaryPriority = 8

// unaryOp returns the unary operator that a token is.
func unaryOp(k kind) (Op, bool) {
	switch k {
	case tokNot:
		return OpNot, true
	case '-':
		return OpNeg, true
	case '#':
		return OpLen, true
	}
	return 0, false
}

// binaryOp returns the binary operator that a token is, with its priorities to the
// left and to the right; they are 0 when it is none.
func binaryOp(k kind) (op Op, left, right int) {
	switch k {
	case '+':
		return OpAdd, 6, 6
	case '-':
		return OpSub, 6, 6
	case '*':
		return OpMul, 7, 7
	case '/':
		return OpDiv, 7, 7
	case '%':
		return OpMod, 7, 7
	case '^':
		return OpPow, 10, 9 // right associative
	case tokConcat:
		return OpConcat, 5, 4 // right associative
	case tokEq:
		return OpEq, 3, 3
	case tokNe:
		return OpNe, 3, 3
	case '<':
		return OpLt, 3, 3
	case tokLe:
		return OpLe, 3, 3
	case '>':
		return OpGt, 3, 3
	case tokGe:
		return OpGe, 3, 3
	case tokAnd:
		return OpAnd, 2, 2
	case tokOr:
		return OpOr, 1, 1
	}
	return 0, 0, 0
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
