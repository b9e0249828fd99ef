package generator_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/generator"
	"github.com/luagen/luagen/infer"
	"github.com/luagen/luagen/parser"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// Sections of a golden archive beside the scripts.
const (
	wantPrefix  = "want/"    // a generated file
	findings    = "want.txt" // what the generator reports
	depsPrefix  = "deps/"    // a package that a script imports, by its path
	ownPrefix   = "gen/"     // another Go file of the package
	callSection = "call.go"  // a program that uses the generated package
	outSection  = "output"   // what the program prints
)

// archive is one golden file.
type archive struct {
	path string
	*txtar.Archive
	opts generator.Options
}

// archives reads all golden files.
func archives(tb testing.TB) []*archive {
	tb.Helper()
	paths, err := filepath.Glob("../testdata/gen/*.txtar")
	if err != nil || len(paths) == 0 {
		tb.Fatalf("no golden files: %v", err)
	}
	var list []*archive
	for _, path := range paths {
		ar, err := txtar.ParseFile(path)
		if err != nil {
			tb.Fatal(err)
		}
		a := &archive{path: path, Archive: ar, opts: readOptions(tb, string(ar.Comment))}
		if own := a.own(); len(own) > 0 {
			a.opts.Neighbours = generator.ReadNeighbours(a.opts.Package, own)
			a.opts.Neighbours.ImportPath = "example.test/goldens/" + a.name() + "/gen"
		}
		list = append(list, a)
	}
	return list
}

// readOptions reads the lines of an archive's comment that begin with a dot:
// ".package x", ".unexported", ".parameters N", ".interface", ".rename from=To", ".initialism WORD".
func readOptions(tb testing.TB, comment string) generator.Options {
	tb.Helper()
	opts := generator.Options{Package: "gen", Rename: map[string]string{}}
	for line := range strings.Lines(comment) {
		directive, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch directive {
		case ".package":
			opts.Package = value
		case ".unexported":
			opts.Unexported = true
		case ".parameters":
			n, err := strconv.Atoi(value)
			if err != nil {
				tb.Fatal(err)
			}
			opts.Parameters = &n
		case ".interface":
			opts.Interface = true
		case ".rename":
			from, to, _ := strings.Cut(value, "=")
			opts.Rename[from] = to
		case ".initialism":
			opts.Initialisms = append(opts.Initialisms, value)
		default:
			if strings.HasPrefix(directive, ".") {
				tb.Fatalf("unknown directive %s", directive)
			}
		}
	}
	return opts
}

func (a *archive) name() string {
	return strings.TrimSuffix(filepath.Base(a.path), ".txtar")
}

func (a *archive) section(name string) ([]byte, bool) {
	for _, f := range a.Files {
		if f.Name == name {
			return f.Data, true
		}
	}
	return nil, false
}

// own are the other Go files of the package.
func (a *archive) own() []generator.GoFile {
	var files []generator.GoFile
	for _, f := range a.Files {
		if strings.HasPrefix(f.Name, ownPrefix) {
			files = append(files, generator.GoFile{Path: f.Name, Text: f.Data})
		}
	}
	return files
}

// inputs loads the scripts of an archive that are not included by others.
func (a *archive) inputs(tb testing.TB) []generator.Input {
	tb.Helper()
	files := fstest.MapFS{}
	for _, f := range a.Files {
		if strings.HasSuffix(f.Name, ".lua") {
			files[f.Name] = &fstest.MapFile{Data: f.Data}
		}
	}
	inputs, found := load(files)
	for _, d := range found {
		if d.Severity == diag.Error {
			tb.Fatalf("%s: the parser reports: %s", a.path, line(d))
		}
	}
	return inputs
}

// load reads the scripts of a folder that have annotations.
func load(files fstest.MapFS) ([]generator.Input, []diag.Diagnostic) {
	loader := &parser.Loader{FS: files}
	var inputs []generator.Input
	var found []diag.Diagnostic
	for name := range files {
		script, ds := loader.Load(name)
		if !script.Annotated || strings.Contains(name, "/") {
			continue
		}
		found = append(found, ds...)
		in := generator.Input{Script: script}
		if script.Returns != nil {
			returns, more := infer.ResolveReturns(script, analysis.Analyze(script))
			found = append(found, more...)
			in.Returns = returns.Type
		}
		inputs = append(inputs, in)
	}
	slices.SortFunc(inputs, func(a, b generator.Input) int { return strings.Compare(a.Script.Name, b.Script.Name) })
	return inputs, found
}

// line is a finding as goldens show it.
func line(d diag.Diagnostic) string {
	return fmt.Sprintf("%s:%d:%d: %s: %s (%s)", d.Span.File, d.Span.Start.Line, d.Span.Start.Column, d.Severity, d.Message, d.Rule)
}

// TestGolden generates every archive and compares all that comes out.
func TestGolden(t *testing.T) {
	for _, a := range archives(t) {
		t.Run(a.name(), func(t *testing.T) {
			files, found := generator.Generate(a.opts, a.inputs(t))
			got := outcome(files, found)
			if *update {
				a.rewrite(t, got)
				return
			}
			want := map[string][]byte{}
			for _, f := range a.Files {
				if strings.HasPrefix(f.Name, wantPrefix) || f.Name == findings {
					want[f.Name] = f.Data
				}
			}
			for _, f := range got {
				if !bytes.Equal(f.Data, want[f.Name]) {
					t.Errorf("%s differs; run the test with -update and read the diff. Got:\n%s", f.Name, f.Data)
				}
				delete(want, f.Name)
			}
			for name := range want {
				t.Errorf("%s is not generated any more", name)
			}
		})
	}
}

// outcome is what generating gave, as the sections of an archive.
func outcome(files []generator.File, found []diag.Diagnostic) []txtar.File {
	var out []txtar.File
	if len(found) > 0 {
		var b bytes.Buffer
		for _, d := range found {
			fmt.Fprintln(&b, line(d))
		}
		out = append(out, txtar.File{Name: findings, Data: b.Bytes()})
	}
	for _, f := range files {
		out = append(out, txtar.File{Name: wantPrefix + f.Name, Data: f.Data})
	}
	return out
}

// rewrite replaces the wanted sections of an archive.
func (a *archive) rewrite(t *testing.T, got []txtar.File) {
	t.Helper()
	a.Files = slices.DeleteFunc(a.Files, func(f txtar.File) bool {
		return strings.HasPrefix(f.Name, wantPrefix) || f.Name == findings
	})
	a.Files = append(a.Files, got...)
	if err := os.WriteFile(a.path, txtar.Format(a.Archive), 0o644); err != nil {
		t.Fatal(err)
	}
}
