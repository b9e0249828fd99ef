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
		cond := p.header(tokDo, "after the condition of 'while'", []Expr{p.expr()})[0]
		p.open(tokEnd, false, start)
		body := p.loop()
		p.closeBlock(tokEnd, "while", start)
		return &WhileStmt{p.from(start), cond, body}, false
	case tokDo:
		p.next()
		p.open(tokEnd, false, start)
		body := p.block()
		p.closeBlock(tokEnd, "do", start)
		return &DoStmt{p.from(start), body}, false
	case tokFor:
		return p.forStmt(start), false
	case tokRepeat:
		p.next()
		p.open(tokUntil, false, start)
		body := p.loop()
		if !p.closeBlock(tokUntil, "repeat", start) {
			return &RepeatStmt{p.from(start), body, p.missingExpr()}, false
		}
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
			return p.broken(start), false
		}
		return &BreakStmt{r}, true
	}
	return p.exprStmt(start), false
}

// broken is a statement of which nothing but these parts could be read.
func (p *parser) broken(start int, parts ...Expr) Stmt {
	return &ErrorStmt{p.from(start), parts}
}

func (p *parser) ifStmt(start int) Stmt {
	p.next()
	cond := p.header(tokThen, "after the condition of 'if'", []Expr{p.expr()})[0]
	return p.ifBody(start, cond)
}

// ifBody parses an "if" from its first block on.
func (p *parser) ifBody(start int, cond Expr) Stmt {
	s := &IfStmt{}
	mark := len(p.clauses)
	p.open(tokEnd, true, start)
	for from := start; ; {
		body := p.block()
		p.clauses = append(p.clauses, IfClause{Range{from, body.To}, cond, body})
		from = p.tok.From
		if p.unclosedBlock() || !p.accept(tokElseif) {
			break
		}
		cond = p.header(tokThen, "after the condition of 'elseif'", []Expr{p.expr()})[0]
	}
	s.Clauses = slices.Clone(p.clauses[mark:])
	p.clauses = p.clauses[:mark]
	if !p.unclosedBlock() && p.accept(tokElse) {
		s.Else = p.block()
	}
	p.closeBlock(tokEnd, "if", start)
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
	if p.rec == nil {
		return p.broken(start)
	}
	s := &GenericFor{Names: []*Name{first}}
	from := p.lastEnd
	s.Exprs = []Expr{p.errorFrom(from, p.skipLine(tokDo, nil))}
	return p.genericBody(start, s)
}

func (p *parser) numericFor(start int, v *Name) Stmt {
	s := &NumericFor{Var: v}
	p.next()
	s.Start = p.expr()
	if p.expect(',', "and the limit after the start of 'for'") || p.rec == nil {
		s.Limit = p.expr()
	} else {
		s.Limit = p.missingExpr()
	}
	if p.accept(',') {
		s.Step = p.expr()
		s.Step = p.header(tokDo, "after the range of 'for'", []Expr{s.Step})[0]
	} else {
		s.Limit = p.header(tokDo, "after the range of 'for'", []Expr{s.Limit})[0]
	}
	p.open(tokEnd, false, start)
	s.Body = p.loop()
	p.closeBlock(tokEnd, "for", start)
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
	if p.expect(tokIn, "after the variables of 'for'") || p.rec == nil {
		s.Exprs = p.exprList()
	} else {
		s.Exprs = []Expr{p.missingExpr()}
	}
	s.Exprs = p.header(tokDo, "after the iterator of 'for'", s.Exprs)
	return p.genericBody(start, s)
}

// genericBody parses the body of a "for" over an iterator.
func (p *parser) genericBody(start int, s *GenericFor) Stmt {
	p.open(tokEnd, false, start)
	s.Body = p.loop()
	p.closeBlock(tokEnd, "for", start)
	s.Range = p.from(start)
	return s
}

func (p *parser) funcStmt(start int) Stmt {
	p.next()
	s := &FuncStmt{}
	n := p.name("a function")
	s.Target = p.nodes.names.add(NameExpr{p.placeOf(n.Range), n.Text})
	named := n.Text != ""
	outer := p.height
	for p.height = 0; p.tok.kind == '.'; p.grow() {
		s.Target = p.field(s.Target)
	}
	p.height = max(outer, p.height)
	if p.accept(':') {
		s.Method = p.name("a method")
		named = named && s.Method.Text != ""
	}
	s.Func = p.namedBody(start, s.Method != nil)
	if !named {
		return p.broken(start, s.Func)
	}
	s.Range = p.from(start)
	return s
}

// namedBody parses the function of a statement that begins at start, as far as its head was
// read.
func (p *parser) namedBody(start int, method bool) *FuncExpr {
	if p.rec != nil && p.rec.panicking && p.tok.kind != '(' {
		for p.tok.kind != '(' && p.tok.kind != tokEOF && p.lineAt(p.tok.From) == p.lineAt(start) {
			p.next()
		}
	}
	from := p.tok.From
	if p.rec != nil && p.tok.kind != '(' {
		from = p.lastEnd
	}
	return p.funcBody(from, start, method)
}

func (p *parser) localFunc(start int) Stmt {
	s := &LocalFunc{Name: p.name("a local function")}
	s.Func = p.namedBody(start, false)
	if s.Name.Text == "" {
		return p.broken(start, s.Func)
	}
	s.Range = p.from(start)
	return s
}

func (p *parser) localStmt(start int) Stmt {
	s := p.nodes.locals.add(LocalStmt{})
	mark := len(p.names)
	for more := true; more; more = p.accept(',') {
		if n := p.name("a local variable"); n.Text != "" || p.rec == nil {
			p.names = append(p.names, n)
		}
	}
	s.Names = p.takeNames(mark)
	if p.accept('=') {
		s.Exprs = p.exprList()
	} else if p.rec != nil && (p.rec.panicking || p.sticks()) {
		s.Exprs = []Expr{p.missingExpr()}
	}
	if len(s.Names) == 0 {
		return p.broken(start, s.Exprs...)
	}
	s.Range = p.from(start)
	return s
}

// sticks reports whether the current token, on the line of the one before, can hardly begin
// the next statement.
func (p *parser) sticks() bool {
	switch p.tok.kind {
	case tokEOF, ';', tokEnd, tokElse, tokElseif, tokUntil:
		return false
	}
	return !opensStatement(p.tok.kind) && p.lineAt(p.tok.From) == p.lineAt(p.lastEnd)
}

// exprStmt parses a call or an assignment.
func (p *parser) exprStmt(start int) Stmt {
	if p.tok.kind != tokName && p.tok.kind != '(' {
		p.expected("a statement")
		if p.rec != nil {
			return p.noStatement(start)
		}
	}
	x := p.suffixed()
	if call, ok := x.(*CallExpr); ok {
		if p.tok.kind == '=' || p.tok.kind == ',' {
			p.notAssignable(x)
			return p.broken(start, x)
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
		if p.rec != nil {
			return p.broken(start, s.Targets...)
		}
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
	case *ErrorExpr: // reported already
		p.exprs = append(p.exprs, x)
	default:
		p.notAssignable(x)
		p.exprs = append(p.exprs, p.errorExpr(x.Span(), x))
	}
}

// noStatement is a statement that begins with a token that none can begin with. A "then"
// without its "if" still opens a block.
func (p *parser) noStatement(start int) Stmt {
	if p.tok.kind != tokThen {
		return &ErrorStmt{Range: Range{start, start}}
	}
	p.next()
	p.rec.panicking = false
	return p.ifBody(start, p.missingExpr())
}

// unclosedBlock reports whether the block just read ends without its closing keyword.
func (p *parser) unclosedBlock() bool { return p.rec != nil && p.rec.missing }

// takeNames takes the names read since mark.
func (p *parser) takeNames(mark int) []*Name {
	names := p.nodes.named.copy(p.names[mark:])
	p.names = p.names[:mark]
	return names
}
