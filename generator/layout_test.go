package generator

import (
	"bytes"
	"go/format"
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

// unformatted are the files of a package, by name, as the emitters write them.
func unformatted(t *testing.T, opts Options, inputs []Input) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	m := (*Made)(nil).Next(opts, inputs)
	if len(m.Files) == 0 {
		return nil
	}
	emitters := map[string]*emitter{sharedFile: emitShared(m.pkg)}
	for _, f := range m.pkg.functions {
		emitters[f.file] = emitFunction(opts.Package, f)
	}
	for name, e := range emitters {
		raw, err := e.raw()
		if err != nil {
			t.Fatal(err)
		}
		files[name] = []byte(raw)
	}
	return files
}

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

// TestLayoutIsGofmts lays out the files of all archives and compares with go/format, to which
// few are left.
func TestLayoutIsGofmts(t *testing.T) {
	archives, err := filepath.Glob("../testdata/gen/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatal(archives, err)
	}
	all, left := 0, 0
	for _, path := range archives {
		a, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		texts := map[string][]byte{}
		for _, f := range a.Files {
			texts[f.Name] = f.Data
		}
		for _, opts := range []Options{{Package: "gen"}, {Package: "gen", Interface: true}, {Package: "gen", Unexported: true, Interface: true}} {
			for name, raw := range unformatted(t, opts, inputsOf(texts)) {
				all++
				l := layout{rest: string(raw)}
				if !l.file() {
					left++
					continue
				}
				compareLayout(t, path+" "+name, raw, l.out.Bytes())
			}
		}
	}
	if all < 300 || left > all/10 {
		t.Errorf("%d of %d files are left to go/format, want at most a tenth", left, all)
	}
}

// compareLayout shows the first line that gofmt has otherwise.
func compareLayout(t *testing.T, name string, raw, got []byte) {
	t.Helper()
	want, err := format.Source(raw)
	if err != nil {
		t.Errorf("%s: %v", name, err)
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

// FuzzLayout lays out what is generated from arbitrary scripts.
func FuzzLayout(f *testing.F) {
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
		opts := Options{Package: "gen", Interface: true}
		for name, raw := range unformatted(t, opts, inputsOf(map[string][]byte{"script.lua": text})) {
			if l := (layout{rest: string(raw)}); l.file() {
				compareLayout(t, name, raw, l.out.Bytes())
			}
		}
	})
}
