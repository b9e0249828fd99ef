package docs

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// program runs every page's calls on an empty server and prints an archive of what
// they print and of what went over the wire.
const program = `package main

import (
	"context"
	"fmt"
	"os"

	"github.com/redis/go-redis/v9"

	"github.com/luagen/luagen/internal/docs/wire"
	"github.com/luagen/luagen/runtime"

%s)

func main() {
%s}

func show(name string, load func(context.Context, runtime.Client) error, run func(context.Context, *redis.Client)) {
	ctx := context.Background()
	recorder := &wire.Recorder{}
	rdb := redis.NewClient(&redis.Options{
		Addr: os.Args[1], Protocol: 2, PoolSize: 1, DisableIdentity: true, Dialer: recorder.Dial,
	})
	defer rdb.Close()
	if err := rdb.FlushAll(ctx).Err(); err != nil {
		fail(err)
	}
	if err := load(ctx, rdb); err != nil {
		fail(err)
	}
	recorder.Reset()
	fmt.Printf("-- %%s/output --\n", name)
	run(ctx, rdb)
	text, err := recorder.Text()
	if err != nil {
		fail(err)
	}
	fmt.Printf("-- %%s/wire --\n%%s", name, text)
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
`

// writeModule writes a go.mod for a program that uses this checkout.
func writeModule(t *testing.T, dir, module string) {
	t.Helper()
	own, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	checkout, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	_, requirements, _ := strings.Cut(string(own), "\n")
	write(t, filepath.Join(dir, "go.mod"), fmt.Appendf(nil, "module %s\n%s\nrequire github.com/luagen/luagen v0.0.0\nreplace github.com/luagen/luagen => %s\n", module, requirements, checkout))
	sums, err := os.ReadFile(filepath.Join(root, "go.sum"))
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "go.sum"), sums)
}

// gotool runs the go command in dir and returns what it prints.
func gotool(t *testing.T, dir string, args ...string) []byte {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go %s: %v\n%s%s", strings.Join(args, " "), err, out, stderr.Bytes())
	}
	return out
}

func write(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, data, 0o644); err != nil {
		t.Fatal(err)
	}
}
