package cli

import (
	"fmt"
	"go/ast"
	goparser "go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"

	"github.com/luagen/luagen/internal/cli/publish"
)

// badFolderName is the error for a folder after which no package can be called.
type badFolderName string

func (e badFolderName) Error() string {
	return fmt.Sprintf("the folder name %q cannot be a Go package name", string(e))
}

// packageName is the name of the package generated into dir when nobody gave one:
// that of the file being generated in, under go:generate; there, that of the Go files which
// are there already; else the folder's own.
func packageName(dir, there string) (string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	if name := generatePackage(abs); name != "" {
		return name, nil
	}
	if there != "" {
		return there, nil
	}
	name := sanitize(filepath.Base(abs))
	if !token.IsIdentifier(name) || name == "_" {
		return "", badFolderName(filepath.Base(abs))
	}
	return name, nil
}

// generatePackage is the package of the go:generate line being run, when it is in
// the folder abs.
func generatePackage(abs string) string {
	wd, err := os.Getwd()
	if err != nil || wd != abs {
		return ""
	}
	name := os.Getenv("GOPACKAGE")
	if strings.HasSuffix(os.Getenv("GOFILE"), "_test.go") {
		name = strings.TrimSuffix(name, "_test") // generated code is no test
	}
	if !token.IsIdentifier(name) {
		return ""
	}
	return name
}

// neighbours is the package of the folder's Go files that luagen did not write.
func neighbours(abs string) string {
	entries, err := os.ReadDir(abs)
	if err != nil {
		return "" // not there yet
	}
	for _, e := range entries {
		name := e.Name()
		if !e.Type().IsRegular() || filepath.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") {
			continue
		}
		path := filepath.Join(abs, name)
		if ours, err := publish.IsGenerated(path); err != nil || ours {
			continue
		}
		f, err := goparser.ParseFile(token.NewFileSet(), path, nil, goparser.PackageClauseOnly|goparser.ParseComments)
		if err != nil || f.Name == nil || ignored(f.Comments) {
			continue
		}
		return f.Name.Name
	}
	return ""
}

// sanitize makes a folder's name a package name as Go writes them: lower case,
// without dashes, dots and blanks.
func sanitize(folder string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '-', '.', ' ':
			return -1
		}
		return r
	}, strings.ToLower(folder))
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
