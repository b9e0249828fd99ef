package docs

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/printer"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/luagen/luagen/internal/checkout"
	"github.com/luagen/luagen/internal/cli"
)

// TestReadme holds the Go that the README shows against what luagen makes of the
// script beside it, and compiles the calls.
func TestReadme(t *testing.T) {
	path := filepath.Join(root, "README.md")
	readme, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	p := &page{name: "README.md", scripts: []txtar.File{{Name: "allow.lua", Data: []byte(blocks(string(readme), "lua")[0])}}}
	p.generate(t)

	const marker = "<!-- allow.lua.go -->\n\n```go\n"
	before, rest, ok := strings.Cut(string(readme), marker)
	if !ok {
		t.Fatalf("the README has no %q", marker)
	}
	_, after, _ := strings.Cut(rest, "```\n")
	compare(t, path, []byte(before+marker+exported(t, p.files[0].Data)+"```\n"+after))

	dir := t.TempDir()
	checkout.WriteModule(t, root, dir, "example.test/readme")
	for _, f := range p.files {
		write(t, filepath.Join(dir, "scripts", f.Name), bytes.Replace(f.Data, []byte("package gen"), []byte("package scripts"), 1))
	}
	calls := blocks(after, "go")
	write(t, filepath.Join(dir, "main.go"), fmt.Appendf(nil, `package main

import (
	"context"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/luagen/luagen/runtime"

	"example.test/readme/scripts"
)

func main() {
	ctx, rdb := context.Background(), redis.NewClient(&redis.Options{})
	fmt.Println(call(ctx, rdb), batch(ctx, rdb))
}

func call(ctx context.Context, rdb *redis.Client) error {
	%s
	return nil
}

func batch(ctx context.Context, rdb *redis.Client) error {
	%s
	_ = first
	return err
}
`, calls[0], calls[1]))
	gotool(t, dir, "vet", "./...")
}

// TestReadmeSession holds what the README's first commands print, about its script as
// it was before: without a header, and with a mistake.
func TestReadmeSession(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	script := regexp.MustCompile(`(?m)^--(@.*)?\n`).ReplaceAllString(blocks(string(readme), "lua")[0], "")
	t.Chdir(t.TempDir())
	write(t, filepath.Join("scripts", "allow.lua"), []byte(strings.Replace(script, "tonumber(ARGV[1])", "ARGV[1]", 1)))

	var got strings.Builder
	session := blocks(string(readme), "console")[0]
	for line := range strings.Lines(session) {
		command, ok := strings.CutPrefix(line, "$ ")
		if !ok {
			continue
		}
		got.WriteString(line)
		if args, ok := strings.CutPrefix(command, "luagen "); ok {
			cli.Run(strings.Fields(args), strings.NewReader(""), &got, &got)
		}
	}
	if got.String() != session {
		t.Errorf("got:\n%s\nthe README says:\n%s", got.String(), session)
	}
}

// TestReadmeNamesEveryCommand compares the README's table of commands with those of the program.
func TestReadmeNamesEveryCommand(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	var help strings.Builder
	cli.Run([]string{"help"}, strings.NewReader(""), &help, &help)
	_, list, _ := strings.Cut(help.String(), "Available Commands:\n")
	list, _, ok := strings.Cut(list, "\n\n")
	if !ok {
		t.Fatalf("no list of commands in\n%s", help.String())
	}
	for line := range strings.Lines(list) {
		command := strings.Fields(line)[0]
		row := regexp.MustCompile("(?m)^\\|[^|]*`luagen \\[?" + command + "\\b")
		if command != "help" && !row.Match(readme) {
			t.Errorf("README.md has no row for luagen %s", command)
		}
	}
}

// blocks returns the code blocks of a language, in order.
func blocks(text, language string) []string {
	var list []string
	for {
		_, rest, ok := strings.Cut(text, "```"+language+"\n")
		if !ok {
			return list
		}
		block, after, _ := strings.Cut(rest, "```\n")
		list, text = append(list, block), after
	}
}

// exported shows the exported functions and types of a generated file, whole.
func exported(t *testing.T, src []byte) string {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", src, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	var parts []string
	for _, decl := range file.Decls {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			if !d.Name.IsExported() {
				continue
			}
		case *ast.GenDecl:
			if d.Tok == token.IMPORT || isPrivate(d) {
				continue
			}
		}
		var text bytes.Buffer
		if err := format.Node(&text, fset, &printer.CommentedNode{Node: decl, Comments: file.Comments}); err != nil {
			t.Fatal(err)
		}
		parts = append(parts, text.String()+"\n")
	}
	return strings.Join(parts, "\n")
}
