package syntax

import "slices"

// grow makes the node being parsed one higher, and refuses trees that are too high.
func (p *parser) grow() {
	if p.height++; p.height > maxHeight {
		p.stop(p.tok.Range, "expression too long: luagen reads at most 200000 operators in a row; use local variables")
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
	exprs := p.nodes.exprs.copy(p.exprs[mark:])
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
		x = &UnaryExpr{p.place(start), op, operand}
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
		x = p.nodes.binaries.add(BinaryExpr{p.place(x.Span().From), op, x, y})
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
		x := p.nodes.numbers.add(NumberExpr{p.placeOf(r), p.tok.num, p.text[r.From:r.To]})
		p.next()
		return x
	case tokString:
		return p.stringExpr()
	case tokNil:
		p.next()
		return &NilExpr{p.placeOf(r)}
	case tokTrue, tokFalse:
		x := &BoolExpr{p.placeOf(r), p.tok.kind == tokTrue}
		p.next()
		return x
	case tokDots:
		if !p.fn.vararg {
			p.fail(r, "found '...' in a function that does not declare it: add '...' to the function's parameters")
			if p.rec != nil {
				p.next()
				p.rec.panicking = false
				return p.errorExpr(r)
			}
		}
		p.next()
		return &VarargExpr{p.placeOf(r)}
	case tokBad:
		if p.rec != nil {
			return p.badToken()
		}
	case '{':
		return p.table()
	case tokFunction:
		p.next()
		return p.funcBody(r.From, r.From, false)
	}
	return p.suffixed()
}

// badToken takes a string or number that the lexer refused. What follows a string on its
// line was taken with it.
func (p *parser) badToken() Expr {
	x := p.errorExpr(p.tok.Range)
	p.next()
	p.rec.panicking = p.text[x.From] == '"' || p.text[x.From] == '\'' || p.text[x.From] == '['
	return x
}

func (p *parser) stringExpr() *StringExpr {
	x := p.nodes.strings.add(StringExpr{p.placeOf(p.tok.Range), p.tok.text, false})
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
			open := p.tok.From
			p.next()
			key := p.bracketed(open, "after the index")
			x = p.nodes.indexes.add(IndexExpr{p.place(x.Span().From), x, key})
		case ':':
			p.next()
			method, ok := p.dotName("a method after ':'").(*StringExpr)
			if !ok {
				x = p.errorExpr(p.from(x.Span().From), x)
				break
			}
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
		x := p.nodes.names.add(NameExpr{p.placeOf(p.tok.Range), p.tok.text})
		p.next()
		return x
	case '(':
		p.next()
		inner := p.expr()
		if !p.closes(')', "(", start) && p.rec != nil {
			return p.unclosed(')', start, inner)
		}
		p.grow()
		return &ParenExpr{p.place(start), inner}
	}
	p.expected("an expression")
	return p.missingExpr()
}

// unclosed is an expression behind an open bracket that nothing closes where it should.
func (p *parser) unclosed(closer kind, open int, inner Expr) Expr {
	parts := []Expr{inner}
	if skipped, ok := p.skipTo(closer, open); ok {
		parts = append(parts, skipped)
	}
	return p.errorExpr(p.from(open), parts...)
}

// bracketed parses an expression and the "]" after it; the "[" is at an offset.
func (p *parser) bracketed(open int, context string) Expr {
	key := p.expr()
	if p.expect(']', context) || p.rec == nil {
		return key
	}
	x := p.errorExpr(key.Span(), key)
	if skipped, ok := p.skipTo(']', open); ok {
		x.Parts = append(x.Parts, skipped)
		x.To = max(x.To, skipped.To)
	}
	return x
}

// field parses ".name" after x.
func (p *parser) field(x Expr) Expr {
	p.next()
	key := p.dotName("a field after '.'")
	return p.nodes.indexes.add(IndexExpr{p.place(x.Span().From), x, key})
}

// dotName parses a name that stands for a string.
func (p *parser) dotName(role string) Expr {
	x := p.nodes.strings.add(StringExpr{p.placeOf(p.tok.Range), p.tok.text, true})
	if !p.accept(tokName) {
		p.expectedHint("the name of "+role, p.nameHint())
		return p.missingExpr()
	}
	return x
}

// call parses the arguments of a call of f, or of its method.
func (p *parser) call(f Expr, method *StringExpr) Expr {
	x := p.nodes.calls.add(CallExpr{Func: f, Method: method})
	switch p.tok.kind {
	case '(':
		ambiguous := p.line != p.lastLine
		if ambiguous {
			p.fail(p.tok.Range, "ambiguous syntax: '(' on a new line is either a call of what is before it or a new statement; put it on the line of the function, or ';' before it")
		}
		open := p.tok.From
		p.next()
		if p.tok.kind != ')' {
			x.Args = p.values(')', "(", open)
		} else {
			p.next()
		}
		if ambiguous && p.rec != nil {
			p.rec.panicking = false
			x.Args = append(x.Args, p.missingExpr())
		}
	case tokString:
		x.Args = []Expr{p.stringExpr()}
	case '{':
		x.Args = []Expr{p.table()}
	default:
		p.expectedHint("the arguments of the call of method '"+method.Value+"'", p.foreign())
		x.Args = []Expr{p.missingExpr()}
	}
	x.Place = p.place(f.Span().From)
	return x
}

// values parses the arguments of a call and the bracket that closes them.
func (p *parser) values(closer kind, opener string, open int) []Expr {
	if p.rec == nil {
		exprs := p.exprList()
		p.closesList(closer, opener, open)
		return exprs
	}
	first, sure := len(p.exprs), -1 // how many are values for sure; -1 is all
	var outside *mark               // before the first value that may be the next statement
	for line := p.lineAt(open); ; {
		if outside == nil && p.rec.retries < maxRetries && p.outside(line) {
			m := p.mark()
			outside = &m
		}
		p.exprs = append(p.exprs, p.expr())
		if p.accept(',') {
			continue
		}
		if !p.insertsComma(line) {
			break
		}
		if sure < 0 {
			sure = len(p.exprs) - 1
		}
	}
	rest := p.closesList(closer, opener, open)
	if rest != nil && rest.From == rest.To && outside != nil {
		p.rec.retries++
		p.reset(*outside)
		p.rec.panicking = false
		p.expected("an expression")
		rest = p.missingExpr()
	}
	if sure >= 0 && sure < len(p.exprs) { // nobody knows how many values there should be from there on
		unsure := p.takeExprs(sure)
		p.exprs = append(p.exprs, p.errorExpr(Range{unsure[0].Span().From, unsure[len(unsure)-1].Span().To}, unsure...))
	}
	if rest != nil {
		p.exprs = append(p.exprs, rest)
	}
	return p.takeExprs(first)
}

// insertsComma reports whether a "," is missing before the current token, which must begin
// another value of a list whose bracket was opened on a line.
func (p *parser) insertsComma(line int) bool {
	if p.rec == nil || p.rec.panicking || p.outside(line) {
		return false
	}
	switch p.tok.kind {
	case tokName, tokNumber, tokString, tokNil, tokTrue, tokFalse, tokDots, tokFunction, '{', '[':
	default:
		return false
	}
	p.expected("',' and a value")
	p.rec.panicking = false
	return true
}

// table parses a table constructor.
func (p *parser) table() Expr {
	start, outer := p.tok.From, p.height
	p.height = 0
	mark, line := len(p.fields), 0
	if p.rec != nil {
		line = p.lineAt(start)
	}
	p.next()
	for p.tok.kind != '}' {
		p.fields = append(p.fields, p.tableField())
		if !p.accept(',') && !p.accept(';') && !p.insertsComma(line) {
			break
		}
	}
	if rest := p.closesList('}', "{", start); rest != nil {
		p.fields = append(p.fields, TableField{Range: rest.Range, Value: rest})
	}
	x := &TableExpr{p.place(start), slices.Clone(p.fields[mark:])}
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
		key = p.bracketed(start, "after the key")
		p.expect('=', "after the key")
	}
	value := p.expr()
	// A missing value stands before the blanks that start lies behind.
	return TableField{p.from(min(start, value.Span().From)), key, value}
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
	p.open(tokEnd, false, opener)
	if p.expect('(', "to open the parameters of the function") || p.rec == nil || p.skipsTo('(') {
		p.params(x)
	}
	p.fn.vararg = x.Vararg
	x.Body = p.block()
	p.closeBlock(tokEnd, "function", opener)
	x.Place = p.place(start)
	p.fn = p.fn.outer
	p.grow()
	p.height = max(outer, p.height)
	return x
}

// params parses the parameters of a function and the bracket that closes them.
func (p *parser) params(x *FuncExpr) {
	mark := len(p.names)
	for p.tok.kind != ')' {
		if p.accept(tokDots) {
			x.Vararg = true
			break
		}
		if n := p.name("a parameter, or '...'"); n.Text != "" {
			p.names = append(p.names, n)
		}
		if !p.accept(',') {
			break
		}
		if p.tok.kind == ')' {
			p.expected("the name of a parameter, or '...', after ','")
			if p.rec != nil {
				p.rec.scopes = true
			}
		}
	}
	x.Params = p.takeNames(mark)
	if !p.expect(')', "after the parameters of the function") && p.rec != nil {
		p.rec.scopes = true
		p.skipLine(')', nil)
	}
}
