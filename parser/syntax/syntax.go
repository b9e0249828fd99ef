// Package syntax reads the Lua that Redis runs: Lua 5.1 as Redis and Valkey
// compile it, with a shebang line, into a tree in which every node carries its
// exact byte range.
//
// It accepts what Redis accepts and refuses what Redis refuses, but for the limits of
// Lua's compiler on local variables, upvalues and the like (package limits). It does not
// resolve names (package analysis) or read the annotations in comments (package parser).
package syntax

// Error is a place where the text is not Lua that Redis would compile.
type Error struct {
	Range
	Message string // what was found and what was expected, without position
}

func (e *Error) Error() string { return e.Message }

// Parse reads src as a Redis script. The tree is never nil: where the text is not Lua,
// Chunk.Errors says so, and the tree holds what could be read around the errors, with
// ErrorStmt and ErrorExpr in the place of the rest. Without errors there is none of these.
//
// Of a "#!" line it checks only that it ends; engine and flags are the caller's.
// It refuses one thing that Redis accepts: a chain of more than 200,000 operators,
// indexes or calls, so that trees are never too high to recurse over.
func Parse(src []byte) *Chunk {
	p := newParser(string(src))
	p.shebang()
	block := p.mainBlock()
	if p.err == nil {
		p.chunk.Block = block
		return p.chunk
	}
	first := p.err
	for p.tok.kind = tokBad; p.tok.kind != tokEOF; {
		p.scan(&p.tok) // the comments after the error
	}
	repair(p.chunk, p.text, first)
	return p.chunk
}
