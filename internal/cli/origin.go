package cli

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/luagen/luagen/internal/cli/publish"
	"github.com/luagen/luagen/project"
)

// origin is the folder of a unit's scripts as its package notes it, from the package's
// folder on; empty for a package beside its scripts. So a later run knows what is its
// own to remove. It is the same on every machine: nothing is noted when one of the two
// is outside of the other's repository.
func origin(output string, u *project.Unit) string {
	from, to := realPath(output), realPath(filepath.FromSlash(u.Path))
	if from == to || repository(from) != repository(to) {
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
func repository(dir string) string {
	found := ""
	for ; ; dir = filepath.Dir(dir) {
		switch {
		case exists(filepath.Join(dir, ".git")):
			return dir
		case exists(filepath.Join(dir, "go.mod")), exists(filepath.Join(dir, "go.work")):
			found = dir
		}
		if dir == filepath.Dir(dir) {
			return found
		}
	}
}

// originOf is the folder of scripts that a package in dir was generated from, as it
// notes; empty when it notes none.
func originOf(dir string) string {
	noted := publish.Origin(dir)
	if noted == "" {
		return ""
	}
	return filepath.Join(realPath(dir), filepath.FromSlash(noted))
}

// othersPackage is the folder of scripts, still there, that the package in the output is
// generated from, when the plan would replace or remove it; empty when it is the unit's.
func (p *packageResult) othersPackage(plan *publish.Plan) string {
	from := originOf(p.output)
	if from == "" || from == realPath(filepath.FromSlash(p.unit.Path)) || !holdsLua(from) || !plan.Replaces() {
		return ""
	}
	if wd, err := os.Getwd(); err == nil {
		if below, err := filepath.Rel(realPath(wd), from); err == nil {
			return shown(below)
		}
	}
	return shown(from)
}

// holdsLua reports whether a folder holds a .lua file.
func holdsLua(dir string) bool {
	entries, err := os.ReadDir(dir)
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
