package docs

import (
	"bytes"
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
