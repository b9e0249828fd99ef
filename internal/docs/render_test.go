package docs

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/printer"
	"go/token"
	"strings"
	"testing"
)

// render writes the page's part of the document.
func (p *page) render(t *testing.T, b *bytes.Buffer) {
	t.Helper()
	fmt.Fprintf(b, "%s\n\n", strings.TrimSpace(p.prose))
	for _, f := range p.scripts {
		name := ""
		if strings.Contains(f.Name, "/") || len(p.scripts) > 1 {
			name = "`" + f.Name + "`:\n\n"
		}
		fence(b, name, "lua", string(f.Data))
	}
	if p.call == nil {
		return
	}
	var declared strings.Builder
	for _, f := range p.files {
		declared.WriteString(declarations(t, f.Data))
	}
	fence(b, "The Go:\n\n", "go", declared.String())
	fence(b, "Called:\n\n", "go", body(t, p.call))
	fence(b, "On the wire:\n\n", "", p.wire)
	fence(b, "It prints:\n\n", "", p.output)
}

func fence(b *bytes.Buffer, intro, language, text string) {
	if text == "" {
		return
	}
	fmt.Fprintf(b, "%s```%s\n%s\n```\n\n", intro, language, strings.Trim(text, "\n"))
}

// declarations shows the exported functions, without their bodies, the types and
// the errors of a generated file. The Call forms, the script and what every package has are left out.
func declarations(t *testing.T, src []byte) string {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", src, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, decl := range file.Decls {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			if name := d.Name.Name; !d.Name.IsExported() || strings.HasSuffix(name, "Call") || name == "Scripts" || name == "Load" {
				continue
			}
			d.Body, d.Doc = nil, nil
		case *ast.GenDecl:
			if d.Tok == token.IMPORT || isPrivate(d) {
				continue
			}
			d.Doc = nil
		}
		var text bytes.Buffer
		if err := format.Node(&text, fset, &printer.CommentedNode{Node: decl, Comments: file.Comments}); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%s\n\n", text.Bytes())
	}
	return b.String()
}

// isPrivate reports a declaration that readers of the page do not need: unexported
// ones and the script itself.
func isPrivate(d *ast.GenDecl) bool {
	if len(d.Specs) == 0 {
		return true
	}
	spec, ok := d.Specs[0].(*ast.ValueSpec)
	return ok && (!spec.Names[0].IsExported() || strings.HasSuffix(spec.Names[0].Name, "Script"))
}

// body is the body of the function Run, without its indentation.
func body(t *testing.T, src []byte) string {
	t.Helper()
	_, after, ok := strings.Cut(string(src), "func Run(ctx context.Context, rdb *redis.Client) {\n")
	if !ok {
		t.Fatalf("no function Run in\n%s", src)
	}
	before, _, _ := strings.Cut(after, "\n}\n")
	var b strings.Builder
	for line := range strings.Lines(before) {
		b.WriteString(strings.TrimPrefix(line, "\t"))
	}
	return b.String()
}
