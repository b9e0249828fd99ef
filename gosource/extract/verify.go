package extract

import (
	"fmt"
	"go/ast"
	"go/token"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/luagen/luagen/gosource"
)

// verify leaves what does not type-check. It reports whether there was anything. What cannot be
// told, because the module has no runtime yet, is not asked.
func (m *move) verify(scripts []*script, left map[*script]string) (bool, error) {
	overlay := maps.Clone(m.edited)
	if overlay == nil {
		return false, nil
	}
	for _, t := range m.targets {
		for _, f := range t.files {
			overlay[filepath.Join(t.output, f.Name)] = f.Data
		}
	}
	maps.DeleteFunc(overlay, func(path string, _ []byte) bool { return filepath.Ext(path) != ".go" })
	pkgs, err := packages.Load(&packages.Config{Mode: packages.LoadSyntax, Dir: m.Root, Tests: true, Overlay: overlay, BuildFlags: m.BuildFlags}, "./...")
	if err != nil {
		return false, err
	}
	again := false
	for _, p := range pkgs {
		for _, e := range p.Errors {
			if isMissingRuntime(e.Msg) {
				return false, nil
			}
		}
		for _, e := range p.Errors {
			switch {
			case e.Kind != packages.TypeError:
			case m.blame(e, p, scripts, left):
				again = true
			case !m.wasBroken(e):
				m.broken = append(m.broken, e.Error())
			}
		}
	}
	return again, nil
}

// isMissingRuntime reports whether an error says that the runtime is not there.
func isMissingRuntime(message string) bool {
	return strings.Contains(message, runtimePath) && (strings.Contains(message, "could not import") || strings.Contains(message, "no required module") || strings.Contains(message, "cannot find"))
}

// wasBroken reports whether the file of an error had one before.
func (m *move) wasBroken(e packages.Error) bool {
	file, _ := position(e.Pos)
	return slices.ContainsFunc(m.Loaded.Problems, func(p string) bool { return strings.Contains(p, filepath.Base(file)+":") })
}

// blame leaves the calls in the function in which an error stands, or else all of the file.
func (m *move) blame(e packages.Error, p *packages.Package, scripts []*script, left map[*script]string) bool {
	file, line := position(e.Pos)
	var around string
	for _, f := range p.Syntax {
		if p.Fset.Position(f.FileStart).Filename == file {
			around = functionAt(p.Fset, f, line)
		}
	}
	found := false
	for _, s := range scripts {
		for _, t := range s.rewritable() {
			if s.left != "" || t.in.path != file {
				continue
			}
			if fn := around; fn == "" || functionAt(t.Package.Fset, t.in.file, t.Package.Fset.Position(t.Call.Pos()).Line) == fn {
				t.left, found = fmt.Sprintf("it would not compile: %s", e.Msg), true
			}
		}
	}
	if found {
		return true
	}
	for _, s := range scripts {
		if s.left == "" && slices.ContainsFunc(s.Uses, func(u gosource.Use) bool { f := m.fileOf(u.Expr); return f != nil && f.path == file }) {
			left[s], found = "the package would not compile: "+e.Msg, true
		}
	}
	return found
}

// position splits "file.go:12:3".
func position(at string) (file string, line int) {
	parts := strings.Split(at, ":")
	if len(parts) < 3 {
		return at, 0
	}
	line, _ = strconv.Atoi(parts[len(parts)-2])
	return strings.Join(parts[:len(parts)-2], ":"), line
}

// functionAt is the name of the function in which a line stands, with its receiver; empty for
// none.
func functionAt(fset *token.FileSet, f *ast.File, line int) string {
	for _, d := range f.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok || line < fset.Position(fn.Pos()).Line || line > fset.Position(fn.End()).Line {
			continue
		}
		name := fn.Name.Name
		if fn.Recv != nil && len(fn.Recv.List) > 0 {
			name = typeText(fn.Recv.List[0].Type) + "." + name
		}
		return name
	}
	return ""
}
