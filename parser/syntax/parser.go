package syntax

import "slices"

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
// return on their own; what they return is dropped.
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

	// Stacks of the lists being read; a list is copied off when it is complete.
	exprs   []Expr
	stmts   []Stmt
	names   []*Name
	fields  []TableField
	clauses []IfClause
}

// newParser returns a parser of text that has read nothing yet.
func newParser(text string) *parser {
	return &parser{
		lexer:   lexer{text: text, line: 1, chunk: &Chunk{First: len(text)}},
		exprs:   make([]Expr, 0, 16),
		stmts:   make([]Stmt, 0, 16),
		names:   make([]*Name, 0, 8),
		fields:  make([]TableField, 0, 8),
		clauses: make([]IfClause, 0, 4),
	}
}

// function is what the parser knows of a function while it is open.
type function struct {
	outer  *function
	vararg bool
	loops  int // open loops
}

// fail keeps the first error and ends the token stream.
func (p *parser) fail(r Range, message string) {
	p.lexer.fail(r, message)
	p.tok.kind = tokEOF
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

// expect takes a token of kind k, which context calls for ("after the condition").
func (p *parser) expect(k kind, context string) {
	if !p.accept(k) && p.err == nil {
		p.expected("'" + k.String() + "' " + context)
	}
}

// closes takes the token that closes what opener opened.
func (p *parser) closes(k kind, opener string, open int) {
	if !p.accept(k) && p.err == nil {
		p.expected("'" + k.String() + "' to close '" + opener + "'" + p.at(open))
	}
}

// closesList is closes after a list of values.
func (p *parser) closesList(k kind, opener string, open int) {
	if !p.accept(k) && p.err == nil {
		p.expected("',' and a value, or '" + k.String() + "' to close '" + opener + "'" + p.at(open))
	}
}

// name takes a name, which role describes ("a local variable").
func (p *parser) name(role string) *Name {
	n := &Name{p.tok.Range, p.tok.text}
	if !p.accept(tokName) {
		p.expectedHint("the name of "+role, p.nameHint())
	}
	return n
}

// enter goes one level deeper; leave comes back.
func (p *parser) enter() {
	if p.levels++; p.levels > maxLevels {
		p.fail(p.tok.Range, "nested too deeply: Redis allows 200 levels of blocks and expressions; use local variables or functions")
	}
}

func (p *parser) leave() { p.levels-- }

// from is the range from an offset to the end of the last token taken.
func (p *parser) from(offset int) Range { return Range{offset, max(offset, p.lastEnd)} }

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
	block := &Block{Range: Range{From: p.tok.From}}
	mark := len(p.stmts)
	for !p.blockEnds() {
		s, last := p.statement()
		p.stmts = append(p.stmts, s)
		p.accept(';')
		if last && !p.blockEnds() {
			p.notLast(s)
		}
	}
	block.Stmts = slices.Clone(p.stmts[mark:])
	p.stmts = p.stmts[:mark]
	block.To = p.tok.From
	return block
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
