// Package golinttest lints examples of Go source in tests, against stand-ins for the clients that
// have the same methods.
package golinttest

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/gosource"
	"github.com/luagen/luagen/gosource/golint"
	"github.com/luagen/luagen/lint"
)

// imported are the packages that examples may use, by the names that they have there. The
// clients have the folder of their stand-in.
var imported = []struct{ name, path, module, stub string }{
	{"context", "context", "", ""},
	{"fmt", "fmt", "", ""},
	{"json", "encoding/json", "", ""},
	{"strings", "strings", "", ""},
	{"time", "time", "", ""},
	{"redis", "github.com/redis/go-redis/v9", "github.com/redis/go-redis/v9", "goredis"},
	{"redigo", "github.com/gomodule/redigo/redis", "github.com/gomodule/redigo", "redigo"},
	{"rueidis", "github.com/redis/rueidis", "github.com/redis/rueidis", "rueidis"},
	{"valkey", "github.com/valkey-io/valkey-go", "github.com/valkey-io/valkey-go", "valkey"},
	{"radix", "github.com/mediocregopher/radix/v3", "github.com/mediocregopher/radix/v3", "radix3"},
}

// Example lints the declarations of a Go file with all rules. Lines count from the first
// declaration.
func Example(t *testing.T, declarations string) []diag.Diagnostic {
	t.Helper()
	return Examples(t, declarations)[0]
}

// Examples is Example for several files, each a package of its own.
func Examples(t *testing.T, declarations ...string) [][]diag.Diagnostic {
	t.Helper()
	dir := t.TempDir()
	mod := "module example.test/example\n\ngo 1.24\n"
	stubs := filepath.Join(moduleRoot(t), "gosource", "testdata", "shop", "stubs")
	for _, p := range imported {
		if p.module != "" {
			version := "v1.0.0"
			if i := strings.LastIndex(p.module, "/v"); i > 0 && len(p.module) == i+3 {
				version = p.module[i+1:] + ".0.0"
			}
			mod += fmt.Sprintf("\nrequire %s %s\n\nreplace %s => %s\n", p.module, version, p.module, filepath.Join(stubs, p.stub))
		}
	}
	write(t, filepath.Join(dir, "go.mod"), mod)
	heads := make([]string, len(declarations))
	for i, text := range declarations {
		heads[i] = "package example\n\nimport (\n"
		for _, p := range imported {
			if regexp.MustCompile(`\b` + p.name + `\.[A-Z]`).MatchString(text) {
				heads[i] += fmt.Sprintf("\t%s %q\n", p.name, p.path)
			}
		}
		heads[i] += ")\n\n"
		write(t, filepath.Join(dir, fmt.Sprintf("p%d", i), "a.go"), heads[i]+text)
	}
	loaded, err := gosource.Load(gosource.Request{Dir: dir, Patterns: []string{"./..."}})
	if err != nil || len(loaded.Problems) > 0 {
		t.Fatalf("%v %q", err, loaded.Problems)
	}
	all := make([][]diag.Diagnostic, len(declarations))
	for _, p := range loaded.Packages {
		var i int
		if _, err := fmt.Sscanf(p.Types.Path(), "example.test/example/p%d", &i); err != nil {
			t.Fatal(err)
		}
		r := gosource.Find([]*gosource.Package{p})
		all[i] = golint.Lint(golint.Read(r.Scripts), r, lint.Config{})
		for j := range all[i] {
			all[i][j].Span.Start.Line -= strings.Count(heads[i], "\n")
			all[i][j].Span.End.Line -= strings.Count(heads[i], "\n")
		}
	}
	return all
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
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
