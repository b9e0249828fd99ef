package gofile

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/luagen/luagen/project"
)

// folderOf is the folder of a package of the module that dir is in; empty for another module's.
func folderOf(files project.Files, dir, importPath string) string {
	root, module := files.Module(dir)
	if root == "" {
		return ""
	}
	if importPath == module {
		return root
	}
	below, ok := strings.CutPrefix(importPath, module+"/")
	if !ok {
		return ""
	}
	return filepath.Join(root, filepath.FromSlash(below))
}

// Named is what a name of a Go file stands for, as far as that can be told without types: a name of a
// package.
type Named struct {
	Name string
	Dir  string // the folder of the package
	From int    // where the name stands
	To   int
}

// At is the name at an offset of a Go file; ok is false for what is no name of a package of the module.
func At(files project.Files, file string, text []byte, offset int) (Named, bool) {
	set := token.NewFileSet()
	f, err := parser.ParseFile(set, file, text, parser.SkipObjectResolution)
	if f == nil || err != nil && f.Name == nil {
		return Named{}, false
	}
	var found Named
	ok := false
	take := func(id *ast.Ident, dir string) {
		from := set.Position(id.Pos()).Offset
		if to := from + len(id.Name); dir != "" && from <= offset && offset <= to {
			found, ok = Named{Name: id.Name, Dir: dir, From: from, To: to}, true
		}
	}
	dir := filepath.Dir(file)
	selected := map[*ast.Ident]bool{}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			selected[n.Sel] = true
			if x, is := n.X.(*ast.Ident); is {
				if p := imported(f, x.Name); p != "" {
					take(n.Sel, folderOf(files, dir, p))
				}
			}
		case *ast.Ident:
			if !selected[n] && n != f.Name {
				take(n, dir)
			}
		}
		return !ok
	})
	return found, ok
}

// imported is the path that a file imports under a name; empty for none.
func imported(f *ast.File, name string) string {
	for _, i := range f.Imports {
		p, err := strconv.Unquote(i.Path.Value)
		if err != nil {
			continue
		}
		as := path.Base(p)
		if i.Name != nil {
			as = i.Name.Name
		}
		if as == name {
			return p
		}
	}
	return ""
}

// Scripts are the scripts, by absolute path, that a name of a package may be generated for: one whose own generated
// file declares it, else all of the package where the file that they share does; none for other names.
func Scripts(files project.Files, n Named) []string {
	p, is := read(files, n.Dir)
	if !is {
		return nil
	}
	var all []string
	shared := declares(p.Files[sharedFile], n.Name)
	for _, file := range slices.Sorted(maps.Keys(p.Files)) {
		base, found := strings.CutPrefix(secondLine(p.Files[file]), sourcePrefix)
		if found && (shared || declares(p.Files[file], n.Name)) {
			all = append(all, filepath.Join(p.scripts(), base))
		}
	}
	return all
}

// declares reports whether a Go file declares a name at its top level.
func declares(text []byte, name string) bool {
	f, err := parser.ParseFile(token.NewFileSet(), "", text, parser.SkipObjectResolution)
	if err != nil {
		return false
	}
	for _, d := range f.Decls {
		for _, id := range names(d) {
			if id.Name == name {
				return true
			}
		}
	}
	return false
}

// names are the names that a declaration declares, methods apart.
func names(d ast.Decl) []*ast.Ident {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil {
			return []*ast.Ident{d.Name}
		}
	case *ast.GenDecl:
		var all []*ast.Ident
		for _, s := range d.Specs {
			switch s := s.(type) {
			case *ast.TypeSpec:
				all = append(all, s.Name)
			case *ast.ValueSpec:
				all = append(all, s.Names...)
			}
		}
		return all
	}
	return nil
}
