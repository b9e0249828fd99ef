package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// module has a wrapper in one package and scripts for it in another, and an embedded file.
const module = `
-- go.mod --
module example.test/vet

go 1.24

require github.com/redis/go-redis/v9 v9.0.0
-- store/store.go --
package store

import (
	"context"

	"github.com/redis/go-redis/v9"
)

// Load is for other packages.
func Load(ctx context.Context, c *redis.Client, script string) { c.ScriptLoad(ctx, script) }
-- use/use.go --
package use

import (
	"context"
	_ "embed"

	"github.com/redis/go-redis/v9"

	"example.test/vet/store"
)

//go:embed set.lua
var set string

func Use(ctx context.Context, c *redis.Client) {
	store.Load(ctx, c, "return redis.call('GTE', KEYS[1])")
	store.Load(ctx, c, set)
	redis.NewScript("return redis.call('GET', KEYS[1])").Run(ctx, c, nil)
	//lint:ignore luagen/unknown-command not yet released
	store.Load(ctx, c, "return redis.call('GTF', KEYS[1])")
}
-- use/set.lua --
return redis.call('SETT', KEYS[1])
`

// TestVet runs luagen as the tool of go vet.
func TestVet(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	tool := filepath.Join(dir, "luagen")
	run := func(dir string, args ...string) (string, error) {
		cmd := exec.CommandContext(t.Context(), args[0], args[1:]...)
		cmd.Dir = dir
		// With -trimpath go vet shows findings of an earlier run, in another folder.
		cmd.Env = append(os.Environ(), "GOFLAGS=-trimpath=false")
		out, err := cmd.CombinedOutput()
		return string(out), err
	}
	if out, err := run(root, "go", "build", "-o", tool, "./cmd/luagen"); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, f := range txtar.Parse([]byte(module)).Files {
		name := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	stubs := filepath.Join(root, "gosource", "testdata", "shop", "stubs", "goredis")
	if out, err := run(dir, "go", "mod", "edit", "-replace=github.com/redis/go-redis/v9="+stubs); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	out, err := run(dir, "go", "vet", "-vettool="+tool, "./...")
	const want = `use/set.lua:1:19: unknown command SETT; did you mean SET? (unknown-command)
use/use.go:16:40: unknown command GTE; did you mean GET? (unknown-command)
use/use.go:18:67: the script reads KEYS[1], and this call passes no key (go-keys)
`
	out = strings.TrimPrefix(out, "# example.test/vet/use\n") // some versions of Go name the package
	if out = strings.ReplaceAll(out, "."+string(filepath.Separator), ""); err == nil || out != want {
		t.Errorf("%v\ngot\n%swant\n%s", err, out, want)
	}
}

// TestIsVet tells the calls of go vet from those of people.
func TestIsVet(t *testing.T) {
	for args, want := range map[string]bool{
		"-V=full": true, "-flags": true, "/tmp/b001/vet.cfg": true, "-json /tmp/b001/vet.cfg": true,
		"": false, "lint ./...": false, "lint a.cfg": false, "--config=x.cfg": false, "version": false,
	} {
		if got := isVet(strings.Fields(args)); got != want {
			t.Errorf("%q: %v", args, got)
		}
	}
}
