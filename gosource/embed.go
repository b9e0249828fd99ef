package gosource

import (
	"go/ast"
	"go/types"
	"io/fs"
	"path"
	"path/filepath"
	"strings"

	"github.com/luagen/luagen/diag"
)

// embedding is what a go:embed line says.
type embedding struct {
	pkg  *Package
	dir  string // the folder of the Go file
	file string // the one file that it names; empty for several
	// patterns are what it names: files, folders and patterns.
	patterns []string
}

// embedding reads the go:embed lines of a variable; nil for none.
func (f *Finder) embedding(p *Package, v *ast.ValueSpec, doc *ast.CommentGroup) *embedding {
	if doc == nil {
		return nil
	}
	var e *embedding
	for _, c := range doc.List {
		rest, ok := strings.CutPrefix(c.Text, "//go:embed ")
		if !ok {
			continue
		}
		first := e == nil
		if first {
			e = &embedding{pkg: p, dir: filepath.Dir(p.Fset.PositionFor(v.Pos(), false).Filename)}
		}
		for name := range strings.FieldsSeq(rest) {
			e.patterns = append(e.patterns, strings.TrimPrefix(strings.Trim(name, "\"`"), "all:"))
		}
		e.file = e.patterns[0]
		if !first || len(e.patterns) > 1 || strings.ContainsAny(e.file, "*?[") {
			e.file = ""
		}
	}
	return e
}

// embedded reads a file that go:embed names, by its path as embed.FS has it.
func (f *Finder) embedded(e *embedding, name string) value {
	if name == "" {
		return unknown("one of several embedded files")
	}
	h, ok := f.file(e.pkg, filepath.Join(e.dir, filepath.FromSlash(path.Clean(name))))
	if !ok {
		return unknown("an embedded file that cannot be read")
	}
	return value{text: diag.HostedIn(diag.Piece{Text: string(h.content), Host: h.host, To: len(h.content), Quote: quoteFile})}
}

// readFile is what a call of ReadFile of an embed.FS returns, and reports whether it is one.
func (f *Finder) readFile(p *Package, call *ast.CallExpr, fn *types.Func) ([]value, bool) {
	var of, name ast.Expr
	switch sel, _ := ast.Unparen(call.Fun).(*ast.SelectorExpr); {
	case fn.FullName() == "(embed.FS).ReadFile" && sel != nil && len(call.Args) == 1:
		of, name = sel.X, call.Args[0]
	case fn.FullName() == "io/fs.ReadFile" && len(call.Args) == 2:
		of, name = call.Args[0], call.Args[1]
	default:
		return nil, false
	}
	e := f.embeddingOf(p, of)
	if e == nil {
		return []value{unknown("a file that is read at run time")}, true
	}
	var all []value
	for _, v := range f.texts(p, name) {
		switch {
		case v.why != "" || len(v.holes) > 0:
			all = append(all, f.anyEmbedded(e)...)
		default:
			all = append(all, f.embedded(e, v.text.Text()))
		}
	}
	return all, true
}

// anyEmbedded returns the .lua files that go:embed names: one of them is chosen at run time.
func (f *Finder) anyEmbedded(e *embedding) []value {
	var all []value
	for _, pattern := range e.patterns {
		names, _ := filepath.Glob(filepath.Join(e.dir, filepath.FromSlash(pattern))) // the compiler reports a wrong pattern
		for _, name := range names {
			_ = filepath.WalkDir(name, func(file string, d fs.DirEntry, err error) error { // what cannot be read is not there
				if err == nil && d.Type().IsRegular() && filepath.Ext(file) == ".lua" {
					if rel, err := filepath.Rel(e.dir, file); err == nil {
						all = append(all, f.embedded(e, filepath.ToSlash(rel)))
					}
				}
				return nil
			})
		}
	}
	if len(all) == 0 {
		return []value{unknown("an embedded file that is chosen at run time")}
	}
	return all
}

// embeddingOf is the go:embed of the variable that an expression is, or is set to; nil for none.
func (f *Finder) embeddingOf(p *Package, e ast.Expr) *embedding {
	for range 8 {
		obj := objectOf(p, e)
		if arg, ok := f.frame.arg(obj); ok {
			p, e = arg.pkg, arg.expr
			continue
		}
		d := f.decls[obj]
		if d == nil || d.opaque {
			return nil
		}
		if d.embed != nil {
			return d.embed
		}
		if len(d.sets) != 1 {
			return nil
		}
		p, e = d.sets[0].pkg, d.sets[0].expr
	}
	return nil
}
