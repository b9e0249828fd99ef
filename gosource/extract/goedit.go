package extract

import (
	"bytes"
	"cmp"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"go/types"
	"path"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ast/astutil"
)

// edit replaces a range of a file's text.
type edit struct {
	from, to int
	text     string
}

// fileEdits are the changes of one Go file.
type fileEdits struct {
	in      *goFile
	edits   []edit
	imports map[string]string // import paths to add, with the names they are to have; empty for their own
	lines   []string          // go:generate lines to add below the package clause
	dropped []edit            // ranges of declarations that go
}

func (e *fileEdits) replace(n ast.Node, text string) {
	e.edits = append(e.edits, edit{e.in.offset(n.Pos()), e.in.offset(n.End()), text})
}

func (e *fileEdits) need(importPath, name string) {
	if e.imports == nil {
		e.imports = map[string]string{}
	}
	e.imports[importPath] = name
}

// importName is the name by which a file knows a package that it imports.
func importName(info *types.Info, spec *ast.ImportSpec) string {
	if spec.Name != nil {
		return spec.Name.Name
	}
	if name, ok := info.Implicits[spec].(*types.PkgName); ok {
		return name.Name()
	}
	return path.Base(strings.Trim(spec.Path.Value, "\"`"))
}

// nameFor is the name by which the file knows, or will know, a package.
func (e *fileEdits) nameFor(importPath, name string) string {
	for _, spec := range e.in.file.Imports {
		if p, _ := strconv.Unquote(spec.Path.Value); p == importPath {
			if n := importName(e.in.pkg.Info, spec); n != "_" && n != "." {
				return n
			}
		}
	}
	if as := e.imports[importPath]; as != "" {
		return as
	}
	free := name
	for slices.ContainsFunc(e.in.file.Imports, func(i *ast.ImportSpec) bool { return importName(e.in.pkg.Info, i) == free }) || e.in.declares(free) {
		free = "luagen" + name
	}
	e.need(importPath, free)
	return free
}

// declares reports whether a name stands for something of the file or its package.
func (f *goFile) declares(name string) bool {
	if f.pkg.Types.Scope().Lookup(name) != nil {
		return true
	}
	for id, obj := range f.pkg.Info.Defs {
		if id.Name == name && obj != nil && f.file.FileStart <= id.Pos() && id.Pos() < f.file.FileEnd {
			if v, ok := obj.(*types.Var); ok && v.IsField() {
				continue
			}
			if fn, ok := obj.(*types.Func); ok && fn.Signature().Recv() != nil {
				continue
			}
			return true
		}
	}
	return false
}

// apply makes the new text of the file.
func (e *fileEdits) apply() ([]byte, error) {
	text, err := spliced(e.in.text, e.edits)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", e.in.path, err)
	}
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, e.in.path, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	changed := false
	for importPath, name := range e.imports {
		if name == path.Base(importPath) {
			name = ""
		}
		if name == "_" && importsPath(file, importPath) {
			continue
		}
		changed = astutil.AddNamedImport(fset, file, name, importPath) || changed
	}
	used := selectedNames(file)
	for _, spec := range e.in.file.Imports {
		name := importName(e.in.pkg.Info, spec)
		if name == "_" || name == "." || used[name] || !selectedNames(e.in.file)[name] {
			continue
		}
		importPath, _ := strconv.Unquote(spec.Path.Value)
		given := ""
		if spec.Name != nil {
			given = spec.Name.Name
		}
		changed = astutil.DeleteNamedImport(fset, file, given, importPath) || changed
	}
	formatted, err := format.Source(e.in.text)
	if wasFormatted := err == nil && bytes.Equal(formatted, e.in.text); !changed && !wasFormatted {
		return withLines(text, file, fset, e.lines), nil
	}
	var b bytes.Buffer
	if err := format.Node(&b, fset, file); err != nil {
		return nil, err
	}
	text = b.Bytes()
	if len(e.lines) > 0 {
		fset = token.NewFileSet()
		if file, err = parser.ParseFile(fset, e.in.path, text, parser.PackageClauseOnly); err != nil {
			return nil, err
		}
		text = withLines(text, file, fset, e.lines)
	}
	return text, nil
}

func importsPath(file *ast.File, importPath string) bool {
	return slices.ContainsFunc(file.Imports, func(i *ast.ImportSpec) bool { p, _ := strconv.Unquote(i.Path.Value); return p == importPath })
}

// withLines adds lines below the package clause.
func withLines(text []byte, file *ast.File, fset *token.FileSet, lines []string) []byte {
	if len(lines) == 0 {
		return text
	}
	at := fset.Position(file.Name.End()).Offset
	if i := bytes.IndexByte(text[at:], '\n'); i >= 0 {
		at += i + 1
	} else {
		at = len(text)
	}
	added := "\n" + strings.Join(lines, "\n") + "\n"
	return slices.Concat(text[:at], []byte(added), text[at:])
}

// selectedNames are the names of which something is selected: packages among them.
func selectedNames(file *ast.File) map[string]bool {
	names := map[string]bool{}
	ast.Inspect(file, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if id, ok := sel.X.(*ast.Ident); ok {
				names[id.Name] = true
			}
		}
		return true
	})
	return names
}

// spliced applies edits that do not overlap.
func spliced(text []byte, edits []edit) ([]byte, error) {
	edits = slices.Clone(edits)
	slices.SortStableFunc(edits, func(a, b edit) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	edits = slices.Compact(edits)
	var out []byte
	at := 0
	for _, e := range edits {
		if e.from < at {
			return nil, fmt.Errorf("two changes of the same text, at byte %d", e.from)
		}
		out = append(append(out, text[at:e.from]...), e.text...)
		at = e.to
	}
	return append(out, text[at:]...), nil
}
