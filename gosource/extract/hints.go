package extract

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"github.com/luagen/luagen/gosource"
	"github.com/luagen/luagen/infer"
	"github.com/luagen/luagen/parser"
)

// Hinter tells what a program shows of its scripts, for the headers of those whose calls stay as they
// are.
type Hinter struct {
	program *program
	runs    []gosource.Run
}

// NewHinter reads the packages in which scripts were found. An error is one of reading their files.
func NewHinter(pkgs []*gosource.Package, found gosource.Result) (*Hinter, error) {
	p, err := readProgram(pkgs)
	if err != nil {
		return nil, err
	}
	return &Hinter{p, found.Runs}, nil
}

// Text is the text of a script with what the Go comment above it says, as comments of the script.
func (h *Hinter) Text(s *gosource.Script) []byte {
	one := &script{Script: s}
	h.program.place(one)
	return []byte(luaText(one))
}

// Callers are what the calls of a script show of it.
func (h *Hinter) Callers(s *gosource.Script) infer.Callers {
	c := infer.Callers{Means: map[int64]string{}}
	var replies []parser.Type
	tuple := &parser.Tuple{}
	for _, r := range h.runs {
		if r.Script != s {
			continue
		}
		f := h.program.fileOf(r.Call)
		if f == nil {
			continue
		}
		src := source{info: r.Info, text: f.source}
		if !r.Keys.Open {
			for i, e := range r.Keys.Elems {
				c.Keys = grown(c.Keys, i)
				c.Keys[i].Names = addName(c.Keys[i].Names, strings.TrimSuffix(src.nameOf(e), "Key"))
			}
		}
		if !r.Args.Open {
			for i, e := range r.Args.Elems {
				first := i == len(c.Args)
				c.Args = grown(c.Args, i)
				c.Args[i].Names = addName(c.Args[i].Names, src.nameOf(e))
				if typ := src.hinted(e); first {
					c.Args[i].Type = typ
				} else if c.Args[i].Type != typ {
					c.Args[i].Type = "" // calls send different things
				}
			}
		}
		for _, d := range r.Decodes {
			typ := decodedType(d)
			switch {
			case typ != nil && len(d.Path) == 0:
				replies = append(replies, typ)
			case len(d.Path) == 1 && d.Path[0] >= 0 && d.Path[0] < maxFields:
				noteField(tuple, d, typ)
			}
			f.noteErrors(d, c.Means)
		}
	}
	switch {
	case len(tuple.Fields) > 0:
		c.Reply = tuple
	case len(replies) > 0 && !slices.ContainsFunc(replies, func(t parser.Type) bool { return t.String() != replies[0].String() }):
		c.Reply = replies[0]
	}
	return c
}

// maxFields bounds the elements of a reply that are looked at one by one.
const maxFields = 64

func grown(list []infer.Passed, i int) []infer.Passed {
	for len(list) <= i {
		list = append(list, infer.Passed{})
	}
	return list
}

// hinted is the type that an argument should have: where the program cuts a duration off, a header
// rounds up.
func (s source) hinted(e ast.Expr) string {
	ways := s.sendings(e)
	if len(ways) == 0 {
		return ""
	}
	return strings.Replace(ways[0].typ, ", trunc)", ")", 1)
}

// decodedType is the type that a decoding in Go is one of; nil when that says little.
func decodedType(d gosource.Decode) parser.Type {
	if d.Name != "" {
		switch typ := decoders()[d.Name]; typ {
		case "", "any", "[]any":
			return nil
		case "int(int)":
			return typeOf("int")
		default:
			return typeOf(typ)
		}
	}
	if b, ok := d.Type.(*types.Basic); ok {
		switch b.Kind() {
		case types.Int64:
			return typeOf("int")
		case types.String:
			return typeOf("string")
		}
	}
	return nil
}

// noteField notes what a program takes an element of the reply for.
func noteField(t *parser.Tuple, d gosource.Decode, typ parser.Type) {
	for len(t.Fields) <= d.Path[0] {
		t.Fields = append(t.Fields, parser.Field{Type: typeOf("any")})
	}
	f := &t.Fields[d.Path[0]]
	if typ != nil {
		f.Type = typ
	}
	if d.Var != nil && f.Text == "" && len(d.Var.Name()) > 1 && d.Var.Name() != "ok" {
		f.Text = lower(d.Var.Name())
	}
}

// noteErrors notes the errors that a function returns for an integer that a script has replied:
// "case -1: return ErrGone", "if n == -1 { return ErrGone }".
func (f *goFile) noteErrors(d gosource.Decode, means map[int64]string) {
	if d.Var == nil || len(d.Path) > 0 {
		return
	}
	for _, use := range f.usesAt(d.Var.Pos()) {
		switch p := f.Parents[use].(type) {
		case *ast.SwitchStmt:
			if p.Tag != ast.Expr(use) {
				continue
			}
			for _, c := range p.Body.List {
				clause := c.(*ast.CaseClause)
				for _, e := range clause.List {
					f.noteMeaning(e, clause.Body, means)
				}
			}
		case *ast.BinaryExpr:
			stmt, ok := f.Parents[p].(*ast.IfStmt)
			if ok && p.Op == token.EQL && stmt.Cond == ast.Expr(p) {
				f.noteMeaning(otherSide(p, use), stmt.Body.List, means)
			} else if clause, ok := f.Parents[p].(*ast.CaseClause); ok && p.Op == token.EQL {
				f.noteMeaning(otherSide(p, use), clause.Body, means)
			}
		}
	}
}

// usesAt are the uses of what is declared at a position.
func (f *goFile) usesAt(pos token.Pos) []*ast.Ident {
	for obj, uses := range f.Uses {
		if obj.Pos() == pos {
			return uses
		}
	}
	return nil
}

// noteMeaning notes the error that statements return for an integer.
func (f *goFile) noteMeaning(e ast.Expr, body []ast.Stmt, means map[int64]string) {
	v := f.pkg.Info.Types[e].Value
	if v == nil || v.Kind() != constant.Int || len(body) == 0 {
		return
	}
	n, exact := constant.Int64Val(v)
	ret, ok := body[len(body)-1].(*ast.ReturnStmt)
	if !ok || !exact || len(ret.Results) == 0 {
		return
	}
	var name string
	switch last := ast.Unparen(ret.Results[len(ret.Results)-1]).(type) {
	case *ast.Ident:
		name = last.Name
	case *ast.SelectorExpr:
		name = last.Sel.Name
	}
	if strings.HasPrefix(name, "Err") && len(name) > 3 && means[n] == "" {
		means[n] = name
	}
}
