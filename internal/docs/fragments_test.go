package docs

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/luagen/luagen/internal/checkout"
	"github.com/luagen/luagen/project/config"
)

// TestFragments compiles the Go and reads the luagen.yaml of the pages that nobody
// follows step by step.
func TestFragments(t *testing.T) {
	page := func(name string) string {
		text, err := os.ReadFile(filepath.Join(root, "docs", name))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	fragments := func(name, language string, want int) []any {
		var list []any
		for _, b := range blocks(page(name), language) {
			list = append(list, b)
		}
		if len(list) != want {
			t.Fatalf("%s has %d blocks of %s, want %d", name, len(list), language, want)
		}
		return list
	}

	dir := t.TempDir()
	checkout.WriteModule(t, root, dir, "example.test/fragments")
	write(t, filepath.Join(dir, "main.go"), fmt.Appendf(nil, `package main

import (
	"github.com/redis/go-redis/v9"
	"go.opentelemetry.io/otel/sdk/metric"

	scripts "github.com/luagen/luagen/examples/gen"
	"github.com/luagen/luagen/runtime/luagenotel"
)

func main() {
	monitoring()
	view()
}

func monitoring() {
	%s
}

func view() metric.View {
	return %s
}
`, fragments("monitoring.md", "go", 2)...))
	gotool(t, dir, "vet", "./...")

	for _, text := range fragments("servers.md", "yaml", 1) {
		if _, wrong := config.Parse("luagen.yaml", []byte(text.(string))); len(wrong) > 0 {
			t.Errorf("servers.md: %v", wrong)
		}
	}
}
