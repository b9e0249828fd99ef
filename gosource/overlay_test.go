package gosource

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"golang.org/x/tools/go/packages"
)

// TestWithTexts has an overlay, with which all is type-checked from source, for those texts alone that change
// what the go command lists.
func TestWithTexts(t *testing.T) {
	root := Real(t.TempDir())
	const a = "package a\n\nimport \"embed\"\n\n//go:embed b.lua\nvar files embed.FS\n"
	files := map[string]string{
		"go.mod":        "module example.com/a\n",
		"a.go":          a,
		"b.lua":         "return 1",
		"c.go":          "package a\n\nimport \"C\"\n",
		"broken.go":     "package a\n\nfunc {\n",
		"nested/go.mod": "module example.com/nested\n",
		"nested/n.go":   "package nested\n",
	}
	for name, text := range files {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		name, text string
		overlaid   bool
	}{
		{"a.go", a, false},
		{"a.go", a + "\nconst one = 1\n", false},
		{"a.go", a + "\nfunc f() {\n", false},
		{"a.go", "package a\n\nimport (\n\t\"embed\"\n\t\"fmt\"\n)\n\n//go:embed b.lua\nvar files embed.FS\n", true},
		{"a.go", "//go:build never\n\n" + a, true},
		{"a.go", a + "\n//go:embed c.lua\nvar c string\n", true},
		{"a.go", "", true},
		{"b.lua", "return 2", false},
		{"c.lua", "return 2", true},
		{"new.go", "package a\n", true},
		{"c.go", files["c.go"] + "\nvar c = 1\n", true},
		{"c.go", files["c.go"], false},
		{"broken.go", "package a\n\nfunc f() {}\n", true},
		{"nested/n.go", "package nested\n\nconst One = 1\n", true},
	} {
		cfg := &packages.Config{Dir: root}
		path := filepath.Join(root, c.name)
		WithTexts(cfg, map[string][]byte{path: []byte(c.text)})
		if got := slices.Collect(maps.Keys(cfg.Overlay)); c.overlaid != (len(got) == 1 && got[0] == path) || !c.overlaid && got != nil {
			t.Errorf("%s with\n%s\nis overlaid: %v, want %t", c.name, c.text, got, c.overlaid)
		}
	}
}

// TestTexts loads texts that stand for files: those that are overlays and those that are not.
func TestTexts(t *testing.T) {
	const saved = "package a\n\nimport \"strings\"\n\nvar X = strings.ToUpper(1)\n"
	root := Real(t.TempDir())
	for name, text := range map[string]string{"go.mod": "module example.com/a\n\ngo 1.24\n", "a.go": saved, "b.go": "package a\n\nvar Y int = X\n"} {
		if err := os.WriteFile(filepath.Join(root, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for text, want := range map[string]string{
		saved: "string",
		"package a\n\nimport \"strings\"\n\nvar X = strings.Count(\"\", \"\")\n": "int",
		"package a\n\nconst X int8 = 1\n":                                        "int8",
	} {
		loaded, err := Load(Request{Dir: root, Patterns: []string{"./..."}, Texts: map[string][]byte{filepath.Join(root, "a.go"): []byte(text)}})
		if err != nil || len(loaded.Packages) != 1 {
			t.Fatalf("%d packages, error %v", len(loaded.Packages), err)
		}
		if got := loaded.Packages[0].Types.Scope().Lookup("X").Type().String(); got != want {
			t.Errorf("with %q X is a %s, want %s", text, got, want)
		}
	}
}
