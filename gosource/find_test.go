package gosource

import (
	"flag"
	"fmt"
	"go/ast"
	"go/printer"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/luagen/luagen/diag"
)

var update = flag.Bool("update", false, "rewrite testdata/shop.golden")

// TestFind finds the scripts of testdata/shop, which has one in every form.
func TestFind(t *testing.T) {
	loaded, err := Load(Request{Dir: "testdata/shop", Patterns: []string{"./..."}})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	r := Find(loaded.Packages)
	for _, s := range r.Scripts {
		text := s.Text.Text()
		fmt.Fprintf(&b, "%s\n", s.Name)
		for _, u := range s.Uses {
			fmt.Fprintf(&b, "\t%s at %s", u.Client, place(u.Span))
			if u.Keys != nil {
				fmt.Fprintf(&b, ", with %d arguments", len(u.Args))
			}
			b.WriteString("\n")
		}
		at := 0
		for line := range strings.Lines(text) {
			span, _ := s.Text.Span(at, at+len(line))
			fmt.Fprintf(&b, "\t| %-45q %s\n", line, place(span))
			at += len(line)
		}
		for _, h := range s.Holes {
			span, _ := s.Text.Span(h.From, h.To)
			fmt.Fprintf(&b, "\thole %q at %s\n", text[h.From:h.To], place(span))
		}
	}
	for _, run := range r.Runs {
		b.WriteString(described(run))
	}
	for _, u := range r.Unseen {
		fmt.Fprintf(&b, "unseen %s: %s\n", place(u.Span), u.Why)
	}
	if len(loaded.Problems) == 0 {
		t.Error("no word of the package that does not type-check")
	}
	const golden = "testdata/shop.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if b.String() != string(want) {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}

// described is a call that runs a script, on one line.
func described(r Run) string {
	text := func(e ast.Node) string {
		var b strings.Builder
		if err := printer.Fprint(&b, token.NewFileSet(), e); err != nil {
			return err.Error()
		}
		return b.String()
	}
	list := func(in Inputs) string {
		var all []string
		for _, e := range in.Elems {
			if e == nil {
				all = append(all, "?")
				continue
			}
			all = append(all, text(e))
		}
		if in.Open {
			all = append(all, "…")
		}
		return "[" + strings.Join(all, " ") + "]"
	}
	script := "?"
	for i, s := range r.Scripts {
		if i == 0 {
			script = ""
		} else {
			script += " or "
		}
		script += fmt.Sprintf("%q", s.Text.Text())
	}
	line := fmt.Sprintf("run %s: %s %s sends %s of %s, keys %s, args %s", place(r.Span(r.Call)), r.Client, r.Method, r.Sends, script, list(r.Keys), list(r.Args))
	if r.Conn != nil {
		line += " on " + text(r.Conn)
	}
	if r.Wrapper != nil {
		line += " by " + r.Wrapper.Name()
	}
	for _, d := range r.Decodes {
		line += fmt.Sprintf("; %v is %s as %v", d.Path, d.Name, d.Type)
		if d.Tested {
			line += ", tested"
		}
	}
	return line + "\n"
}

// TestFindBySyntax searches a module of which no client can be loaded: by syntax the same
// scripts of package store are found.
func TestFindBySyntax(t *testing.T) {
	root, err := filepath.Abs("testdata/shop")
	if err != nil {
		t.Fatal(err)
	}
	pkgs, err := LoadSyntax(Request{Dir: root, Patterns: []string{"./..."}})
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, s := range Find(pkgs).Scripts {
		found[called(s)] = s.Text.Text()
	}
	typed, err := Load(Request{Dir: "testdata/shop", Patterns: []string{"./store"}})
	if err != nil {
		t.Fatal(err)
	}
	scripts := Find(typed.Packages).Scripts
	for _, s := range scripts {
		if got, ok := found[called(s)]; !ok || got != s.Text.Text() && !strings.Contains(got, placeholder) {
			t.Errorf("%s is %q, want %q", s.Name, got, s.Text.Text())
		}
	}
	if len(scripts) < 20 {
		t.Errorf("only %d scripts", len(scripts))
	}
}

// called is where a script is used, and where it stands.
func called(s *Script) string {
	at, _ := s.Text.Span(0, 1)
	return s.Name + " " + place(at)
}

func place(s diag.Span) string {
	return fmt.Sprintf("%s:%d:%d-%d:%d", s.File, s.Start.Line, s.Start.Column, s.End.Line, s.End.Column)
}

// TestWithoutModule searches a folder that no go.mod is for.
func TestWithoutModule(t *testing.T) {
	dir := t.TempDir()
	src := "package a\n\nimport \"github.com/go-redis/redis\"\n\nvar lock = redis.NewScript(`return 1`)\n"
	if err := os.WriteFile(filepath.Join(dir, "a.go"), []byte(src), 0o644); err != nil {
		t.Fatal(err)
	}
	loaded, err := Load(Request{Dir: dir, Patterns: []string{"./..."}})
	if err != nil || len(loaded.Problems) == 0 {
		t.Fatalf("%v, problems %q", err, loaded.Problems)
	}
	if r := Find(loaded.Packages); len(r.Scripts) != 1 || r.Scripts[0].Name != "a.go:5:28" || r.Scripts[0].Text.Text() != "return 1" {
		t.Errorf("found %v", r)
	}
}

// TestUntidy loads a module whose go.mod needs an update, and leaves it as it is.
func TestUntidy(t *testing.T) {
	dir := t.TempDir()
	stub, err := filepath.Abs("testdata/shop/stubs/goredis")
	if err != nil {
		t.Fatal(err)
	}
	mod := `module example.test/untidy

go 1.16

require (
	example.test/a v1.0.0
	example.test/b v1.0.0
	github.com/redis/go-redis/v9 v9.0.0
)

replace (
	example.test/a => ./a
	example.test/b => ./b
	github.com/redis/go-redis/v9 => ` + stub + `
)
`
	for name, text := range map[string]string{
		"go.mod":   mod,
		"main.go":  "package main\n\nimport (\n\t_ \"example.test/a\"\n\t\"github.com/redis/go-redis/v9\"\n)\n\nvar lock = redis.NewScript(`return 1`)\n",
		"a/go.mod": "module example.test/a\n\ngo 1.16\n\nrequire example.test/b v1.1.0\n",
		"a/a.go":   "package a\n\nimport _ \"example.test/b\"\n",
		"b/go.mod": "module example.test/b\n\ngo 1.16\n",
		"b/b.go":   "package b\n",
	} {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	loaded, err := Load(Request{Dir: dir, Patterns: []string{"./..."}})
	if err != nil || len(loaded.Problems) > 0 {
		t.Fatalf("%v, problems %q", err, loaded.Problems)
	}
	r := Find(loaded.Packages)
	if len(r.Scripts) != 1 || r.Scripts[0].Uses[0].Client != "go-redis" {
		t.Errorf("found %v", r.Scripts)
	}
	if got, err := os.ReadFile(filepath.Join(dir, "go.mod")); err != nil || string(got) != mod {
		t.Errorf("go.mod is now %q, %v", got, err)
	}
}
