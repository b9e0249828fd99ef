package extract

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"

	"github.com/luagen/luagen/gosource"
)

// site is a call that runs a script.
type site struct {
	gosource.Run
	source
	in       *goFile
	reading  reading
	keys     inputs
	args     inputs
	conn     string // the client, as the generated function takes it
	nilTests []*ast.BinaryExpr
	escapes  bool // its error goes to other functions
	// nilOutside is where another function compares such an error with redis.Nil.
	nilOutside string
	runtime    bool // conn names the runtime package
	left       string
}

// goFile is a Go file with how its nodes are used.
type goFile struct {
	gosource.Nodes
	pkg  *gosource.Package
	file *ast.File
	path string
	text []byte
	base int // the position of its first byte
}

func newGoFile(p *gosource.Package, file *ast.File) (*goFile, error) {
	tf := p.Fset.File(file.FileStart)
	text, err := p.Content(tf.Name())
	if err != nil {
		return nil, err
	}
	return &goFile{Nodes: gosource.ReadNodes(p, file), pkg: p, file: file, path: tf.Name(), text: text, base: tf.Base()}, nil
}

// offset is where a position stands in the file's text.
func (f *goFile) offset(p token.Pos) int { return int(p) - f.base }

// source is the text of a node.
func (f *goFile) source(n ast.Node) string {
	return string(f.text[f.offset(n.Pos()):f.offset(n.End())])
}

// around is the innermost node of a kind around another; the zero value for none.
func around[T ast.Node](f *goFile, n ast.Node) (found T) {
	for n = f.Parents[n]; n != nil; n = f.Parents[n] {
		if t, ok := n.(T); ok {
			return t
		}
	}
	return found
}

func newSite(r gosource.Run, in *goFile) *site {
	r.Package, r.Info = in.pkg, in.pkg.Info // of the packages that have the file, the one that is looked at
	s := &site{Run: r, in: in, source: source{info: r.Info, text: in.source}}
	if s.left = unfit(r); s.left == "" {
		s.conn, s.runtime, s.left = s.source.conn(r)
	}
	if s.left == "" {
		s.left = s.read()
	}
	if s.left == "" {
		s.keys, s.left = s.list(s.Run.Keys, "keys")
	}
	if s.left == "" {
		s.args, s.left = s.list(s.Run.Args, "arguments")
	}
	return s
}

func (s *site) uses(obj types.Object) []*ast.Ident { return s.in.Uses[obj] }

// errorsCompared notes how the error of the call is looked at. Why says what of that a
// generated function would change: the text, or the Go type.
func (s *site) errorsCompared() (why string) {
	v := s.errorVar()
	if v == nil {
		_, returned := s.reading.parent.(*ast.ReturnStmt)
		_, passed := s.reading.parent.(*ast.CallExpr)
		s.escapes = returned || passed
		return ""
	}
	for _, use := range s.uses(v) {
		switch p := s.in.Parent(use).(type) {
		case *ast.SelectorExpr:
			call := s.in.Parent(p)
			switch outer := s.in.Parent(call).(type) {
			case *ast.BinaryExpr:
				if outer.Op == token.EQL || outer.Op == token.NEQ {
					return "the text of its error is compared; a generated function's begins with the script's name"
				}
			case *ast.CallExpr:
				if sel, ok := outer.Fun.(*ast.SelectorExpr); ok && s.isPackage(sel.X, "strings") {
					return "the text of its error is searched; a generated function's begins with the script's name"
				}
			case *ast.SwitchStmt:
				return "the text of its error is compared; a generated function's begins with the script's name"
			}
		case *ast.TypeAssertExpr:
			return "its error is asked for its Go type, which is another with a generated function; use errors.As"
		case *ast.SwitchStmt:
			return "its error is compared in a switch; use errors.Is"
		case *ast.BinaryExpr:
			if other := otherSide(p, use); s.isRedisNil(other) {
				s.nilTests = append(s.nilTests, p)
			} else if !s.Info.Types[other].IsNil() && !s.isContextError(other) {
				s.escapes = true
			}
		case *ast.AssignStmt, *ast.ValueSpec:
			for _, rhs := range rightSides(p) {
				if ast.Unparen(rhs) == ast.Expr(use) {
					s.escapes = true
				}
			}
		case *ast.CallExpr:
			if fn, ok := p.Fun.(*ast.SelectorExpr); !ok || !s.isPackage(fn.X, "errors") || fn.Sel.Name != "Is" && fn.Sel.Name != "As" {
				s.escapes = true
			}
		default:
			s.escapes = true
		}
	}
	return ""
}

func rightSides(n ast.Node) []ast.Expr {
	switch n := n.(type) {
	case *ast.AssignStmt:
		return n.Rhs
	case *ast.ValueSpec:
		return n.Values
	}
	return nil
}

func otherSide(b *ast.BinaryExpr, side ast.Expr) ast.Expr {
	if ast.Unparen(b.X) == side {
		return b.Y
	}
	return b.X
}

func (s *site) isPackage(e ast.Expr, path string) bool {
	id, ok := e.(*ast.Ident)
	if !ok {
		return false
	}
	name, ok := s.Info.Uses[id].(*types.PkgName)
	return ok && name.Imported().Path() == path
}

func (s *site) isContextError(e ast.Expr) bool {
	sel, ok := ast.Unparen(e).(*ast.SelectorExpr)
	return ok && s.isPackage(sel.X, "context")
}

func (s *site) isRedisNil(e ast.Expr) bool { return isRedisNil(s.Info, e) }

func isRedisNil(info *types.Info, e ast.Expr) bool {
	sel, ok := ast.Unparen(e).(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != "Nil" {
		return false
	}
	obj := info.Uses[sel.Sel]
	return obj != nil && obj.Pkg() != nil && obj.Pkg().Path() == goRedisPath
}

// errorVar is the variable that holds the error of the call; nil for none.
func (s *site) errorVar() types.Object {
	assign, ok := s.reading.parent.(*ast.AssignStmt)
	if !ok || len(assign.Rhs) != 1 {
		return nil
	}
	id, ok := assign.Lhs[len(assign.Lhs)-1].(*ast.Ident)
	if !ok || id.Name == "_" {
		return nil
	}
	return s.Info.ObjectOf(id)
}

// inputs are the keys or the arguments of a call, with the list that holds them when that is a
// variable of the function, declared for this call alone.
type inputs struct {
	elems []ast.Expr
	whole ast.Expr // a list of which the elements are not known: passed as it is
	decl  ast.Stmt // the declaration of the list, which goes when the elements are in the call
	kept  string   // the declaration that takes its place, when the variable is used again; empty for none
	// indexed is a list whose elements stay in it, and are taken from it one by one: "keys[0]".
	indexed *ast.Ident
}

// texts are the elements as the call can have them.
func (t *site) texts(in inputs) []string {
	var all []string
	for i, e := range in.elems {
		if in.indexed != nil {
			all = append(all, fmt.Sprintf("%s[%d]", in.indexed.Name, i))
		} else {
			all = append(all, t.text(e))
		}
	}
	return all
}

// list reads the keys or the arguments of a call.
func (s *site) list(in gosource.Inputs, noun string) (inputs, string) {
	whole := in.Expr
	if whole == nil && in.Open && len(in.Elems) == 1 {
		whole = in.Elems[0] // one that go-redis sends as its elements
	}
	id, named := ast.Unparen(whole).(*ast.Ident)
	if whole == nil || s.Info.Types[whole].IsNil() {
		named = false
	}
	if named {
		if list, ok := s.declaredFor(id); ok {
			return list, ""
		}
	}
	switch {
	case !in.Open && named && noun == "keys":
		return inputs{elems: in.Elems, indexed: id}, ""
	case !in.Open && named:
		return inputs{}, fmt.Sprintf("its %s are in %s, and are made before other things that the function does", noun, id.Name)
	case !in.Open:
		return inputs{elems: in.Elems}, ""
	case whole == nil || !isStrings(s.Info.TypeOf(whole)):
		return inputs{}, fmt.Sprintf("how many %s it passes, and of which types, is not plain to see", noun)
	default:
		return inputs{whole: whole}, ""
	}
}

func isStrings(t types.Type) bool {
	if t == nil {
		return false
	}
	list, ok := t.Underlying().(*types.Slice)
	return ok && types.Identical(list.Elem(), types.Typ[types.String])
}

// declaredFor returns the list that a variable is declared with, when this call is the first to
// use it, and the elements can as well be evaluated in the call: nothing but other such
// declarations stands between the two, or nothing that could change them.
func (s *site) declaredFor(id *ast.Ident) (inputs, bool) {
	obj := s.Info.Uses[id]
	block, at := s.statement()
	if obj == nil || block == nil || s.uses(obj)[0] != id {
		return inputs{}, false
	}
	used := false // after the call
	for _, use := range s.uses(obj)[1:] {
		if used = true; use.Pos() < block[at].End() {
			return inputs{}, false
		}
	}
	var between []ast.Stmt
	for i := at - 1; i >= 0; i-- {
		name, lit := listDeclared(block[i])
		if name == nil || s.Info.Defs[name] != obj {
			if lit == nil {
				between = append(between, block[i])
			}
			continue
		}
		if lit == nil {
			return inputs{}, false
		}
		list := inputs{elems: lit.Elts, decl: block[i]}
		for _, e := range list.elems {
			if _, indexed := e.(*ast.KeyValueExpr); indexed || len(between) > 0 && !s.isSteady(e) {
				return inputs{}, false
			}
		}
		if used {
			list.kept = "var " + name.Name + " " + s.text(lit.Type)
		}
		return list, true
	}
	return inputs{}, false
}

// listDeclared is the variable that a statement declares alone, and the list that it is set to; nil
// for others.
func listDeclared(stmt ast.Stmt) (*ast.Ident, *ast.CompositeLit) {
	var name ast.Expr
	var value ast.Expr
	switch st := stmt.(type) {
	case *ast.AssignStmt:
		if st.Tok != token.DEFINE || len(st.Lhs) != 1 || len(st.Rhs) != 1 {
			return nil, nil
		}
		name, value = st.Lhs[0], st.Rhs[0]
	case *ast.DeclStmt:
		decl, ok := st.Decl.(*ast.GenDecl)
		if !ok || len(decl.Specs) != 1 {
			return nil, nil
		}
		spec, ok := decl.Specs[0].(*ast.ValueSpec)
		if !ok || len(spec.Names) != 1 || len(spec.Values) != 1 {
			return nil, nil
		}
		name, value = spec.Names[0], spec.Values[0]
	}
	id, _ := name.(*ast.Ident)
	lit, ok := value.(*ast.CompositeLit)
	if !ok {
		return id, nil
	}
	if _, slice := lit.Type.(*ast.ArrayType); !slice {
		return id, nil
	}
	return id, lit
}

// isSteady reports whether an expression has one value throughout a function: it is made of
// constants and of variables that are set once.
func (s *site) isSteady(e ast.Expr) bool {
	if s.Info.Types[e].Value != nil {
		return true
	}
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		v, ok := s.Info.Uses[e].(*types.Var)
		return ok && v.Parent() != nil && v.Parent() != v.Pkg().Scope() && !s.in.isSetAgain(v)
	case *ast.BinaryExpr:
		return s.isSteady(e.X) && s.isSteady(e.Y)
	case *ast.CallExpr:
		if s.Info.Types[e.Fun].IsType() && len(e.Args) == 1 {
			return s.isSteady(e.Args[0])
		}
		if sel, ok := e.Fun.(*ast.SelectorExpr); ok && len(e.Args) == 0 {
			t := s.Info.TypeOf(sel.X)
			return t != nil && (isNamed(t, "time", "Duration") || isNamed(t, "time", "Time")) && s.isSteady(sel.X)
		}
	}
	return false
}

// isSetAgain reports whether a variable is assigned to after its declaration, or may be.
func (f *goFile) isSetAgain(v types.Object) bool {
	for _, use := range f.Uses[v] {
		switch p := f.Parents[use].(type) {
		case *ast.AssignStmt:
			for _, target := range p.Lhs {
				if target == ast.Expr(use) {
					return true
				}
			}
		case *ast.IncDecStmt:
			return true
		case *ast.UnaryExpr:
			if p.Op == token.AND {
				return true
			}
		case *ast.RangeStmt:
			if p.Key == ast.Expr(use) || p.Value == ast.Expr(use) {
				return true
			}
		}
	}
	return false
}

// statement returns the list of statements in which the call's stands, and its index, when
// nothing else of the statement is evaluated before the call.
func (s *site) statement() ([]ast.Stmt, int) {
	n := s.in.Parents[s.reading.whole]
	switch st := n.(type) {
	case *ast.ExprStmt:
	case *ast.AssignStmt:
		if len(st.Rhs) != 1 {
			return nil, 0
		}
	case *ast.ReturnStmt:
		if len(st.Results) != 1 {
			return nil, 0
		}
	default:
		return nil, 0
	}
	if st, ok := s.in.Parents[n].(*ast.IfStmt); ok && st.Init == n {
		n = st
	} else if st, ok := s.in.Parents[n].(*ast.SwitchStmt); ok && st.Init == n {
		n = st
	}
	var list []ast.Stmt
	switch b := s.in.Parents[n].(type) {
	case *ast.BlockStmt:
		list = b.List
	case *ast.CaseClause:
		list = b.Body
	case *ast.CommClause:
		list = b.Body
	}
	for i := range list {
		if list[i] == n {
			return list, i
		}
	}
	return nil, 0
}
