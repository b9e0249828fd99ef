package extract

import (
	"fmt"
	"go/ast"
	"go/types"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/luagen/luagen/diag"
)

// collect joins scripts with the calls that run them.
func collect(req Request, p *program, scripts []*script) {
	for _, r := range req.Found.Runs {
		i := slices.IndexFunc(scripts, func(s *script) bool { return s.Script == r.Script })
		if i < 0 || scripts[i].left != "" {
			continue
		}
		if f := p.fileOf(r.Call); f != nil {
			scripts[i].sites = append(scripts[i].sites, newSite(r, f))
		}
	}
	outside := p.nilCompared()
	for _, s := range scripts {
		for _, t := range s.sites {
			if t.left == "" && ast.IsGenerated(t.in.file) {
				t.left = "its file is generated"
			}
			if t.left == "" && t.hasComments() {
				t.left = "comments stand among what it passes"
			}
			if t.left == "" && t.escapes && outside != "" {
				t.nilOutside = outside
			}
		}
	}
}

// hasComments reports whether comments stand in what would be replaced.
func (s *site) hasComments() bool {
	in := func(n ast.Node) bool {
		return slices.ContainsFunc(s.in.file.Comments, func(g *ast.CommentGroup) bool { return n.Pos() <= g.Pos() && g.End() <= n.End() })
	}
	for _, list := range []inputs{s.keys, s.args} {
		if list.decl != nil && in(list.decl) {
			return true
		}
	}
	return in(s.reading.whole)
}

// nilCompared is a place at which the program compares what a function of its own returned with
// redis.Nil by ==; empty for none.
func (p *program) nilCompared() string {
	var places []string
	for _, files := range p.byDir {
		for _, f := range files {
			ast.Inspect(f.file, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.BinaryExpr:
					for _, pair := range [][2]ast.Expr{{n.X, n.Y}, {n.Y, n.X}} {
						if isRedisNil(f.pkg.Info, pair[1]) && !f.fromClient(pair[0]) {
							places = append(places, f.place(n))
						}
					}
				case *ast.CaseClause:
					for _, e := range n.List {
						if isRedisNil(f.pkg.Info, e) {
							places = append(places, f.place(n))
						}
					}
				}
				return true
			})
		}
	}
	if len(places) == 0 {
		return ""
	}
	return slices.Min(places)
}

// place is where a node stands, for people: "store.go:41".
func (f *goFile) place(n ast.Node) string {
	at := f.pkg.Fset.Position(n.Pos())
	return fmt.Sprintf("%s:%d", filepath.ToSlash(f.pkg.Shown(at.Filename)), at.Line)
}

// fromClient reports whether an error is one that go-redis has returned: a variable that is
// only set by its methods, or a call of one.
func (f *goFile) fromClient(e ast.Expr) bool {
	switch e := ast.Unparen(e).(type) {
	case *ast.CallExpr:
		return f.isClientCall(e)
	case *ast.Ident:
		v, ok := f.pkg.Info.Uses[e].(*types.Var)
		if !ok {
			return false
		}
		set := false
		all := true
		ast.Inspect(f.file, func(n ast.Node) bool {
			assign, ok := n.(*ast.AssignStmt)
			if !ok {
				return true
			}
			for i, target := range assign.Lhs {
				id, ok := target.(*ast.Ident)
				if !ok || f.pkg.Info.ObjectOf(id) != types.Object(v) {
					continue
				}
				set = true
				rhs := assign.Rhs[0]
				if len(assign.Rhs) == len(assign.Lhs) {
					rhs = assign.Rhs[i]
				}
				call, ok := ast.Unparen(rhs).(*ast.CallExpr)
				all = all && ok && f.isClientCall(call)
			}
			return true
		})
		return set && all
	}
	return false
}

func (f *goFile) isClientCall(call *ast.CallExpr) bool {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	fn, ok := f.pkg.Info.Uses[sel.Sel].(*types.Func)
	return ok && fn.Pkg() != nil && fn.Pkg().Path() == goRedisPath
}

// decide leaves the calls that a nil reply would change, and finds whether the variable that
// holds a script goes.
func (p *program) decide(s *script, null bool) {
	for _, t := range s.sites {
		if t.left == "" && null && t.nilOutside != "" {
			t.left = "its error may be redis.Nil, which " + t.nilOutside + " compares by ==; use errors.Is there"
		}
	}
	s.kept = p.keeps(s)
}

// keeps says what still uses the variable that holds a script when the calls that can be are
// rewritten; empty when nothing does.
func (p *program) keeps(s *script) string {
	if s.holder == nil {
		return ""
	}
	for _, r := range p.refs[s.holder.obj.Pos()] {
		if s.runsBy(r) == nil && r.hashed() == nil {
			return "used at " + r.in.place(r.name)
		}
	}
	if where := p.unseen(s.holder); where != "" {
		return "named in " + where + ", which is not part of the build"
	}
	return ""
}

// runsBy is the call that is made by the method of a variable, when it is rewritten.
func (s *script) runsBy(r reference) *site {
	for _, t := range s.sites {
		if t.in == r.in && t.left == "" && t.Call.Pos() <= r.name.Pos() && r.name.End() <= t.Call.Fun.End() {
			return t
		}
	}
	return nil
}

// hashed is the call that asks a script for its SHA-1; nil for other uses.
func (r reference) hashed() *ast.CallExpr {
	n := r.in.Parents[r.name]
	if sel, ok := n.(*ast.SelectorExpr); ok && sel.Sel == r.name { // of another package
		n = r.in.Parents[sel]
	}
	sel, ok := n.(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != "Hash" {
		return nil
	}
	call, ok := r.in.Parents[sel].(*ast.CallExpr)
	if !ok || call.Fun != ast.Expr(sel) {
		return nil
	}
	return call
}

// unseen is a Go file of the folder that was not loaded and has a name in it; empty for none.
func (p *program) unseen(h *held) string {
	dir := filepath.Dir(h.in.path)
	entries, err := os.ReadDir(dir)
	if err != nil {
		return ""
	}
	for _, e := range entries {
		path := filepath.Join(dir, e.Name())
		if filepath.Ext(path) != ".go" || slices.ContainsFunc(p.byDir[dir], func(f *goFile) bool { return f.path == path }) {
			continue
		}
		if text, err := os.ReadFile(path); err == nil && hasWord(string(text), h.name.Name) {
			return e.Name()
		}
	}
	return ""
}

func hasWord(text, word string) bool {
	for {
		i := strings.Index(text, word)
		if i < 0 {
			return false
		}
		before, after := i == 0 || !isWordByte(text[i-1]), i+len(word) == len(text) || !isWordByte(text[i+len(word)])
		if before && after {
			return true
		}
		text = text[i+len(word):]
	}
}

func isWordByte(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c >= 0x80
}

// isExported reports whether other packages than the script's own call it.
func (p *program) isExported(s *script) bool {
	for _, t := range s.sites {
		if t.left == "" && t.Package.Types != s.home.Types {
			return true
		}
	}
	for _, u := range s.Uses {
		if f := p.fileOf(u.Expr); f != nil && f.pkg.Types != s.home.Types {
			return true
		}
	}
	return false
}

// nameScripts gives the scripts of one package their names: of the file, and of the function.
// taken are the files that are there, without ".lua", and gone the names that the package
// will no longer have.
func nameScripts(scripts []*script, taken, gone map[string]bool) {
	functions := map[string]bool{}
	for _, s := range scripts {
		short := stem(s.base)
		var names []string
		for _, base := range []string{short, s.base, strings.TrimSuffix(short, "Cmd"), "run" + upperFirst(short), "eval" + upperFirst(short), short + "OnRedis"} {
			names = append(names, goName(base, s.exported))
		}
		for i := 2; i < 100; i++ {
			names = append(names, goName(fmt.Sprintf("run%s%d", upperFirst(short), i), s.exported))
		}
		for _, name := range names {
			if !functions[name] && !clashes(s, name, gone) {
				s.function = name
				break
			}
		}
		for _, derived := range derivedNames(s.function) {
			functions[derived] = true
		}
		if s.there != "" {
			s.file = strings.TrimSuffix(filepath.Base(s.there), ".lua")
			continue
		}
		s.file = fileName(short)
		for i := 2; taken[s.file]; i++ {
			s.file = fmt.Sprintf("%s_v%d", fileName(short), i)
		}
		taken[s.file] = true
	}
}

// goneNames are the top-level names that a package will no longer have when scripts have moved.
func (p *program) goneNames(scripts []*script) map[string]bool {
	files := map[*goFile]*fileEdits{}
	edits := func(f *goFile) *fileEdits {
		if files[f] == nil {
			files[f] = &fileEdits{in: f}
		}
		return files[f]
	}
	p.sketch(scripts, edits)
	names := map[string]bool{}
	for _, h := range p.unusedBy(scripts, edits) {
		if h.stmt == nil {
			names[h.name.Name] = true
		}
	}
	return names
}

// sketch makes edits in the places of those that come once the functions are known.
func (p *program) sketch(scripts []*script, edits func(*goFile) *fileEdits) {
	const something = "0"
	for _, s := range scripts {
		for _, t := range s.rewritable() {
			edits(t.in).replace(t.reading.whole, something)
			for _, list := range []inputs{t.keys, t.args} {
				if list.decl != nil {
					edits(t.in).removeLines(list.decl)
				}
			}
		}
		for _, u := range s.Uses {
			if f := p.fileOf(u.Expr); f != nil && !s.isGone(p, f, u.Expr) {
				edits(f).replace(u.Expr, something)
			}
		}
	}
}

// derivedNames are the names that are generated with a function's.
func derivedNames(name string) []string {
	small := lower(name)
	return []string{name, name + "Call", name + "Script", name + "Result", name + "Params", "new" + upperFirst(name) + "Params", "New" + upperFirst(name) + "Params", small + "Source"}
}

// clashes reports whether a package has one of the names that come with a function's, or a call
// of it would mean something else.
func clashes(s *script, name string, gone map[string]bool) bool {
	if name == "" || isReserved(name) {
		return true
	}
	for _, derived := range derivedNames(name) {
		if s.home.Types.Scope().Lookup(derived) != nil && !gone[derived] {
			return true
		}
	}
	for _, f := range s.home.Files {
		for _, i := range f.Imports {
			if n := importName(s.home.Info, i); n == name {
				return true
			}
		}
	}
	for _, t := range s.rewritable() {
		if t.Package.Types != s.home.Types {
			continue
		}
		scope := t.Package.Types.Scope().Innermost(t.Call.Pos())
		if scope == nil {
			continue
		}
		for _, n := range []string{name, name + "Params"} {
			if in, obj := scope.LookupParent(n, t.Call.Pos()); obj != nil && in != t.Package.Types.Scope() && in != types.Universe {
				return true
			}
		}
	}
	return false
}

// isReserved reports whether a name is one that generated code needs, or Go has itself.
func isReserved(name string) bool {
	return types.Universe.Lookup(name) != nil || slices.Contains([]string{"init", "main", "ctx", "c", "context", "runtime", "time", "redis", "json"}, name) ||
		!isIdentifier(name)
}

// place of a script for people.
func (s *script) at() diag.Span {
	at, _ := s.Text.Span(0, 0)
	return at
}
