package cli

import (
	"go/ast"
	goparser "go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"strings"

	"golang.org/x/mod/modfile"

	"github.com/luagen/luagen/generator"
	"github.com/luagen/luagen/internal/cli/publish"
)

// ownFiles are the Go files of a folder that luagen did not write, test files included,
// without those that a "//go:build ignore" line keeps out of every build.
func ownFiles(dir string) []generator.GoFile {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil // not there yet
	}
	var files []generator.GoFile
	for _, e := range entries {
		name := e.Name()
		if !e.Type().IsRegular() || filepath.Ext(name) != ".go" || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") {
			continue
		}
		path := filepath.Join(dir, name)
		if ours, err := publish.IsGenerated(path); err != nil || ours {
			continue
		}
		text, err := os.ReadFile(path)
		if err != nil {
			continue // the go command will say so
		}
		f, _ := goparser.ParseFile(token.NewFileSet(), path, text, goparser.PackageClauseOnly|goparser.ParseComments)
		if f == nil || f.Name == nil || ignored(f.Comments) {
			continue
		}
		files = append(files, generator.GoFile{Path: shown(path), Text: text})
	}
	return files
}

// neighbours is the package of the folder's Go files that luagen did not write; empty
// without any.
func neighbours(dir string) string {
	for _, f := range ownFiles(dir) {
		if strings.HasSuffix(f.Path, "_test.go") {
			continue
		}
		if parsed, err := goparser.ParseFile(token.NewFileSet(), f.Path, f.Text, goparser.PackageClauseOnly); err == nil {
			return parsed.Name.Name
		}
	}
	return ""
}

// neighbours are the Go files beside which the package is generated.
func (p *packageResult) neighbours() *generator.Neighbours {
	n := generator.ReadNeighbours(p.name, ownFiles(p.output))
	n.ImportPath = importPath(p.output)
	return n
}

// importPath is the path by which Go files import the package of a folder; empty outside of
// modules.
func importPath(dir string) string {
	root := moduleRoot(dir)
	if root == "" {
		return ""
	}
	mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		return ""
	}
	below, err := filepath.Rel(root, realPath(dir))
	if err != nil {
		return ""
	}
	return path.Join(modfile.ModulePath(mod), filepath.ToSlash(below))
}

// ignored reports whether a "//go:build ignore" line keeps a file out of its folder's
// package.
func ignored(comments []*ast.CommentGroup) bool {
	for _, g := range comments {
		for _, c := range g.List {
			if strings.TrimSpace(c.Text) == "//go:build ignore" {
				return true
			}
		}
	}
	return false
}
