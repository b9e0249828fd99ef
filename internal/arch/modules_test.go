package arch

import (
	"bytes"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/semver"
	"golang.org/x/tools/go/packages"

	"github.com/luagen/luagen/internal/checkout"
	"github.com/luagen/luagen/internal/vendored"
)

const root = "../.."

// A requirement is what a module of the repository may ask of a program.
type requirement struct {
	golang  string            // the newest version of Go
	modules map[string]string // all that it may require directly, and the newest version; empty for any
}

// requirements are those of the modules that programs take in, by folder.
var requirements = map[string]requirement{
	"runtime": {golang: "1.24", modules: map[string]string{
		"github.com/redis/go-redis/v9": "v9.19.0",
	}},
	"runtime/luagenotel": {golang: "1.24.0", modules: map[string]string{
		module + "/runtime":                   "",
		"github.com/redis/go-redis/v9":        "v9.19.0",
		"go.opentelemetry.io/otel":            "",
		"go.opentelemetry.io/otel/metric":     "",
		"go.opentelemetry.io/otel/sdk":        "", // for its tests
		"go.opentelemetry.io/otel/sdk/metric": "", // for its tests
		"go.opentelemetry.io/otel/trace":      "",
	}},
	"runtime/luamsgpack": {golang: "1.24", modules: map[string]string{
		module + "/runtime":                 "",
		"github.com/vmihailenco/msgpack/v5": "",
	}},
}

func goMod(t *testing.T, folder string) *modfile.File {
	t.Helper()
	f, err := modfile.Parse(filepath.Join(folder, "go.mod"), []byte(goModText(t, folder)), nil)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func goModText(t *testing.T, folder string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, folder, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestRequirementsAreLow keeps the runtime from raising what a program requires.
func TestRequirementsAreLow(t *testing.T) {
	for folder, most := range requirements {
		f := goMod(t, folder)
		if semver.Compare("v"+f.Go.Version, "v"+most.golang) > 0 || f.Toolchain != nil {
			t.Errorf("%s asks for Go %s, more than %s", folder, f.Go.Version, most.golang)
		}
		for _, r := range f.Require {
			if r.Indirect {
				continue
			}
			version, known := most.modules[r.Mod.Path]
			if !known {
				t.Errorf("%s requires %s", folder, r.Mod.Path)
			}
			if version != "" && semver.Compare(r.Mod.Version, version) > 0 {
				t.Errorf("%s requires %s %s, newer than %s", folder, r.Mod.Path, r.Mod.Version, version)
			}
		}
	}
}

// TestToolInstallsFromAnyCommit keeps out of the tool's module what "go install …@version"
// refuses, and requirements on the other modules, whose versions may not be released yet.
func TestToolInstallsFromAnyCommit(t *testing.T) {
	f := goMod(t, ".")
	if len(f.Replace) > 0 || len(f.Exclude) > 0 {
		t.Error("go.mod has replace or exclude directives")
	}
	if f.Go.Version != "1.26.0" || f.Toolchain != nil {
		t.Errorf("go.mod asks for Go %s, want 1.26.0, the older of the two current releases", f.Go.Version)
	}
	for _, r := range f.Require {
		if strings.HasPrefix(r.Mod.Path, module+"/") {
			t.Errorf("go.mod requires %s", r.Mod.Path)
		}
	}
}

// TestModulesAreTidy holds that "go mod tidy" changes nothing in any module, and neither
// does a build with -mod=mod, and that the modules require one version of each other, the
// one that a release tags.
func TestModulesAreTidy(t *testing.T) {
	folders := slices.Sorted(maps.Keys(requirements))
	for _, folder := range append(folders, ".", "examples", "bench") {
		t.Run(folder, func(t *testing.T) {
			before := goModText(t, folder)
			for _, args := range [][]string{{"mod", "tidy", "-diff"}, {"list", "-mod=mod", "-deps", "-test", "./..."}} {
				cmd := exec.CommandContext(t.Context(), "go", args...)
				cmd.Dir = filepath.Join(root, folder)
				if out, err := cmd.CombinedOutput(); err != nil {
					t.Errorf("go %s: %v\n%s", strings.Join(args, " "), err, out)
				}
			}
			if after := goModText(t, folder); after != before {
				t.Errorf("-mod=mod changes go.mod to\n%s", after)
			}
			for _, r := range goMod(t, folder).Require {
				if strings.HasPrefix(r.Mod.Path, module) && r.Mod.Version != checkout.Version {
					t.Errorf("go.mod requires %s %s, want %s", r.Mod.Path, r.Mod.Version, checkout.Version)
				}
			}
		})
	}
}

// TestCopiesAreCurrent compares the copies of the runtime with it.
func TestCopiesAreCurrent(t *testing.T) {
	want, folders, err := vendored.Files(os.DirFS(root))
	if err != nil {
		t.Fatal(err)
	}
	const advice = "run: go generate ./internal/vendored"
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if got, err := os.ReadFile(filepath.Join(root, name)); err != nil || !bytes.Equal(got, want[name]) {
			t.Errorf("%s is out of date; %s", name, advice)
		}
	}
	for _, folder := range folders {
		names, err := filepath.Glob(filepath.Join(root, folder, "*"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			rel, err := filepath.Rel(root, name)
			if err != nil {
				t.Fatal(err)
			}
			if _, made := want[filepath.ToSlash(rel)]; !made && filepath.Ext(name) == ".go" {
				t.Errorf("%s is a copy of nothing; %s", rel, advice)
			}
		}
	}
}

// TestCoreKnowsNoClient keeps clients out of the runtime's core, so that each can have its own
// transport.
func TestCoreKnowsNoClient(t *testing.T) {
	pkgs, err := packages.Load(&packages.Config{
		Mode: packages.NeedName | packages.NeedImports | packages.NeedDeps | packages.NeedModule,
		Dir:  filepath.Join(root, "runtime"),
	}, "./core")
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	packages.Visit(pkgs, nil, func(p *packages.Package) {
		seen++
		for _, err := range p.Errors {
			t.Error(err)
		}
		own := p.PkgPath == module+"/runtime/core" || strings.HasPrefix(p.PkgPath, module+"/runtime/internal/")
		if p.Module != nil && !own {
			t.Errorf("package core needs %s", p.PkgPath)
		}
		if p.PkgPath == "net" {
			t.Error("package core needs the network")
		}
	})
	if seen < 10 {
		t.Errorf("%d packages were looked at", seen)
	}
}
