package syntax

import "slices"

// Inspect calls visit for root and for every node below it, each before its
// children and these in source order. The children of a node for which visit
// returns false are passed over. Besides statements and expressions it visits
// *Block, *Name, *IfClause and *TableField.
//
// A nil root has no nodes. Inspect does not recurse, so that trees of any height
// are safe.
func Inspect(root Node, visit func(Node) bool) {
	Walk(root, visit, nil)
}

// Walk is Inspect with a second function that, when it is not nil, is called for a
// node after its children. It is called for every node that enter was called for.
func Walk(root Node, enter func(Node) bool, leave func(Node)) {
	if block, ok := root.(*Block); root == nil || ok && block == nil {
		return
	}
	var room [64]Node // enough for most trees
	stack := append(room[:0], root)
	for len(stack) > 0 {
		top := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if top == nil { // the children of the node below were visited
			leave(stack[len(stack)-1])
			stack = stack[:len(stack)-1]
			continue
		}
		descend := enter(top)
		if leave != nil {
			stack = append(stack, top, nil)
		}
		if descend {
			first := len(stack)
			stack = appendChildren(stack, top)
			slices.Reverse(stack[first:])
		}
	}
}

// appendChildren appends the nodes directly below n, in source order.
func appendChildren(to []Node, n Node) []Node {
	switch n := n.(type) {
	case *Block:
		return appendAll(to, n.Stmts)
	case *IfClause:
		return append(to, n.Cond, n.Body)
	case *TableField:
		return appendExprs(to, n.Key, n.Value)
	case Stmt:
		return appendStmtChildren(to, n)
	case Expr:
		return appendExprChildren(to, n)
	}
	return to
}

func appendStmtChildren(to []Node, s Stmt) []Node {
	switch s := s.(type) {
	case *LocalStmt:
		return appendAll(appendAll(to, s.Names), s.Exprs)
	case *AssignStmt:
		return appendAll(appendAll(to, s.Targets), s.Exprs)
	case *CallStmt:
		return append(to, s.Call)
	case *DoStmt:
		return append(to, s.Body)
	case *WhileStmt:
		return append(to, s.Cond, s.Body)
	case *RepeatStmt:
		return append(to, s.Body, s.Cond)
	case *IfStmt:
		for i := range s.Clauses {
			to = append(to, &s.Clauses[i])
		}
		return appendBlock(to, s.Else)
	case *NumericFor:
		to = appendExprs(append(to, s.Var), s.Start, s.Limit, s.Step)
		return append(to, s.Body)
	case *GenericFor:
		return append(appendAll(appendAll(to, s.Names), s.Exprs), s.Body)
	case *FuncStmt:
		to = append(to, s.Target)
		if s.Method != nil {
			to = append(to, s.Method)
		}
		return append(to, s.Func)
	case *LocalFunc:
		return append(to, s.Name, s.Func)
	case *ReturnStmt:
		return appendAll(to, s.Exprs)
	case *ErrorStmt:
		return appendAll(to, s.Parts)
	}
	return to
}

func appendExprChildren(to []Node, x Expr) []Node {
	switch x := x.(type) {
	case *FuncExpr:
		return append(appendAll(to, x.Params), x.Body)
	case *IndexExpr:
		return append(to, x.X, x.Key)
	case *CallExpr:
		to = append(to, x.Func)
		if x.Method != nil {
			to = append(to, x.Method)
		}
		return appendAll(to, x.Args)
	case *TableExpr:
		for i := range x.Fields {
			to = append(to, &x.Fields[i])
		}
		return to
	case *ParenExpr:
		return append(to, x.X)
	case *UnaryExpr:
		return append(to, x.X)
	case *BinaryExpr:
		return append(to, x.X, x.Y)
	case *ErrorExpr:
		return appendAll(to, x.Parts)
	}
	return to
}

func appendAll[N Node](to []Node, nodes []N) []Node {
	for _, n := range nodes {
		to = append(to, n)
	}
	return to
}

// appendExprs adds those of the expressions that are there.
func appendExprs(to []Node, exprs ...Expr) []Node {
	for _, x := range exprs {
		if x != nil {
			to = append(to, x)
		}
	}
	return to
}

// appendBlock adds a block that is there.
func appendBlock(to []Node, b *Block) []Node {
	if b == nil {
		return to
	}
	return append(to, b)
}
