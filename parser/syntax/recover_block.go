package syntax

// open notes that a block begins, whose statement begins at an offset.
func (p *parser) open(closer kind, isIf bool, start int) {
	if p.rec == nil {
		return
	}
	line := p.lineAt(start)
	p.rec.opens = append(p.rec.opens, opener{closer, isIf, line, p.indentOf(line)})
	p.rec.missing = false
}

// ends reports whether an open block ends with a keyword.
func (o opener) ends(k kind) bool {
	return k == o.closer || o.isIf && (k == tokElse || k == tokElseif)
}

// endsHere decides whether the current token, one that can follow a block, ends the one being
// read. It does not when no open block ends with it.
func (p *parser) endsHere() bool {
	rec, k := p.rec, p.tok.kind
	n := len(rec.opens)
	if k == tokEOF {
		rec.missing = n > 0
		return true
	}
	if n == 0 {
		return false
	}
	top := rec.opens[n-1]
	if line := p.lineAt(p.tok.From); rec.guided && line != top.line && p.leads() {
		indent := p.indentOf(line)
		if indent > top.indent {
			rec.missing = !top.ends(k)
			return k != tokEnd && top.ends(k)
		}
		if indent < top.indent && p.endsOuter(k, indent) {
			rec.missing = true
			return true
		}
	}
	rec.missing = !top.ends(k)
	return !rec.missing || p.endsOuter(k, -1)
}

// endsOuter reports whether a block around the innermost one ends with a keyword, and is
// indented no further than given; -1 is any indentation.
func (p *parser) endsOuter(k kind, indent int) bool {
	for _, o := range p.rec.opens[:len(p.rec.opens)-1] {
		if o.ends(k) && (indent < 0 || o.indent <= indent) {
			return true
		}
	}
	return false
}

// outdented reports whether the current token begins a statement outside of the block being
// read, as far as the indentation says.
func (p *parser) outdented() bool {
	rec := p.rec
	if !rec.guided || len(rec.opens) == 0 || !p.leads() {
		return false
	}
	top := rec.opens[len(rec.opens)-1]
	switch p.tok.kind {
	case tokName, tokFunction, tokDo:
	default:
		if !opensStatement(p.tok.kind) {
			return false
		}
	}
	line := p.lineAt(p.tok.From)
	rec.missing = line != top.line && p.indentOf(line) <= top.indent
	return rec.missing
}

// stray takes a closing keyword that closes nothing.
func (p *parser) stray() {
	what := "a statement or the end of the script"
	if len(p.rec.opens) > 0 {
		what = "a statement"
	}
	p.expectedHint(what, "there is no open block that it could end")
	p.rec.guesses++
	p.rec.scopes = true
	p.rec.missing, p.rec.panicking = false, false
	x := &ErrorStmt{Range: p.tok.Range}
	p.next()
	p.stmts = append(p.stmts, x)
}

// closeBlock takes the keyword that closes a block, and reports whether it is there.
func (p *parser) closeBlock(k kind, keyword string, start int) bool {
	if p.rec == nil {
		p.closes(k, keyword, start)
		return true
	}
	p.rec.opens = p.rec.opens[:len(p.rec.opens)-1]
	if !p.rec.missing && p.accept(k) {
		p.rec.panicking = false
		return true
	}
	p.expected("'" + k.String() + "' to close '" + keyword + "'" + p.at(start))
	p.rec.guesses++
	p.rec.missing, p.rec.panicking = false, false
	p.lastEnd = max(p.lastEnd, p.tok.From)
	return false
}
