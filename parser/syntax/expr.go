package syntax

import "slices"

// grow makes the node being parsed one higher, and refuses trees that are too high.
func (p *parser) grow() {
	if p.height++; p.height > maxHeight {
		p.fail(p.tok.Range, "expression too long: luagen reads at most 200000 operators in a row; use local variables")
	}
}

// exprList parses one or more expressions.
func (p *parser) exprList() []Expr {
	mark := len(p.exprs)
	p.exprs = append(p.exprs, p.expr())
	for p.accept(',') {
		p.exprs = append(p.exprs, p.expr())
	}
	return p.takeExprs(mark)
}

// takeExprs takes the expressions read since mark.
func (p *parser) takeExprs(mark int) []Expr {
	exprs := slices.Clone(p.exprs[mark:])
	p.exprs = p.exprs[:mark]
	return exprs
}

// expr parses an expression.
func (p *parser) expr() Expr { return p.subexpr(0) }

// subexpr parses an expression of operators that bind tighter than limit.
func (p *parser) subexpr(limit int) Expr {
	p.enter()
	defer p.leave()
	outer := p.height
	p.height = 0
	var x Expr
	if op, ok := unaryOp(p.tok.kind); ok {
		start := p.tok.From
		p.next()
		operand := p.subexpr(unaryPriority)
		x = &UnaryExpr{p.from(start), op, operand}
		p.grow()
	} else {
		x = p.simple()
	}
	for {
		op, left, right := binaryOp(p.tok.kind)
		if left <= limit {
			break
		}
		p.next()
		y := p.subexpr(right)
		x = &BinaryExpr{p.from(x.Span().From), op, x, y}
		p.grow()
	}
	p.height = max(outer, p.height)
	return x
}

// simple parses an operand.
func (p *parser) simple() Expr {
	r := p.tok.Range
	switch p.tok.kind {
	case tokNumber:
		x := &NumberExpr{r, p.tok.num, p.text[r.From:r.To]}
		p.next()
		return x
	case tokString:
		return p.stringExpr()
	case tokNil:
		p.next()
		return &NilExpr{r}
	case tokTrue, tokFalse:
		x := &BoolExpr{r, p.tok.kind == tokTrue}
		p.next()
		return x
	case tokDots:
		if !p.fn.vararg {
			p.fail(r, "found '...' in a function that does not declare it: add '...' to the function's parameters")
		}
		p.next()
		return &VarargExpr{r}
	case '{':
		return p.table()
	case tokFunction:
		p.next()
		return p.funcBody(r.From, r.From, false)
	}
	return p.suffixed()
}

func (p *parser) stringExpr() *StringExpr {
	x := &StringExpr{p.tok.Range, p.tok.text, false}
	p.next()
	return x
}

// suffixed parses a name or a parenthesized expression with all its indexes and
// calls.
func (p *parser) suffixed() Expr {
	outer := p.height
	p.height = 0
	x := p.primary()
	for {
		switch p.tok.kind {
		case '.':
			x = p.field(x)
		case '[':
			p.next()
			key := p.expr()
			p.expect(']', "after the index")
			x = &IndexExpr{p.from(x.Span().From), x, key}
		case ':':
			p.next()
			method := p.dotName("a method after ':'")
			x = p.call(x, method)
		case '(', tokString, '{':
			x = p.call(x, nil)
		default:
			p.height = max(outer, p.height)
			return x
		}
		p.grow()
	}
}

// primary parses a name or a parenthesized expression.
func (p *parser) primary() Expr {
	start := p.tok.From
	switch p.tok.kind {
	case tokName:
		x := &NameExpr{p.tok.Range, p.tok.text}
		p.next()
		return x
	case '(':
		p.next()
		inner := p.expr()
		p.closes(')', "(", start)
		p.grow()
		return &ParenExpr{p.from(start), inner}
	}
	p.expected("an expression")
	return &NilExpr{Range{start, start}}
}

// field parses ".name" after x.
func (p *parser) field(x Expr) Expr {
	p.next()
	key := p.dotName("a field after '.'")
	return &IndexExpr{p.from(x.Span().From), x, key}
}

// dotName parses a name that stands for a string.
func (p *parser) dotName(role string) *StringExpr {
	n := p.name(role)
	return &StringExpr{n.Range, n.Text, true}
}

// call parses the arguments of a call of f, or of its method.
func (p *parser) call(f Expr, method *StringExpr) Expr {
	x := &CallExpr{Func: f, Method: method}
	switch p.tok.kind {
	case '(':
		if p.line != p.lastLine {
			p.fail(p.tok.Range, "ambiguous syntax: '(' on a new line is either a call of what is before it or a new statement; put it on the line of the function, or ';' before it")
		}
		open := p.tok.From
		p.next()
		if p.tok.kind != ')' {
			x.Args = p.exprList()
		}
		p.closesList(')', "(", open)
	case tokString:
		x.Args = []Expr{p.stringExpr()}
	case '{':
		x.Args = []Expr{p.table()}
	default:
		p.expectedHint("the arguments of the call of method '"+method.Value+"'", p.foreign())
	}
	x.Range = p.from(f.Span().From)
	return x
}

// table parses a table constructor.
func (p *parser) table() Expr {
	start, outer := p.tok.From, p.height
	p.height = 0
	mark := len(p.fields)
	p.next()
	for p.tok.kind != '}' {
		p.fields = append(p.fields, p.tableField())
		if !p.accept(',') && !p.accept(';') {
			break
		}
	}
	p.closesList('}', "{", start)
	x := &TableExpr{p.from(start), slices.Clone(p.fields[mark:])}
	p.fields = p.fields[:mark]
	p.grow()
	p.height = max(outer, p.height)
	return x
}

// tableField parses one entry of a table constructor.
func (p *parser) tableField() TableField {
	start := p.tok.From
	var key Expr
	switch {
	case p.tok.kind == tokName && p.lookahead() == '=':
		key = p.dotName("a field")
		p.next()
	case p.tok.kind == '[':
		p.next()
		key = p.expr()
		p.expect(']', "after the key")
		p.expect('=', "after the key")
	}
	value := p.expr()
	return TableField{p.from(start), key, value}
}

// lookahead reads the token after the current one.
func (p *parser) lookahead() kind {
	p.scan(&p.ahead)
	p.hasAhead = true
	return p.ahead.kind
}

// funcBody parses parameters and body of a function. start is where its range
// starts, opener where the statement that declares it does.
func (p *parser) funcBody(start, opener int, method bool) *FuncExpr {
	x := &FuncExpr{Method: method}
	outer := p.height
	p.height = 0
	p.fn = &function{outer: p.fn}
	p.expect('(', "to open the parameters of the function")
	mark := len(p.names)
	for p.tok.kind != ')' {
		if p.accept(tokDots) {
			x.Vararg = true
			break
		}
		p.names = append(p.names, p.name("a parameter, or '...'"))
		if !p.accept(',') {
			break
		}
		if p.tok.kind == ')' {
			p.expected("the name of a parameter, or '...', after ','")
		}
	}
	x.Params = p.takeNames(mark)
	p.fn.vararg = x.Vararg
	p.expect(')', "after the parameters of the function")
	x.Body = p.block()
	p.closes(tokEnd, "function", opener)
	x.Range = p.from(start)
	p.fn = p.fn.outer
	p.grow()
	p.height = max(outer, p.height)
	return x
}
