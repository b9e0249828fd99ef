package extract

import (
	"go/ast"
	"go/token"
	"go/types"
)

// drop removes what nothing uses any more: the variables that held scripts, and the texts that
// these were made of. The edits of calls are there already.
func (p *program) drop(scripts []*script, edits func(*goFile) *fileEdits) {
	gone := p.unusedBy(scripts, edits)
	for _, s := range scripts {
		s.doubled = ""
		if s.text != nil && s.there == "" && gone[s.text.obj.Pos()] == nil {
			s.doubled = p.usedAt(s.text, gone, edits)
		}
	}
	p.remove(gone, edits)
}

// usedAt is a place that uses a text which stays.
func (p *program) usedAt(h *held, gone map[token.Pos]*held, edits func(*goFile) *fileEdits) string {
	for _, r := range p.refs[h.obj.Pos()] {
		if !edits(r.in).covers(r.name) && !p.isIn(r, gone) {
			return r.in.place(r.name)
		}
	}
	return "a file that is not part of the build"
}

// unusedBy are the declarations that nothing uses any more when the edits are made.
func (p *program) unusedBy(scripts []*script, edits func(*goFile) *fileEdits) map[token.Pos]*held {
	gone := map[token.Pos]*held{}
	for _, s := range scripts {
		if s.holder != nil && s.kept == "" {
			gone[s.holder.obj.Pos()] = s.holder
		}
	}
	return p.unusedTexts(scripts, edits, gone)
}

// unusedTexts adds to what goes the texts of scripts that nothing else uses.
func (p *program) unusedTexts(scripts []*script, edits func(*goFile) *fileEdits, gone map[token.Pos]*held) map[token.Pos]*held {
	for again := true; again; {
		again = false
		for _, s := range scripts {
			for _, h := range p.textsOf(s) {
				if gone[h.obj.Pos()] == nil && p.isUnused(h, gone, edits) {
					gone[h.obj.Pos()] = h
					again = true
				}
			}
		}
	}
	return gone
}

// textsOf are the constants and variables that a script's text is made of.
func (p *program) textsOf(s *script) []*held {
	var all []*held
	seen := map[token.Pos]bool{}
	var visit func(f *goFile, e ast.Node)
	visit = func(f *goFile, e ast.Node) {
		ast.Inspect(e, func(n ast.Node) bool {
			id, ok := n.(*ast.Ident)
			if !ok {
				return true
			}
			obj := f.pkg.Info.Uses[id]
			if obj == nil || seen[obj.Pos()] || !isText(obj) {
				return true
			}
			seen[obj.Pos()] = true
			if h := p.declarationOf(obj); h != nil {
				all = append(all, h)
				if v := h.value(); v != nil {
					visit(h.in, v)
				}
			}
			return true
		})
	}
	for _, u := range s.Uses {
		if f := p.fileOf(u.Expr); f != nil {
			visit(f, u.Expr)
		}
	}
	return all
}

func isText(obj types.Object) bool {
	switch obj := obj.(type) {
	case *types.Const:
		return true
	case *types.Var:
		b, ok := obj.Type().Underlying().(*types.Basic)
		return ok && b.Info()&types.IsString != 0 && !obj.IsField()
	}
	return false
}

// value is the expression that something is declared with; nil for none.
func (h *held) value() ast.Expr {
	if h.spec != nil {
		for i, n := range h.spec.Names {
			if n == h.name && i < len(h.spec.Values) {
				return h.spec.Values[i]
			}
		}
		return nil
	}
	if assign, ok := h.stmt.(*ast.AssignStmt); ok {
		return assign.Rhs[0]
	}
	return nil
}

// isUnused reports whether nothing is left that uses a text when the edits are made.
func (p *program) isUnused(h *held, gone map[token.Pos]*held, edits func(*goFile) *fileEdits) bool {
	if h.spec != nil && h.name.Name == "_" {
		return false
	}
	if p.unseen(h) != "" {
		return false
	}
	for _, r := range p.refs[h.obj.Pos()] {
		if !edits(r.in).covers(r.name) && !p.isIn(r, gone) {
			return false
		}
	}
	return true
}

// covers reports whether an edit replaces a node.
func (e *fileEdits) covers(n ast.Node) bool {
	from, to := e.in.offset(n.Pos()), e.in.offset(n.End())
	for _, c := range e.edits {
		if c.from <= from && to <= c.to {
			return true
		}
	}
	return false
}

// isIn reports whether a use stands in a declaration that goes.
func (p *program) isIn(r reference, gone map[token.Pos]*held) bool {
	for _, h := range gone {
		n := h.node()
		if h.in == r.in && n.Pos() <= r.name.Pos() && r.name.End() <= n.End() {
			return true
		}
	}
	return false
}

// node is the declaration of something.
func (h *held) node() ast.Node {
	if h.spec != nil {
		return h.spec
	}
	return h.stmt
}

// remove makes the edits that remove declarations. Those that declare several things go when
// all of these do.
func (p *program) remove(gone map[token.Pos]*held, edits func(*goFile) *fileEdits) {
	done := map[ast.Node]bool{}
	for _, h := range gone {
		e := edits(h.in)
		switch {
		case h.spec == nil:
			e.dropped = append(e.dropped, h.in.textRange(h.stmt, nil))
		case !h.isWhole(gone):
			continue
		case len(h.decl.Specs) == 1, h.allGone(gone):
			if !done[h.decl] {
				doc := h.decl.Doc
				if h.stmt != nil {
					doc = nil
				}
				e.dropped = append(e.dropped, h.in.textRange(h.decl, doc))
			}
			done[h.decl] = true
		case !done[h.spec]:
			done[h.spec] = true
			e.dropped = append(e.dropped, h.in.textRange(h.spec, h.spec.Doc))
		}
	}
	for _, f := range p.files {
		e := edits(f)
		for _, r := range e.dropped {
			e.dropRange(r)
		}
		e.dropped = nil
	}
}

// isWhole reports whether all that a spec declares goes.
func (h *held) isWhole(gone map[token.Pos]*held) bool {
	for _, n := range h.spec.Names {
		if gone[n.Pos()] == nil {
			return false
		}
	}
	return true
}

// allGone reports whether all specs of a declaration go.
func (h *held) allGone(gone map[token.Pos]*held) bool {
	for _, s := range h.decl.Specs {
		v, ok := s.(*ast.ValueSpec)
		if !ok {
			return false
		}
		for _, n := range v.Names {
			if gone[n.Pos()] == nil {
				return false
			}
		}
	}
	return true
}

// textRange is where a declaration stands, with the comments that belong to it.
func (f *goFile) textRange(n ast.Node, doc *ast.CommentGroup) edit {
	r := edit{from: f.offset(n.Pos()), to: f.offset(n.End())}
	if doc != nil {
		r.from = f.offset(doc.Pos())
	}
	for _, g := range f.file.Comments { // one beside it
		if at := f.offset(g.Pos()); at >= r.to && !hasNewline(f.text[r.to:at]) {
			r.to = f.offset(g.End())
		}
	}
	return r
}

func hasNewline(text []byte) bool {
	for _, c := range text {
		if c == '\n' {
			return true
		}
	}
	return false
}

// dropRange removes a range with its lines, and one of the empty lines around it. Edits in it are
// not needed.
func (e *fileEdits) dropRange(r edit) {
	var rest []edit
	for _, c := range e.edits {
		if c.from < r.from || c.to > r.to {
			rest = append(rest, c)
		}
	}
	e.edits = rest
	text := e.in.text
	start, end := r.from, r.to
	for start > 0 && (text[start-1] == ' ' || text[start-1] == '\t') {
		start--
	}
	for end < len(text) && (text[end] == ' ' || text[end] == '\t' || text[end] == '\r') {
		end++
	}
	if end < len(text) && text[end] == '\n' {
		end++
	}
	if start >= 2 && text[start-1] == '\n' && text[start-2] == '\n' && end < len(text) && text[end] == '\n' {
		end++
	}
	e.edits = append(e.edits, edit{start, end, ""})
}
