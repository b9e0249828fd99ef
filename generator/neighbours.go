package generator

import (
	"go/ast"
	goparser "go/parser"
	"go/token"
	"strings"

	"github.com/luagen/luagen/diag"
)

// GoFile is a Go file that stands beside the generated ones and was not generated.
type GoFile struct {
	Path string // shown to people
	Text []byte
}

// Neighbours are what the other Go files of the package's folder declare.
type Neighbours struct {
	// ImportPath is the package's own, by which its types need no import; empty when it is
	// not known.
	ImportPath string
	documented bool // a file has the package's comment
	names      map[string]neighbour
}

// neighbour is a name that the package's own files have given to something.
type neighbour struct {
	kind  neighbourKind
	at    diag.Span
	test  bool // in a test file, which generated code cannot use
	plain bool // a constant without a type of its own, which is no error
}

type neighbourKind int

const (
	neighbourFunc neighbourKind = iota
	neighbourType
	neighbourGeneric // a type with type parameters
	neighbourVar
	neighbourConst
	neighbourImport // the name of an import of one file
)

func (k neighbourKind) String() string {
	switch k {
	case neighbourFunc:
		return "function"
	case neighbourType, neighbourGeneric:
		return "type"
	case neighbourVar:
		return "variable"
	case neighbourConst:
		return "constant"
	default:
		return "import"
	}
}

// ReadNeighbours reads the Go files of a folder that are of package pkg. Of a file that does
// not parse it takes what can be read.
func ReadNeighbours(pkg string, files []GoFile) *Neighbours {
	n := &Neighbours{names: make(map[string]neighbour)}
	for _, file := range files {
		fset := token.NewFileSet()
		f, _ := goparser.ParseFile(fset, file.Path, file.Text, goparser.ParseComments|goparser.SkipObjectResolution)
		if f == nil || f.Name == nil || f.Name.Name != pkg {
			continue
		}
		r := neighbourReader{n, fset, file.Path, strings.HasSuffix(file.Path, "_test.go")}
		n.documented = n.documented || f.Doc != nil && !r.test
		for _, d := range f.Decls {
			r.decl(d)
		}
		for _, i := range f.Imports {
			r.imported(i)
		}
	}
	return n
}

// neighbourReader reads one file.
type neighbourReader struct {
	*Neighbours
	fset *token.FileSet
	path string
	test bool
}

func (r neighbourReader) add(name *ast.Ident, kind neighbourKind, plain bool) {
	if name == nil || name.Name == "_" || kind == neighbourFunc && (name.Name == "init" || name.Name == "main") {
		return
	}
	if first, dup := r.names[name.Name]; dup && (first.kind != neighbourImport && !first.test || kind == neighbourImport) {
		return // one of several build configurations, or an import of another file
	}
	pos := func(p token.Pos) diag.Pos {
		at := r.fset.Position(p)
		return diag.Pos{Offset: at.Offset, Line: at.Line, Column: at.Column}
	}
	r.names[name.Name] = neighbour{
		kind: kind, test: r.test, plain: plain,
		at: diag.Span{File: r.path, Start: pos(name.Pos()), End: pos(name.End())},
	}
}

func (r neighbourReader) decl(d ast.Decl) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil {
			r.add(d.Name, neighbourFunc, false)
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				kind := neighbourType
				if spec.TypeParams != nil {
					kind = neighbourGeneric
				}
				r.add(spec.Name, kind, false)
			case *ast.ValueSpec:
				kind := neighbourVar
				if d.Tok == token.CONST {
					kind = neighbourConst
				}
				for i, name := range spec.Names {
					plain := kind == neighbourConst && spec.Type == nil && (i >= len(spec.Values) || isPlain(spec.Values[i]))
					r.add(name, kind, plain)
				}
			}
		}
	}
}

// isPlain reports whether a constant's value has no type of its own.
func isPlain(x ast.Expr) bool {
	switch x := x.(type) {
	case *ast.BasicLit:
		return true
	case *ast.ParenExpr:
		return isPlain(x.X)
	case *ast.UnaryExpr:
		return isPlain(x.X)
	case *ast.BinaryExpr:
		return isPlain(x.X) && isPlain(x.Y)
	default:
		return false
	}
}

// imported notes the name of an import where it is certain: its alias, or that of a package
// of the standard library.
func (r neighbourReader) imported(i *ast.ImportSpec) {
	path := strings.Trim(i.Path.Value, "`\"")
	first, _, _ := strings.Cut(path, "/")
	switch {
	case i.Name != nil && i.Name.Name == ".":
	case i.Name != nil:
		r.add(i.Name, neighbourImport, false)
	case !strings.Contains(first, ".") && token.IsIdentifier(baseName(path)):
		r.add(&ast.Ident{Name: baseName(path), NamePos: i.Pos()}, neighbourImport, false)
	}
}

// find is what the package's own files declare under a name. A nil n knows of nothing.
func (n *Neighbours) find(name string) (neighbour, bool) {
	if n == nil {
		return neighbour{}, false
	}
	d, ok := n.names[name]
	return d, ok
}

// hasError reports whether the package's own files declare an error under the name.
func (n *Neighbours) hasError(name string) bool {
	d, ok := n.find(name)
	return ok && !d.test && (d.kind == neighbourVar || d.kind == neighbourConst && !d.plain)
}

// isOwn reports whether an import path is the package's own.
func (n *Neighbours) isOwn(path string) bool { return n != nil && n.ImportPath == path && path != "" }
