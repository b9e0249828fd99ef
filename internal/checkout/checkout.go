// Package checkout makes modules, for tests, that use luagen from this checkout.
package checkout

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/semver"
)

// folders are those of the repository's modules, from its root. What bench requires is
// nobody else's.
var folders = []string{".", "runtime", "runtime/luagenotel", "runtime/luamsgpack", "examples"}

// WriteModule writes a go.mod and a go.sum into dir for a module that uses all of the
// repository's, and what they require, from the checkout whose root is given.
func WriteModule(t testing.TB, root, dir, module string) {
	t.Helper()
	root, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	var (
		goMod    strings.Builder
		sums     []string
		versions = map[string]string{}
		own      = map[string]bool{}
	)
	fmt.Fprintf(&goMod, "module %s\n\ngo 1.26.0\n\n", module)
	for _, folder := range folders {
		f, err := modfile.Parse(folder, read(t, root, folder, "go.mod"), nil)
		if err != nil {
			t.Fatal(err)
		}
		path := f.Module.Mod.Path
		own[path] = true
		fmt.Fprintf(&goMod, "replace %s => %s\n\nrequire %s v0.1.0\n\n", path, filepath.Join(root, folder), path)
		for _, r := range f.Require {
			if semver.Compare(r.Mod.Version, versions[r.Mod.Path]) > 0 {
				versions[r.Mod.Path] = r.Mod.Version
			}
		}
		sums = append(sums, strings.Split(string(read(t, root, folder, "go.sum")), "\n")...)
	}
	for path, version := range versions {
		if !own[path] {
			fmt.Fprintf(&goMod, "require %s %s\n", path, version)
		}
	}
	slices.Sort(sums)
	write(t, dir, "go.mod", goMod.String())
	write(t, dir, "go.sum", strings.TrimPrefix(strings.Join(slices.Compact(sums), "\n")+"\n", "\n"))
}

func read(t testing.TB, path ...string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(path...))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func write(t testing.TB, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
