package gofile

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"

	"github.com/luagen/luagen/project"
)

// Place is a place of a Go file.
type Place struct {
	File     string // absolute
	Text     []byte // the file's
	From, To int
}

// Names lists where the Go files of a module name what a package declares, generated files apart, as far
// as that can be told without types.
func Names(files project.Files, dir, name string) []Place {
	importPath := files.ImportPath(dir)
	var all []Place
	walk(files, Root(files, dir), func(folder string) bool {
		entries, err := files.ReadDir(folder)
		if err != nil {
			return true
		}
		for _, e := range entries {
			path := filepath.Join(folder, e.Name())
			if e.IsDir() || filepath.Ext(path) != ".go" {
				continue
			}
			text, err := files.ReadFile(path)
			if err != nil || isGenerated(text) || !bytes.Contains(text, []byte(name)) {
				continue
			}
			all = append(all, namesIn(path, text, folder == dir, importPath, name)...)
		}
		return true
	})
	return all
}

// namesIn lists the places of one file, which may be of the package itself.
func namesIn(path string, text []byte, own bool, importPath, name string) []Place {
	set := token.NewFileSet()
	f, _ := parser.ParseFile(set, path, text, parser.SkipObjectResolution)
	if f == nil {
		return nil
	}
	var all []Place
	add := func(id *ast.Ident) {
		at := set.Position(id.Pos()).Offset
		all = append(all, Place{path, text, at, at + len(name)})
	}
	selected := map[*ast.Ident]bool{}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			selected[n.Sel] = true
			if x, ok := n.X.(*ast.Ident); ok && n.Sel.Name == name && imported(f, x.Name) == importPath {
				add(n.Sel)
			}
		case *ast.Ident:
			if own && n.Name == name && !selected[n] {
				add(n)
			}
		}
		return true
	})
	return all
}
