// Package golinttest lints examples of Go source in tests, against a stand-in for go-redis that
// has the same methods.
package golinttest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/gosource"
	"github.com/luagen/luagen/gosource/golint"
	"github.com/luagen/luagen/lint"
)

// Example lints the declarations of a Go file with all rules. Lines count from the first
// declaration.
func Example(t *testing.T, declarations string) []diag.Diagnostic {
	t.Helper()
	stubs := filepath.Join(moduleRoot(t), "gosource", "testdata", "shop", "stubs", "goredis")
	head := "package example\n\nimport (\n"
	for _, path := range []string{"context", "time", "github.com/redis/go-redis/v9"} {
		name := strings.TrimSuffix(path, "/v9")
		name = strings.TrimPrefix(name[strings.LastIndexByte(name, '/')+1:], "go-")
		if strings.Contains(declarations, name+".") {
			head += "\t\"" + path + "\"\n"
		}
	}
	head += ")\n\n"
	dir := t.TempDir()
	for name, text := range map[string]string{
		"go.mod": "module example.test/example\n\ngo 1.24\n\nrequire github.com/redis/go-redis/v9 v9.0.0\n\nreplace github.com/redis/go-redis/v9 => " + stubs + "\n",
		"a.go":   head + declarations,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	loaded, err := gosource.Load(gosource.Request{Dir: dir, Patterns: []string{"./..."}})
	if err != nil || len(loaded.Problems) > 0 {
		t.Fatalf("%v %q\n%s", err, loaded.Problems, declarations)
	}
	r := gosource.Find(loaded.Packages)
	found := golint.Lint(golint.Read(r.Scripts), r, lint.Config{})
	for i := range found {
		found[i].Span.Start.Line -= strings.Count(head, "\n")
		found[i].Span.End.Line -= strings.Count(head, "\n")
	}
	return found
}

// moduleRoot is the root of luagen's module, which a test runs in.
func moduleRoot(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "gosource", "doc.go")); err == nil {
			return dir
		}
		if dir == filepath.Dir(dir) {
			t.Fatal("not in luagen's module")
		}
	}
}
