package gosource

import (
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/tools/go/packages"
)

// Load reads the packages that patterns name, as "go list" does in a folder. A package that
// does not type-check is there too, with what could be read of it; problems say what could
// not. The error is for a folder in which Go finds no packages at all.
func Load(dir string, patterns ...string) (pkgs []*Package, problems []string, err error) {
	loaded, err := packages.Load(&packages.Config{Mode: packages.LoadSyntax, Dir: dir}, patterns...)
	if err != nil {
		return nil, nil, fmt.Errorf("cannot load Go packages: %w", err)
	}
	root, err := filepath.Abs(dir)
	if err != nil {
		return nil, nil, err
	}
	shown := func(file string) string {
		if rel, err := filepath.Rel(root, file); err == nil && filepath.IsLocal(rel) {
			return rel
		}
		return file
	}
	for _, p := range loaded {
		for _, e := range p.Errors {
			problems = append(problems, e.Error())
		}
		if p.TypesInfo == nil || len(p.Syntax) == 0 {
			continue
		}
		pkgs = append(pkgs, &Package{
			Fset: p.Fset, Files: p.Syntax, Types: p.Types, Info: p.TypesInfo,
			Content: os.ReadFile, Shown: shown,
		})
	}
	return pkgs, problems, nil
}
