package gosource

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestBudget finds scripts in a program that makes them in too many ways to read all of them:
// each function returns one of two, which two others make.
func TestBudget(t *testing.T) {
	var b strings.Builder
	b.WriteString("package a\n\nimport \"github.com/go-redis/redis\"\n\nvar many = redis.NewScript(f0(true))\n\nvar one = redis.NewScript(`return 1`)\n")
	const n = 20
	for i := range n {
		fmt.Fprintf(&b, "\nfunc f%d(b bool) string {\n\tif b {\n\t\treturn f%d(b) + f%d(!b)\n\t}\n\treturn f%d(!b)\n}\n", i, i+1, i+1, i+1)
	}
	fmt.Fprintf(&b, "\nfunc f%d(bool) string { return `return 2` }\n", n)
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.go"), []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	pkgs, err := loadSyntax(Request{Patterns: []string{"./..."}}, dir, dir)
	if err != nil {
		t.Fatal(err)
	}
	f := NewFinder()
	for _, p := range pkgs {
		f.Search(p)
	}
	r := f.Result()
	found := false
	for _, s := range r.Scripts {
		found = found || s.Text.Text() == "return 1"
	}
	if !found || len(r.Scripts)+len(r.Unseen) < 2 {
		t.Errorf("found %d scripts, %d unseen", len(r.Scripts), len(r.Unseen))
	}
}
