package cli

import (
	"go/ast"
	goparser "go/parser"
	"go/token"
	"slices"
	"strings"

	"github.com/luagen/luagen/generator"
	"github.com/luagen/luagen/internal/cli/publish"
)

// ownFiles are the Go files of a folder that luagen did not write, test files included,
// without those that a "//go:build ignore" line keeps out of every build.
func ownFiles(folder *publish.Folder) []generator.GoFile {
	return slices.DeleteFunc(folder.Others(), func(file generator.GoFile) bool {
		f, _ := goparser.ParseFile(token.NewFileSet(), file.Path, file.Text, goparser.PackageClauseOnly|goparser.ParseComments)
		return f == nil || f.Name == nil || ignored(f.Comments)
	})
}

// packageOf is the package of Go files that luagen did not write; empty without any.
func packageOf(files []generator.GoFile) string {
	for _, f := range files {
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
	n := generator.ReadNeighbours(p.name, ownFiles(p.folder))
	n.ImportPath = p.files.ImportPath(p.output)
	return n
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
