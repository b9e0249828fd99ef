package syntax

import "slices"

const (
	// maxErrors bounds how many errors are reported about one text.
	maxErrors = 50
	// maxScan bounds how many tokens are looked through for the one that was expected.
	maxScan = 1000
	// maxRetries bounds how often a list that does not close is read a second time.
	maxRetries = 50
)

// recovery is what a parser needs that goes on after an error. The text was parsed
// without it before: it holds at least one error.
//
// A failing function reports, returns what it has, with an error node in the place of
// what is missing, and takes no token that may begin something else. The statement
// around it then skips to where the next one can begin (parser.resume).
type recovery struct {
	errors    []*Error
	lines     *Lines
	lastLine  int  // line of the last error: further ones on it are echoes
	panicking bool // an error was met, and nothing has shown since that the text is in step again
	retries   int

	// guided says that the indentation decides which block a closing keyword belongs to.
	guided  bool
	opens   []opener // the open blocks
	missing bool     // the block just read ends without its closing keyword
	guesses int      // closing keywords that are missing or too many
	// scopes is set when a block may have lost its opening keyword, or a variable its name,
	// which no indentation tells.
	scopes bool
}

// opener is an open block.
type opener struct {
	closer kind // tokEnd or tokUntil
	isIf   bool // else and elseif end its block too
	line   int  // of the keyword that opens it
	indent int  // of that line
}

// report adds an error, unless it is an echo of the last one.
func (r *recovery) report(at Range, message string) {
	r.panicking = true
	line := r.lines.Line(at.From)
	if line != r.lastLine && len(r.errors) < maxErrors {
		r.errors = append(r.errors, &Error{Range: at, Message: message})
	}
	r.lastLine = line
}

// repair parses a text that holds an error once more, now to its end, and gives the chunk
// the tree and the errors.
func repair(chunk *Chunk, text string, first *Error) {
	lines := NewLines([]byte(text))
	best := repairWith(text, &recovery{lines: lines})
	if best.rec.guesses > 0 {
		guided := repairWith(text, &recovery{lines: lines, guided: true})
		if guided.rec.guesses <= best.rec.guesses {
			best = guided
		}
	}
	chunk.Block, chunk.Indexes = best.block, best.chunk.Indexes
	chunk.Loose = best.rec.scopes || best.rec.guesses > 1 || best.rec.guesses == 1 && !best.rec.guided
	if best.chunk.First == chunk.First && len(best.chunk.Comments) > len(chunk.Comments) {
		chunk.Comments = best.chunk.Comments // those after a long string that is not closed
	}
	chunk.Errors = append(chunk.Errors, merged(first, best.rec.errors, lines)...)
}

// repaired is a text that was parsed with recovery.
type repaired struct {
	*parser
	block *Block
}

func repairWith(text string, rec *recovery) repaired {
	p := newParser(text)
	p.rec = rec
	p.shebang()
	return repaired{p, p.mainBlock()}
}

// merged returns the first error, as Redis would meet it, and those of the others that are
// not the same one. Where blocks were closed by their indentation the same mistake is found
// earlier in the text, and the first error is its echo: one that comes before goes.
func merged(first *Error, others []*Error, lines *Lines) []*Error {
	all := []*Error{first}
	line := lines.Line(first.From)
	for _, e := range others {
		if e.From > first.From && lines.Line(e.From) != line {
			all = append(all, e)
		}
	}
	return all
}

// mark is a place in the text to which the parser can return.
type mark struct {
	pos, line         int
	tok, ahead        token
	hasAhead          bool
	lastEnd, lastLine int
	comments, nested  int
	exprs             int
	height            int
	errors, errorLine int
	guesses           int
	scopes, panicking bool
}

func (p *parser) mark() mark {
	return mark{
		p.pos, p.line, p.tok, p.ahead, p.hasAhead, p.lastEnd, p.lastLine,
		len(p.chunk.Comments), len(p.chunk.NestedLong), len(p.exprs), p.height,
		len(p.rec.errors), p.rec.lastLine, p.rec.guesses, p.rec.scopes, p.rec.panicking,
	}
}

func (p *parser) reset(m mark) {
	p.pos, p.line, p.tok, p.ahead, p.hasAhead = m.pos, m.line, m.tok, m.ahead, m.hasAhead
	p.lastEnd, p.lastLine, p.height = m.lastEnd, m.lastLine, m.height
	p.chunk.Comments = p.chunk.Comments[:m.comments]
	p.chunk.NestedLong = p.chunk.NestedLong[:m.nested]
	p.exprs = p.exprs[:m.exprs]
	p.rec.errors = p.rec.errors[:m.errors]
	p.rec.lastLine, p.rec.guesses, p.rec.scopes, p.rec.panicking = m.errorLine, m.guesses, m.scopes, m.panicking
}

// missingExpr stands for an expression that is not there.
func (p *parser) missingExpr() *ErrorExpr { return p.errorExpr(Range{p.lastEnd, p.lastEnd}) }

// lineAt is the line of an offset, while there is a recovery.
func (p *parser) lineAt(offset int) int { return p.rec.lines.Line(offset) }

// indentOf is how far a line is indented.
func (p *parser) indentOf(line int) int {
	indent := 0
	for _, c := range []byte(p.text[p.rec.lines.Start(line):]) {
		switch c {
		case ' ':
			indent++
		case '\t':
			indent += 8 - indent%8
		default:
			return indent
		}
	}
	return indent
}

// leads reports whether the current token is the first of its line.
func (p *parser) leads() bool {
	for i := p.tok.From - 1; i >= 0; i-- {
		switch p.text[i] {
		case ' ', '\t':
		case '\n', '\r':
			return true
		default:
			return false
		}
	}
	return true
}

// opensStatement reports whether a token can only begin a statement.
func opensStatement(k kind) bool {
	switch k {
	case tokLocal, tokIf, tokWhile, tokFor, tokRepeat, tokReturn, tokBreak:
		return true
	}
	return false
}

// outside reports whether the current token lies outside of brackets that were opened on a
// line: it begins a statement, or a line that is not indented further.
func (p *parser) outside(line int) bool {
	switch p.tok.kind {
	case tokEOF, tokEnd, tokElse, tokElseif, tokUntil, tokThen, tokDo:
		return true
	case ')', '}', ']':
		return p.leads() && p.indentOf(p.lineAt(p.tok.From)) < p.indentOf(line)
	}
	if opensStatement(p.tok.kind) {
		return true
	}
	at := p.lineAt(p.tok.From)
	return at != line && p.leads() && p.indentOf(at) <= p.indentOf(line)
}

// skipTo takes the tokens up to a closing bracket of what was opened at an offset, and that
// too. It takes none when there is no such bracket.
func (p *parser) skipTo(closer kind, open int) (skipped *ErrorExpr, ok bool) {
	m, line, depth := p.mark(), p.lineAt(open), 0
	x := p.errorExpr(Range{p.tok.From, p.tok.From})
	for range maxScan {
		switch k := p.tok.kind; {
		case p.outside(line) && k != closer || depth == 0 && k == closer:
			if k != closer {
				p.reset(m)
				return nil, false
			}
			x.To = max(x.From, p.lastEnd)
			p.next()
			p.rec.panicking = false
			return x, true
		case k == '(' || k == '{' || k == '[':
			depth++
		case k == ')' || k == '}' || k == ']':
			depth--
		}
		if depth < 0 {
			break
		}
		x.Parts = p.skip(x.Parts)
	}
	p.reset(m)
	return nil, false
}

// skip takes one token, of which it keeps what may be a variable. A function is taken
// whole.
func (p *parser) skip(parts []Expr) []Expr {
	switch p.tok.kind {
	case tokName:
		if before := p.before(); before != '.' && before != ':' {
			parts = append(parts, p.nodes.names.add(NameExpr{p.placeOf(p.tok.Range), p.tok.text}))
		}
	case tokFunction:
		start := p.tok.From
		p.next()
		return append(parts, p.funcBody(start, start, false))
	}
	p.next()
	return parts
}

// before is the byte before the current token, blanks aside.
func (p *parser) before() byte {
	for i := p.tok.From - 1; i >= 0; i-- {
		if c := p.text[i]; c != ' ' && c != '\t' {
			return c
		}
	}
	return 0
}

// skipLine takes the tokens up to a keyword on the rest of the line, and that too; without
// it up to the end of the line, or to what begins a statement.
func (p *parser) skipLine(keyword kind, parts []Expr) []Expr {
	line := p.lineAt(max(p.lastEnd-1, 0))
	for p.lineAt(p.tok.From) == line {
		switch k := p.tok.kind; {
		case k == keyword:
			p.next()
			p.rec.panicking = false
			return parts
		case k == tokEOF || opensStatement(k) || k == tokEnd || k == tokElse || k == tokElseif || k == tokUntil:
			p.rec.panicking = false
			return parts
		}
		parts = p.skip(parts)
	}
	p.rec.panicking = false
	return parts
}

// skipsTo is skipLine for a token that begins something; it reports whether it is there.
func (p *parser) skipsTo(k kind) bool {
	p.rec.scopes = true
	p.skipLine(k, nil)
	return p.lastEnd > 0 && p.text[p.lastEnd-1] == byte(k)
}

// header takes a keyword after the head of a statement, such as "then" after a condition.
// It returns the head, as an error node when the keyword was not there.
func (p *parser) header(keyword kind, context string, head []Expr) []Expr {
	if p.accept(keyword) {
		if p.rec != nil {
			p.rec.panicking = false
		}
		return head
	}
	p.expected("'" + keyword.String() + "' " + context)
	if p.rec == nil {
		return head
	}
	from := p.lastEnd
	if len(head) > 0 {
		from = head[0].Span().From
	}
	return []Expr{p.errorFrom(from, p.skipLine(keyword, slices.Clone(head)))}
}

// errorExpr is an error node.
func (p *parser) errorExpr(r Range, parts ...Expr) *ErrorExpr {
	return &ErrorExpr{p.placeOf(r), parts}
}

// errorFrom is an error node from an offset to the end of its parts.
func (p *parser) errorFrom(from int, parts []Expr) *ErrorExpr {
	to := from
	if n := len(parts); n > 0 {
		to = parts[n-1].Span().To
	}
	return p.errorExpr(Range{from, to}, parts...)
}

// resume takes what is left of a statement that failed, up to where the next one can begin.
// The statement begins at an offset.
func (p *parser) resume(s Stmt, start int) {
	line := p.lineAt(start)
	x := &ErrorStmt{Range: Range{p.tok.From, p.tok.From}}
	for depth := 0; !p.resumes(line, depth, start); {
		switch p.tok.kind {
		case '(', '{', '[':
			depth++
		case ')', '}', ']':
			depth--
		}
		x.Parts = p.skip(x.Parts)
		x.To = p.lastEnd
	}
	p.rec.panicking = false
	if e, ok := s.(*ErrorStmt); !ok || len(e.Parts) > 0 || e.From < e.To {
		p.stmts = append(p.stmts, p.doubt(s, x.From < x.To))
	}
	if x.From < x.To {
		p.stmts = append(p.stmts, x)
	}
}

// doubt makes error nodes of what a statement that failed assigns or returns, as more of it
// may be in what was skipped after it.
func (p *parser) doubt(s Stmt, skipped bool) Stmt {
	switch s := s.(type) {
	case *ReturnStmt:
		if skipped || !p.blockEnds() {
			return p.unfinished(s)
		}
	case *BreakStmt:
		return p.unfinished(s)
	case *LocalStmt:
		if skipped {
			s.Exprs = p.doubtLast(s.Exprs, s.To)
		}
	case *AssignStmt:
		if skipped {
			s.Exprs = p.doubtLast(s.Exprs, s.To)
		}
	}
	return s
}

// doubtLast makes an error node of the last expression of a list, or adds one.
func (p *parser) doubtLast(exprs []Expr, end int) []Expr {
	if len(exprs) == 0 {
		return []Expr{p.errorExpr(Range{end, end})}
	}
	last := exprs[len(exprs)-1]
	exprs[len(exprs)-1] = p.errorExpr(last.Span(), last)
	return exprs
}

// resumes reports whether the current token can begin a statement after one that failed.
func (p *parser) resumes(line, depth, start int) bool {
	k := p.tok.kind
	switch k {
	case tokEOF, tokEnd, tokElse, tokElseif, tokUntil:
		return true
	case tokDo, tokThen:
		return p.tok.From > start
	}
	if opensStatement(k) {
		return p.tok.From > start
	}
	if k != tokName && k != tokFunction || !p.leads() || p.tok.From == start {
		return false
	}
	at := p.lineAt(p.tok.From)
	if at == line {
		return false
	}
	if p.indentOf(at) <= p.indentOf(line) {
		return true
	}
	n := len(p.rec.opens)
	return depth <= 0 && n > 0 && p.rec.opens[n-1].line >= line
}
