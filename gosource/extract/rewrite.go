package extract

import (
	"fmt"
	"go/ast"
	"slices"
	"strings"

	"github.com/luagen/luagen/parser"
)

// lineWidth is the width beyond which the parameters of a call stand on lines of their own.
const lineWidth = 110

// rewriteCall makes the edits for a call. Why says why it cannot be made after all.
func (s *script) rewriteCall(t *site, e *fileEdits) (why string) {
	params, why := s.params(t)
	if why != "" {
		return why
	}
	qualifier := s.qualifier(e)
	conn := t.conn
	if t.runtime {
		conn = e.nameFor(runtimePath, "runtime") + strings.TrimPrefix(conn, "runtime")
	}
	call := qualifier + s.function + "(" + t.text(t.Context) + ", " + conn
	if fields := s.made.fields; fields != nil {
		for i := range params {
			params[i] = fields[i] + ": " + params[i]
		}
		call += ", " + qualifier + s.function + "Params{\n" + strings.Join(params, ",\n") + ",\n})"
	} else if one := call + ", " + strings.Join(params, ", ") + ")"; len(params) > 0 && (len(one) > lineWidth || strings.Contains(one, "\n")) {
		call += ",\n" + strings.Join(params, ",\n") + ",\n)"
		if strings.HasSuffix(params[len(params)-1], "...") {
			call = one
		}
	} else if len(params) > 0 {
		call = one
	} else {
		call += ")"
	}
	e.replace(t.reading.whole, call)
	t.rewriteResults(s.header, e)
	for _, list := range []inputs{t.keys, t.args} {
		switch {
		case list.kept != "":
			e.replace(list.decl, list.kept)
		case list.decl != nil:
			e.removeLines(list.decl)
		}
	}
	return ""
}

// qualifier is what stands before the names of the generated package.
func (s *script) qualifier(e *fileEdits) string {
	pkg := s.made.pkg
	if e.in.pkg.Types.Path() == pkg.path && e.in.pkg.Types.Name() == pkg.pkg {
		return ""
	}
	return e.nameFor(pkg.path, pkg.pkg) + "."
}

// params are the expressions for the parameters of the generated function.
func (s *script) params(t *site) (params []string, why string) {
	if want := len(s.header.keys) + len(s.header.args); len(s.made.params) != want {
		return nil, "the generated function takes its keys and arguments in groups"
	}
	i := 0
	next := func() string { i++; return s.made.params[i-1] }
	rest := t.texts(t.keys)
	for n, k := range s.header.keys {
		switch typ := next(); {
		case k.Variadic && (typ != "[]string" && typ != "...string" || n+1 < len(s.header.keys)):
			return nil, "the generated function takes its keys in groups"
		case k.Variadic && t.keys.whole != nil:
			params = append(params, t.text(t.keys.whole))
		case k.Variadic && t.keys.indexed != nil && n == 0:
			params = append(params, t.keys.indexed.Name)
		case k.Variadic && len(rest) == 0:
			params = append(params, "nil")
		case k.Variadic:
			params = append(params, "[]string{"+strings.Join(rest, ", ")+"}")
		case len(rest) == 0 || typ != "string":
			return nil, "the generated function takes other keys"
		default:
			params, rest = append(params, rest[0]), rest[1:]
		}
	}
	args := t.args.elems
	for n, a := range s.header.args {
		typ := next()
		if a.Variadic {
			if n+1 < len(s.header.args) || !strings.HasPrefix(typ, "...") {
				return nil, "the generated function takes its arguments in groups"
			}
			if t.args.whole != nil {
				return append(params, t.text(t.args.whole)+"..."), ""
			}
			for _, e := range args {
				params = append(params, t.as(e, a.Type))
			}
			return params, ""
		}
		if len(args) == 0 || strings.HasPrefix(typ, "*") {
			return nil, "the generated function takes other arguments"
		}
		params, args = append(params, t.as(args[0], a.Type)), args[1:]
	}
	return params, ""
}

// as is an argument as an expression of the Go type that belongs to an annotation's.
func (t *site) as(e ast.Expr, typ parser.Type) string {
	want := typ.String()
	for _, w := range t.sendings(e) {
		if w.typ == want {
			return w.expr
		}
	}
	return t.text(e)
}

// rewriteResults makes the edits around a call for what it returns.
func (t *site) rewriteResults(h header, e *fileEdits) {
	r := t.reading
	assign, _ := r.parent.(*ast.AssignStmt)
	switch {
	case r.ignored && assign != nil && h.reply != "":
		e.replace(assign.Lhs[0], "_, _")
	case r.blank && h.reply == "":
		e.edits = append(e.edits, edit{e.in.offset(assign.Lhs[0].Pos()), e.in.offset(assign.Lhs[1].Pos()), ""})
	case r.method == "Err" && h.reply != "" && assign != nil:
		e.edits = append(e.edits, edit{e.in.offset(assign.Lhs[0].Pos()), e.in.offset(assign.Lhs[0].Pos()), "_, "})
	case r.method == "Result" && r.asserted == h.reply && h.reply != "":
		for _, a := range r.asserts {
			e.edits = append(e.edits, edit{e.in.offset(a.X.End()), e.in.offset(a.End()), ""})
		}
	}
	if !h.null {
		return
	}
	for _, test := range t.nilTests {
		other := test.X
		if t.isRedisNil(other) {
			other = test.Y
		}
		not := ""
		if test.Op.String() == "!=" {
			not = "!"
		}
		e.replace(test, fmt.Sprintf("%s%s.Is(%s, %s)", not, e.nameFor("errors", "errors"), t.text(other), t.nilText(test)))
	}
}

func (t *site) nilText(test *ast.BinaryExpr) string {
	if t.isRedisNil(test.X) {
		return t.text(test.X)
	}
	return t.text(test.Y)
}

// removeLines removes a node with its lines, when it has these for itself.
func (e *fileEdits) removeLines(n ast.Node) {
	e.removeRange(e.in.offset(n.Pos()), e.in.offset(n.End()))
}

func (e *fileEdits) removeRange(from, to int) {
	text := e.in.text
	start := from
	for start > 0 && (text[start-1] == ' ' || text[start-1] == '\t') {
		start--
	}
	end := to
	for end < len(text) && (text[end] == ' ' || text[end] == '\t' || text[end] == ';') {
		end++
	}
	if (start == 0 || text[start-1] == '\n') && (end == len(text) || text[end] == '\n') {
		e.edits = append(e.edits, edit{start, min(end+1, len(text)), ""})
		return
	}
	e.edits = append(e.edits, edit{from, to, ""})
}

// rewriteUses has what is left of the uses of a script take its text from the generated
// package.
func (s *script) rewriteUses(p *program, edits func(*goFile) *fileEdits) {
	for _, u := range s.Uses {
		f := p.fileOf(u.Expr)
		if f == nil || s.isGone(p, f, u.Expr) {
			continue
		}
		e := edits(f)
		e.replace(u.Expr, s.qualifier(e)+s.function+"Script.Source()")
	}
	if s.holder == nil {
		return
	}
	for _, r := range p.refs[s.holder.obj.Pos()] {
		if call := r.hashed(); call != nil && s.kept == "" {
			e := edits(r.in)
			e.replace(call, s.qualifier(e)+s.function+"Script.SHA()")
		}
	}
}

// isGone reports whether an expression that holds the text goes with what it is a part of: the
// variable of the script, or a call that is rewritten.
func (s *script) isGone(p *program, f *goFile, e ast.Expr) bool {
	if s.holder != nil && s.kept == "" {
		var whole ast.Node = s.holder.stmt
		if s.holder.stmt == nil {
			whole = s.holder.spec
		}
		if f == s.holder.in && whole.Pos() <= e.Pos() && e.End() <= whole.End() {
			return true
		}
	}
	return slices.ContainsFunc(s.sites, func(t *site) bool {
		return t.left == "" && t.in == f && t.reading.whole.Pos() <= e.Pos() && e.End() <= t.reading.whole.End()
	})
}
