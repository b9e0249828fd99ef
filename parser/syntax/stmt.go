package syntax

import "slices"

// statement parses one statement; last says that it must be its block's last.
func (p *parser) statement() (s Stmt, last bool) {
	start := p.tok.From
	switch p.tok.kind {
	case tokIf:
		return p.ifStmt(start), false
	case tokWhile:
		p.next()
		cond := p.expr()
		p.expect(tokDo, "after the condition of 'while'")
		body := p.loop()
		p.closes(tokEnd, "while", start)
		return &WhileStmt{p.from(start), cond, body}, false
	case tokDo:
		p.next()
		body := p.block()
		p.closes(tokEnd, "do", start)
		return &DoStmt{p.from(start), body}, false
	case tokFor:
		return p.forStmt(start), false
	case tokRepeat:
		p.next()
		body := p.loop()
		p.closes(tokUntil, "repeat", start)
		cond := p.expr()
		return &RepeatStmt{p.from(start), body, cond}, false
	case tokFunction:
		return p.funcStmt(start), false
	case tokLocal:
		p.next()
		if p.accept(tokFunction) {
			return p.localFunc(start), false
		}
		return p.localStmt(start), false
	case tokReturn:
		p.next()
		var exprs []Expr
		if !p.blockEnds() && p.tok.kind != ';' {
			exprs = p.exprList()
		}
		return &ReturnStmt{p.from(start), exprs}, true
	case tokBreak:
		r := p.tok.Range
		p.next()
		if p.fn.loops == 0 {
			p.fail(r, "found 'break' outside a loop: use return to leave a function or the script")
		}
		return &BreakStmt{r}, true
	}
	return p.exprStmt(start), false
}

func (p *parser) ifStmt(start int) Stmt {
	s := &IfStmt{}
	mark := len(p.clauses)
	for word := "if"; p.tok.kind == tokIf && word == "if" || p.tok.kind == tokElseif; word = "elseif" {
		from := p.tok.From
		p.next()
		cond := p.expr()
		p.expect(tokThen, "after the condition of '"+word+"'")
		body := p.block()
		p.clauses = append(p.clauses, IfClause{Range{from, body.To}, cond, body})
	}
	s.Clauses = slices.Clone(p.clauses[mark:])
	p.clauses = p.clauses[:mark]
	if p.accept(tokElse) {
		s.Else = p.block()
	}
	p.closes(tokEnd, "if", start)
	s.Range = p.from(start)
	return s
}

func (p *parser) forStmt(start int) Stmt {
	p.next()
	first := p.name("the loop variable after 'for'")
	switch p.tok.kind {
	case '=':
		return p.numericFor(start, first)
	case ',', tokIn:
		return p.genericFor(start, first)
	}
	p.expected("'=' or 'in' after the loop variable")
	return &BreakStmt{}
}

func (p *parser) numericFor(start int, v *Name) Stmt {
	s := &NumericFor{Var: v}
	p.next()
	s.Start = p.expr()
	p.expect(',', "and the limit after the start of 'for'")
	s.Limit = p.expr()
	if p.accept(',') {
		s.Step = p.expr()
	}
	p.expect(tokDo, "after the range of 'for'")
	s.Body = p.loop()
	p.closes(tokEnd, "for", start)
	s.Range = p.from(start)
	return s
}

func (p *parser) genericFor(start int, first *Name) Stmt {
	s := &GenericFor{}
	mark := len(p.names)
	p.names = append(p.names, first)
	for p.accept(',') {
		p.names = append(p.names, p.name("a loop variable"))
	}
	s.Names = p.takeNames(mark)
	p.expect(tokIn, "after the variables of 'for'")
	s.Exprs = p.exprList()
	p.expect(tokDo, "after the iterator of 'for'")
	s.Body = p.loop()
	p.closes(tokEnd, "for", start)
	s.Range = p.from(start)
	return s
}

func (p *parser) funcStmt(start int) Stmt {
	p.next()
	s := &FuncStmt{}
	n := p.name("a function")
	s.Target = &NameExpr{n.Range, n.Text}
	outer := p.height
	for p.height = 0; p.tok.kind == '.'; p.grow() {
		s.Target = p.field(s.Target)
	}
	p.height = max(outer, p.height)
	if p.accept(':') {
		s.Method = p.name("a method")
	}
	s.Func = p.funcBody(p.tok.From, start, s.Method != nil)
	s.Range = p.from(start)
	return s
}

func (p *parser) localFunc(start int) Stmt {
	s := &LocalFunc{Name: p.name("a local function")}
	s.Func = p.funcBody(p.tok.From, start, false)
	s.Range = p.from(start)
	return s
}

func (p *parser) localStmt(start int) Stmt {
	s := &LocalStmt{}
	mark := len(p.names)
	p.names = append(p.names, p.name("a local variable"))
	for p.accept(',') {
		p.names = append(p.names, p.name("a local variable"))
	}
	s.Names = p.takeNames(mark)
	if p.accept('=') {
		s.Exprs = p.exprList()
	}
	s.Range = p.from(start)
	return s
}

// exprStmt parses a call or an assignment.
func (p *parser) exprStmt(start int) Stmt {
	if p.tok.kind != tokName && p.tok.kind != '(' {
		p.expected("a statement")
	}
	x := p.suffixed()
	if call, ok := x.(*CallExpr); ok {
		if p.tok.kind == '=' || p.tok.kind == ',' {
			p.notAssignable(x)
		}
		return &CallStmt{call.Range, call}
	}
	s := &AssignStmt{}
	mark := len(p.exprs)
	p.target(x)
	for p.accept(',') {
		x = p.suffixed()
		if n := len(p.exprs) - mark; n > maxLevels-p.levels {
			p.fail(x.Span(), "too many variables in one assignment: Redis allows 200, less one per level of nesting; split it")
		}
		p.target(x)
	}
	s.Targets = p.takeExprs(mark)
	if !p.accept('=') {
		p.notStatement(x)
	}
	s.Exprs = p.exprList()
	s.Range = p.from(start)
	return s
}

// target adds x to the targets of an assignment.
func (p *parser) target(x Expr) {
	switch x.(type) {
	case *NameExpr, *IndexExpr:
		p.exprs = append(p.exprs, x)
	default:
		p.notAssignable(x)
	}
}

// takeNames takes the names read since mark.
func (p *parser) takeNames(mark int) []*Name {
	names := slices.Clone(p.names[mark:])
	p.names = p.names[:mark]
	return names
}
