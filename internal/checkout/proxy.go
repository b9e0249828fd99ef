package checkout

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gofrs/flock"
	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
	"golang.org/x/mod/zip"
)

// Version is the one that Proxy serves every module at.
const Version = "v0.1.0"

// Proxy serves the repository's modules from the checkout whose root is given, as if each
// were tagged with Version. It returns the environment for go commands that find them
// there, and all other modules where they usually are.
//
// What is served differs with every change, so it must not get into the usual module cache.
// There is one for tests, used by one test at a time, because "go tool" compiles everything
// again for a module cache in another folder.
func Proxy(t testing.TB, root string) []string {
	t.Helper()
	served := t.TempDir()
	for _, folder := range folders {
		serve(t, served, filepath.Join(root, folder))
	}
	out, err := exec.CommandContext(t.Context(), "go", "env", "-json", "GOMODCACHE", "GOPROXY").Output()
	if err != nil {
		t.Fatal(err)
	}
	var env struct{ GOMODCACHE, GOPROXY string }
	if err := json.Unmarshal(out, &env); err != nil {
		t.Fatal(err)
	}
	downloaded := filepath.Join(env.GOMODCACHE, "cache", "download")
	return append(os.Environ(),
		"GOPROXY="+fileURL(served)+","+fileURL(downloaded)+","+env.GOPROXY,
		"GOMODCACHE="+moduleCache(t),
		"GONOSUMDB="+ownPath+","+ownPath+"/*",
		"GOFLAGS=-modcacherw -trimpath", // -trimpath: a clone in another folder compiles nothing again
		"GOWORK=off",
		"GODEBUG=goindex=0", // go's index of a module in the cache would be that of an earlier test
	)
}

const ownPath = "github.com/luagen/luagen"

// moduleCache returns the module cache for tests, without modules of the repository.
func moduleCache(t testing.TB) string {
	t.Helper()
	user, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(user, "luagen", "test-modules")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	lock := flock.New(dir + ".lock")
	if err := lock.Lock(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { lock.Unlock() })
	for _, own := range []string{dir, filepath.Join(dir, "cache", "download")} {
		if err := os.RemoveAll(filepath.Join(own, filepath.FromSlash(path.Dir(ownPath)))); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// serve writes what the GOPROXY protocol asks for of the module in a folder.
func serve(t testing.TB, served, folder string) {
	t.Helper()
	goMod := read(t, folder, "go.mod")
	version := module.Version{Path: modfile.ModulePath(goMod), Version: Version}
	escaped, err := module.EscapePath(version.Path)
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(served, filepath.FromSlash(escaped), "@v")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, dir, "list", Version+"\n")
	write(t, dir, Version+".mod", string(goMod))
	write(t, dir, Version+".info", fmt.Sprintf(`{"Version": %q, "Time": "2026-01-02T03:04:05Z"}`, Version))
	f, err := os.Create(filepath.Join(dir, Version+".zip"))
	if err != nil {
		t.Fatal(err)
	}
	if err := zip.CreateFromDir(f, version, folder); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// fileURL is the URL of a folder, on Windows too.
func fileURL(dir string) string {
	return "file:///" + strings.TrimPrefix(filepath.ToSlash(dir), "/")
}
