// Package arch keeps the imports of luagen's packages running one way.
//
// It holds nothing but its test.
package arch

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"
)

const module = "github.com/luagen/luagen"

// layers says which of luagen's packages each may import, tests apart; a package that
// is not listed belongs to the nearest listed one above it.
var layers = map[string][]string{
	"diag":             {},
	"internal/suggest": {},
	"parser":           {"diag", "parser", "internal/suggest"},
	"analysis":         {"diag", "parser", "analysis", "internal/suggest"},
	"lint":             {"diag", "parser", "analysis", "lint", "internal/suggest"},
	"generator":        {"diag", "parser", "analysis", "generator"},
	"infer":            {"diag", "parser", "analysis", "infer"},
	// The command line imports the runtime too: "luagen run" decodes replies with it,
	// so that what it prints is what generated code would return.
	"internal/cli": {"diag", "parser", "analysis", "lint", "generator", "infer", "runtime", "internal/cli", "internal/suggest"},
	"cmd/luagen":   {"internal/cli"},
	"runtime":      {"runtime"},
}

// coreImports is all that the core runtime imports besides the standard library and
// its own parts, which import nothing else.
var coreImports = []string{"github.com/redis/go-redis/v9"}

func load(t *testing.T) []*packages.Package {
	t.Helper()
	pkgs, err := packages.Load(&packages.Config{
		Mode: packages.NeedName | packages.NeedImports | packages.NeedModule,
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
	below, ok := strings.CutPrefix(path, module+"/")
	for ok {
		if _, listed := layers[below]; listed {
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

func TestImportsRunOneWay(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range load(t) {
		from := layer(p.PkgPath)
		seen[from] = true
		if from == "" {
			continue // examples and test servers
		}
		for path := range p.Imports {
			if path != module && !strings.HasPrefix(path, module+"/") {
				continue
			}
			if to := layer(path); !slices.Contains(layers[from], to) {
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

func TestRuntimeImportsGoRedisAlone(t *testing.T) {
	for _, p := range load(t) {
		own := module + "/runtime/internal/"
		if p.PkgPath != module+"/runtime" && !strings.HasPrefix(p.PkgPath, own) {
			continue
		}
		for path := range p.Imports {
			standard := !strings.Contains(strings.SplitN(path, "/", 2)[0], ".")
			if !standard && !slices.Contains(coreImports, path) && !strings.HasPrefix(path, own) {
				t.Errorf("%s imports %s; generated code must not depend on it", p.PkgPath, path)
			}
		}
	}
}
