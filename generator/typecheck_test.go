package generator_test

import (
	"bytes"
	"errors"
	"go/ast"
	"go/build/constraint"
	"go/format"
	goparser "go/parser"
	"go/token"
	"go/types"
	"path"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"

	"github.com/luagen/luagen/generator"
)

// checker type-checks generated packages against the real runtime.
type checker struct {
	packages map[string]*types.Package // by path
	foreign  bool                      // whether code may import what is not among packages; its uses pass unchecked
}

// newChecker loads, once for many packages, what generated code may import.
func newChecker(tb testing.TB) *checker {
	tb.Helper()
	loaded, err := packages.Load(&packages.Config{
		Mode: packages.NeedName | packages.NeedTypes | packages.NeedImports | packages.NeedExportFile,
		Dir:  "../runtime/luamsgpack",
	}, "context", "errors", "encoding/json", "io", "maps", "slices", "strconv", "time", "math/big", "net/netip", "net/url",
		"github.com/luagen/luagen/runtime", "github.com/luagen/luagen/runtime/luamsgpack", "github.com/redis/go-redis/v9")
	if err != nil {
		tb.Fatal(err)
	}
	c := &checker{packages: map[string]*types.Package{}}
	packages.Visit(loaded, nil, func(p *packages.Package) {
		for _, err := range p.Errors {
			tb.Fatal(err)
		}
		c.packages[p.PkgPath] = p.Types
	})
	return c
}

// Import implements types.Importer.
func (c *checker) Import(path string) (*types.Package, error) {
	if p := c.packages[path]; p != nil {
		return p, nil
	}
	return nil, errors.New(unknown)
}

// unknown says that an import is none of the checker's packages. The type checker
// passes on its text alone.
const unknown = "the package is unknown to the test"

// check type-checks the files of one package.
func (c *checker) check(path string, files map[string][]byte) error {
	fset := token.NewFileSet()
	var parsed []*ast.File
	for name, data := range files {
		f, err := goparser.ParseFile(fset, name, data, goparser.ParseComments)
		if err != nil {
			return err
		}
		parsed = append(parsed, f)
	}
	var errs []error
	config := types.Config{Importer: c, Error: func(err error) {
		if !c.foreign || !strings.Contains(err.Error(), unknown) {
			errs = append(errs, err)
		}
	}}
	pkg, _ := config.Check(path, fset, parsed, nil)
	if len(errs) == 0 {
		c.packages[path] = pkg
	}
	return errors.Join(errs...)
}

// byName maps files to their contents.
func byName(files []generator.File) map[string][]byte {
	m := map[string][]byte{}
	for _, f := range files {
		m[f.Name] = f.Data
	}
	return m
}

// TestTypeCheck type-checks what every archive generates, and the packages that
// archives bring along.
func TestTypeCheck(t *testing.T) {
	c := newChecker(t)
	for _, a := range archives(t) {
		t.Run(a.name(), func(t *testing.T) {
			for _, f := range a.Files {
				if dep, ok := strings.CutPrefix(f.Name, depsPrefix); ok && strings.HasSuffix(dep, ".go") {
					if err := c.check(path.Dir(dep), map[string][]byte{f.Name: f.Data}); err != nil {
						t.Fatal(err)
					}
				}
			}
			files, _ := generator.Generate(a.opts, a.inputs(t))
			if len(files) > 0 {
				checkFiles(t, c, files, a.own()...)
			}
		})
	}
}

// checkFiles checks what holds for all generated files, whatever they are made
// from: they type-check, gofmt leaves them as they are, and no comment but the
// first says anything to Go.
func checkFiles(t *testing.T, c *checker, files []generator.File, own ...generator.GoFile) {
	t.Helper()
	for _, f := range files {
		formatted, err := format.Source(f.Data)
		if err != nil || !bytes.Equal(formatted, f.Data) {
			t.Errorf("%s is not as gofmt leaves it (%v):\n%s", f.Name, err, f.Data)
		}
		parsed, err := goparser.ParseFile(token.NewFileSet(), f.Name, f.Data, goparser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, group := range parsed.Comments {
			for _, comment := range group.List {
				if !strings.HasPrefix(comment.Text, "// ") && comment.Text != "//" && !strings.HasPrefix(comment.Text, "//\t") || constraint.IsPlusBuild(comment.Text) {
					t.Errorf("%s has the comment %q", f.Name, comment.Text)
				}
			}
		}
	}
	all := byName(files)
	for _, f := range own {
		if !strings.HasSuffix(f.Path, "_test.go") {
			all[f.Path] = f.Text
		}
	}
	if err := c.check("example.test/gen", all); err != nil {
		t.Error(err)
	}
}
