package extract

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/luagen/luagen/gosource"
)

// script is a text that is to be moved, with all that holds and runs it.
type script struct {
	*gosource.Script
	home   *gosource.Package // the package that will hold the generated function
	holder *held             // the variable of the client's type of a script; nil without
	text   *held             // the constant or variable that is its text; nil for a literal
	doc    string            // the comment above it
	base   string            // what it is called, as a Go name
	sites  []*site
	left   string // why it stays where it is

	there    string   // the .lua file that holds it already, an absolute path; empty for a Go string
	embedded string   // the file that the program embeds now, an absolute path
	ignored  []string // rules whose errors the header suppresses
	file     string   // base name of the .lua file, without the ending
	function string   // the generated function
	exported bool     // it is called by other packages
	header   header
	made     signature
	kept     string // why the holder stays
	doubled  string // a place that uses its text, which stays for that; empty when the text goes
	notes    []string
}

// held is a variable or constant of the program.
type held struct {
	obj  types.Object
	in   *goFile
	name *ast.Ident
	spec *ast.ValueSpec // nil for one that a short declaration declares
	decl *ast.GenDecl
	stmt ast.Stmt // the declaration in a function; nil at the top level
}

// program is what is known of the packages, by file.
type program struct {
	files map[string]*goFile // by path
	byDir map[string][]*goFile
	refs  map[token.Pos][]reference // uses of package-level objects, by where these are declared
}

type reference struct {
	in   *goFile
	name *ast.Ident
}

func readProgram(pkgs []*gosource.Package) (*program, error) {
	p := &program{files: map[string]*goFile{}, byDir: map[string][]*goFile{}, refs: map[token.Pos][]reference{}}
	pkgs = slices.Clone(pkgs)
	// A file may be in several packages: one with its tests, and one for those of another. The
	// one with most files sees all that uses it.
	slices.SortStableFunc(pkgs, func(a, b *gosource.Package) int { return len(b.Files) - len(a.Files) })
	for _, pkg := range pkgs {
		if pkg.Support {
			continue
		}
		for _, file := range pkg.Files {
			path := pkg.Fset.File(file.FileStart).Name()
			if p.files[path] != nil {
				continue
			}
			f, err := newGoFile(pkg, file)
			if err != nil {
				return nil, err
			}
			p.files[path] = f
			p.byDir[filepath.Dir(f.path)] = append(p.byDir[filepath.Dir(f.path)], f)
			for obj, uses := range f.Uses {
				for _, id := range uses {
					p.refs[obj.Pos()] = append(p.refs[obj.Pos()], reference{f, id})
				}
			}
		}
	}
	return p, nil
}

// find reads the scripts of a request.
func find(req Request, p *program) []*script {
	var all []*script
	for _, found := range req.Found.Scripts {
		if req.Wanted != nil && !req.Wanted(found) {
			continue
		}
		s := &script{Script: found}
		if shared := sharesUse(req.Found.Scripts, found); shared {
			p.describe(s)
			s.left = "the place that hands it to the client has one of several scripts"
		} else if !req.Embed {
			s.left = p.place(s)
		}
		all = append(all, s)
	}
	return all
}

// sharesUse reports whether an expression that reaches a client is a script or another, as it
// comes.
func sharesUse(all []*gosource.Script, s *gosource.Script) bool {
	return slices.ContainsFunc(all, func(other *gosource.Script) bool {
		return other != s && slices.ContainsFunc(other.Uses, func(o gosource.Use) bool {
			return slices.ContainsFunc(s.Uses, func(u gosource.Use) bool { return u.Span == o.Span })
		})
	})
}

// place finds what holds a script, and says why it cannot move.
func (p *program) place(s *script) string {
	homes := map[*types.Package]bool{}
	client, old := "go-redis", false
	for _, use := range s.Uses {
		f := p.fileOf(use.Expr)
		if f == nil {
			return "its file is generated, or not part of the build"
		}
		if use.Client != "go-redis" {
			client = use.Client
		}
		old = old || !f.importsV9()
		homes[f.pkg.Types] = true
		s.home = f.pkg
		if h := p.holderOf(f, use); h != nil {
			s.holder = h
		}
		if t := p.textOf(f, use.Expr); t != nil {
			s.text = t
		}
	}
	if client != "go-redis" || old {
		p.describe(s)
	}
	switch {
	case client != "go-redis":
		return "it is run by " + client + ", and generated functions run on go-redis v9; --embed moves the text alone"
	case old:
		return "the module uses an older go-redis than v9, on which generated functions run; --embed moves the text alone"
	}
	if s.text != nil && len(homes) > 1 {
		s.home = s.text.in.pkg
	} else if len(homes) > 1 {
		return "several packages hold it"
	}
	p.describe(s)
	if len(s.Holes) > 0 {
		return "parts of it are put in at run time"
	}
	return p.unmovable(s)
}

// unmovable says why a script that is found stays.
func (p *program) unmovable(s *script) string {
	if s.text != nil && s.text.embeds() != "" {
		s.there = filepath.Join(filepath.Dir(s.text.in.path), filepath.FromSlash(s.text.embeds()))
		text, err := s.home.Content(s.there)
		if err != nil || string(text) != s.Text.Text() {
			return "it is a part of a file that the program embeds"
		}
		if filepath.Ext(s.there) != ".lua" {
			return "it is in " + filepath.Base(s.there) + ", which is not called .lua"
		}
	}
	f := p.fileOf(s.Uses[0].Expr)
	if s.text != nil {
		f = s.text.in
	}
	switch {
	case strings.HasSuffix(f.path, "_test.go"):
		return "it is a test's"
	case ast.IsGenerated(f.file):
		return "its file is generated"
	case isConstrained(f):
		return "build constraints decide whether its file is built"
	case importsC(f.file):
		return "its file uses cgo"
	case strings.HasSuffix(s.home.Types.Name(), "_test"):
		return "it is a test's"
	case strings.TrimSpace(s.Text.Text()) == "":
		return "it is empty"
	}
	return ""
}

func (f *goFile) importsV9() bool {
	return slices.ContainsFunc(f.file.Imports, func(i *ast.ImportSpec) bool { return strings.Trim(i.Path.Value, "\"`") == goRedisPath }) ||
		slices.ContainsFunc(f.pkg.Types.Imports(), func(i *types.Package) bool { return i.Path() == goRedisPath })
}

func importsC(file *ast.File) bool {
	return slices.ContainsFunc(file.Imports, func(i *ast.ImportSpec) bool { return i.Path.Value == `"C"` })
}

// isConstrained reports whether a file has a build constraint, in its text or its name.
func isConstrained(f *goFile) bool {
	for _, g := range f.file.Comments {
		if g.Pos() > f.file.Package {
			break
		}
		for _, c := range g.List {
			if strings.HasPrefix(c.Text, "//go:build ") || strings.HasPrefix(c.Text, "// +build ") {
				return true
			}
		}
	}
	return isConstrainedName(filepath.Base(f.path))
}

// fileOf is the file that holds a node.
func (p *program) fileOf(n ast.Node) *goFile { return p.fileAt(n.Pos()) }

// holderOf is the variable that is set to the script which a call makes.
func (p *program) holderOf(f *goFile, use gosource.Use) *held {
	if use.Call == nil || use.Keys != nil {
		return nil
	}
	switch n := f.Parents[use.Call].(type) {
	case *ast.ValueSpec:
		for i, v := range n.Values {
			if v == ast.Expr(use.Call) && len(n.Names) == len(n.Values) {
				return p.heldBy(f, n.Names[i])
			}
		}
	case *ast.AssignStmt:
		if id, ok := n.Lhs[0].(*ast.Ident); ok && n.Tok == token.DEFINE && len(n.Lhs) == 1 && id.Name != "_" {
			return &held{obj: f.pkg.Info.Defs[id], in: f, name: id, stmt: n}
		}
	}
	return nil
}

// heldBy is what a name declares.
func (p *program) heldBy(f *goFile, name *ast.Ident) *held {
	h := &held{obj: f.pkg.Info.Defs[name], in: f, name: name}
	if h.obj == nil || name.Name == "_" {
		return nil
	}
	h.spec, _ = f.Parents[name].(*ast.ValueSpec)
	if h.spec == nil {
		return nil
	}
	h.decl, _ = f.Parents[h.spec].(*ast.GenDecl)
	if d, ok := f.Parents[h.decl].(*ast.DeclStmt); ok {
		h.stmt = d
	}
	return h
}

// textOf is the constant or variable that an expression names; nil for others.
func (p *program) textOf(f *goFile, e ast.Expr) *held {
	var obj types.Object
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		obj = f.pkg.Info.Uses[e]
	case *ast.SelectorExpr:
		obj = f.pkg.Info.Uses[e.Sel]
	}
	if obj == nil {
		return nil
	}
	return p.declarationOf(obj)
}

// declarationOf is where an object of the program is declared; nil when that is not in view.
func (p *program) declarationOf(obj types.Object) *held {
	f := p.fileAt(obj.Pos())
	if f == nil {
		return nil
	}
	var found *held
	ast.Inspect(f.file, func(n ast.Node) bool {
		if n == nil || found != nil || obj.Pos() < n.Pos() || n.End() <= obj.Pos() {
			return false
		}
		switch n := n.(type) {
		case *ast.ValueSpec:
			for _, name := range n.Names {
				if name.Pos() == obj.Pos() {
					found = p.heldBy(f, name)
				}
			}
		case *ast.AssignStmt:
			if id, ok := n.Lhs[0].(*ast.Ident); ok && n.Tok == token.DEFINE && len(n.Lhs) == 1 && id.Pos() == obj.Pos() {
				found = &held{obj: f.pkg.Info.Defs[id], in: f, name: id, stmt: n}
			}
		}
		return true
	})
	return found
}

func (p *program) fileAt(pos token.Pos) *goFile {
	for _, f := range p.files {
		if f.file.FileStart <= pos && pos < f.file.FileEnd {
			return f
		}
	}
	return nil
}

// describe finds the name and the documentation of a script.
func (p *program) describe(s *script) {
	for _, h := range []*held{s.holder, s.text} {
		if h == nil {
			continue
		}
		if s.doc == "" {
			s.doc = h.comment()
		}
		if h.stmt == nil && s.base == "" {
			s.base = h.name.Name
		}
	}
	if s.base != "" {
		return
	}
	f := p.fileOf(s.Uses[0].Expr)
	if f == nil {
		return
	}
	if name := placeOf(f, s.Uses[0]); !isPlain(name) {
		s.base = name
	}
	if fn := around[*ast.FuncDecl](f, s.Uses[0].Expr); fn != nil && s.base == "" {
		s.base = fn.Name.Name
		for _, h := range []*held{s.holder, s.text} {
			if h != nil && !isPlain(h.name.Name) {
				s.base = h.name.Name
				break
			}
		}
	}
	if s.base == "" {
		s.base = "script"
	}
}

// placeOf is the name of the field or the entry of a map that a text, or the script made of it, is
// put into; empty when it is put into neither.
func placeOf(f *goFile, use gosource.Use) string {
	put := f.Parents[use.Expr]
	if use.Call != nil && use.Keys == nil && put == ast.Node(use.Call) {
		put = f.Parents[use.Call]
	}
	var key ast.Expr
	switch n := put.(type) {
	case *ast.KeyValueExpr:
		key = n.Key
	case *ast.AssignStmt:
		switch e := n.Lhs[0].(type) {
		case *ast.SelectorExpr:
			key = e
		case *ast.IndexExpr:
			key = e.Index
		}
	}
	switch e := key.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	case *ast.BasicLit:
		if name, err := strconv.Unquote(e.Value); err == nil && isIdentifier(name) {
			return name
		}
	}
	return ""
}

// isPlain reports whether a variable's name only says that it is a script.
func isPlain(name string) bool {
	switch strings.ToLower(name) {
	case "script", "lua", "luascript", "src", "source", "code", "cmd", "s", "text", "luatext", "l":
		return true
	}
	return false
}

// comment is the documentation of a variable or constant.
func (h *held) comment() string {
	var g *ast.CommentGroup
	switch {
	case h.spec == nil:
		return ""
	case h.spec.Doc != nil:
		g = h.spec.Doc
	case !h.decl.Lparen.IsValid():
		g = h.decl.Doc
	}
	if g == nil {
		return ""
	}
	return strings.TrimRight(g.Text(), "\n")
}

// embeds is the file that a variable embeds; empty for none.
func (h *held) embeds() string {
	if h.spec == nil {
		return ""
	}
	for _, g := range []*ast.CommentGroup{h.spec.Doc, h.decl.Doc} {
		if g == nil {
			continue
		}
		for _, c := range g.List {
			if rest, ok := strings.CutPrefix(c.Text, "//go:embed "); ok {
				return strings.Trim(strings.TrimSpace(rest), "\"`")
			}
		}
	}
	return ""
}

// String names a script for people.
func (s *script) String() string { return fmt.Sprintf("%s (%s)", s.base, s.Name) }
