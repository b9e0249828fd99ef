package gofile

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"path/filepath"

	"golang.org/x/tools/go/packages"
)

// Use is a place of a Go file that names something of a generated package.
type Use struct {
	File string // absolute
	From int
	To   int
}

// Uses finds where the packages of a module, tests included, name what generated files in a folder
// declare on some lines; the key of wanted is the base name of such a file. texts are what editors have
// instead of files, by absolute path.
func Uses(ctx context.Context, module, dir string, wanted map[string]map[int]string, texts map[string][]byte) (map[Renamed][]Use, error) {
	pkgs, err := packages.Load(&packages.Config{
		Mode: packages.LoadSyntax, Dir: module, Tests: true, Overlay: texts, Context: ctx,
	}, "./...")
	if err != nil {
		return nil, fmt.Errorf("the Go packages of the module cannot be loaded: %w", err)
	}
	found := map[Renamed][]Use{}
	seen := map[Use]bool{}
	loaded := false
	for _, p := range pkgs {
		if p.TypesInfo == nil {
			continue
		}
		loaded = true
		add := func(id *ast.Ident) {
			obj := p.TypesInfo.Uses[id]
			if obj == nil || !obj.Pos().IsValid() {
				return
			}
			at := p.Fset.Position(obj.Pos())
			base := filepath.Base(at.Filename)
			if filepath.Dir(at.Filename) != dir || wanted[base][at.Line] == "" {
				return
			}
			here := p.Fset.Position(id.Pos())
			use := Use{here.Filename, here.Offset, here.Offset + len(id.Name)}
			if id.Name != obj.Name() || seen[use] {
				return
			}
			seen[use] = true
			key := Renamed{File: base, Line: at.Line, Old: id.Name}
			found[key] = append(found[key], use)
		}
		for _, f := range p.Syntax {
			ast.Inspect(f, func(n ast.Node) bool {
				if id, ok := n.(*ast.Ident); ok {
					add(id)
				}
				return true
			})
		}
	}
	if !loaded {
		return nil, errors.New("no Go package of the module can be type-checked")
	}
	return found, nil
}
