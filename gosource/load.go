package gosource

import (
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/tools/go/packages"
)

// Load reads the packages that patterns name, as "go list" does in a folder. A package that
// does not type-check is there too, with what could be read of it; problems say what could
// not. Where Go cannot list the packages, because a module is missing, it reads the Go files
// of the folders without the packages of other modules.
func Load(dir string, patterns ...string) (pkgs []*Package, problems []string, err error) {
	root, err := filepath.Abs(dir)
	if err != nil {
		return nil, nil, err
	}
	loaded, err := packages.Load(&packages.Config{Mode: packages.LoadSyntax, Dir: dir}, patterns...)
	if err != nil {
		pkgs, readErr := loadSyntax(root, patterns)
		return pkgs, []string{fmt.Sprintf("Go cannot load the packages, only their syntax is searched: %v", err)}, readErr
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
			Content: os.ReadFile, Shown: shownIn(root),
		})
	}
	if len(pkgs) == 0 { // a folder outside of every module
		pkgs, err = loadSyntax(root, patterns)
	}
	return pkgs, problems, err
}

// shownIn returns how files are shown: relative to a folder, when they are below it.
func shownIn(root string) func(string) string {
	return func(file string) string {
		if rel, err := filepath.Rel(root, file); err == nil && filepath.IsLocal(rel) {
			return rel
		}
		return file
	}
}
