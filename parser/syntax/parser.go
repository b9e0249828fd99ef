package syntax

const (
	// maxLevels is LUAI_MAXCCALLS: how deep blocks and expressions may nest.
	maxLevels = 200
	// maxHeight bounds the height of the tree. Lua has no such limit for chains like
	// a.b.c or a+b+c; with one, callers may recurse over any tree.
	maxHeight = 200_000
)

// parser is a recursive descent over Lua's grammar that mirrors Lua's own, so that
// it meets the same limits at the same places.
//
// After the first error every further token is tokEOF, so that all functions
// return on their own; what they return is dropped. With a recovery (lexer.rec) it goes
// on instead.
type parser struct {
	lexer
	tok      token
	ahead    token // the token after tok, when hasAhead
	hasAhead bool
	lastEnd  int // offset after the last token taken
	lastLine int // line on which Lua believes that the last token ended

	levels int       // open blocks and expressions
	height int       // of the highest finished expression in the node being parsed
	fn     *function // the function being parsed
	nodes  nodes

	// Stacks of the lists being read; a list is copied off when it is complete.
	exprs   []Expr
	stmts   []Stmt
	names   []*Name
	fields  []TableField
	clauses []IfClause
}

// newParser returns a parser of text that has read nothing yet.
func newParser(text string) *parser {
	p := &struct { // in one piece, with room for the lists of most scripts
		parser
		exprs   [8]Expr
		stmts   [8]Stmt
		names   [4]*Name
		fields  [4]TableField
		clauses [2]IfClause
	}{parser: parser{lexer: lexer{text: text, line: 1, chunk: &Chunk{First: len(text), Comments: make([]Comment, 0, 8)}}}}
	p.parser.exprs, p.parser.stmts, p.parser.names = p.exprs[:0], p.stmts[:0], p.names[:0]
	p.parser.fields, p.parser.clauses = p.fields[:0], p.clauses[:0]
	return &p.parser
}

// function is what the parser knows of a function while it is open.
type function struct {
	outer  *function
	vararg bool
	loops  int // open loops
}

// fail keeps the first error and ends the token stream, or reports every error.
func (p *parser) fail(r Range, message string) {
	if p.rec == nil {
		p.lexer.fail(r, message)
		p.tok.kind = tokEOF
	} else if !p.rec.panicking {
		p.rec.report(r, message)
	}
}

// stop is fail for what no parser goes on after: a tree that would get too high.
func (p *parser) stop(r Range, message string) {
	p.fail(r, message)
	if p.rec != nil {
		p.pos, p.hasAhead = len(p.text), false
		p.tok.kind = tokEOF
		p.tok.From, p.tok.To = p.pos, p.pos
	}
}

// next takes the current token and reads the one after it.
func (p *parser) next() {
	if p.err != nil {
		p.tok.kind = tokEOF
		return
	}
	p.lastEnd, p.lastLine = p.tok.To, p.line
	if p.hasAhead {
		p.tok, p.hasAhead = p.ahead, false
		return
	}
	p.scan(&p.tok)
	if p.err != nil {
		p.tok.kind = tokEOF
	}
}

// accept takes the current token if it is of kind k.
func (p *parser) accept(k kind) bool {
	if p.tok.kind != k {
		return false
	}
	p.next()
	return true
}

// expect takes a token of kind k, which context calls for ("after the condition"), and
// reports whether it is there.
func (p *parser) expect(k kind, context string) bool {
	if p.accept(k) {
		return true
	}
	p.expected("'" + k.String() + "' " + context)
	return false
}

// closes takes the token that closes what opener opened, and reports whether it is there.
func (p *parser) closes(k kind, opener string, open int) bool {
	if p.accept(k) {
		return true
	}
	if p.err == nil {
		p.expected("'" + k.String() + "' to close '" + opener + "'" + p.at(open))
	}
	return false
}

// closesList is closes after a list of values. It returns what stands for the values that
// could not be read; nil when there are none.
func (p *parser) closesList(k kind, opener string, open int) *ErrorExpr {
	if p.accept(k) {
		return nil
	}
	if p.err == nil {
		p.expected("',' and a value, or '" + k.String() + "' to close '" + opener + "'" + p.at(open))
	}
	if p.rec != nil {
		if x, ok := p.skipTo(k, open); ok {
			return x
		}
	}
	return p.missingExpr()
}

// name takes a name, which role describes ("a local variable"). One that is missing has no
// text.
func (p *parser) name(role string) *Name {
	n := p.nodes.declared.add(Name{p.placeOf(p.tok.Range), p.tok.text})
	if !p.accept(tokName) {
		p.expectedHint("the name of "+role, p.nameHint())
		if p.rec != nil {
			p.rec.scopes = true
		}
		return &Name{Place: p.placeOf(Range{p.lastEnd, p.lastEnd})}
	}
	return n
}

// enter goes one level deeper; leave comes back.
func (p *parser) enter() {
	if p.levels++; p.levels > maxLevels {
		p.stop(p.tok.Range, "nested too deeply: Redis allows 200 levels of blocks and expressions; use local variables or functions")
	}
}

func (p *parser) leave() { p.levels-- }

// from is the range from an offset to the end of the last token taken.
func (p *parser) from(offset int) Range { return Range{offset, max(offset, p.lastEnd)} }

// place is the place of an expression from an offset to the end of the last token taken.
func (p *parser) place(offset int) Place { return p.placeOf(p.from(offset)) }

// placeOf is the place of an expression or name.
func (p *parser) placeOf(r Range) Place {
	p.chunk.Indexes++
	return Place{r, int32(p.chunk.Indexes - 1)}
}

// mainBlock parses the whole script.
func (p *parser) mainBlock() *Block {
	p.fn = &function{vararg: true}
	p.next()
	block := p.block()
	block.To = len(p.text)
	if p.tok.kind != tokEOF {
		p.expectedHint("a statement or the end of the script", "there is no open block that it could end")
	}
	return block
}

// block parses statements up to a token that can follow a block.
func (p *parser) block() *Block {
	p.enter()
	defer p.leave()
	if p.rec != nil {
		return p.blockWithErrors()
	}
	block := p.nodes.blocks.add(Block{Range: Range{From: p.tok.From}})
	mark := len(p.stmts)
	for !p.blockEnds() {
		s, last := p.statement()
		p.stmts = append(p.stmts, s)
		p.accept(';')
		if last && !p.blockEnds() {
			p.notLast(s)
		}
	}
	return p.blockOf(block, mark)
}

// blockOf completes a block with the statements read since mark.
func (p *parser) blockOf(block *Block, mark int) *Block {
	block.Stmts = p.nodes.stmts.copy(p.stmts[mark:])
	p.stmts = p.stmts[:mark]
	block.To = max(block.From, p.tok.From)
	return block
}

// blockWithErrors is block after an error somewhere in the text.
func (p *parser) blockWithErrors() *Block {
	block := p.nodes.blocks.add(Block{Range: Range{From: p.tok.From}})
	mark := len(p.stmts)
	p.rec.panicking = false
	for !p.outdented() {
		if p.blockEnds() {
			if p.endsHere() {
				break
			}
			p.stray()
			continue
		}
		start := p.tok.From
		s, last := p.statement()
		if p.rec.panicking {
			p.resume(s, start)
			continue
		}
		p.accept(';')
		if last && !p.blockEnds() && !p.outdented() {
			p.notLast(s)
			p.resume(p.unfinished(s), start)
			continue
		}
		p.stmts = append(p.stmts, s)
	}
	return p.blockOf(block, mark)
}

// unfinished makes an error node of a return or break behind which there is more.
func (p *parser) unfinished(s Stmt) Stmt {
	x := &ErrorStmt{Range: s.Span()}
	if ret, ok := s.(*ReturnStmt); ok {
		x.Parts = ret.Exprs
	}
	return x
}

// blockEnds reports whether the current token can follow a block.
func (p *parser) blockEnds() bool {
	switch p.tok.kind {
	case tokElse, tokElseif, tokEnd, tokUntil, tokEOF:
		return true
	}
	return false
}

// loop parses the body of a loop.
func (p *parser) loop() *Block {
	p.fn.loops++
	defer func(fn *function) { fn.loops-- }(p.fn)
	return p.block()
}
