// Package arch keeps the imports of luagen's packages running one way.
//
// It holds nothing but its test.
package arch

import (
	"go/ast"
	goparser "go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"

	"github.com/luagen/luagen/analysis/command"
)

const module = "github.com/luagen/luagen"

// layers says which of luagen's packages each may import, tests apart. Packages below a
// listed one belong to it, unless they are listed themselves; who may import a package may import
// those below it.
var layers = map[string][]string{
	"diag":                {},
	"internal/suggest":    {},
	"internal/resp":       {},
	"internal/parallel":   {},
	"internal/lazyregexp": {},
	"parser":              {"diag", "parser", "internal/suggest", "internal/lazyregexp"},
	"analysis/kind":       {},
	"analysis/library":    {"analysis/kind"},
	"analysis/command":    {"analysis/command", "internal/suggest"},
	"analysis/value":      {"parser", "analysis/kind", "analysis/library"},
	"analysis/scope":      {"parser", "analysis/value"},
	"analysis/flow":       {"parser", "analysis/kind", "analysis/library", "analysis/command", "analysis/value", "analysis/scope"},
	"analysis":            {"diag", "parser", "analysis"},
	"lint":                {"diag", "parser", "analysis", "infer", "lint", "internal/suggest"},
	"generator":           {"diag", "parser", "analysis", "generator", "internal/parallel"},
	"infer":               {"diag", "parser", "analysis", "infer", "internal/lazyregexp"},
	"gosource":            {"diag", "gosource", "internal/lazyregexp"},
	"gosource/golint":     {"diag", "parser", "analysis", "lint", "gosource", "internal/suggest", "internal/parallel", "internal/lazyregexp"},
	"gosource/extract":    {"diag", "parser", "analysis", "lint", "infer", "generator", "project", "gosource", "internal/lazyregexp"},
	"project":             {"diag", "parser", "analysis", "lint", "generator", "infer", "project", "internal/suggest", "internal/parallel", "internal/lazyregexp"},
	"debugger/ldb":        {"internal/resp", "internal/lazyregexp"},
	"debugger":            {"parser", "analysis/scope", "debugger", "internal/resp", "scripttest/casefile", "internal/lazyregexp"},

	"internal/replay":     {"diag", "parser", "analysis", "generator", "internal/vendored", "internal/suggest", "internal/resp"},
	"scripttest":          {"scripttest", "internal/disk"},
	"scripttest/casefile": {"diag", "internal/suggest", "internal/lazyregexp"},
	"scripttest/server":   {"internal/replay", "internal/resp"},
	"scripttest/session":  {"diag", "parser", "analysis", "infer", "project", "scripttest", "debugger/ldb", "internal/replay", "internal/resp", "internal/vendored", "internal/suggest"},
	"scripttest/cover":    {"diag", "parser", "analysis/scope", "analysis/library", "scripttest", "debugger/ldb", "internal/resp"},
	"scripttest/fault":    {"diag", "parser", "analysis/command", "internal/replay", "internal/lazyregexp"},
	"scripttest/fuzz":     {"parser", "analysis", "internal/replay", "internal/resp", "internal/vendored", "scripttest", "internal/lazyregexp"},
	"scripttest/report":   {"diag", "scripttest"},
	"internal/disk":       {"project"},

	// The command line has a copy of the runtime: "luagen run" decodes replies with it,
	// so that what it prints is what generated code would return.
	"internal/cli":      {"diag", "parser", "analysis", "lint", "generator", "infer", "project", "gosource", "server", "internal/vendored", "internal/cli", "internal/suggest", "internal/resp", "internal/replay", "internal/disk", "scripttest", "debugger", "internal/parallel", "internal/lazyregexp"},
	"server":            {"diag", "parser", "analysis", "lint", "generator", "infer", "project", "gosource", "server", "internal/suggest", "internal/lazyregexp"},
	"analyzer":          {"diag", "lint", "gosource", "analyzer"},
	"cmd/luagen":        {"analyzer", "internal/cli"},
	"internal/vendored": {"internal/vendored"},
}

// outside are the packages that no listed one imports, and that import what they like:
// what only tests use.
var outside = []string{"gosource/golint/golinttest", "server/servertest", "editors/nvim", "editors/terminal", "editors/tmux", "internal/arch", "internal/checkout", "internal/docs", "internal/randlua", "internal/redistest"}

func load(t *testing.T) []*packages.Package {
	t.Helper()
	pkgs, err := packages.Load(&packages.Config{
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedImports | packages.NeedModule,
		Dir:  "../..",
	}, "./...")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pkgs {
		for _, err := range p.Errors {
			t.Error(err)
		}
	}
	return pkgs
}

// layer is the listed package that a package of luagen belongs to; empty when none.
func layer(path string) string {
	return above(path, func(below string) bool { _, listed := layers[below]; return listed })
}

// isOutside reports whether a package belongs to one that stands outside of the layers.
func isOutside(path string) bool {
	return above(path, func(below string) bool { return slices.Contains(outside, below) }) != ""
}

// above is the nearest package, of luagen's and from path itself upwards, that is meant.
func above(path string, meant func(below string) bool) string {
	below, ok := strings.CutPrefix(path, module+"/")
	for ok {
		if meant(below) {
			return below
		}
		i := strings.LastIndexByte(below, '/')
		if i < 0 {
			return ""
		}
		below = below[:i]
	}
	return ""
}

// within reports whether a package is the one of that name or below it.
func within(pkg, name string) bool { return pkg == name || strings.HasPrefix(pkg, name+"/") }

func TestImportsRunOneWay(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range load(t) {
		from := layer(p.PkgPath)
		seen[from] = true
		if from == "" {
			if !isOutside(p.PkgPath) {
				t.Errorf("%s is in no layer; add it to the list", p.PkgPath)
			}
			continue
		}
		for path := range p.Imports {
			if path != module && !strings.HasPrefix(path, module+"/") {
				continue
			}
			if to := layer(path); !slices.ContainsFunc(layers[from], func(name string) bool { return within(to, name) }) {
				t.Errorf("%s imports %s; %s may import %q of luagen", p.PkgPath, path, from, layers[from])
			}
		}
	}
	for name := range layers {
		if !seen[name] {
			t.Errorf("there is no package %s; the list of layers is out of date", name)
		}
	}
}

// TestOnlyTheCommandLineTouchesTheDisk keeps files, processes and the network out of what
// reads, checks and generates.
func TestOnlyTheCommandLineTouchesTheDisk(t *testing.T) {
	touching := []string{"embed", "io/ioutil", "log", "net", "net/http", "os", "os/exec", "os/signal", "syscall"}
	pure := []string{"diag", "internal/suggest", "internal/resp", "parser", "analysis", "lint", "generator", "infer", "project", "scripttest/casefile"}
	for _, p := range load(t) {
		if p.Name == "main" || !slices.ContainsFunc(pure, func(name string) bool { return within(layer(p.PkgPath), name) }) {
			continue
		}
		for path := range p.Imports {
			if slices.Contains(touching, path) {
				t.Errorf("%s imports %s; only internal/cli touches the disk or prints", p.PkgPath, path)
			}
		}
	}
}

// TestJenniferIsTheEmittersAlone keeps the planning of generated code free of how Go is written.
func TestJenniferIsTheEmittersAlone(t *testing.T) {
	const jennifer = `"github.com/dave/jennifer/jen"`
	for _, p := range load(t) {
		for _, name := range p.GoFiles {
			f, err := goparser.ParseFile(token.NewFileSet(), name, nil, goparser.ImportsOnly)
			if err != nil {
				t.Fatal(err)
			}
			emitter := p.PkgPath == module+"/generator" && strings.HasPrefix(filepath.Base(name), "emit")
			for _, i := range f.Imports {
				if i.Path.Value == jennifer && !emitter {
					t.Errorf("%s imports jennifer; only the generator's emit*.go write Go", name)
				}
			}
		}
	}
}

// TestCommandsAreOnlyInTheirTable keeps the names of commands and of their options out of the code
// that reads scripts: what a word of a call means is asked of package command.
func TestCommandsAreOnlyInTheirTable(t *testing.T) {
	// What stands for something else, too: the script's inputs, and a status and an error's code.
	allowed := []string{"KEYS", "ARGV", "OK", "ERR"}
	words := map[string]bool{}
	for _, c := range command.All() {
		words[c.Name] = true
		for _, p := range c.Grammar.Params {
			words[p.Token] = len(p.Token) > 1 // others are signs and units
		}
	}
	for _, p := range load(t) {
		if !slices.Contains([]string{"analysis", "lint", "infer"}, layer(p.PkgPath)) || strings.HasPrefix(p.PkgPath, module+"/analysis/command") {
			continue
		}
		for _, name := range p.GoFiles {
			set := token.NewFileSet()
			f, err := goparser.ParseFile(set, name, nil, goparser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(f, func(n ast.Node) bool {
				lit, ok := n.(*ast.BasicLit)
				if !ok || lit.Kind != token.STRING {
					return true
				}
				if text, err := strconv.Unquote(lit.Value); err == nil && words[text] && !slices.Contains(allowed, text) {
					t.Errorf("%s: %s is spelled out; ask command.Match, or put it into its table", set.Position(lit.Pos()), lit.Value)
				}
				return true
			})
		}
	}
}
