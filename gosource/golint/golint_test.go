package golint

import (
	"go/ast"
	goparser "go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/gosource"
	"github.com/luagen/luagen/lint"
)

// found lints the scripts of a Go file, whose imports are known by their paths only.
func found(t *testing.T, src string, config lint.Config) []diag.Diagnostic {
	t.Helper()
	file := filepath.Join(t.TempDir(), "a.go")
	if err := os.WriteFile(file, []byte(src), 0o644); err != nil {
		t.Fatal(err)
	}
	set := token.NewFileSet()
	parsed, err := goparser.ParseFile(set, file, nil, goparser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}, Selections: map[*ast.SelectorExpr]*types.Selection{}}
	conf := types.Config{Error: func(error) {}}
	pkg, _ := conf.Check("a", set, []*ast.File{parsed}, info)
	r := gosource.Find([]*gosource.Package{{
		Fset: set, Files: []*ast.File{parsed}, Types: pkg, Info: info,
		Content: os.ReadFile, Shown: filepath.Base,
	}})
	return Lint(Read(r.Scripts), r, config)
}

func summary(ds []diag.Diagnostic) string {
	var b strings.Builder
	for _, d := range ds {
		b.WriteString(d.Span.String() + " " + d.Severity.String() + " " + d.Rule + ": " + d.Message + "\n")
	}
	return b.String()
}

func TestShared(t *testing.T) {
	// The one unused in both is a finding, the other is used by one of the two.
	got := summary(found(t, `package a

import "github.com/redis/go-redis/v9"

const lib = "local function f() return 1 end local g = 2 "

var a = redis.NewScript(lib + "return f()")
var b = redis.NewScript(lib + "return 2")
`, lint.Config{}))
	want := "a.go:5:52 warning unused-local: local g is never read; remove it\n"
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestDirectives(t *testing.T) {
	const src = `package a

import "github.com/redis/go-redis/v9"

//lint:ignore luagen/slow-command,SA1000 once a year
var a = redis.NewScript(
	"return redis.call('KEYS', '*')")

//lint:ignore luagen/slow-command
var b = redis.NewScript("return redis.call('KEYS', '*')")

//lint:ignore luagen/slow-comand a reason
//lint:ignore SA1000 not ours
var c = redis.NewScript("return 1")

var d = redis.NewScript("return redis.call('KEYS', '*')") //lint:ignore luagen/slow-command beside it

//lint:ignore luagen/target not judged without targets
//lint:ignore luagen/syntax cannot be suppressed
var e = redis.NewScript("return return")
`
	got := summary(found(t, src, lint.Config{}))
	const want = `a.go:9:1 warning suppression: the suppression of slow-command has no reason; write after it why the finding does not matter here
a.go:12:1 warning suppression: unknown rule "slow-comand"; did you mean slow-command?
a.go:19:1 warning suppression: syntax finds nothing here, so this suppresses nothing; remove it
`
	if !strings.HasPrefix(got, want) || strings.Count(got, "\n") != 4 || !strings.Contains(got, " error syntax: ") {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	severities := map[string]diag.Severity{"suppression": lint.Off, "slow-command": lint.Off}
	if got := found(t, src, lint.Config{Severities: severities}); len(got) != 1 || got[0].Rule != "syntax" {
		t.Errorf("with the rule off: %s", summary(got))
	}
}

// TestHoles checks that nothing is reported which depends on what a program puts in.
func TestHoles(t *testing.T) {
	format := func(text string) string {
		return "package a\n\nimport (\n\t\"fmt\"\n\t\"github.com/redis/go-redis/v9\"\n)\n\nvar a = redis.NewScript(\"" + text + "\" + x() + \"\")\n\nvar _ = fmt.Sprint\n\nvar x func() string\n"
	}
	for _, c := range []struct{ text, want string }{
		{`local n = 1 return n < `, ""},
		{`local s = 'a`, ""}, // the rest of the string is put in
		{`local unused = 1 local n = `, ""},
		{`redis.call('GTE', KEYS[1])\nreturn `, `a.go:8:37 error unknown-command: unknown command GTE; did you mean GET?` + "\n"},
	} {
		if got := summary(found(t, format(c.text), lint.Config{})); got != c.want {
			t.Errorf("%s: got %q, want %q", c.text, got, c.want)
		}
	}
}
