package project

import (
	"path"
	"path/filepath"

	"golang.org/x/mod/modfile"
)

// ModuleRoot is the root of the Go module that a folder, there or not, is in, links
// resolved; empty outside of modules.
func (f Files) ModuleRoot(dir string) string {
	for dir = f.Real(dir); ; dir = filepath.Dir(dir) {
		switch {
		case f.Exists(filepath.Join(dir, "go.mod")):
			return dir
		case dir == filepath.Dir(dir):
			return ""
		}
	}
}

// Module is the root and the path of the Go module that a folder is in; both are empty
// outside of modules.
func (f Files) Module(dir string) (root, path string) {
	if root = f.ModuleRoot(dir); root == "" {
		return "", ""
	}
	mod, err := f.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		return "", ""
	}
	return root, modfile.ModulePath(mod)
}

// ImportPath is the path by which Go files import the package of a folder; empty outside of
// modules.
func (f Files) ImportPath(dir string) string {
	root, module := f.Module(dir)
	if root == "" {
		return ""
	}
	below, err := filepath.Rel(root, f.Real(dir))
	if err != nil {
		return ""
	}
	return path.Join(module, filepath.ToSlash(below))
}
