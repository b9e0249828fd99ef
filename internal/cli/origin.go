package cli

import (
	"path/filepath"
	"strings"

	"github.com/luagen/luagen/internal/cli/publish"
	"github.com/luagen/luagen/project"
)

// origin is the folder of a unit's scripts as its package notes it, from the package's
// folder on; empty for a package beside its scripts. So a later run knows what is its
// own to remove. It is the same on every machine: nothing is noted when one of the two
// is outside of the other's repository.
func (p *packageResult) origin() string {
	from, to := p.files.Real(p.output), p.files.Real(filepath.FromSlash(p.unit.Path))
	if from == to || repository(p.files, from) != repository(p.files, to) {
		return ""
	}
	below, err := filepath.Rel(from, to)
	if err != nil {
		return ""
	}
	return filepath.ToSlash(below)
}

// repository is the outermost folder above dir that a version control or a Go module
// begins in; empty without.
func repository(files project.Files, dir string) string {
	found := ""
	for ; ; dir = filepath.Dir(dir) {
		switch {
		case files.Exists(filepath.Join(dir, ".git")):
			return dir
		case files.Exists(filepath.Join(dir, "go.mod")), files.Exists(filepath.Join(dir, "go.work")):
			found = dir
		}
		if dir == filepath.Dir(dir) {
			return found
		}
	}
}

// originOf is the folder of scripts that a package in a folder was generated from, as it
// notes; empty when it notes none.
func originOf(files project.Files, folder *publish.Folder) string {
	noted := folder.Origin()
	if noted == "" {
		return ""
	}
	return filepath.Join(files.Real(folder.Dir), filepath.FromSlash(noted))
}

// othersPackage is the folder of scripts, still there, that the package in the output is
// generated from, when the plan would replace or remove it; empty when it is the unit's.
func (p *packageResult) othersPackage(plan *publish.Plan) string {
	from := originOf(p.files, p.folder)
	if from == "" || from == p.files.Real(filepath.FromSlash(p.unit.Path)) || !holdsLua(p.files, from) || !plan.Replaces() {
		return ""
	}
	if below, err := filepath.Rel(p.files.Real(p.files.Work), from); err == nil {
		return shown(below)
	}
	return shown(from)
}

// holdsLua reports whether a folder holds a .lua file.
func holdsLua(files project.Files, dir string) bool {
	entries, err := files.ReadDir(dir)
	if err != nil {
		return false
	}
	for _, e := range entries {
		if filepath.Ext(e.Name()) == ".lua" && !strings.HasPrefix(e.Name(), ".") {
			return true
		}
	}
	return false
}
