package gofile

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/luagen/luagen/gosource"
)

// Module is a Go module with the types of all its packages, tests included.
type Module struct {
	pkgs      []*packages.Package
	dir, real string // its folder, and that without symbolic links, which the go command speaks of
}

// LoadModule loads the module in a folder. texts are what editors have instead of files, by absolute path.
func LoadModule(ctx context.Context, dir string, texts map[string][]byte) (*Module, error) {
	real := gosource.Real(dir)
	cfg := &packages.Config{Mode: packages.LoadSyntax, Dir: real, Tests: true, Context: ctx}
	gosource.WithTexts(cfg, texts)
	pkgs, err := packages.Load(cfg, "./...")
	if err != nil {
		return nil, fmt.Errorf("the Go packages of the module cannot be loaded: %w", err)
	}
	pkgs = slices.DeleteFunc(pkgs, func(p *packages.Package) bool { return p.TypesInfo == nil })
	if len(pkgs) == 0 {
		return nil, errors.New("no Go package of the module can be type-checked")
	}
	return &Module{pkgs, dir, real}, nil
}

// known is a path of the go command's as whoever loaded the module has it.
func (m *Module) known(path string) string {
	if below, err := filepath.Rel(m.real, path); err == nil && filepath.IsLocal(below) {
		return filepath.Join(m.dir, below)
	}
	return path
}

// Errors are what is wrong with the types of the module's packages, each once: "FILE:LINE:COLUMN: what", the file
// below the module's folder.
func (m *Module) Errors() []string {
	var all []string
	for _, p := range m.pkgs {
		for _, e := range p.Errors {
			if e.Kind == packages.TypeError && !strings.HasPrefix(e.Msg, "\t") { // which goes on about the one before
				what, _, _ := strings.Cut(e.Msg, "\n")
				all = append(all, strings.TrimPrefix(e.Pos, m.real+string(filepath.Separator))+": "+what)
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Use is a place of a Go file that names something of a generated package.
type Use struct {
	File string // absolute
	From int
	To   int
}

// Uses finds where the packages name what generated files in a folder declare on some lines; the key of wanted is
// the base name of such a file. A field that embeds a type goes by its name.
func (m *Module) Uses(dir string, wanted map[string]map[int]string) map[Renamed][]Use {
	s := search{module: m, dir: gosource.Real(dir), wanted: wanted, found: map[Renamed][]Use{}, seen: map[Use]bool{}, embeds: map[token.Position]Renamed{}}
	// The second time the fields are known that embed a type.
	for range 2 {
		for _, p := range m.pkgs {
			for _, f := range p.Syntax {
				ast.Inspect(f, func(n ast.Node) bool {
					if id, ok := n.(*ast.Ident); ok {
						s.add(p, id)
					}
					return true
				})
			}
		}
		if len(s.embeds) == 0 {
			break
		}
	}
	return s.found
}

// search is the state of Uses.
type search struct {
	module *Module
	dir    string
	wanted map[string]map[int]string
	found  map[Renamed][]Use
	seen   map[Use]bool
	embeds map[token.Position]Renamed // what fields are called after, by where they are declared
}

func (s *search) add(p *packages.Package, id *ast.Ident) {
	obj := p.TypesInfo.Uses[id]
	if obj == nil || !obj.Pos().IsValid() || id.Name != obj.Name() {
		return
	}
	here, at := p.Fset.Position(id.Pos()), p.Fset.Position(obj.Pos())
	base := filepath.Base(at.Filename)
	key := Renamed{File: base, Line: at.Line, Old: id.Name}
	if filepath.Dir(at.Filename) != s.dir || s.wanted[base][at.Line] == "" {
		var embeds bool
		if key, embeds = s.embeds[at]; !embeds {
			return
		}
	}
	if field, ok := p.TypesInfo.Defs[id].(*types.Var); ok && field.Embedded() {
		s.embeds[here] = key
	}
	use := Use{s.module.known(here.Filename), here.Offset, here.Offset + len(id.Name)}
	if !s.seen[use] {
		s.seen[use] = true
		s.found[key] = append(s.found[key], use)
	}
}
