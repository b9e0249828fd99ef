package extract

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"

	"github.com/luagen/luagen/gosource"
)

// embed plans to move texts alone: each into a file, byte for byte, that the program embeds. It
// goes on as it did.
func embed(req Request, p *program, scripts []*script) (Plan, error) {
	left := map[*script]string{}
	for range scripts {
		m := &move{Request: req, program: p, texts: map[string][]byte{}, files: map[*goFile]*fileEdits{}}
		taken := map[string]map[string]bool{}
		for _, s := range scripts {
			if s.left == "" {
				s.left = left[s]
			}
			if s.left == "" {
				s.left = p.unembeddable(s)
			}
			if s.left == "" {
				if err := m.embedOne(s, taken); err != nil {
					return Plan{}, err
				}
			}
		}
		m.dropTexts(scripts)
		var err error
		if m.edited, err = m.goTexts(); err != nil {
			return Plan{}, err
		}
		again, err := m.verify(scripts, left)
		if err != nil {
			return Plan{}, err
		}
		if !again {
			return m.plan(scripts), nil
		}
	}
	return (&move{Request: req, program: p}).plan(scripts), nil
}

// unembeddable says why the text of a script stays; empty when it can move.
func (p *program) unembeddable(s *script) string {
	if len(s.Holes) > 0 {
		return "parts of it are put in at run time"
	}
	var dirs []string
	for _, u := range s.Uses {
		f := p.fileOf(u.Expr)
		if f == nil {
			return "its file is generated, or not part of the build"
		}
		if dir := filepath.Dir(f.path); !slices.Contains(dirs, dir) {
			dirs = append(dirs, dir)
		}
		s.home = f.pkg
		if h := p.holderOf(f, u); h != nil {
			s.holder = h
		}
		if t := p.textOf(f, u.Expr); t != nil {
			s.text = t
			s.home = t.in.pkg
		}
	}
	p.describe(s)
	switch {
	case s.text != nil && s.text.embeds() != "":
		return "it is in " + s.text.embeds() + " already"
	case len(dirs) > 1 && s.text == nil:
		return "several packages hold it"
	}
	s.there = ""
	return p.unmovable(s)
}

// embedOne makes the edits for one script.
func (m *move) embedOne(s *script, taken map[string]map[string]bool) error {
	f := m.fileOf(s.Uses[0].Expr)
	if s.text != nil {
		f = s.text.in
	}
	home := filepath.Dir(f.path)
	dir := filepath.Join(home, "scripts")
	if taken[dir] == nil {
		taken[dir] = m.taken(&target{dir: dir})
	}
	name := fileName(stem(s.base))
	for i := 2; taken[dir][name]; i++ {
		name = fmt.Sprintf("%s_v%d", fileName(stem(s.base)), i)
	}
	taken[dir][name] = true
	m.texts[filepath.Join(dir, name+".lua")] = []byte(s.Text.Text())
	s.file = name
	s.embedded = filepath.Join(dir, name+".lua")
	directive := "//go:embed scripts/" + name + ".lua\nvar "
	e := m.editsOf(f)
	e.need("embed", "_")
	if s.text != nil && s.text.spec != nil && s.text.stmt == nil && len(s.text.spec.Names) == 1 {
		e.embedVar(s.text, directive+s.text.name.Name+" string")
		return nil
	}
	variable := m.freeName(s)
	var decl ast.Node = f.declAround(s.Uses[0].Expr)
	at := f.offset(decl.Pos())
	if doc := docOf(decl); doc != nil {
		at = f.offset(doc.Pos())
	}
	e.edits = append(e.edits, edit{at, at, directive + variable + " string\n\n"})
	for _, u := range s.Uses {
		in := m.fileOf(u.Expr)
		m.editsOf(in).replace(u.Expr, variable)
	}
	return nil
}

// embedVar makes a variable with a go:embed line of a constant or variable with a text.
func (e *fileEdits) embedVar(h *held, text string) {
	if len(h.decl.Specs) == 1 && !h.decl.Lparen.IsValid() {
		e.replace(h.decl, text)
		return
	}
	if doc := h.spec.Doc; doc != nil {
		text = e.in.source(doc) + "\n" + text
	}
	at := e.in.offset(h.decl.End())
	if h.allGone(map[token.Pos]*held{h.name.Pos(): h}) {
		e.edits = append(e.edits, edit{e.in.offset(h.decl.Pos()), at, text})
		return
	}
	e.dropRange(e.in.textRange(h.spec, h.spec.Doc))
	e.edits = append(e.edits, edit{at, at, "\n\n" + text})
}

// dropTexts removes the constants of functions that nothing uses any more.
func (m *move) dropTexts(scripts []*script) {
	var moved []*script
	for _, s := range scripts {
		if s.left == "" && (s.text == nil || s.text.stmt != nil) {
			moved = append(moved, s)
		}
	}
	m.remove(m.unusedTexts(moved, m.editsOf, map[token.Pos]*held{}), m.editsOf)
}

// declAround is the top-level declaration around a node.
func (f *goFile) declAround(n ast.Node) ast.Decl {
	for _, d := range f.file.Decls {
		if d.Pos() <= n.Pos() && n.End() <= d.End() {
			return d
		}
	}
	return nil
}

func docOf(n ast.Node) *ast.CommentGroup {
	switch n := n.(type) {
	case *ast.GenDecl:
		return n.Doc
	case *ast.FuncDecl:
		return n.Doc
	}
	return nil
}

// freeName is a name for the variable of a script's text that its package does not have.
func (m *move) freeName(s *script) string {
	base := goName(stem(s.base), false)
	for _, name := range []string{base + "Source", base + "Lua", base + "Text", "lua" + upperFirst(base)} {
		if !m.names[name] && s.home.Types.Scope().Lookup(name) == nil && !shadowed(s, m.program, name) {
			if m.names == nil {
				m.names = map[string]bool{}
			}
			m.names[name] = true
			return name
		}
	}
	return base + "LuaSource"
}

// shadowed reports whether a name means something else where a script is used.
func shadowed(s *script, p *program, name string) bool {
	return slices.ContainsFunc(s.Uses, func(u gosource.Use) bool {
		f := p.fileOf(u.Expr)
		scope := f.pkg.Types.Scope().Innermost(u.Expr.Pos())
		if scope == nil {
			return false
		}
		_, obj := scope.LookupParent(name, u.Expr.Pos())
		return obj != nil && obj.Parent() != types.Universe
	})
}
