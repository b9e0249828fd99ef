package docs

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/modfile"

	"github.com/luagen/luagen/internal/checkout"
)

// keepsGoMod takes generated code into a program of the oldest versions, with the tool
// from each place that is not the program's go.mod, and calls it.
func keepsGoMod(t *testing.T, r reader) {
	for _, test := range []struct{ name, generate string }{
		{"binary", "luagen ./scripts"},
		{"go run", "go run github.com/luagen/luagen/cmd/luagen@v0.1.0 ./scripts"},
		{"modfile", `go mod init -modfile=tools.mod example.com/shop/tools
go get -tool -modfile=tools.mod github.com/luagen/luagen/cmd/luagen
go tool -modfile=tools.mod luagen ./scripts`},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, filepath.Join(dir, "go.mod"), []byte("module example.com/shop\n\ngo 1.24\n\nrequire github.com/redis/go-redis/v9 v9.19.0\n"))
			write(t, filepath.Join(dir, "scripts", "add.lua"), []byte("--@key sum\n--@arg n:int\n--@returns int\nreturn redis.call('INCRBY', KEYS[1], ARGV[1])\n"))
			write(t, filepath.Join(dir, "main.go"), fmt.Appendf(nil, `package main

import (
	"context"
	"fmt"

	"github.com/redis/go-redis/v9"

	"example.com/shop/scripts"
)

func main() {
	fmt.Println(scripts.Add(context.Background(), redis.NewClient(&redis.Options{Addr: %q}), %q, 3))
}
`, r.redis, t.Name()))
			before := requirements(t, dir)
			r.shell(t, dir, 0, test.generate)
			if got := requirements(t, dir); !maps.Equal(got, before) {
				t.Errorf("generating made go.mod\n%v\nof\n%v", got, before)
			}
			if got := r.shell(t, dir, 0, "go mod tidy\ngo run ."); got != "3 <nil>\n" && !strings.HasSuffix(got, "\n3 <nil>\n") {
				t.Errorf("the program prints %q", got)
			}
			before[runtimePath] = checkout.Version
			if got := requirements(t, dir); !maps.Equal(got, before) {
				t.Errorf("go.mod has\n%v\nwant\n%v", got, before)
			}
		})
	}
}

const runtimePath = "github.com/luagen/luagen/runtime"

// requirements are what the go.mod of a folder asks for directly, Go among it.
func requirements(t *testing.T, dir string) map[string]string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	f, err := modfile.Parse("go.mod", text, nil)
	if err != nil {
		t.Fatal(err)
	}
	list := map[string]string{"go": f.Go.Version}
	if f.Toolchain != nil {
		list["toolchain"] = f.Toolchain.Name
	}
	for _, m := range slices.DeleteFunc(f.Require, func(m *modfile.Require) bool { return m.Indirect }) {
		list[m.Mod.Path] = m.Mod.Version
	}
	for _, tool := range f.Tool {
		list["tool"] = tool.Path
	}
	return list
}
