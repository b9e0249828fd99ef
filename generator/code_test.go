package generator

import (
	"bytes"
	"fmt"
	"go/format"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/infer"
	"github.com/luagen/luagen/parser"
)

// inputsOf are the scripts among some files that can be generated from.
func inputsOf(files map[string][]byte) []Input {
	root := fstest.MapFS{}
	for name, text := range files {
		root[name] = &fstest.MapFile{Data: text}
	}
	loader := &parser.Loader{FS: root}
	var inputs []Input
	for name := range files {
		if filepath.Ext(name) != ".lua" {
			continue
		}
		s, found := loader.Load(name)
		if diag.HasErrors(found) || !s.Annotated {
			continue
		}
		returns, found := infer.ResolveReturns(s, analysis.Analyze(s))
		if !diag.HasErrors(found) {
			inputs = append(inputs, Input{Script: s, Returns: returns.Type})
		}
	}
	return inputs
}

// TestCodeIsGofmts compares the files of all archives, by several options, with what go/format makes of
// them.
func TestCodeIsGofmts(t *testing.T) {
	archives, err := filepath.Glob("../testdata/gen/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatal(archives, err)
	}
	all := 0
	for _, path := range archives {
		a, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		texts := map[string][]byte{}
		for _, f := range a.Files {
			texts[f.Name] = f.Data
		}
		none, one := 0, 1
		for _, opts := range []Options{
			{Package: "gen"}, {Package: "gen", Interface: true}, {Package: "gen", Unexported: true, Interface: true},
			{Package: "gen", Parameters: &none, Interface: true}, {Package: "gen", Parameters: &one, Origin: "../scripts"},
		} {
			files, _ := Generate(opts, inputsOf(texts))
			for _, f := range files {
				all++
				compareWithGofmt(t, path+" "+f.Name, f.Data)
			}
		}
	}
	if all < 500 {
		t.Errorf("only %d files were generated", all)
	}
}

// compareWithGofmt shows the first line that gofmt has otherwise.
func compareWithGofmt(t *testing.T, name string, got []byte) {
	t.Helper()
	want, err := format.Source(got)
	if err != nil {
		t.Errorf("%s: %v\n%s", name, err, got)
		return
	}
	if bytes.Equal(got, want) {
		return
	}
	lines := bytes.Split(want, []byte("\n"))
	for i, line := range bytes.Split(got, []byte("\n")) {
		if i >= len(lines) || !bytes.Equal(line, lines[i]) {
			t.Errorf("%s, line %d is %q, and gofmt's is %q", name, i+1, line, lines[min(i, len(lines)-1)])
			return
		}
	}
	t.Errorf("%s: gofmt has more lines", name)
}

// TestRowsAreGofmts puts names of all lengths below each other.
func TestRowsAreGofmts(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	name := func(i int) string {
		return strings.Repeat([]string{"n", "ñ"}[random.IntN(2)], 1+random.IntN(1+random.IntN(130))) + fmt.Sprint(i)
	}
	for range 2000 {
		var fields, constants []row
		var values []element
		for i := range 1 + random.IntN(6) {
			field, constant := row{name: name(i), typ: name(i)}, row{"c" + name(i), "string", "= `" + name(i) + "`"}
			if random.IntN(2) == 0 {
				field.rest = "// " + name(i)
			}
			fields, constants = append(fields, field), append(constants, constant)
			values = append(values, element{name(i), name(i)})
		}
		var c code
		c.line("package p")
		c.line()
		c.open("type T struct {")
		c.rows(fields)
		c.end("}")
		c.line()
		c.open("const (")
		c.rows(constants)
		c.end(")")
		c.line()
		c.open("var v = T{")
		c.elements(values)
		c.end("}")
		compareWithGofmt(t, "rows", c.text)
	}
}

// FuzzCode generates from arbitrary scripts.
func FuzzCode(f *testing.F) {
	archives, err := filepath.Glob("../testdata/gen/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range archives {
		a, err := txtar.ParseFile(path)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range a.Files {
			if strings.HasSuffix(file.Name, ".lua") {
				f.Add(file.Data)
			}
		}
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		one := 1
		for _, opts := range []Options{{Package: "gen", Interface: true}, {Package: "gen", Parameters: &one}} {
			files, _ := Generate(opts, inputsOf(map[string][]byte{"script.lua": text}))
			for _, file := range files {
				compareWithGofmt(t, file.Name, file.Data)
			}
		}
	})
}
