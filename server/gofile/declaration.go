// Package gofile reads the Go that is generated for scripts.
package gofile

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
)

// Declaration is the function of a generated file that runs the script, with its documentation and
// without its body; empty when the file has none.
func Declaration(generated []byte) string {
	set := token.NewFileSet()
	f, err := parser.ParseFile(set, "", generated, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return ""
	}
	for _, d := range f.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok || fn.Recv != nil || fn.Body == nil {
			continue
		}
		from := fn.Pos()
		if fn.Doc != nil {
			from = fn.Doc.Pos()
		}
		return strings.TrimSpace(string(generated[set.Position(from).Offset:set.Position(fn.Body.Lbrace).Offset]))
	}
	return ""
}
