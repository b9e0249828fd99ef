package generator_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/luagen/luagen/generator"
	"github.com/luagen/luagen/internal/checkout"
	"github.com/luagen/luagen/internal/redistest"
)

// separator stands before the output of each archive's program.
const separator = "\x00"

// TestRun builds one program of all archives that have a call section, runs it
// against a real server, and compares what it prints.
func TestRun(t *testing.T) {
	server := redistest.Start(t)
	all := archives(t)
	dir := t.TempDir()
	var calls []*archive
	for _, a := range all {
		writePackage(t, dir, a)
		if _, ok := a.section(callSection); ok {
			calls = append(calls, a)
		}
	}
	writeModule(t, dir, all)
	writeMain(t, dir, calls)

	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	gotool(t, ctx, dir, "vet", "./...")
	if os.Getenv("CI") != "" {
		gotool(t, ctx, dir, "run", "honnef.co/go/tools/cmd/staticcheck@v0.8.2", "./...")
	}
	gotool(t, ctx, dir, "build", "-o", "goldens", ".")

	cmd := exec.CommandContext(ctx, filepath.Join(dir, "goldens"), server.Addr)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s%s", err, out, stderr.Bytes())
	}
	old := server.Before("7.0")
	for i, got := range strings.Split(string(out), separator)[1:] {
		if old && bytes.Contains(txtar.Format(calls[i].Archive), []byte("\n#!lua")) {
			continue // a shebang line needs Redis 7.0
		}
		compareOutput(t, calls[i], got)
	}
}

// compareOutput compares, or rewrites, the output section of an archive.
func compareOutput(t *testing.T, a *archive, got string) {
	t.Helper()
	if *update {
		for i, f := range a.Files {
			if f.Name == outSection {
				a.Files[i].Data = []byte(got)
			}
		}
		if err := os.WriteFile(a.path, txtar.Format(a.Archive), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if want, _ := a.section(outSection); got != string(want) {
		t.Errorf("%s prints\n%s\nwant\n%s", a.name(), got, want)
	}
}

// writePackage writes what an archive generates, its program, and the packages
// that it brings along.
func writePackage(t *testing.T, dir string, a *archive) {
	t.Helper()
	files, _ := generator.Generate(a.opts, a.inputs(t))
	if len(files) > 0 {
		for _, f := range a.own() {
			write(t, filepath.Join(dir, a.name(), f.Path), f.Text)
		}
	}
	for _, f := range files {
		write(t, filepath.Join(dir, a.name(), "gen", f.Name), f.Data)
	}
	for _, f := range a.Files {
		switch {
		case f.Name == callSection:
			write(t, filepath.Join(dir, a.name(), f.Name), f.Data)
		case strings.HasPrefix(f.Name, depsPrefix):
			write(t, filepath.Join(dir, f.Name), f.Data)
			write(t, filepath.Join(dir, path.Dir(f.Name), "go.mod"), []byte("module "+path.Dir(strings.TrimPrefix(f.Name, depsPrefix))+"\n"))
		}
	}
}

// writeModule writes a go.mod that takes luagen from this checkout and the archives'
// packages from what they bring along.
func writeModule(t *testing.T, dir string, all []*archive) {
	t.Helper()
	checkout.WriteModule(t, "..", dir, "example.test/goldens")
	var b strings.Builder
	seen := map[string]bool{}
	for _, a := range all {
		for _, f := range a.Files {
			dep := path.Dir(strings.TrimPrefix(f.Name, depsPrefix))
			if strings.HasPrefix(f.Name, depsPrefix) && !seen[dep] {
				seen[dep] = true
				fmt.Fprintf(&b, "require %s v0.0.0\nreplace %s => ./deps/%s\n", dep, dep, dep)
			}
		}
	}
	name := filepath.Join(dir, "go.mod")
	goMod, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	write(t, name, append(goMod, b.String()...))
}

// writeMain writes the program that runs those of the archives one after the other.
func writeMain(t *testing.T, dir string, calls []*archive) {
	t.Helper()
	var imports, runs strings.Builder
	for i, a := range calls {
		fmt.Fprintf(&imports, "\tcall%d %q\n", i, "example.test/goldens/"+a.name())
		fmt.Fprintf(&runs, "\trdb.FlushAll(ctx)\n\tfmt.Print(%q)\n\tcall%d.Run(ctx, rdb)\n", separator, i)
	}
	write(t, filepath.Join(dir, "main.go"), fmt.Appendf(nil, `package main

import (
	"context"
	"fmt"
	"os"

	"github.com/redis/go-redis/v9"

%s)

func main() {
	ctx := context.Background()
	rdb := redis.NewClient(&redis.Options{Addr: os.Args[1]})
%s}
`, &imports, &runs))
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

func gotool(t *testing.T, ctx context.Context, dir string, args ...string) {
	t.Helper()
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}
