package gosource

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strconv"
	"strings"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/luagen/luagen/diag"
)

// Comparison is a place where the text of an error is compared with a constant.
type Comparison struct {
	Text string // the constant
	// Client is a client that the file imports; empty for none.
	Client string
	Span   diag.Span
}

// comparisons notes where a package compares the text of an error with a constant, tests apart.
func (f *Finder) comparisons(p *Package) {
	for _, file := range p.Files {
		if ast.IsGenerated(file) || strings.HasSuffix(p.Fset.PositionFor(file.Pos(), false).Filename, "_test.go") {
			continue
		}
		client := ""
		for _, spec := range file.Imports {
			path, _ := strconv.Unquote(spec.Path.Value)
			if c, ok := clientOf(path); ok {
				client = c.name
			}
		}
		note := func(at, text ast.Expr) {
			v := p.Info.Types[text].Value
			if v == nil || v.Kind() != constant.String {
				return
			}
			if span := f.span(p, at); !f.compared[span] {
				f.compared[span] = true
				f.result.Comparisons = append(f.result.Comparisons, Comparison{constant.StringVal(v), client, span})
			}
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.BinaryExpr:
				if n.Op == token.EQL || n.Op == token.NEQ {
					if f.isErrorText(p, n.X) {
						note(n, n.Y)
					} else if f.isErrorText(p, n.Y) {
						note(n, n.X)
					}
				}
			case *ast.CallExpr:
				fn, ok := typeutil.Callee(p.Info, n).(*types.Func)
				if ok && fn.Pkg() != nil && fn.Pkg().Path() == "strings" && len(n.Args) == 2 && f.isErrorText(p, n.Args[0]) {
					switch fn.Name() {
					case "Contains", "HasPrefix", "HasSuffix", "EqualFold", "Index", "Compare":
						note(n, n.Args[1])
					}
				}
			case *ast.SwitchStmt:
				if n.Tag == nil || !f.isErrorText(p, n.Tag) {
					break
				}
				for _, clause := range n.Body.List {
					for _, e := range clause.(*ast.CaseClause).List {
						note(e, e)
					}
				}
			}
			return true
		})
	}
}

// isErrorText reports whether an expression is what Error of an error returns, in lower or
// upper case too.
func (f *Finder) isErrorText(p *Package, e ast.Expr) bool {
	if !f.enter() {
		return false
	}
	defer func() { f.depth-- }()
	switch e := ast.Unparen(e).(type) {
	case *ast.CallExpr:
		sel, ok := ast.Unparen(e.Fun).(*ast.SelectorExpr)
		if !ok {
			return false
		}
		if fn, ok := p.Info.ObjectOf(sel.Sel).(*types.Func); ok && fn.Pkg() != nil && fn.Pkg().Path() == "strings" && len(e.Args) > 0 {
			return f.isErrorText(p, e.Args[0])
		}
		return sel.Sel.Name == "Error" && len(e.Args) == 0
	case *ast.Ident:
		d := f.decls[objectOf(p, e)]
		return d != nil && !d.opaque && len(d.sets) == 1 && d.sets[0].pkg == p && f.isErrorText(p, d.sets[0].expr)
	}
	return false
}
